"""Nobody's year is much harder than the others'."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar

from leaderplan.domain.base import Count, Id
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class WorstOff(Rule):
    r"""The burden of whoever carries most is as small as can be.

    .. math:: \min \max_p \left( t(u_p, h_p) + \alpha\, m_p(h_p)
        + \gamma \sum_w \max(0, n_{pw} - k) \right)

    with :math:`t(u_p, h_p)` the minutes from the participant's unit (that of the post
    on the first day of the horizon, of the first post where none is held then) to the
    host, :math:`m_p` the ranks that the host misses the first wish by (as in the rule
    ``wishes``), :math:`n_{pw}` the slots of sessions of :math:`p` in the week
    :math:`w`, Monday to Sunday, and :math:`k` the slots from which a week is crowded.

    Priced by everybody who carries something; the amount is the burden in points, one
    for a minute. Put it at a level that counts the largest only. A preference, never
    hard. The points are a choice: they say what a missed rank, or an hour in a crowded
    week, weighs against a minute on the way.

    Parameters
    ----------
    wish_points
        Points of each rank missed, 0 to 1,000,000.
    crowd_points
        Points of each slot in a week above ``crowded_slots``, 0 to 1,000,000.
    crowded_slots
        Slots of a week that cost nothing, 0 to 1,000,000; 16 are two whole days of
        the default calendar.
    level
        Price level, ``worst_off`` where none is given.
    """

    kind: ClassVar[str] = "worst_off"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "den, der har det hårdest, har det så let som muligt",
        "whoever has the hardest year has it as easy as can be",
    )
    said: ClassVar[Words] = Words(
        "{participant} har en byrde på {points} point: {minutes} minutters rejse, "
        "{missed} pladser fra første ønske, {crowded} intervaller i fyldte uger",
        "{participant} has a burden of {points} points: {minutes} minutes of travel, "
        "{missed} ranks below the first wish, {crowded} slots in crowded weeks",
    )
    priced_only: ClassVar[bool] = True

    level: Id | None = "worst_off"
    wish_points: Count = 10
    crowd_points: Count = 5
    crowded_slots: Count = 16

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """Price each participant's burden, as far as it is in view."""
        programme = decisions.programme
        weeks = _Weeks(decisions)
        for person in programme.participants:
            burden: Any = 0
            for host, here in decisions.hosts(person.id).items():
                burden += here * _points(programme, person.id, host, self.wish_points)
            if self.crowd_points:
                for slots in weeks.slots_of(person.id, posting):
                    above = posting.excess(slots, self.crowded_slots)
                    burden += self.crowd_points * above
            posting.worst(burden, (person.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everybody's burden; the level counts the largest."""
        for person in view.programme.participants:
            minutes = missed = 0
            if (host := view.host_of.get(person.id)) is not None:
                home = view.programme.attribute_of(person.id, "unit")
                minutes = view.programme.travel_minutes(home, host)
                missed = _missed(view, person.id, view.programme.host(host))
            slots: Counter[tuple[int, int]] = Counter()
            for key, day in view.of_participant(person.id):
                slots[_week(day)] += view.activity(key).length
            crowded = sum(max(0, n - self.crowded_slots) for n in slots.values())
            points = minutes + self.wish_points * missed + self.crowd_points * crowded
            if points:
                yield self.broken(
                    (person.id,),
                    points,
                    participant=person.name,
                    points=points,
                    minutes=minutes,
                    missed=missed,
                    crowded=crowded,
                )


class _Weeks:
    """Weeks of the horizon, and the sessions in them: asked once for all people."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        calendar = decisions.programme.calendar
        monday = calendar.first - timedelta(days=calendar.first.weekday())
        count = (calendar.last - monday).days // 7 + 1
        self._weeks = [
            [monday + timedelta(days=7 * n + k) for k in range(7)] for n in range(count)
        ]
        self._inside: dict[SessionKey, list[Any]] = {}

    def slots_of(self, participant: str, posting: Posting) -> list[Any]:
        """Slots of a participant's sessions in each week."""
        slots: list[Any] = [0] * len(self._weeks)
        for seat in self._decisions.seats(participant):
            length = self._decisions.activity(seat.session).length
            for number, inside in enumerate(self._of(seat.session)) if length else ():
                if inside is not False:
                    slots[number] += length * posting.both(seat.here, inside)
        return slots

    def _of(self, session: SessionKey) -> list[Any]:
        if session not in self._inside:
            on_days = self._decisions.on_days
            self._inside[session] = [on_days(session, week) for week in self._weeks]
        return self._inside[session]


def _points(programme: Programme, participant: str, host: str, wish_points: int) -> int:
    """Points of doing the practicum at a host, for the solver."""
    person = programme.participant(participant)
    home = (person.post_on(programme.calendar.first) or person.posts[0]).unit
    unit = programme.unit(host)
    ranks = [wish.rank for wish in person.wishes]
    met = [
        wish.rank
        for wish in person.wishes
        if wish.host in (None, host)
        and wish.sector in (None, unit.sector)
        and wish.area in (None, unit.area)
    ]
    missed = min(met) - 1 if met else max(ranks, default=0)
    return programme.travel_minutes(home, host) + wish_points * missed


def _missed(view: PlanView, participant: str, host: HostUnit) -> int:
    """Ranks that a host misses the first wish by, for the checker."""
    unit, last = view.programme.unit(host.unit), 0
    for wish in sorted(view.participant(participant).wishes, key=lambda w: w.rank):
        named = {"host": host.unit, "sector": unit.sector, "area": unit.area}
        if all(getattr(wish, n) is None or getattr(wish, n) == named[n] for n in named):
            return wish.rank - 1
        last = wish.rank
    return last


def _week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
