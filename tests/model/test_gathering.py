"""Examiners' days agreed for all cohorts, counted anew from the facts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

import pytest

from leaderplan import samples
from leaderplan.domain.programme import Programme
from leaderplan.model.gathering import Granted, Wishes, granted
from leaderplan.model.portions import Portion, planned_apart, portions
from leaderplan.model.run import Budget

PER_DAY = 9
"""Exams that an examiner of the sample hears on a day."""


def agreed(
    programme: Programme, wishes: Wishes | None = None
) -> tuple[list[Portion], list[Granted]]:
    """Agree on the exams of a programme, cohort by cohort."""
    rows = [
        (part, number)
        for number, portion in enumerate(portions(programme))
        for part in planned_apart(portion)
    ]
    parts = [part for part, _ in rows]
    together = [number for _, number in rows]
    found = granted(
        programme, parts, together, Budget(None), seed=0, wishes=wishes or Wishes()
    )
    return parts, found


def free(programme: Programme, who: str, day: date) -> bool:
    """Tell whether a participant or one of the staff has any time on a day."""
    rows = programme.participant(who) if who.startswith("t") else programme.member(who)
    blocks = range(len(programme.calendar.blocks))
    return any(
        not any(
            r.state == "unavailable" and r.covers(day, b) for r in rows.availability
        )
        for b in blocks
    )


@pytest.mark.slow
def test_examiners_can_hear_every_cohort_of_a_municipality() -> None:
    """Each cohort has few days, on which it can be heard beside the others."""
    programme = samples.programme("M", seed=0)
    parts, rows = agreed(programme)
    assert [cohort for part in parts for cohort in part.cohorts] == [
        cohort.id for cohort in programme.cohorts
    ]
    people: dict[frozenset[date], int] = defaultdict(int)
    for part, row in zip(parts, rows, strict=True):
        (days,) = row.days.values()
        assert 1 <= len(days) <= 3
        for person in part.programme.participants:
            assert any(free(programme, person.id, day) for day in days)
        people[days] += len(part.programme.participants)
    for role in ("examiner", "external_examiner"):
        for days in people:
            # Whoever has but these days must find room on them.
            inside = sum(count for other, count in people.items() if other <= days)
            heard = sum(
                PER_DAY * free(programme, member.id, day)
                for member in programme.staff_in(role)
                for day in days
            )
            assert inside <= heard


@pytest.mark.slow
def test_colleagues_of_two_cohorts_are_not_heard_on_one_day() -> None:
    """A unit spares only so many of its people on a day."""
    programme = samples.programme("M", seed=0)
    _, rows = agreed(programme)
    away: dict[tuple[str, date], int] = defaultdict(int)
    for row in rows:
        for name, day in row.dated.items():
            _, who, _ = name.split("/")
            post = programme.participant(who).post_on(day)
            assert post is not None
            away[post.unit, day] += 1
    assert len(away) > 1
    spare = {unit.id: unit.max_away for unit in programme.units}
    assert all(count <= spare[unit] for (unit, _), count in away.items())


@pytest.mark.slow
def test_days_are_near_those_that_are_wished_and_not_those_refused() -> None:
    """Cohorts that are wished early have early days, but not the days refused."""
    programme = samples.programme("M", seed=0)
    _, rows = agreed(programme)
    (late,) = rows[2].days.values()
    first = min(late) - timedelta(days=30)
    gone = frozenset(first + timedelta(days=n) for n in range(20))
    near = {1: (first, first + timedelta(days=20))}
    _, rows = agreed(programme, Wishes(near, {1: [gone]}))
    (early,) = rows[2].days.values()
    assert max(early) < min(late)
    assert not early <= gone
