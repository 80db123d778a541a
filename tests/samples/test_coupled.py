"""Coupled samples: what suits one part of the plan is least suitable for another.

Each property is measured on the facts, and against ``tight``, which has the same
people and as many practicum places and coaching sessions.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from statistics import correlation, mean

import pytest

from leaderplan import samples
from leaderplan.check import check
from leaderplan.domain.people import Availability
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme

CASES = [("S", 0), ("S", 1), ("S", 2), ("M", 0)]
"""Sizes and seeds that the properties are measured on."""


@cache
def _planted(size: str, seed: int, difficulty: str) -> tuple[Programme, Plan]:
    return samples.planted(size, seed, difficulty)


def _both(size: str, seed: int) -> tuple[Programme, Programme]:
    """The coupled programme and the tight one."""
    return _planted(size, seed, "coupled")[0], _planted(size, seed, "tight")[0]


def _weekdays(programme: Programme) -> list[date]:
    return [day for day in programme.calendar.days() if day.weekday() < 5]


def _free(programme: Programme, periods: Iterable[Availability]) -> set[date]:
    """Weekdays of which no block is taken."""
    taken = [period for period in periods if period.state == "unavailable"]
    return {
        day
        for day in _weekdays(programme)
        if not any(period.covers(day, block) for period in taken for block in range(4))
    }


def _taken(programme: Programme, role: str) -> list[float]:
    """Share of weekdays on which each holder of a role is taken."""
    days = len(_weekdays(programme))
    return [
        1 - len(_free(programme, member.availability)) / days
        for member in programme.staff_in(role)
    ]


@pytest.mark.parametrize(
    ("size", "seed"), [*(("S", seed) for seed in range(10)), ("M", 0), ("M", 1)]
)
def test_a_planted_plan_keeps_every_hard_rule(size, seed):
    """However the parts pull, the planted plan is open to no complaint."""
    report = check(*_planted(size, seed, "coupled"))
    assert [str(fault) for fault in report.malformed] == []
    assert [v.message.en for v in report.violations if v.hard] == []


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_coaches_master_one_topic_and_seldom_have_a_day(size, seed):
    """A third of the pairs of participant and coach share a topic, not four fifths.

    Two of six topics are goals: one topic is among them for 1 in 3 pairs; of three
    topics none is for 4 in 20 pairs. Each topic is mastered by at least one coach.
    Of a coach's days 60 per cent are taken, not 8.
    """
    coupled, tight = _both(size, seed)

    def sharing(programme: Programme) -> float:
        return mean(
            bool(set(person.goals) & set(coach.specialities))
            for person in programme.participants
            for coach in programme.staff_in("coach")
        )

    coaches = coupled.staff_in("coach")
    assert {len(coach.specialities) for coach in coaches} == {1}
    assert len({topic for coach in coaches for topic in coach.specialities}) == 6
    assert sharing(coupled) < 0.40
    assert sharing(tight) > 0.70
    shares = [_taken(programme, "coach") for programme in (coupled, tight)]
    assert min(shares[0]) > 0.55
    assert max(shares[1]) < 0.15


def _by_week(programme: Programme) -> Iterator[tuple[int, int]]:
    """Hosts open and days of plenary rooms free, week by week."""
    largest = max(Counter(p.cohort for p in programme.participants).values())
    free = [
        _free(programme, room.availability)
        for room in programme.rooms
        if room.capacity >= largest
    ]
    for monday in _weekdays(programme):
        if monday.weekday() == 0:
            days = {monday + timedelta(days=i) for i in range(5)}
            hosts = [h for h in programme.hosts if any(monday in s for s in h.open)]
            yield len(hosts), sum(len(days & room) for room in free)


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_hosts_are_open_when_plenary_days_can_be_held(size, seed):
    """The more hosts are open in a week, the more days a plenary room is free in it.

    In ``tight`` the one tells nothing of the other. Seven in ten of the weeks in
    which hosts are open hold a plenary day of the planted plan; in ``tight`` half at
    most do, as such weeks are a quarter of all for one cohort, a third for six.
    """
    shares = {}
    for difficulty in ("coupled", "tight"):
        programme, plan = _planted(size, seed, difficulty)
        together = correlation(*zip(*_by_week(programme), strict=True))
        plenary = {"kick_off", "theme_day", "teaching_day", "kick_on"}
        full = {
            s.day - timedelta(days=s.day.weekday())
            for s in plan.sessions
            if s.activity in plenary
        }
        mondays = [d for d in _weekdays(programme) if d.weekday() == 0]
        opened = [
            monday in full
            for host in programme.hosts
            for span in host.open
            for monday in mondays
            if monday in span
        ]
        shares[difficulty] = (together, mean(opened))
    assert shares["coupled"][0] > 0.8
    assert abs(shares["tight"][0]) < 0.5
    assert shares["coupled"][1] > 0.7
    assert shares["tight"][1] < 0.5


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_five_people_hardly_share_a_free_day(size, seed):
    """Any five of a cohort share a fifth of the weekdays at most, not half of them.

    With the facilitator, the groups of the planted plan share an eighth, not a
    quarter or more.
    """

    def shared(difficulty: str) -> tuple[float, float]:
        programme, plan = _planted(size, seed, difficulty)
        free = {p.id: _free(programme, p.availability) for p in programme.participants}
        days, draw = len(_weekdays(programme)), random.Random("five")
        fives, groups = [], []
        for cohort in programme.cohorts:
            people = [p.id for p in programme.participants if p.cohort == cohort.id]
            for _ in range(40):
                five = draw.sample(people, 5)
                fives.append(len(set.intersection(*(free[p] for p in five))) / days)
        for group in plan.groups:
            led = _free(programme, programme.member(group.facilitator).availability)
            met = led.intersection(*(free[p] for p in group.participants))
            groups.append(len(met) / days)
        return mean(fives), mean(groups)

    coupled, tight = shared("coupled"), shared("tight")
    assert coupled[0] < 0.20
    assert tight[0] > 0.45
    assert coupled[1] < 0.13
    assert tight[1] > 0.25


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_directors_and_rooms_are_mostly_taken(size, seed):
    """70 per cent of each director's days are taken, and 80 per cent of each room's.

    In ``tight`` directors are bound in the budget season and seldom else, and rooms
    too small for a cohort are free on two days in five.
    """
    coupled, tight = _both(size, seed)
    assert all(0.65 <= share <= 0.75 for share in _taken(coupled, "director"))
    assert all(share < 0.35 for share in _taken(tight, "director"))
    shares = []
    for programme in (coupled, tight):
        days = len(_weekdays(programme))
        shares.append(
            [1 - len(_free(programme, r.availability)) / days for r in programme.rooms]
        )
    assert all(0.75 <= share <= 0.85 for share in shares[0])
    assert min(shares[1]) < 0.60
    assert mean(shares[1]) < 0.70
