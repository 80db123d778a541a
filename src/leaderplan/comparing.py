"""Two plans compared, person by person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

from leaderplan.domain.change import Change, Undo
from leaderplan.domain.plan import Session, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.telling import Telling
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words

TELL = ((14, 0), (35, 3))
"""Notice in days, and within how many days people are told where it is shorter."""

NOT_YET = Words(
    "noget, der ikke kan fortælles endnu", "something that cannot be told yet"
)
"""Why, for others than whom a change is about, as long as nobody may know of it."""

LATER = 7
"""Within how many days they are told where there is more notice."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change for one person.

    Parameters
    ----------
    person
        Id of a participant or of a member of staff.
    what
        ``host``, ``coach``, ``group``, ``class``, ``facilitator``; of a session
        ``day``, ``time``, ``place``, ``leader``, ``new`` or ``cancelled``.
    session
        Which session; ``None`` where it is a choice for the whole year.
    before, after
        Ids, ISO dates or hours; ``None`` where there is none.
    soonest
        The day that it is about, as it was or becomes, whichever is sooner.
    tell_by
        When the person is to know.
    why
        What happened that is about this person or session; all of it where nothing is.
    whom
        Whose host, coach, group or class it is, or which group's facilitator; ``None``
        of a session.
    not_before
        First day to tell it, where it would give away a job that is secret until then;
        ``None`` is at once.
    """

    person: str
    what: str
    session: SessionKey | None
    before: str | None
    after: str | None
    soonest: date | None
    tell_by: date | None
    why: tuple[Words, ...]
    whom: str | None = None
    not_before: date | None = None


def _words(changes: Sequence[Change], old: PlanView, new: PlanView) -> Iterator[Words]:
    """Say what happened; what is taken back in the facts that it was true of."""
    undone = any(isinstance(change, Undo) for change in changes)
    if not undone or old.programme is new.programme:
        yield from (change.words(new.programme) for change in changes)
        return
    given = old.programme
    for change in changes:
        after = change.apply(given, old.plan)
        yield change.words(given if isinstance(change, Undo) else after)
        given = after


class Comparing:
    """Compares two plans, person by person."""

    def __init__(
        self,
        programme: Programme,
        views: tuple[PlanView, PlanView],
        changes: Sequence[Change],
        as_of: date | None,
    ) -> None:
        self._programme, self._as_of, self._views = programme, as_of, views
        self._known = {person.id for person in programme.participants}
        self._leads = {host.unit: host.leader for host in programme.hosts}
        said = list(zip(changes, _words(changes, *views), strict=True))
        self._changes = [(set(c.about), words) for c, words in said]
        self._telling = [Telling(v, as_of) for v in views] if as_of is not None else []
        self._secret = {
            words: (set(c.about), c.secret_until)
            for c, words in said
            if c.secret_until is not None and c.secret_until > (as_of or date.min)
        }

    def rows(self) -> Iterator[ChangeRow]:
        """Yield what changes."""
        yield from self._choices()
        old, new = (view.by_key for view in self._views)
        for key in sorted(old.keys() | new.keys()):
            yield from self._of_session(key, old.get(key), new.get(key))
        due, now = ({m.key: m.day for m in v.plan.milestones} for v in self._views)
        for key in sorted(due.keys() | now.keys()):
            if due.get(key) != now.get(key):
                days = due.get(key), now.get(key)
                yield from self._told(
                    [key.audience], _kind(*days), key, *_iso(days), days
                )

    def _choices(self) -> Iterator[ChangeRow]:
        """Yield other hosts, coaches, groups, classes and facilitators."""
        one, other = self._views
        for what, old, new in (
            ("host", one.host_of, other.host_of),
            ("coach", one.coach_of, other.coach_of),
            ("group", one.group_of, other.group_of),
            ("class", one.class_of, other.class_of),
        ):
            for who in sorted(old.keys() | new.keys()):
                before, after = old.get(who), new.get(who)
                if before != after:
                    people = [who, *self._others(what, before, after)]
                    choice = what, None, before, after, ()
                    yield from self._told(people, *choice, whom=who)
        for group in sorted(one.facilitator_of.keys() | other.facilitator_of.keys()):
            before, after = (v.facilitator_of.get(group) for v in self._views)
            if before != after:
                met = [who for who, label in other.group_of.items() if label == group]
                people = [*met, *(who for who in (before, after) if who)]
                choice = "facilitator", None, before, after, ()
                yield from self._told(people, *choice, whom=group)

    def _others(self, what: str, *labels: str | None) -> list[str]:
        """Return staff whom another choice of somebody touches."""
        if what == "coach":
            return [label for label in labels if label]
        if what != "host":
            return []
        led = (self._leads.get(label) for label in labels if label)
        return [leader for leader in led if leader]

    def _of_session(
        self, key: SessionKey, old: Session | None, new: Session | None
    ) -> Iterator[ChangeRow]:
        """Yield what is another way of one session: its day, or its hour and so on."""
        days = old.day if old else None, new.day if new else None
        before, after = _iso(days)
        one, other = self._there(key, old, new)
        was, held = self._held_on(old, new)
        both = [who for who in one if who in other]
        came = [who for who in other if who not in one]
        left = [who for who in one if who not in other]
        if old is None or new is None or days[0] != days[1]:
            both += [who for who in dict.fromkeys([*left, *was]) if who in held]
            yield from self._told(both, _kind(*days), key, before, after, days)
            yield from self._told(came, "new", key, None, after, days)
            gone = [who for who in left if who not in held]
            yield from self._told(gone, "cancelled", key, before, None, days)
            later = "cancelled", key, after, None, days[1:]
            yield from self._told([w for w in left if w in held], *later)
            return
        came, left = ([w for w in row if w in self._known] for row in (came, left))
        yield from self._told(came, "new", key, None, after, days)
        yield from self._told(left, "cancelled", key, before, None, days)
        people = [who for who in dict.fromkeys([*one, *other]) if who not in came]
        there = [who for who in was if who in held and who not in people]
        yield from self._details(
            [w for w in people if w not in left], there, key, old, new
        )

    def _held_on(self, *rows: Session | None) -> list[tuple[str, ...]]:
        """Return whom others take to lead a session, before and after, who do not."""
        pairs = zip(self._telling, rows, strict=True) if self._telling else ()
        found = [t.held_on(row) if row is not None else () for t, row in pairs]
        return found or [(), ()]

    def _details(
        self,
        people: Sequence[str],
        there: Sequence[str],
        key: SessionKey,
        old: Session,
        new: Session,
    ) -> Iterator[ChangeRow]:
        """Yield another hour, place or leader of a session on its day.

        Those who are taken to be ``there`` are not told of leaders.
        """
        days = (old.day,)
        for what, before, after in (
            ("time", f"{old.starts:%H:%M}", f"{new.starts:%H:%M}"),
            ("place", old.place, new.place),
        ):
            if before != after:
                yield from self._told([*people, *there], what, key, before, after, days)
        for gone, come in _exchanged(old, new):
            yield from self._told(people, "leader", key, gone, come, days)

    def _there(
        self, key: SessionKey, old: Session | None, new: Session | None
    ) -> tuple[list[str], list[str]]:
        """Return whoever is at a session before, and after."""
        rows = []
        for view, row in zip(self._views, (old, new), strict=True):
            found: dict[str, None] = {}
            if row is not None:
                found |= dict.fromkeys(view.attendees(key, row.day))
                found |= dict.fromkeys(seat.staff for seat in row.staff)
            rows.append(list(found))
        return rows[0], rows[1]

    def _told(  # noqa: PLR0913 - a row of the sheet
        self,
        people: Iterable[str],
        what: str,
        key: SessionKey | None,
        before: str | None,
        after: str | None,
        days: Iterable[date | None],
        *,
        whom: str | None = None,
    ) -> Iterator[ChangeRow]:
        told_of = list(people)
        if not told_of:
            return
        soonest = min((day for day in days if day is not None), default=None)
        around = set(self._around(key)) if key is not None else set()
        for who in told_of:
            first = None
            if key is not None and self._telling:
                first = self._telling[1].not_before(who, what, key)
            tokens = {who, before, whom, *around}
            why = [words for about, words in self._changes if about & tokens]
            every = why or [words for _, words in self._changes]
            told = (w if self._may_know(who, w, first) else NOT_YET for w in every)
            yield ChangeRow(who, what, key, before, after, soonest,
                            self._tell_by(soonest, first), tuple(told), whom,
                            first)  # fmt: skip

    def _around(self, key: SessionKey) -> Iterator[str]:
        """Yield whose something was, on which day, where, who led it and for whom."""
        yield key.audience
        old = self._views[0].by_key.get(key)
        if old is not None:
            led = [seat.staff for seat in old.staff]
            yield from (old.day.isoformat(), old.place or "", *led)
            host = self._views[0].host_of.get(key.audience)
            if host is not None and self._leads.get(host) in led:
                yield host

    def _may_know(self, who: str, why: Words, day: date | None) -> bool:
        """Whether somebody who is told on a day, or soon, may know of a change."""
        about, until = self._secret.get(why, ({who}, None))
        return who in about or (day is not None and until is not None and day >= until)

    def _tell_by(self, soonest: date | None, first: date | None) -> date | None:
        if self._as_of is None:
            return None
        notice = (soonest - self._as_of).days if soonest else 10**4
        within = next((days for short, days in TELL if notice < short), LATER)
        return max(self._as_of + timedelta(days=within), first or self._as_of)


def _kind(before: date | None, after: date | None) -> str:
    if before is None:
        return "new"
    return "cancelled" if after is None else "day"


def _iso(days: tuple[date | None, date | None]) -> tuple[str | None, str | None]:
    before, after = (day.isoformat() if day else None for day in days)
    return before, after


def _exchanged(old: Session, new: Session) -> Iterator[tuple[str | None, str | None]]:
    """Yield who leads no longer and who does instead, role by role."""
    for role in dict.fromkeys(seat.role for seat in (*old.staff, *new.staff)):
        one, other = (
            {seat.staff for seat in row.staff if seat.role == role}
            for row in (old, new)
        )
        yield from zip_longest(sorted(one - other), sorted(other - one))
