"""What parts prove, raised to what groups cost at least together with days."""

from __future__ import annotations

from functools import partial
from itertools import permutations

import pytest

from leaderplan import rules
from leaderplan.check import check
from leaderplan.domain.people import Availability, Pair
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.run import Budget
from leaderplan.model.search import Search, Searched
from tests.rules.small_world import activity, day, person, programme

MEETING = activity("meeting", "network_group")
OPENING = activity("opening", "cohort")


def _given(mates: tuple[str, ...], *more: rules.Rule) -> Programme:
    """Four people, two days: the first two would rather not meet on the first day.

    The others would rather not on the second, so two groups of mates cost nothing
    and groups in which they are mixed cost one each.
    """
    people = [
        person(
            key,
            availability=(
                Availability(
                    state="prefer_not",
                    first=day(number // 2),
                    last=day(number // 2),
                ),
            ),
        )
        for number, key in enumerate(mates)
    ]
    given = programme(sorted(people, key=lambda p: p.id), activities=(OPENING, MEETING))
    return given.replace(
        rules=(
            rules.NoDoubleBooking(),
            rules.GroupSize(smallest=2, largest=2),
            rules.Window(id="soon", activity="meeting", earliest=day(0), latest=day(1)),
            rules.Spacing(id="first", first="opening", then="meeting", least=0),
            *more,
        )
    )


def _searched(given: Programme) -> Searched:
    """Search stage by stage, as for a large programme."""
    return Search(
        given,
        Budget(None, 40.0),
        seed=0,
        value_of=partial(_judged, given),
        tell=lambda _progress: None,
        small=0,
    ).run()


def _judged(given: Programme, plan: Plan) -> dict[str, int]:
    report = check(given, plan)
    assert report.ok
    return dict(report.levels)


def _prefer(level: str) -> rules.PreferNot:
    return rules.PreferNot(activities=("meeting",), level=level)


ORDERS = [("a", *rest) for rest in permutations("bcd") if rest[1] < rest[2]]
"""Each of the three ways to pair four people: no choice of groups suits them all."""


@pytest.mark.parametrize("mates", ORDERS)
@pytest.mark.parametrize("level", ["dates", "absences"])
def test_groups_are_chosen_for_the_days_they_can_meet(
    mates: tuple[str, ...], level: str
) -> None:
    """Groups that are as good for themselves are given up for better days."""
    searched = _searched(_given(mates, _prefer(level)))
    assert searched.plan is not None
    met = {frozenset(g.participants) for g in searched.plan.groups}
    assert met == {frozenset(mates[:2]), frozenset(mates[2:])}
    assert searched.values == searched.bounds
    assert searched.values[level] == 0


@pytest.mark.parametrize("mates", ORDERS)
@pytest.mark.parametrize("level", ["dates", "absences"])
def test_a_floor_that_groups_cannot_keep_is_raised(
    mates: tuple[str, ...], level: str
) -> None:
    """No part sees that mates who must be apart cost two; all together prove it."""
    late = rules.WeekdayPreference(activities=("meeting",), weekdays=(0, 1))
    given = _given(mates, _prefer(level), late, rules.PairsApart(relation="apart"))
    first, second, *_ = mates
    given = given.replace(pairs=(Pair(first=first, second=second, relation="apart"),))
    searched = _searched(given)
    assert searched.values[level] == searched.bounds[level] == 2
    assert searched.values == searched.bounds


@pytest.mark.parametrize("most", [0, 1])
def test_nothing_is_proven_that_a_plan_refutes(most: int) -> None:
    """With loads of people in open groups, bounds stay at or below the best plan."""
    load = rules.PersonLoad(
        id="load", activities=("meeting", "opening"), period="week", most_slots=most,
        level="dates",
    )  # fmt: skip
    searched = _searched(_given(("a", "b", "c", "d"), _prefer("dates"), load))
    assert searched.plan is not None
    assert searched.values["dates"] >= searched.bounds["dates"]
    assert searched.values["dates"] == 4 * (4 - most)
