"""What a new job does to groups, practicum and talks, against all ways to mend it."""

from __future__ import annotations

from itertools import combinations, product
from random import Random

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.change import JobChange
from leaderplan.domain.change.base import edited
from leaderplan.domain.people import Participant, Post
from leaderplan.domain.places import Area, Directorship, Unit
from leaderplan.domain.plan import NetworkGroup, Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from tests.rules.small_world import activity, day, host, person, programme, staff

OPTIONS = lp.SolveOptions(deterministic=True, time_limit=60.0)
EVENLY = ReplanPolicy(notice=())
"""Every notice costs the same, so that a plan's price tells how many people move."""

UNITS = tuple(
    Unit(id=f"u{n}", name=f"u{n}", sector="school", area="north") for n in range(1, 9)
)


def of_groups(dice: Random) -> Programme:
    """Return people of units of their own in two groups, some of them managers."""
    count = dice.choice((4, 5, 6))
    people = tuple(
        Participant(
            id=f"p{n}", name=f"p{n}", cohort="c",
            posts=(Post(unit=f"u{n}", area="north"),),
        )
        for n in range(1, count + 1)
    )  # fmt: skip
    smallest = dice.choice((1, count // 2))
    return programme(
        people,
        units=UNITS,
        staff=tuple(staff(who.id, "manager") for who in people),
        activities=(activity("network", "network_group", occurrences=2),),
        rules=(
            rules.UnitApart(),
            rules.ManagerApart(),
            rules.GroupSize(
                smallest=smallest, largest=count - smallest, most_difference=None
            ),
        ),
    )


def least_moved(given: Programme, plan: Plan) -> int:
    """Count who moves at least, over all groupings that keep the rules."""
    home = PlanView(given, plan).group_of
    labels = sorted({group.id for group in plan.groups})
    found = set[int]()
    for choice in product(labels, repeat=len(home)):
        made = dict(zip(home, choice, strict=True))
        groups = tuple(
            NetworkGroup(
                id=label, cohort="c",
                participants=tuple(who for who in made if made[who] == label),
            )
            for label in labels
        )  # fmt: skip
        view = PlanView(given, edited(plan, groups=groups))
        if not any(row for rule in given.rules for row in rule.check(view)):
            moved = sum(made[who] != home[who] for who in home)
            found.add(moved)
    return min(found)


@pytest.mark.parametrize("seed", range(12))
def test_a_pair_that_a_new_job_makes_is_parted_by_moving_fewest(seed: int) -> None:
    """Two of one unit, or a manager and whom they lead: one moves where sizes allow."""
    dice = Random(seed)
    given = of_groups(dice)
    plan = lp.solve(given, OPTIONS).plan
    assert plan is not None
    group = max(plan.groups, key=lambda g: len(g.participants))
    one, other = dice.choice(list(combinations(group.participants, 2)))
    to = {"unit": f"u{other[1:]}"} if seed % 2 else {"unit": "u8", "manager": other}
    row = JobChange(participant=one, on=day(9), talk=False, review=False, **to)
    told = lp.replan(given, plan, row, day(0), EVENLY, OPTIONS)
    least = least_moved(told.programme, plan)
    assert told.plan is not None
    assert told.certificate is not None
    before, after = (PlanView(given, p).group_of for p in (plan, told.plan))
    moved = [who for who in before if before[who] != after[who]]
    assert len(moved) == least
    assert after[one] != after[other]
    level = told.certificate.levels[0]
    assert (level.value, level.bound) == (5 * least, 5 * least)
    others = [s for s in plan.sessions if s not in told.plan.sessions]
    assert others == []


def test_one_moves_where_the_sizes_allow_it() -> None:
    """Of three and two the pair's one goes to the other group: known by hand."""
    people = [Participant(id=f"p{n}", name=f"p{n}", cohort="c",
                          posts=(Post(unit=f"u{n}", area="north"),))
              for n in range(1, 6)]  # fmt: skip
    given = programme(
        people,
        units=UNITS,
        activities=(activity("network", "network_group"),),
        rules=(rules.UnitApart(), rules.GroupSize(smallest=2, largest=3)),
    )
    plan = lp.solve(given, OPTIONS).plan
    assert plan is not None
    three = next(g.participants for g in plan.groups if len(g.participants) == 3)
    row = JobChange(participant=three[0], on=day(9), unit=f"u{three[1][1:]}")
    told = lp.replan(given, plan, row, day(0), EVENLY, OPTIONS)
    assert told.plan is not None
    before, after = (PlanView(given, p).group_of for p in (plan, told.plan))
    (moved,) = [who for who in before if before[who] != after[who]]
    assert moved in three[:2]


def test_a_practicum_in_what_becomes_the_own_unit_moves() -> None:
    """To the one host that is left, on the same days."""
    given = programme(
        [person("a", "u1")],
        hosts=tuple(host(unit) for unit in ("u1", "u2", "u3")),
        activities=(activity("practicum", "participant", kind="practicum", length=8,
                             occurrences=5, forms=("week",), where=("host_unit",)),),
        rules=(rules.EligibleHost(), rules.HostCapacity(), rules.DayPattern()),
    )  # fmt: skip
    plan = lp.solve(given, OPTIONS).plan
    assert plan is not None
    was = plan.placements[0].host
    (left,) = {"u2", "u3"} - {was}
    row = JobChange(participant="a", on=day(25), unit=was, quiet=0, review=False)
    told = lp.replan(given, plan, row, day(0), EVENLY, OPTIONS)
    assert told.plan is not None
    assert told.plan.placements[0].host == left
    assert [s.day for s in told.plan.sessions] == [s.day for s in plan.sessions]
    assert {s.place for s in told.plan.sessions} == {left}


def test_talks_are_with_the_manager_and_director_of_their_day() -> None:
    """Those before the change are with the former ones, those after with the new."""
    talk = {"occurrences": 2, "where": ("online",)}
    boss = (lp.Lead(role="manager", relation="manager"),)
    head = (lp.Lead(role="director", relation="director"),)
    given = programme(
        [Participant(id="a", name="a", cohort="c",
                     posts=(Post(unit="u1", area="north", manager="l1"),))],
        areas=(Area(id="north", name="north", directors=(Directorship(staff="d1"),)),
               Area(id="south", name="south", directors=(Directorship(staff="d2"),))),
        staff=tuple(staff(key, "manager") for key in ("l1", "l2"))
        + tuple(staff(key, "director") for key in ("d1", "d2")),
        activities=(activity("talk", "participant", leads=boss, **talk),
                    activity("career", "participant", leads=head, **talk)),
        rules=(rules.RightLeader(), *(
            rules.Spacing(id=f"far-{name}", first=name, least=14)
            for name in ("talk", "career")
        )),
    )  # fmt: skip
    plan = lp.solve(given, OPTIONS).plan
    assert plan is not None
    on = max(s.day for s in plan.sessions if s.occurrence == 1) + (day(1) - day(0))
    row = JobChange(participant="a", on=on, unit="u2", manager="l2", talk=False,
                    review=False)  # fmt: skip
    told = lp.replan(given, plan, row, day(0), EVENLY, OPTIONS)
    assert told.plan is not None
    days = {s.id: s.day for s in plan.sessions}
    assert {s.id: s.day for s in told.plan.sessions} == days
    for session in told.plan.sessions:
        new = session.day >= on
        known = {"talk": ("l1", "l2"), "career": ("d1", "d2")}[session.activity]
        assert [seat.staff for seat in session.staff] == [known[new]]
    assert {s.day >= on for s in told.plan.sessions} == {True, False}
