"""What another choice would cost: as every plan tells, on every level."""

from __future__ import annotations

from itertools import product

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.people import Cohort, Wish
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Placement, Plan
from leaderplan.domain.programme import Programme
from tests.rules.small_world import activity, day, person, programme

PEOPLE, HOSTS = "abc", ("u1", "u2", "u3")
FIRST = ("u1", "u2", "u3")


def hosted(*wishes: str) -> Programme:
    """Return three people with a wish each, and three hosts for one of them each."""
    rows = [
        person(who, name=who.upper(), wishes=(Wish(host=wish, rank=1),))
        for who, wish in zip(PEOPLE, wishes, strict=True)
    ]
    return programme(
        rows,
        cohorts=(Cohort(id="c", name="c"),),
        hosts=tuple(HostUnit(unit=host, capacity_year=1) for host in HOSTS),
        rules=(rules.HostCapacity(), rules.Wishes(level="placements", weight=3)),
    )


def plans(given: Programme) -> list[tuple[tuple[str, ...], int]]:
    """Return the hosts of every valid plan, and its cost."""
    found = []
    for chosen in product(HOSTS, repeat=len(PEOPLE)):
        placed = zip(PEOPLE, chosen, strict=True)
        rows = tuple(Placement(participant=who, host=host) for who, host in placed)
        report = lp.check(given, Plan(placements=rows))
        if report.ok:
            found.append((chosen, report.levels["placements"]))
    return found


@pytest.mark.parametrize("wishes", [FIRST, ("u1", "u1", "u1"), ("u2", "u2", "u3")])
def test_each_host_costs_what_every_plan_tells(wishes: tuple[str, ...]) -> None:
    """The least of all plans in which somebody is there, against the best of all."""
    given = hosted(*wishes)
    every = plans(given)
    best = lp.solve(given)
    assert best.plan is not None
    least = min(cost for _, cost in every)
    for number, who in enumerate(PEOPLE):
        for host in HOSTS:
            answer = lp.what_if(given, best.plan, hosts={who: host})
            known = min(cost for chosen, cost in every if chosen[number] == host)
            assert answer.proven
            assert answer.extra["placements"] == known - least
            assert {k for k, more in answer.extra.items() if more} <= {"placements"}
            moved = {row.who for row in answer.differences}
            assert (host == dict(_hosts(best.plan))[who]) or who in moved


def _hosts(plan: Plan) -> list[tuple[str, str]]:
    return [(row.participant, row.host) for row in plan.placements]


def test_what_is_forbidden_tells_why() -> None:
    """Two in one place: the conflict names what forbids it."""
    given = hosted(*FIRST)
    plan = lp.solve(given).plan
    assert plan is not None
    answer = lp.what_if(given, plan, hosts={"a": "u2", "b": "u2"})
    assert answer.plan is None
    assert answer.proven
    assert answer.conflict is not None
    assert "host_capacity" in {row.rule for row in answer.conflict.requirements}
    assert "not possible" in str(answer)


def test_another_day_is_told_in_both_languages() -> None:
    """The day asked about, its price and who is moved."""
    given = programme(
        [person("a")],
        activities=(activity("kick", "cohort"),),
        rules=(
            rules.WeekdayPreference(
                activities=("kick",), weekdays=(day(1).weekday(),), level="dates"
            ),
        ),
    )
    plan = lp.solve(given).plan
    assert plan is not None
    moved = lp.what_if(given, plan, days={"kick/c/1": day(2)})
    assert moved.extra["dates"] == 1
    assert moved.plan is not None
    assert moved.plan.sessions[0].day == day(2)
    assert "convenience of dates: 0 becomes 1" in str(moved)
    assert "Ingen plan med det valg er bedre" in moved.text("da")
    same = lp.what_if(given, plan, days={"kick/c/1": plan.sessions[0].day})
    assert "costs nothing more" in str(same)
    assert same.differences == ()


def test_unknown_ids_are_refused_all_at_once() -> None:
    """With the place of each and what was found."""
    given = hosted(*FIRST)
    plan = lp.solve(given).plan
    assert plan is not None
    with pytest.raises(lp.InputError) as caught:
        lp.what_if(given, plan, hosts={"zoe": "u2"}, days={"gala/c/1": day(0)})
    assert "zoe" in str(caught.value)
    assert "gala/c/1" in str(caught.value)
    with pytest.raises(lp.RuleBroken):
        lp.what_if(given, Plan(placements=tuple(
            Placement(participant=who, host="u1") for who in PEOPLE
        )), hosts={"a": "u2"})  # fmt: skip


def test_what_is_paid_early_may_save_something_later() -> None:
    """What is proven of the plan holds for no plan that costs more on a level before.

    Monday suits the one and Tuesday the other, who counts later: 0 and 1, then 1 and 0.
    """
    on = {"activities": ("kick",), "weekdays": (day(1).weekday(),)}
    later = {"activities": ("kick",), "weekdays": (day(2).weekday(),)}
    given = programme(
        [person("a")],
        activities=(activity("kick", "cohort"),),
        rules=(
            rules.WeekdayPreference(id="one", level="groups", **on),
            rules.WeekdayPreference(id="other", level="dates", **later),
        ),
    )
    best = lp.solve(given)
    answer = lp.what_if(given, best, days={"kick/c/1": day(2)})
    assert answer.proven
    assert answer.extra["groups"] == 1
    assert answer.extra["dates"] == -1


def test_what_is_so_already_is_answered_with_the_plan() -> None:
    """At once and proven, where the plan is proven best."""
    given = hosted(*FIRST)
    best = lp.solve(given)
    assert best.plan is not None
    held = dict(_hosts(best.plan))
    answer = lp.what_if(given, best, hosts={"a": held["a"]})
    assert answer.plan is best.plan
    assert answer.proven
    assert not any(answer.extra.values())
    assert "nothing more" in answer._repr_html_()
