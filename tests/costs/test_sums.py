"""Costs by rule, person, group, host, coach and cohort: nothing is lost or doubled."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.costs import Costs, costs
from leaderplan.costs.items import Item, items_of
from leaderplan.costs.sums import VIEWS
from leaderplan.domain.people import Availability, Cohort, Pair, Wish
from leaderplan.domain.plan import CoachMatch, Placement, Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import DEFAULT_LEVELS, Violation
from tests.proofs.tiny import tiny
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import (
    activity,
    group,
    host,
    person,
    programme,
    session,
    staff,
)
from tests.strategies import Dice, plans, small_programmes

SEEDS = st.integers(0, 2**32 - 1)


def assert_adds_up(found: Costs, levels: dict[str, int]) -> None:
    """Assert that each view, and the table of items, add up to the levels."""
    table = found.table
    for level in found.programme.levels:
        row, expected = level.id, levels[level.id]
        join = max if level.combine == "max" else sum
        for view in VIEWS:
            column = [int(cost) for cost in found.by(view)[row]]
            assert (join(column) if column else 0) == expected, (view, row)
            assert min(column, default=0) >= 0
        items = table.loc[table["level"] == row, "cost"].tolist()
        assert (join(items) if items else 0) == expected
    assert (table["amount"] * table["unit_cost"] == table["cost"]).all()


@settings(max_examples=25)
@given(st.data(), SEEDS)
def test_every_view_adds_up_in_drawn_plans(data: st.DataObject, seed: int) -> None:
    """Whatever is broken and priced at whatever level, one that takes the largest too.

    What the check says of each level is what each view says, to the point.
    """
    dice = Dice(seed)
    drawn = data.draw(small_programmes())
    levels = [level.id for level in DEFAULT_LEVELS]
    stated = [
        rule.model_copy(update={"level": dice.choice(levels)}) if dice.often() else rule
        for rule in all_instances(drawn, dice)
        if not rule.hard
    ]
    given_rules = drawn.replace(rules=tuple(stated))
    plan = data.draw(plans(given_rules))
    report = lp.check(given_rules, plan)
    found = costs(given_rules, plan)
    assert_adds_up(found, dict(report.levels))
    by_rule = {row["id"]: row for row in found.by("rule").to_dict("records")}
    for rule, cost in report.costs.items():
        level = next(r.level for r in given_rules.rules if r.id == rule)
        assert by_rule[rule][level] == cost


@pytest.mark.parametrize("seed", range(6))
def test_every_view_adds_up_to_the_certificate(seed: int) -> None:
    """Of solved programmes, each level is what the certificate proves."""
    made = tiny(seed)
    result = lp.solve(made.programme, lp.SolveOptions(time_limit=30, workers=1))
    if not made.front:
        with pytest.raises(lp.RuleBroken):
            assert result.costs
        return
    assert result.certificate is not None
    levels = {row.level: row.value for row in result.certificate.levels}
    assert_adds_up(result.costs, levels)
    assert result.plan is not None
    again = costs(made.programme, result.plan)
    assert again.sums("person") == result.costs.sums("person")


def world(*stated: lp.Rule, **changes: object) -> Programme:
    """Return two people with talks, meetings, hosts and a coach."""
    days_off = Availability(state="prefer_not")
    people = (
        person("anna", name="Anna", wishes=(Wish(rank=1, host="u2"),
               Wish(rank=2, host="u3")), availability=(days_off,)),
        person("bo", "u2", name="Bo"),
    )  # fmt: skip
    made = {
        "activities": (
            activity("theme", "cohort", plenary=True),
            activity("meet", "network_group"),
            activity("coaching", "participant", occurrences=2,
                     leads=(lp.Lead(role="coach", relation="coach"),)),
        ),
        "hosts": (host("u2"), host("u3")),
        "staff": (staff("kim", "coach", name="Kim", availability=(days_off,)),),
        "cohorts": (Cohort(id="c", name="Hold", network_groups=2),),
        "rules": stated,
    }  # fmt: skip
    return programme(people, **(made | changes))


def bare(*stated: lp.Rule, **changes: object) -> Programme:
    """Return the same two with nothing but groups to be divided into."""
    people = (person("anna", name="Anna"), person("bo", "u2", name="Bo"))
    cohorts = (Cohort(id="c", name="Hold", network_groups=2),)
    return programme(people, cohorts=cohorts, rules=stated, **changes)


def plan_of() -> Plan:
    """Return a plan in which Anna has her last wish, and the group of each meets."""
    coached = [("anna", 1, 2), ("anna", 2, 3), ("bo", 1, 4), ("bo", 2, 20)]
    return Plan(
        sessions=(
            session("theme/c/1", 0),
            session("meet/c-A/1", 1),
            session("meet/c-B/1", 1),
            *(session(f"coaching/{who}/{n}", on, staff={"coach": "kim"})
              for who, n, on in coached),
        ),
        groups=(group("A", "anna"), group("B", "bo")),
        placements=(Placement(participant="anna", host="u3"),
                    Placement(participant="bo", host="u3")),
        matches=(CoachMatch(participant="anna", coach="kim"),
                 CoachMatch(participant="bo", coach="kim")),
    )  # fmt: skip


def whose(rule: lp.Rule, **changes: object) -> dict[str, dict[str | None, int]]:
    """Return what a rule costs whom in each view, where it costs anything."""
    found = costs(world(rule, **changes), plan_of())
    level = rule.level or ""
    return {
        view: {key: row[level] for key, row in found.sums(view).items() if row[level]}
        for view in VIEWS
    }


def test_a_placement_is_of_a_person_and_a_host() -> None:
    """Anna misses her first wish by a rank, at u3: 4 points of hers and of the host."""
    found = whose(rules.Wishes(weight=4))
    assert found["person"] == {"anna": 4}
    assert found["host"] == {"u3": 4}
    assert found["group"] == found["coach"] == {None: 4}
    assert found["cohort"] == {"c": 4}


def test_a_host_alone_is_nobodys() -> None:
    """Two at u3 where one is fair: the host's, and all people's together."""
    found = whose(rules.HostLoadEven(weight=2, fair=1))
    assert found["host"] == {"u3": 2}
    assert found["person"] == {None: 2}


def test_a_coaching_session_is_of_a_person_and_the_coach() -> None:
    """Bo's coaching days lie 16 days apart, Anna's 1; at least 10 cost 9 points."""
    found = whose(rules.Spacing(first="coaching", least=10, level="dates"))
    assert found["person"] == {"anna": 9}
    assert found["coach"] == {"kim": 9}
    assert found["host"] == {None: 9}


def about(rule: lp.Rule, *subject: str, **changes: object) -> Item:
    """Return what a violation of a rule with a subject is about."""
    row = Violation(rule.id, rule.kind, subject, 1, rule.level, 1, rule.words)
    (item,) = items_of(world(rule, **changes), plan_of(), [row])
    return item


def test_a_place_of_work_is_no_host() -> None:
    """Whom u2 misses on a day says nothing of u2 as a host; one it receives does."""
    assert about(rules.UnitAway(level="dates"), "u2", "2027-09-06").hosts == ()
    assert about(rules.UnitApart(level="groups"), "c-A", "u2").hosts == ()
    mates = rules.HostUnitMates(level="dates")
    assert about(mates, "u3", "2027-09-06", "u2").hosts == ("u3",)


def test_a_practicum_is_at_its_host() -> None:
    """A distance between a practicum and a talk is the host's, and the coach's."""
    stay = activity("stay", "participant", where=("host_unit",))
    talk = activity("talk", "participant",
                    leads=(lp.Lead(role="coach", relation="coach"),))  # fmt: skip
    rule = rules.Order(first="stay", then="talk", level="dates")
    item = about(rule, "stay/bo/1", "talk/bo/1", activities=(stay, talk))
    assert (item.participants, item.hosts, item.coaches) == (("bo",), ("u3",), ("kim",))


def test_cohorts_are_those_of_all_that_is_named() -> None:
    """A day of both is both's, half each; a person's is the person's cohort's."""
    two = (Cohort(id="c", name="c", network_groups=2), Cohort(id="d", name="d"))
    people = (person("anna", name="Anna"), person("dan", cohort="d", name="Dan"))
    shared = activity("hall", "area")
    changes = {"cohorts": two, "participants": people, "hosts": (),
               "activities": (activity("theme", "cohort"), shared)}  # fmt: skip
    rule = rules.WeekdayPreference(weekdays=(4,), level="dates")
    assert about(rule, "theme/d/1", **changes).cohorts == ("d",)
    assert about(rule, "hall/north/1", **changes).cohorts == ("c", "d")
    assert about(rule, "dan", "hall/north/1", **changes).cohorts == ("d",)
    assert about(rule, "c-B", **changes).cohorts == ("c",)
    assert about(rule, "2027-09-06", **changes).cohorts == ()


def test_what_staff_would_rather_not_is_no_participants() -> None:
    """Kim and Anna would rather not at all: each session counts for who said so."""
    found = whose(rules.PreferNot(activities=("coaching",)))
    assert found["person"] == {"anna": 2, None: 4}
    assert found["coach"] == {"kim": 6}


def test_a_meeting_is_its_groups() -> None:
    """A meeting on a wrong weekday is its group's; a day together is all people's."""
    found = whose(rules.WeekdayPreference(weekdays=(4,), activities=("meet", "theme"),
                                          level="dates"))  # fmt: skip
    assert found["group"] == {"c-A": 1, "c-B": 1, None: 1}
    assert found["person"] == {None: 3}
    assert found["cohort"] == {"c": 3}


def test_what_several_share_is_split_in_whole_numbers() -> None:
    """Sizes 0 and 2 that should be alike: 3 points of 2 groups are 2 and 1."""
    rule = rules.GroupSize(smallest=1, largest=2, most_difference=0, level="groups",
                           weight=3)  # fmt: skip
    uneven = Plan(groups=(group("A", "anna", "bo"), group("B")))
    made = bare(rule)
    sums = costs(made, uneven).sums("group")
    # c-B is one below the smallest: 3; the pair is 2 apart: 6, 3 of each.
    assert {key: row["groups"] for key, row in sums.items()} == {"c-A": 3, "c-B": 6}
    odd = rule.model_copy(update={"weight": 1, "most_difference": 1})
    sums = costs(made.replace(rules=(odd,)), uneven).sums("group")
    # Now the pair is 1 above: its point is of the group named first.
    assert {key: row["groups"] for key, row in sums.items()} == {"c-A": 1, "c-B": 1}


def test_a_declared_pair_is_nobodys_own() -> None:
    """Not the persons', not the group's: a view must not tell who is a pair."""
    rule = rules.PairsApart(relation="acquainted", level="groups", weight=3)
    pair = Pair(first="anna", second="bo", relation="acquainted")
    made = bare(rule, pairs=(pair,))
    found = costs(made, Plan(groups=(group("A", "anna", "bo"), group("B"))))
    for view in ("person", "group"):
        held = {k: row["groups"] for k, row in found.sums(view).items()}
        assert held.pop(None) == 3
        assert not any(held.values())


def test_on_a_level_of_the_largest_nothing_is_split() -> None:
    """Each has all of what it shares, and the level is the largest of the column."""
    levels = tuple(
        level.model_copy(update={"combine": "max"}) if level.id == "groups" else level
        for level in DEFAULT_LEVELS
    )
    rule = rules.GroupSize(smallest=1, largest=2, most_difference=0, level="groups",
                           weight=3)  # fmt: skip
    made = bare(rule, levels=levels)
    found = costs(made, Plan(groups=(group("A", "anna", "bo"), group("B"))))
    held = {key: row["groups"] for key, row in found.sums("group").items()}
    assert held == {"c-A": 6, "c-B": 6}
    assert found.levels["groups"] == 6


@settings(max_examples=25)
@given(st.data(), SEEDS)
def test_persons_are_those_of_whom_the_rule_speaks(
    data: st.DataObject, seed: int
) -> None:
    """By another way: of rules about a placement, the plan's own rows tell."""
    drawn = data.draw(small_programmes())
    dice = Dice(seed)
    kinds = ("wishes", "host_travel", "host_area", "sector_policy")
    stated = tuple(
        r for r in all_instances(drawn, dice) if r.kind in kinds and not r.hard
    )
    given_rules = drawn.replace(rules=stated)
    plan = data.draw(plans(given_rules))
    hosts: dict[str, int] = defaultdict(int)
    where = {row.participant: row.host for row in plan.placements}
    found = costs(given_rules, plan)
    people = {key: row["placements"] for key, row in found.sums("person").items()}
    for who, cost in people.items():
        assert who in where or not cost
        hosts[where.get(who, "")] += cost
    at = {key: row["placements"] for key, row in found.sums("host").items()}
    assert at == {key: cost for key, cost in hosts.items() if cost}


def test_other_views_are_refused() -> None:
    """A typo is told with what can be asked for."""
    with pytest.raises(lp.InputError, match="expected one of rule, person"):
        costs(world(), plan_of()).by("gender")  # type: ignore[arg-type]
    with pytest.raises(lp.RuleBroken):
        costs(world(), Plan())
    assert lp.costs is costs
