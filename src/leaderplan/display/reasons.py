"""Why this, in sentences: what a choice costs, and what else there was to choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from leaderplan.display.conflicts import MORE, MOST_NAMED
from leaderplan.display.naming import Naming
from leaderplan.display.what_if import WHAT, name_of
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.domain.programme import Programme
    from leaderplan.reasons import Alternative, Choice, Why

FREE = Words("Det koster intet.", "It costs nothing.")
COSTS = Words("Det koster:", "It costs:")
PRICE = Words("{level} {cost}: {words} [{rule}]", "{level} {cost}: {words} [{rule}]")
OTHERS = Words(
    "Noget andet, når alt det øvrige lægges om efter det:",
    "Another choice, with everything else planned anew for it:",
)
SAME = Words("koster intet mere", "costs nothing more")
LEVEL = Words("{level} {sign}{amount}", "{level} {sign}{amount}")
AT_MOST = Words(
    "højst {costs}; det er ikke bevist", "at most {costs}; that is not proven"
)
IMPOSSIBLE = Words("kan ikke lade sig gøre", "is not possible")
UNKNOWN = Words("ikke afgjort i den tid, der var", "not decided in the time there was")
FORBIDDEN = Words(
    "Udelukket, hvad der end ellers vælges:",
    "Ruled out, whatever else is chosen:",
)
DISCREET = Words("et krav, som ikke nævnes her", "a requirement that is not told here")
DAYS = Words("{count} dage", "{count} days")
UNASKED = Words(
    "Ikke undersøgt: {count}, som intet krav udelukker for sig.",
    "Not looked into: {count} that no requirement rules out by itself.",
)
ONLY = Words("Der er intet andet at vælge.", "There is nothing else to choose.")


def why_lines(why: Why, language: Language) -> list[str]:
    """Write the reasons for each choice, its price first."""
    naming = Naming(why.programme, language)
    lines = [naming.subject((why.about,))]
    for choice in why.choices:
        lines += ["", *_Telling(why.programme, naming, language, choice).lines()]
    return lines


class _Telling:
    """Tells about one choice."""

    def __init__(
        self, programme: Programme, naming: Naming, language: Language, choice: Choice
    ) -> None:
        self._naming, self._language, self._choice = naming, language, choice
        self._rules = {rule.id: rule for rule in programme.rules}
        self._levels = {lv.id: lv.title.to(language) for lv in programme.levels}

    def name(self, made: str) -> str:
        """Write what was, or may be, chosen."""
        return name_of(self._naming, self._choice.what, made, self._language)

    def lines(self) -> Iterator[str]:
        """Yield the lines about it."""
        choice, to = self._choice, self._language
        what = WHAT[choice.what].to(to)
        yield f"{what[0].upper()}{what[1:]}: {self.name(choice.made)}"
        yield (COSTS if choice.borne else FREE).to(to)
        yield from self._borne()
        if choice.alternatives:
            yield OTHERS.to(to)
            for row in choice.alternatives:
                yield f"- {self.name(row.made)}: {self.said(row)}"
                yield from self._conflict(row)
        if choice.forbidden:
            yield FORBIDDEN.to(to)
            for rule, options in choice.forbidden.items():
                yield f"- {self.forbids(rule, options)}"
        if choice.unasked:
            yield UNASKED.to(to).format(count=len(choice.unasked))
        if not (choice.alternatives or choice.forbidden or choice.unasked):
            yield ONLY.to(to)

    def _borne(self) -> Iterator[str]:
        """Yield a line for each price; whom a discreet rule is about is not told."""
        own = {self._choice.who, self._choice.made}
        for row in self._choice.borne:
            rule = self._rules.get(row.rule)
            said = PRICE.to(self._language).format(
                level=self._levels[row.level], cost=row.cost, rule=row.rule,
                words=row.words.to(self._language),
            )  # fmt: skip
            about = () if rule is None or rule.discreet else row.subject
            told = self._naming.subject(tuple(k for k in about if k not in own))
            yield f"- {said}" + (f": {told}" if told else "")

    def said(self, row: Alternative) -> str:
        """Write what another choice would cost."""
        to = self._language
        if row.extra is None:
            return (IMPOSSIBLE if row.conflict else UNKNOWN).to(to)
        costs = ", ".join(
            LEVEL.to(to).format(
                level=self._levels[level], amount=abs(more), sign="+-"[more < 0]
            )
            for level, more in row.extra.items()
            if more
        )
        costs = costs or SAME.to(to)
        return costs if row.proven else AT_MOST.to(to).format(costs=costs)

    def _conflict(self, row: Alternative) -> Iterator[str]:
        """Yield why it is not possible: the requirements that clash."""
        if row.conflict is not None:
            for line in row.conflict.text(self._language).splitlines()[1:]:
                yield f"  {line}"

    def forbids(self, rule: str, options: Iterable[str]) -> str:
        """Write what a rule rules out: a few by name, days counted."""
        to, rows = self._language, list(options)
        stated = self._rules[rule]
        if stated.discreet:
            return DISCREET.to(to)
        words = f"{stated.words.to(to)} [{rule}]"
        if self._choice.what == "day":
            return f"{words}: {DAYS.to(to).format(count=len(rows))}"
        shown = [self.name(row) for row in rows[:MOST_NAMED]]
        if len(rows) > len(shown):
            shown.append(MORE.to(to).format(count=len(rows) - len(shown)))
        return f"{words}: {', '.join(shown)}"


COLUMNS = ["choice", "option", "status", "said", "extra"]


def why_table(why: Why) -> pd.DataFrame:
    """Make a row of each choice and alternative."""
    import pandas as pd

    naming, to = Naming(why.programme, why.language), why.language
    rows: list[tuple[object, ...]] = []
    for choice in why.choices:
        telling = _Telling(why.programme, naming, to, choice)
        what = WHAT[choice.what].to(to)
        rows.append((what, telling.name(choice.made), "chosen", "", {}))
        for other in choice.alternatives:
            status = "possible" if other.extra is not None else "unknown"
            status = "impossible" if other.conflict is not None else status
            told = telling.name(other.made), status, telling.said(other)
            rows.append((what, *told, dict(other.extra or {})))
        for rule, options in choice.forbidden.items():
            stated = next(row for row in why.programme.rules if row.id == rule)
            said = (DISCREET if stated.discreet else stated.words).to(to)
            rows += [(what, telling.name(k), "forbidden", said, {}) for k in options]
    return pd.DataFrame(rows, columns=COLUMNS)
