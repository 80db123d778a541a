"""A conflict in sentences: the requirements that clash, by rule, with names for ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from leaderplan.display.labels import Labels
from leaderplan.display.states import lock_text
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Subject
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.answers import Conflict, Requirement

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


class Naming:
    """Writes subjects with names for ids.

    What is no name of a person, session, place, group, day or activity is left out: it
    may be what somebody is like, which is nobody's business. What is gone has the name
    that it had in the ``earlier`` programme.
    """

    def __init__(
        self, programme: Programme, language: Language, earlier: Programme | None = None
    ) -> None:
        self._earlier = Naming(earlier, language) if earlier else None
        self._labels = Labels(programme, language)
        self._language = language
        self._sessions = {str(key): key for key in programme.session_keys}
        self._names = dict(self._known(programme))

    def _known(self, programme: Programme) -> Iterator[tuple[str, str]]:
        labels = self._labels
        for activity in programme.activities:
            yield activity.id, activity.title.to(self._language)
        for area in programme.areas:
            yield area.id, area.name or area.id
        for unit in programme.units:
            yield unit.id, labels.place(unit.id) or unit.id
        for room in programme.rooms:
            yield room.id, labels.place(room.id) or room.id
        for cohort in programme.cohorts:
            yield cohort.id, labels.cohort(cohort.id)
            for group in programme.group_ids(cohort.id):
                yield group, labels.group(group)
            for made in programme.class_ids(cohort.id):
                yield made, labels.module_class(made)
        for member in programme.staff:
            yield member.id, labels.staff(member.id) or member.id
        for person in programme.participants:
            yield person.id, labels.participant(person.id)

    def knows(self, token: str) -> bool:
        """Whether an id is that of somebody, somewhere, a session or a day."""
        known = token in self._sessions or token in self._names
        return known or _day(token) is not None

    def subject(self, subject: Subject) -> str:
        """Write one subject."""
        parts = (self.name(token, subject) for token in subject)
        return ", ".join(dict.fromkeys(part for part in parts if part is not None))

    def name(self, token: str, beside: Subject) -> str | None:
        """Write one id, given those beside it; ``None`` where it is no name."""
        key = self._sessions.get(token)
        if key is not None:
            return self._session(key, set(beside))
        day = _day(token)
        if token in self._names or day is None:
            before = self._earlier.name(token, beside) if self._earlier else None
            return self._names.get(token) or before
        return day_text(day, self._language)

    def _session(self, key: SessionKey, named: set[str]) -> str:
        """Write a session, and whose it is where that is not said anyway."""
        activity = self._labels.programme.activity(key.activity)
        title = self._labels.title(key)
        if key.audience in named:
            return title
        return f"{title} ({self._labels.audience(activity, key.audience)})"


def _day(token: str) -> date | None:
    try:
        return date.fromisoformat(token)
    except ValueError:
        return None


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
    lines = [HEAD.to(language).format(part=conflict.part.to(language), claim=said)]
    about = _Subjects(conflict, language, named=named)
    for rule, rows in _by_rule(conflict.requirements).items():
        said = about.shares(rows) or _about(
            [text for row in rows if (text := about.text(row))], len(rows), language
        )
        words = about.requirement(rows[0], language)
        lines.append(f"- {words} [{rule}]" + (f": {said}" if said else ""))
    return lines


class _Subjects:
    """What the requirements of a conflict are about, as far as all may know."""

    def __init__(self, conflict: Conflict, language: Language, *, named: bool) -> None:
        programme = conflict.programme
        rules = () if programme is None else programme.rules
        self._rules = {rule.id: rule for rule in rules}
        known = programme if named else None
        self._naming = None if known is None else Naming(known, language)
        self._language: Language = language
        self._tables = {} if known is None else _tables(known)

    def ids(self, row: Requirement) -> Subject:
        """Ids of what a requirement is about."""
        rule = self._rules.get(row.rule)
        if rule is not None and rule.discreet:
            return ()
        naming = self._naming
        return tuple(k for k in row.subject if naming is None or naming.knows(k))

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

    about = _Subjects(conflict, conflict.language, named=True)
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
