"""The events of a year, drawn from a scenario, and the changes that they are."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from leaderplan.domain.change import (
    Absence,
    Change,
    CoachLost,
    ExamResult,
    HostWithdraws,
    JobChange,
    Leave,
    RoomLost,
    Withdraw,
)
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.rehearsal.scenario import Notice, Scenario

PEAK = 3
"""How many times as many jobs begin in the months of a peak."""

RESULT = timedelta(days=7)
"""From an exam to its result."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens: to whom or what, known when, on which day.

    ``roll`` is a number from 0 to 1 that decides what is left open.
    """

    known: date
    day: date
    kind: str
    about: str
    roll: float


def drawn(
    programme: Programme, plan: Plan, scenario: Scenario, seed: int
) -> list[Event]:
    """Draw a year's events, in the order in which they are known.

    The same seed gives the same events for the same programme and plan.
    """
    rows = _Year(programme, plan, scenario, random.Random(seed)).events()  # noqa: S311
    return sorted(rows, key=lambda e: (e.known, e.day, e.kind, e.about))


class _Year:
    """Draws the events of one year."""

    def __init__(
        self, programme: Programme, plan: Plan, scenario: Scenario, dice: random.Random
    ) -> None:
        self._programme, self._scenario, self._dice = programme, scenario, dice
        self._view = PlanView(programme, plan)
        days = self._view.dated.values()
        calendar = programme.calendar
        self._first = min(days, default=calendar.first)
        self._last = max(days, default=calendar.last)

    def events(self) -> Iterator[Event]:
        """Yield everything that happens."""
        given = self._scenario
        for person in self._programme.participants:
            yield from self._of_participant(person.id)
        for host in self._programme.hosts:
            if self._happens(given.host_withdraws):
                yield self._event("host_withdraws", host.unit, given.host_notice)
        for coach in self._programme.staff_in("coach"):
            if self._happens(given.coach_lost):
                yield self._event("coach_lost", coach.id, given.coach_notice)
        for room in self._programme.rooms:
            if self._happens(given.room_lost):
                yield self._event("room_lost", room.id, given.room_notice)

    def _of_participant(self, who: str) -> Iterator[Event]:
        given = self._scenario
        if self._happens(given.job_change):
            yield self._event("job_change", who, given.job_notice, self._job_begins())
        if self._happens(given.dropout):
            yield self._event("withdraw", who, given.leave_notice)
        if self._happens(given.leave):
            yield self._event("leave", who, given.leave_notice)
        rows = self._view.of_participant(who)
        for day in sorted({day for key, day in rows if key in self._view.by_key}):
            if self._happens(given.sick):
                yield self._event("sick", who, Notice(least=0, most=0), day)
        for key, day in rows:
            if self._programme.activity(key.activity).kind == "exam":
                if self._happens(given.exam_withdrawn):
                    notice = given.withdrawal_notice
                    yield self._event("exam_withdrawn", who, notice, day)
                elif self._happens(given.exam_failed):
                    yield self._event("exam_failed", who, Notice(least=0, most=0),
                                      day + RESULT)  # fmt: skip

    def _happens(self, share: float) -> bool:
        return self._dice.random() < share

    def _event(
        self, kind: str, about: str, notice: Notice, day: date | None = None
    ) -> Event:
        length = (self._last - self._first).days
        at = day or self._first + timedelta(days=self._dice.randint(0, length))
        early = timedelta(days=self._dice.randint(notice.least, notice.most))
        known = max(at - early, self._first)
        return Event(known, at, kind, about, self._dice.random())

    def _job_begins(self) -> date:
        """Draw the first of a month, more often of one in which many begin."""
        first, last = self._scenario.months
        later = [_months_after(self._first, n) for n in range(first, last + 1)]
        # A job that begins when the year is over is no event of it.
        begun = [day for day in later if day <= self._last] or later
        weights = [PEAK if d.month in self._scenario.peaks else 1 for d in begun]
        return self._dice.choices(begun, weights)[0]


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def change_of(
    event: Event, programme: Programme, plan: Plan, scenario: Scenario
) -> Change | None:
    """Return the change that an event is by now, ``None`` where it is none any more."""
    if event.day > programme.calendar.last:
        return None
    return _CHANGES[event.kind](event, programme, plan, scenario)


def _leave(
    event: Event, programme: Programme, _plan: Plan, scenario: Scenario
) -> Change:
    """Return a day of illness, on which the others meet without them, or a leave."""
    length = 1 if event.kind == "sick" else max(scenario.leave_days, 1)
    last = min(event.day + timedelta(days=length - 1), programme.calendar.last)
    return Leave(participant=event.about, first=event.day, last=last)


def _room_lost(
    event: Event, programme: Programme, _plan: Plan, scenario: Scenario
) -> Change:
    days = max(scenario.room_days, 1) - 1
    last = min(event.day + timedelta(days=days), programme.calendar.last)
    return RoomLost(room=event.about, first=event.day, last=last)


def _new_job(
    event: Event, programme: Programme, _plan: Plan, scenario: Scenario
) -> Change | None:
    """Return a new job: in another unit, in another area, or where one is already."""
    person = programme.participant(event.about)
    post = person.post_on(event.day)
    since = person.posts[-1].valid_from
    if post is None or (since is not None and since >= event.day):
        return None
    moves = event.roll < scenario.other_unit
    away = event.roll < scenario.other_area
    units = [
        unit
        for unit in programme.units
        if unit.id != post.unit and (unit.area != post.area) == away
    ]
    unit = post.unit
    if moves and units:
        unit = units[int(event.roll * 1e6) % len(units)].id
    leads = [s.id for s in programme.staff if s.unit == unit and s.load("manager")]
    manager = leads[0] if leads else post.manager
    secret = event.roll * 1e3 % 1 < scenario.secret
    return JobChange(participant=person.id, on=event.day, unit=unit, manager=manager,
                     visible_from=event.day if secret else None)  # fmt: skip


def _again(
    event: Event, programme: Programme, plan: Plan, _scenario: Scenario
) -> Change | None:
    """Return the result of an exam that has been sat, once."""
    exams = {a.id for a in programme.activities if a.kind == "exam"}
    for session in plan.sessions:
        if session.activity in exams and session.audience == event.about:
            known = {activity.id for activity in programme.activities}
            again = f"{session.activity}-again-{event.about}"
            if session.day >= event.day or again in known:
                return None
            return ExamResult(participant=event.about, exam=session.activity,
                              on=event.day)  # fmt: skip
    return None


_CHANGES: dict[str, Callable[[Event, Programme, Plan, Scenario], Change | None]] = {
    "job_change": _new_job,
    "sick": _leave,
    "leave": _leave,
    "exam_withdrawn": lambda e, *_: Absence(
        participant=e.about, first=e.day, last=e.day
    ),
    "exam_failed": _again,
    "host_withdraws": lambda e, *_: HostWithdraws(host=e.about, on=e.day),
    "coach_lost": lambda e, *_: CoachLost(staff=e.about, first=e.day),
    "room_lost": _room_lost,
    "withdraw": lambda e, *_: Withdraw(participant=e.about, on=e.day),
}
