"""A conflict in sentences: the requirements that clash, by rule, with names for ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from leaderplan.display.naming import Naming
from leaderplan.display.states import lock_text
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Subject
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.answers import Conflict, Requirement
    from leaderplan.result import Result

MOST_NAMED = 4
"""Subjects of one rule that are named; the rest are counted."""

HEAD = Words(
    "Ingen plan er mulig: {part} kan ikke gå op. {claim}",
    "No plan is possible: {part} cannot work out. {claim}",
)
IRREDUCIBLE = Words(
    "Disse krav støder sammen, og uden et hvilket som helst af dem gør resten ikke:",
    "These requirements clash, and without any one of them the rest do not:",
)
REDUCIBLE = Words(
    "Blandt disse krav er nogle, der støder sammen:",
    "Some of these requirements clash:",
)
SMALLEST = Words(
    "Disse krav støder sammen, og færre gør det ikke:",
    "These requirements clash, and no fewer do:",
)
MORE = Words("og {count} mere", "and {count} more")
TIMES = Words("{count} steder", "{count} times")
SHARES: dict[str, Words] = {
    "participants": Words(
        "{count} af {total} deltagere", "{count} of {total} participants"
    ),
    "hosts": Words(
        "{count} af {total} praktiksteder", "{count} of {total} practicum hosts"
    ),
    "coaches": Words("{count} af {total} coacher", "{count} of {total} coaches"),
}
"""How many of a table are told who would be too many to name."""

ALL = Words(
    "- alle programmets krav; der var ikke tid til at finde dem, der støder sammen",
    "- all requirements of the programme; there was no time to find those that clash",
)
BROKEN = Words("Som planen var, bryder den:", "As it was, the plan breaks:")
NO_CONFLICT = Words(
    "Ingen krav er fundet, der støder sammen: der er en plan, eller tiden slap op.",
    "No requirements were found that clash: there is a plan, or time ran out.",
)

LIMITS: dict[str, Words] = {
    "earliest": Words("fra {value}", "from {value}"),
    "latest": Words("til {value}", "until {value}"),
    "least": Words("mindst {value}", "at least {value}"),
    "most": Words("højst {value}", "at most {value}"),
    "smallest": Words("mindst {value}", "at least {value}"),
    "largest": Words("højst {value}", "at most {value}"),
}
"""How the parameters are told that say how much or when."""


def conflict_lines(
    conflict: Conflict, language: Language, *, named: bool = True
) -> list[str]:
    """Write a conflict, a line for each rule.

    Whom a rule about declared pairs is about is counted, not named.
    """
    claim = (
        (SMALLEST if conflict.smallest else IRREDUCIBLE)
        if conflict.irreducible
        else REDUCIBLE
    )
    said = claim.to(language)
    head = HEAD.to(language).format(part=conflict.part.to(language), claim=said)
    if conflict.unnamed:
        return [head, ALL.to(language)]
    about = _Subjects(conflict.programme, language, named=named)
    return [head, *about.lines(conflict.requirements)]


def no_plan_lines(
    result: Result, language: Language, *, named: bool = True
) -> list[str]:
    """Write why there is no plan: what clashes, or what the plan before breaks."""
    conflict = result.conflict
    lines = conflict_lines(conflict, language, named=named) if conflict else []
    if not result.broken or (conflict is not None and not conflict.unnamed):
        return lines
    about = _Subjects(result.programme, language, named=named)
    return [*lines, BROKEN.to(language), *about.lines(result.broken)]


class _Subjects:
    """What requirements are about, as far as all may know."""

    def __init__(
        self, programme: Programme | None, language: Language, *, named: bool
    ) -> None:
        rules = () if programme is None else programme.rules
        self._rules = {rule.id: rule for rule in rules}
        self._known = None if programme is None else Naming(programme, language)
        self._naming = self._known if named else None
        self._language: Language = language
        self._tables = _tables(programme) if named and programme else {}

    def lines(self, rows: Iterable[Requirement]) -> Iterator[str]:
        """Write a line for each rule."""
        for rule, found in _by_rule(rows).items():
            said = self.shares(found) or _about(
                [text for row in found if (text := self.text(row))],
                len(found),
                self._language,
            )
            words = self.requirement(found[0], self._language)
            yield f"- {words} [{rule}]" + (f": {said}" if said else "")

    def ids(self, row: Requirement) -> Subject:
        """Ids of what a requirement is about."""
        rule = self._rules.get(row.rule)
        if rule is not None and rule.discreet:
            return ()
        known = self._known
        return tuple(k for k in row.subject if known is None or known.knows(k))

    def requirement(self, row: Requirement, language: Language) -> str:
        """Write what is asked, with the rule's own limits."""
        return with_limits(self._rules.get(row.rule), row.words, language)

    def text(self, row: Requirement) -> str:
        """Write what a requirement is about, and who locked it."""
        subject = self.ids(row)
        if not self._naming:
            return ", ".join(subject)
        held = getattr(self._rules.get(row.rule), "locks", {})
        told = [lock_text(held[k], self._language) for k in row.subject if k in held]
        return " ".join((self._naming.subject(subject), *(f"({t})" for t in told)))

    def shares(self, rows: Sequence[Requirement]) -> str:
        """Tell how many of a table a rule is about, by whom or what they share.

        Nothing where there are few enough to name, or more than two are named at once.
        """
        pairs = [self.ids(row) for row in rows]
        if len(pairs) <= MOST_NAMED or any(len(pair) != 2 for pair in pairs):
            return ""
        first, second = ({pair[side] for pair in pairs} for side in (0, 1))
        key = 0 if len(first) <= len(second) else 1
        found: dict[str, list[str]] = {}
        for pair in pairs:
            found.setdefault(pair[key], []).append(pair[1 - key])
        texts = [self._share(shared, others) for shared, others in found.items()]
        return "" if "" in texts else _about(texts, len(texts), self._language)

    def _share(self, shared: str, others: Sequence[str]) -> str:
        """Tell one share: names where there are few, else how many of how many."""
        known = [ids for ids in self._tables.items() if set(others) <= ids[1]]
        if self._naming is None or not known:
            return ""
        table, ids = known[0]
        if len(others) <= MOST_NAMED:
            told = ", ".join(self._naming.subject((other,)) for other in others)
        else:
            words = SHARES[table].to(self._language)
            told = words.format(count=len(set(others)), total=len(ids))
        return f"{self._naming.subject((shared,))}: {told}"


def _tables(programme: Programme) -> dict[str, set[str]]:
    """Return the ids of the tables that are told by their shares."""
    return {
        "participants": {person.id for person in programme.participants},
        "hosts": {host.unit for host in programme.hosts},
        "coaches": {member.id for member in programme.staff_in("coach")},
    }


def with_limits(rule: Rule | None, words: Words, language: Language) -> str:
    """Write a requirement with the limits that a rule sets."""
    limits = []
    for name, limit in LIMITS.items() if rule is not None else ():
        value = getattr(rule, name, None)
        if value is not None:
            told = day_text(value, language) if isinstance(value, date) else value
            limits.append(limit.to(language).format(value=told))
    said = words.to(language)
    return f"{said} ({', '.join(limits)})" if limits else said


def _by_rule(rows: Iterable[Requirement]) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for row in rows:
        found.setdefault(row.rule, []).append(row)
    return found


def _about(texts: list[str], count: int, language: Language) -> str:
    """Name a few subjects and count the rest; what all begin with is named once."""
    if not texts:
        return TIMES.to(language).format(count=count) if count > 1 else ""
    first, shared, _ = texts[0].partition(", ")
    if shared and len(texts) > 1 and all(t.startswith(first + shared) for t in texts):
        rest = [text.removeprefix(first + shared) for text in texts]
        return f"{first}: {_about(rest, count, language)}"
    shown = texts[:MOST_NAMED]
    if len(texts) > len(shown):
        shown.append(MORE.to(language).format(count=len(texts) - len(shown)))
    return "; ".join(shown)


def conflict_table(conflict: Conflict) -> pd.DataFrame:
    """Make a row of each requirement: ``rule``, ``words``, ``about``, ``subject``."""
    import pandas as pd

    about = _Subjects(conflict.programme, conflict.language, named=True)
    rows = [
        {
            "rule": row.rule,
            "words": about.requirement(row, conflict.language),
            "about": about.text(row),
            "subject": about.ids(row),
        }
        for row in conflict.requirements
    ]
    return pd.DataFrame(rows, columns=["rule", "words", "about", "subject"])
