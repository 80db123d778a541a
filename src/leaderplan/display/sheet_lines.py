"""A change sheet in sentences: people who are told the same once, days as one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from leaderplan.display.conflicts import Naming
from leaderplan.display.what_if import WHAT, name_of
from leaderplan.domain.plan import SessionKey
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    from leaderplan.change_sheet import ChangeSheet
    from leaderplan.comparing import ChangeRow

NOTHING = Words("Intet er ændret for nogen.", "Nothing changes for anybody.")
HEAD = Words("For {people} bliver noget anderledes:", "Something changes for {people}:")
ONE = Words("1 person", "1 person")
MANY = Words("{count} personer", "{count} people")
BY = Words("{who} (besked senest {day}):", "{who} (to be told by {day}):")
WHO = Words("{who}:", "{who}:")
AND = Words(" og ", " and ")
ALL = Words(
    "alle {total} deltagere på {cohort}", "all {total} participants of {cohort}"
)
BUT = Words(
    "alle {total} deltagere på {cohort} undtagen {names}",
    "all {total} participants of {cohort} but {names}",
)
SOME = Words(
    "{count} af {total} deltagere på {cohort} ({names})",
    "{count} of {total} participants of {cohort} ({names})",
)
MOVED = Words("{what}: {before} → {after}", "{what}: {before} → {after}")
NEW = Words("{session}: ny, {after}", "{session}: new, {after}")
CANCELLED = Words("{session}: aflyst ({before})", "{session}: cancelled ({before})")
WHY = Words("Fordi: {why}", "Because: {why}")

DATED = ("day", "new", "cancelled")
NAMED = 6
"""People of a cohort who are named; more are counted."""

LEFT_OUT = 3
"""People who are named as those of a cohort for whom it is not so."""

WEEKEND = 3
"""Days from one day of a run to the next, at most: over a weekend."""


def sheet_lines(sheet: ChangeSheet, language: Language) -> list[str]:
    """Write a sheet: those who must know first, people told the same together."""
    if not sheet.rows:
        return [NOTHING.to(language)]
    writer = _Writer(sheet, language)
    count = len(sheet.people)
    people = (ONE if count == 1 else MANY).to(language).format(count=count)
    return [HEAD.to(language).format(people=people), *writer.blocks()]


class Told(NamedTuple):
    """What is told of a session, or of several alike: kinds with from and to."""

    keys: tuple[SessionKey, ...]
    rows: tuple[ChangeRow, ...]


class _Writer:
    def __init__(self, sheet: ChangeSheet, language: Language) -> None:
        self._sheet, self._language = sheet, language
        self._naming = Naming(sheet.programme, language, sheet.earlier)

    def blocks(self) -> Iterator[str]:
        """Yield lines, a head for all who are told the same by the same day."""
        own: dict[tuple[date | None, str], list[ChangeRow]] = {}
        for row in self._sheet.rows:
            own.setdefault((row.tell_by, row.person), []).append(row)
        alike: dict[tuple[date | None, tuple[str, ...]], list[str]] = {}
        for (by, who), rows in own.items():
            alike.setdefault((by, tuple(self._lines(rows))), []).append(who)
        for (by, lines), people in alike.items():
            head = WHO if by is None else BY
            day = "" if by is None else day_text(by, self._language)
            named = self._people(people)
            named = named[:1].upper() + named[1:]
            yield head.to(self._language).format(who=named, day=day)
            yield from lines

    # --- who ------------------------------------------------------------------------

    def _people(self, people: Sequence[str]) -> str:
        """Name people, or tell how many of a cohort they are."""
        told, wanted = [], set(people)
        for cohort in self._sheet.programme.cohorts:
            members = [
                person.id
                for person in self._sheet.programme.participants
                if person.cohort == cohort.id
            ]
            here = [who for who in members if who in wanted]
            if len(here) > NAMED:
                wanted -= set(here)
                told.append(self._share(cohort.id, here, members))
        names = [self._name(who) for who in people if who in wanted]
        return self._listed([*names, *told])

    def _share(self, cohort: str, here: list[str], members: list[str]) -> str:
        """Tell how many of a cohort, and who of them or who not."""
        out = [who for who in members if who not in set(here)]
        words = SOME if len(out) > LEFT_OUT else BUT if out else ALL
        named = here if words is SOME else out
        return words.to(self._language).format(
            count=len(here),
            total=len(members),
            cohort=self._name(cohort),
            names=self._listed([self._name(who) for who in named]),
        )

    def _listed(self, names: Sequence[str]) -> str:
        if len(names) <= 1:
            return "".join(names)
        return ", ".join(names[:-1]) + AND.to(self._language) + names[-1]

    def _name(self, token: str) -> str:
        return self._naming.subject((token,))

    # --- what -----------------------------------------------------------------------

    def _lines(self, rows: Sequence[ChangeRow]) -> Iterator[str]:
        """Yield what one person is told, reason by reason."""
        reasons: dict[str, list[ChangeRow]] = {}
        for row in rows:
            why = "; ".join(words.to(self._language) for words in row.why)
            reasons.setdefault(why, []).append(row)
        for why, own in reasons.items():
            for row in own:
                if row.session is None:
                    yield f"  - {self._moved(row)}"
            for told in _alike(_of_sessions(own)):
                yield f"  - {self._told(told)}"
            if why:
                yield f"    {WHY.to(self._language).format(why=why)}"

    def _told(self, told: Told) -> str:
        """Write what is so of one session, or of several."""
        label, first, last = self._label(told.keys), told.rows[0], told.rows[-1]
        if first.what not in DATED:
            return f"{label}, {'; '.join(map(self._moved, told.rows))}"
        before = self._span(first.before, last.before)
        after = self._span(first.after, last.after)
        if first.what == "day":
            what = f"{label}, {WHAT['day'].to(self._language)}"
            said = MOVED.to(self._language)
            return said.format(what=what, before=before, after=after)
        said = (NEW if first.what == "new" else CANCELLED).to(self._language)
        return said.format(session=label, before=before, after=after)

    def _moved(self, row: ChangeRow) -> str:
        """Write from what to what."""
        before, after = (
            "–" if v is None else name_of(self._naming, row.what, v, self._language)
            for v in (row.before, row.after)
        )
        what = WHAT[row.what].to(self._language)
        return MOVED.to(self._language).format(what=what, before=before, after=after)

    def _span(self, first: str | None, last: str | None) -> str:
        """Write a day, or the first and the last of some."""
        days = dict.fromkeys(v for v in (first, last) if v is not None)
        named = [name_of(self._naming, "day", v, self._language) for v in days]
        return " – ".join(named) or "–"

    def _label(self, keys: Sequence[SessionKey]) -> str:
        """Name sessions of one activity by their numbers, and whose they are."""
        label = self._name(str(keys[0]))
        if len(keys) == 1:
            return label
        whose = label[label.rindex(" (") :]
        numbers = enumerate(key.occurrence for key in keys)
        runs = [
            [number for _, number in run]
            for _, run in groupby(numbers, lambda row: row[1] - row[0])
        ]
        said = ", ".join(
            str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs
        )
        return f"{self._name(keys[0].activity)} {said}{whose}"


def _of_sessions(rows: Sequence[ChangeRow]) -> list[Told]:
    """Put together what is told of each session: its day, or all else of it."""
    found: dict[tuple[SessionKey, str], list[ChangeRow]] = {}
    for row in rows:
        if row.session is not None:
            about = row.session, row.what if row.what in DATED else ""
            found.setdefault(about, []).append(row)
    return [Told((key,), tuple(own)) for (key, _), own in found.items()]


def _alike(rows: Sequence[Told]) -> list[Told]:
    """Put sessions together of which the same is told, and days in a row."""
    found: list[Told] = []
    for told in rows:
        at = next((k for k, row in enumerate(found) if _go_together(row, told)), None)
        if at is None:
            found.append(told)
            continue
        keys = (*found[at].keys, *told.keys)
        dated = told.rows[0].what in DATED
        own = (*found[at].rows, *told.rows) if dated else found[at].rows
        found[at] = Told(keys, own)
    return found


def _go_together(one: Told, other: Told) -> bool:
    """Whether two are of one activity and people, and alike or days in a row."""
    last, first = one.rows[-1], other.rows[0]
    if one.keys[-1][:2] != other.keys[0][:2]:
        return False
    if last.what in DATED or first.what in DATED:
        pairs = ((last.before, first.before), (last.after, first.after))
        after = one.keys[-1].occurrence + 1 == other.keys[0].occurrence
        return last.what == first.what and after and all(_in_a_row(*p) for p in pairs)
    told = [
        [(row.what, row.before, row.after) for row in rows]
        for rows in (one.rows, other.rows)
    ]
    return told[0] == told[1]


def _in_a_row(one: str | None, other: str | None) -> bool:
    """Whether a day follows another, over a weekend at most, or both are none."""
    if one is None or other is None:
        return one is other
    days = (date.fromisoformat(other) - date.fromisoformat(one)).days
    return 0 < days <= WEEKEND
