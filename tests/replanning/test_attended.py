"""Who was at what a group had before others came to be in it."""

from __future__ import annotations

import leaderplan as lp
from leaderplan import rules
from leaderplan.change_sheet import ChangeSheet
from leaderplan.domain.change import JobChange
from leaderplan.domain.change.base import edited
from leaderplan.domain.history import attended, with_attendance
from leaderplan.domain.people import Availability, Post
from leaderplan.domain.places import Unit
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.view import PlanView
from leaderplan.result import Result
from leaderplan.wellformed import faults_of
from tests.rules.small_world import (
    activity,
    day,
    group,
    module_class,
    person,
    programme,
    session,
)

OPTIONS = lp.SolveOptions(deterministic=True, time_limit=60.0)
EVENLY = ReplanPolicy(notice=())

AWAY = {"p1": 2, "p2": 2, "p3": 1, "p4": 1}
"""Day on which the other group first met, when none of these was free."""

PEOPLE = tuple(
    person(
        who,
        posts=(Post(unit=f"u{who[1:]}", area="north"),),
        availability=(Availability(first=day(number), last=day(number)),),
    )
    for who, number in AWAY.items()
)

GIVEN = programme(
    PEOPLE,
    units=tuple(
        Unit(id=f"u{n}", name=f"u{n}", sector="school", area="north")
        for n in range(1, 6)
    ),
    activities=(activity("network", "network_group", occurrences=2),),
    rules=(
        rules.UnitApart(),
        rules.Availability(),
        rules.GroupSize(smallest=2, largest=2),
    ),
)

PLAN = Plan(
    sessions=(
        session("network/c-A/1", 1),
        session("network/c-B/1", 2),
        session("network/c-A/2", 21),
        session("network/c-B/2", 22),
    ),
    groups=(group("A", "p1", "p2"), group("B", "p3", "p4")),
    classes=(module_class(1, "p1", "p2"), module_class(2, "p3", "p4")),
)

FIRST = SessionKey("network", "c-A", 1)


def new_job(who: str, unit: str) -> Result:
    """Plan anew when somebody is to work with somebody else of their group."""
    row = JobChange(participant=who, on=day(14), unit=unit, talk=False, review=False)
    return lp.replan(GIVEN, PLAN, row, day(7), EVENLY, OPTIONS)


def test_whoever_comes_to_a_group_need_not_have_been_free_before() -> None:
    """Two change groups, though none was free when the other group met."""
    told = new_job("p1", "u2")
    assert told.plan is not None
    moved = [
        who for who, home in PlanView(GIVEN, PLAN).group_of.items()
        if PlanView(GIVEN, told.plan).group_of[who] != home
    ]  # fmt: skip
    assert len(moved) == 2
    assert told.certificate is not None
    assert told.certificate.levels[0].bound == told.certificate.levels[0].value == 10


def test_a_meeting_that_was_says_who_was_there() -> None:
    """Those of the group as it was; from now on those who are in it."""
    told = new_job("p1", "u2")
    assert told.plan is not None
    view = PlanView(told.programme, told.plan)
    assert set(view.attendees(FIRST, day(1))) == {"p1", "p2"}
    later = FIRST._replace(occurrence=2)
    assert set(view.attendees(later, day(21))) == set(
        next(g.participants for g in told.plan.groups if g.id == "c-A")
    )
    past = [s for s in told.plan.sessions if s.occurrence == 1]
    assert [s.attended for s in past] == [("p1", "p2"), ("p3", "p4")]
    assert all(s.attended is None for s in told.plan.sessions if s.occurrence == 2)


def test_nobody_is_told_of_what_was() -> None:
    """The sheet holds no meeting before the day of planning."""
    sheet = new_job("p1", "u2").sheet
    assert isinstance(sheet, ChangeSheet)
    assert sheet.rows
    assert not [row for row in sheet.rows if "network/c-A/1" in str(row)]
    assert not [row for row in sheet.rows if "network/c-B/1" in str(row)]


def test_who_was_there_is_said_only_where_it_is_not_who_is_there_now() -> None:
    """Whoever goes back to the old group was at its meetings anyway."""
    told = new_job("p1", "u2")
    assert told.plan is not None
    was = attended(PlanView(GIVEN, told.plan), [FIRST])
    assert was == {FIRST: {"p1", "p2"}}
    back = edited(told.plan, groups=PLAN.groups)
    assert with_attendance(GIVEN, back, was).sessions[0].attended is None
    assert with_attendance(GIVEN, told.plan, was).sessions[0].attended == ("p1", "p2")


def test_somebody_unknown_cannot_have_been_there() -> None:
    """A plan that says so is none of the programme."""
    row = edited(PLAN.sessions[0], attended=("p1", "p9"))
    plan = edited(PLAN, sessions=(row, *PLAN.sessions[1:]))
    assert [fault.en for fault in faults_of(GIVEN, plan)] == [
        "no participant p9 (network/c-A/1)"
    ]


def test_what_somebody_was_at_with_others_spaces_what_comes() -> None:
    """Whoever comes from the group that met later needs its next meeting later, too."""
    spaced = GIVEN.with_rules(rules.Spacing(first="network", least=20))
    row = JobChange(participant="p1", on=day(14), unit="u2", talk=False, review=False)
    told = lp.replan(spaced, PLAN, row, day(7), EVENLY, OPTIONS)
    assert told.plan is not None
    view = PlanView(told.programme, told.plan)
    for who in AWAY:
        one, two = (at for _, at in view.of_participant(who, ["network"]))
        assert (two - one).days >= 20
    assert told.certificate is not None
    level = told.certificate.levels[0]
    assert level.bound == level.value > 10
