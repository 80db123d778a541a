"""What a change sheet tells, block by block: who, what, from and to, why, by when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from leaderplan.display.naming import Naming
from leaderplan.display.what_if import WHAT, name_of
from leaderplan.domain.plan import SessionKey
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from leaderplan.change_sheet import ChangeSheet
    from leaderplan.comparing import ChangeRow

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
MOVED = Words("{before} → {after}", "{before} → {after}")
NEW = Words("ny, {after}", "new, {after}")
CANCELLED = Words("aflyst ({before})", "cancelled ({before})")
CHOICES = ("host", "coach", "facilitator")
"""Choices of which others read, so that it is told whose they are."""

DATED = ("day", "new", "cancelled")
NAMED = 6
"""People of a cohort who are named; more are counted."""

LEFT_OUT = 3
"""People who are named as those of a cohort for whom it is not so."""

WEEKEND = 3
"""Days from one day of a run to the next, at most: over a weekend."""


class Entry(NamedTuple):
    """One thing that changes.

    Parameters
    ----------
    about
        A session, or several alike; empty for a choice for the whole year.
    changes
        What of it is another way (empty for all of it), and how: from and to.
    """

    about: str
    changes: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """All of it in a line."""
        rows = [f"{what}: {how}" if what else how for what, how in self.changes]
        sign = ", " if self.changes[0][0] else ": "
        return sign.join(filter(None, (self.about, "; ".join(rows))))


class Reason(NamedTuple):
    """Why, and what changes for that; ``why`` is empty where nothing is said."""

    why: str
    entries: tuple[Entry, ...]


class Block(NamedTuple):
    """What some people are told alike, with the first and the last day to tell it."""

    who: str
    first: date | None
    by: date | None
    reasons: tuple[Reason, ...]


def sheet_blocks(sheet: ChangeSheet, language: Language) -> tuple[Block, ...]:
    """Put together who is told the same on the same days; who must know first, first.

    Days in a row are one entry.
    """
    return tuple(_Writer(sheet, language).blocks())


class Told(NamedTuple):
    """What is told of a session, or of several alike: kinds with from and to."""

    keys: tuple[SessionKey, ...]
    rows: tuple[ChangeRow, ...]


class _Writer:
    def __init__(self, sheet: ChangeSheet, language: Language) -> None:
        self._sheet, self._language = sheet, language
        self._naming = Naming(sheet.programme, language, sheet.earlier)

    def blocks(self) -> Iterator[Block]:
        """Yield what is told, once for all who are told it by the same day."""
        own: dict[tuple[date | None, date | None, str], list[ChangeRow]] = {}
        for row in self._sheet.rows:
            days = row.not_before, row.tell_by
            own.setdefault((*days, row.person), []).append(row)
        alike: dict[tuple[date | None, date | None, tuple[Reason, ...]], list[str]] = {}
        for (first, by, who), rows in own.items():
            told = first, by, tuple(self._reasons(rows))
            alike.setdefault(told, []).append(who)
        for (first, by, reasons), people in alike.items():
            named = self._people(people)
            yield Block(named[:1].upper() + named[1:], first, by, reasons)

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

    def _reasons(self, rows: Sequence[ChangeRow]) -> Iterator[Reason]:
        """Yield what one person is told, reason by reason."""
        reasons: dict[str, list[ChangeRow]] = {}
        for row in rows:
            why = "; ".join(words.to(self._language) for words in row.why)
            reasons.setdefault(why, []).append(row)
        for why, own in reasons.items():
            choices = [row for row in own if row.session is None]
            entries = [Entry("", (self._change(row),)) for row in choices]
            entries += map(self._entry, _alike(_of_sessions(own)))
            yield Reason(why, tuple(entries))

    def _entry(self, told: Told) -> Entry:
        """Write what is so of one session, or of several."""
        label, first, last = self._label(told.keys), told.rows[0], told.rows[-1]
        if first.what not in DATED:
            return Entry(label, tuple(map(self._change, told.rows)))
        words = {"new": NEW, "cancelled": CANCELLED}.get(first.what, MOVED)
        how = words.to(self._language).format(
            before=self._span(first.before, last.before),
            after=self._span(first.after, last.after),
        )
        what = WHAT["day"].to(self._language) if first.what == "day" else ""
        return Entry(label, ((what, how),))

    def _change(self, row: ChangeRow) -> tuple[str, str]:
        """Write what of something is another way, and from what to what."""
        before, after = (
            "–" if v is None else name_of(self._naming, row.what, v, self._language)
            for v in (row.before, row.after)
        )
        what = WHAT[row.what].to(self._language)
        if row.whom is not None and row.what in CHOICES:
            what = f"{what} ({self._name(row.whom)})"
        return what, MOVED.to(self._language).format(before=before, after=after)

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
