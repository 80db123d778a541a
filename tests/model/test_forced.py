"""Choices asked about, and closeness to a plan, as rules: model and check agree."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.people import Availability, Cohort
from leaderplan.domain.plan import Placement, Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.view import PlanView
from leaderplan.model.as_before import CHANGES, AsBefore
from leaderplan.model.asked import Asked
from leaderplan.model.forced import ForcedCoaches, ForcedHosts
from leaderplan.testing import assert_rule_agrees
from tests.rules.practicum import hosting, placed
from tests.rules.small_world import (
    activity,
    day,
    group,
    host,
    person,
    programme,
    session,
)
from tests.strategies import plans, small_programmes

Drawing = Callable[[Programme, Plan, Random], dict[str, dict[str, str]]]


def _hosts(of: Programme, plan: Plan, draw: Random) -> dict[str, dict[str, str]]:
    who = draw.choice(plan.placements).participant
    return {"hosts": {who: draw.choice(of.hosts).unit}}


def _coaches(of: Programme, plan: Plan, draw: Random) -> dict[str, dict[str, str]]:
    who = draw.choice(plan.matches).participant
    return {"coaches": {who: draw.choice(of.staff_in("coach")).id}}


def _days(of: Programme, plan: Plan, draw: Random) -> dict[str, dict[str, str]]:
    one, other = draw.choice(plan.sessions), draw.choice(plan.sessions)
    day_ = draw.choice((one.day, other.day))
    return {"days": {one.id: day_.isoformat()}}


def _places(of: Programme, plan: Plan, draw: Random) -> dict[str, dict[str, str]]:
    own = [s for s in plan.sessions if of.activity(s.activity).where == ("room",)]
    return {"places": {draw.choice(own).id: draw.choice(of.rooms).id}}


def _leaders(of: Programme, plan: Plan, draw: Random) -> dict[str, dict[str, str]]:
    exams = [s for s in plan.sessions if s.activity in ("exam", "theme")]
    one = draw.choice(exams)
    role = draw.choice([lead.role for lead in of.activity(one.activity).leads])
    return {"leaders": {one.id: draw.choice(of.staff_in(role)).id}}


def _together(family: str) -> Drawing:
    def drawn(of: Programme, plan: Plan, draw: Random) -> dict[str, dict[str, str]]:
        rows = plan.groups if family == "groups" else plan.classes
        people = [who for row in rows for who in row.participants]
        to = draw.choice([*people, *(row.id for row in rows)])
        return {family: {draw.choice(people): to}}

    return drawn


KINDS: dict[str, Drawing] = {
    "hosts": _hosts, "coaches": _coaches, "days": _days, "places": _places,
    "leaders": _leaders, "groups": _together("groups"), "classes": _together("classes"),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=6)
@given(st.data())
def test_model_and_checker_agree(kind: str, data: st.DataObject) -> None:
    """On a plan that keeps or breaks what was asked of it, or of another plan."""
    of = data.draw(small_programmes())
    plan, other = data.draw(plans(of)), data.draw(plans(of))
    draw = Random(data.draw(st.integers(0, 99)))
    asked = Asked(of, data.draw(st.sampled_from((plan, other))),
                  **KINDS[kind](of, plan, draw))  # fmt: skip
    if not asked.faults():
        assert_rule_agrees(of, plan, *asked.rules())


@settings(max_examples=12)
@given(st.data())
def test_closeness_is_counted_alike(data: st.DataObject) -> None:
    """How far one drawn plan is from another, by the model and by the check."""
    of = data.draw(small_programmes())
    plan, other = data.draw(plans(of)), data.draw(plans(of))
    near = of.replace(levels=(*of.levels, CHANGES))
    rule = AsBefore(level=CHANGES.id, plan=other)
    assert assert_rule_agrees(near, plan, rule)
    assert list(AsBefore(level=CHANGES.id, plan=plan).check(PlanView(of, plan))) == []


def test_one_choice_is_one_requirement_of_a_conflict() -> None:
    """However many others are ruled out by it; the sentence names what was asked."""
    hosts = tuple(host(unit) for unit in ("u1", "u2", "u3"))
    of = programme(
        [person("p", name="Anna", vetoes=("u3",))], hosts=hosts,
        cohorts=(Cohort(id="c", name="c"),), rules=(rules.Vetoes(),),
    )  # fmt: skip
    held = Plan(placements=(Placement(participant="p", host="u1"),))
    answer = lp.what_if(of, held, hosts={"p": "u3"})
    assert answer.conflict is not None
    asked = [r for r in answer.conflict.requirements if r.rule == "forced_hosts"]
    assert [row.subject for row in asked] == [("p", "host", "u3")]
    assert "host that was asked about [forced_hosts]: Anna, u3" in str(answer)
    assert "vært, der er spurgt om [forced_hosts]: Anna, u3" in answer.text("da")


def grouped(*stated: Rule) -> tuple[Programme, Plan]:
    """Return six people in two groups of three."""
    people = [person(who) for who in "abdefg"]
    of = programme(
        people,
        cohorts=(Cohort(id="c", name="c", network_groups=2),),
        activities=(activity("net", "network_group"),),
        rules=(rules.GroupSize(smallest=3, largest=3), *stated),
    )
    plan = Plan(
        groups=(group("A", "a", "b", "d"), group("B", "e", "f", "g")),
        sessions=(session("net/c-A/1"), session("net/c-B/1", 1)),
    )
    return of, plan


def _with(plan: Plan | None, who: str) -> set[str]:
    assert plan is not None
    return next(set(g.participants) for g in plan.groups if who in g.participants)


def test_a_group_is_known_by_its_people() -> None:
    """In group B is with more than half of those in it; somebody changes places.

    Two people move at least, whatever the groups are called, and nothing else.
    """
    of, plan = grouped()
    answer = lp.what_if(of, plan, groups={"a": "c-B"})
    assert len(_with(answer.plan, "a") & set("efg")) == 2
    assert [row.what for row in answer.differences] == ["group", "group"]
    one = lp.what_if(of, plan, groups={"a": "f"})
    assert "f" in _with(one.plan, "a")
    assert [row.what for row in one.differences] == ["group", "group"]
    stays = lp.what_if(of, plan, groups={"a": "c-A"})
    assert stays.differences == ()


def test_a_groups_meeting_is_that_of_its_people() -> None:
    """Group B's day: no trick of names gives the day to others who would rather.

    Of e, f and g two stay in B, so e or f meets on a day to be kept free: 1.
    """
    of, plan = grouped(rules.PreferNot(level="dates"))
    kept_free = Availability(state="prefer_not", first=day(4), last=day(4))
    of = of.replace(participants=tuple(
        p.model_copy(update={"availability": (kept_free,)}) if p.id in "ef" else p
        for p in of.participants
    ))  # fmt: skip
    answer = lp.what_if(of, plan, days={"net/c-B/1": day(4)})
    assert answer.extra["dates"] == 1
    assert answer.plan is not None
    held = {g.id: g.participants for g in answer.plan.groups}
    assert len(set(held["c-B"]) & set("efg")) == 2


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"groups": {"a": "a"}}, "others in them"),
        ({"groups": {"a": "c-Z"}}, "others in them"),
        ({"coaches": {"a": "b"}}, "with a coach"),
        ({"places": {"net/c-A/1": "big"}}, "where net may be"),
        ({"leaders": {"net/c-A/1": "zoe"}}, "chosen to lead net"),
        ({"days": {"net/c-Z/1": day(1)}}, "sessions"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked: Any, said: str) -> None:
    """With what was expected in its place."""
    of, plan = grouped()
    with pytest.raises(lp.InputError, match=said):
        lp.what_if(of, plan, **asked)


def test_rules_of_choices_name_whom_they_are_about() -> None:
    """A violation's subject is that of the requirement in a conflict."""
    rule = ForcedHosts(wanted={"p": "u2"})
    given_ = hosting([person("p")], host("u2"), host("u3"))
    (row,) = rule.check(PlanView(given_, placed({"p": "u3"})))
    assert row.subject == ("p", "host", "u2")
    assert list(ForcedCoaches(wanted={}).check(PlanView(given_, placed({})))) == []
