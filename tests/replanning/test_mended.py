"""Small cases in which replanning, or a solve, once went wrong."""

from __future__ import annotations

from datetime import date, timedelta

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain import change
from leaderplan.domain.change.base import edited
from leaderplan.domain.people import Cohort, Post
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.forced import Onward
from leaderplan.replan import replan
from leaderplan.result import Status
from leaderplan.testing import assert_rule_agrees
from tests.replanning.cases import OPTIONS
from tests.rules.small_world import (
    activity,
    day,
    host,
    person,
    programme,
    session,
    staff,
)

TALK = activity("talk", "participant", occurrences=2)


def solved(given: Programme) -> Plan:
    """Return the best plan."""
    plan = lp.solve(given, OPTIONS).plan
    assert plan is not None
    return plan


def test_days_that_never_meet_are_a_conflict() -> None:
    """Mondays, Wednesdays and Fridays, and a Monday or Wednesday the day after: the
    last of its days was taken from a session, which the model could not be made of.
    """
    given = programme(
        [person("a")],
        activities=(activity("one", "cohort"), activity("two", "cohort")),
        rules=(
            rules.WeekdayPreference(activities=("one",), weekdays=(0, 2, 4)),
            rules.WeekdayPreference(id="w", activities=("two",), weekdays=(0, 2)),
            rules.Spacing(first="one", then="two", least=1, most=1),
        ),
    )
    assert lp.solve(given, OPTIONS).status is Status.INFEASIBLE


def coached() -> Programme:
    """Return one person with two talks with a coach, a week apart, and two coaches."""
    lead = lp.Lead(role="coach", relation="coach")
    talks = TALK.model_copy(update={"leads": (lead,)})
    return programme(
        [person("a")],
        activities=(talks,),
        staff=(staff("k1", "coach"), staff("k2", "coach")),
        rules=(
            rules.RightLeader(),
            rules.StaffAvailability(),
            rules.NoDoubleBooking(),
            rules.Spacing(first="talk", least=7),
        ),
    )


def test_the_coach_of_the_past_is_who_it_was() -> None:
    """Who is lost after the first of two talks has led that one; the second has another
    coach. A change of coach once rewrote both.
    """
    given = coached()
    plan = solved(given)
    (first, second), coach = plan.sessions, plan.matches[0].coach
    lost = change.CoachLost(staff=coach, first=second.day)
    told = replan(given, plan, lost, first.day + timedelta(days=1), options=OPTIONS)
    assert told.plan is not None
    assert told.plan.matches[0].coach != coach
    assert told.plan.sessions[0] == first
    assert told.plan.sessions[1].leader("coach") == told.plan.matches[0].coach
    waived = [row for row in told.programme.waivers if row.rule == "right_leader"]
    assert [row.subject for row in waived] == [(first.id,)]
    assert lp.check(told.programme, told.plan).ok


def test_whoever_leads_now_need_not_have_been_free_then() -> None:
    """The other coach was away on the day of the first talk, which is past."""
    given = coached()
    plan = solved(given)
    (first, second), coach = plan.sessions, plan.matches[0].coach
    other = next(member.id for member in given.staff if member.id != coach)
    away = change.StaffLost(staff=other, first=first.day, last=first.day)
    lost = change.CoachLost(staff=coach, first=second.day)
    as_of = first.day + timedelta(days=1)
    told = replan(given, plan, [away, lost], as_of, options=OPTIONS)
    assert told.plan is not None
    assert [row.coach for row in told.plan.matches] == [other]
    assert [row.day for row in told.plan.sessions] == [first.day, second.day]


def test_a_new_job_known_too_late_leaves_the_talk_that_was() -> None:
    """With the manager of then, at the unit of then."""
    lead = lp.Lead(role="manager", relation="manager")
    talk = TALK.model_copy(
        update={"leads": (lead,), "where": ("home_unit",), "occurrences": 1}
    )
    posts = (Post(unit="u1", area="north", manager="l1"),)
    given = programme(
        [person("a", posts=posts)], activities=(talk,),
        staff=(staff("l1", "manager"), staff("l2", "manager")),
        rules=(rules.RightLeader(), rules.RightPlace()),
    )  # fmt: skip
    plan = solved(given)
    (held,) = plan.sessions
    moved = change.JobChange(
        participant="a", on=max(held.day, day(1)), unit="u2", manager="l2", talk=False
    )
    told = replan(given, plan, moved, held.day + timedelta(days=2), options=OPTIONS)
    assert told.plan is not None
    assert told.plan.sessions == plan.sessions


def test_the_first_host_is_somebodys_host() -> None:
    """Where no unit was a host nobody needed one; now everybody does."""
    given = programme(
        [person("a")], activities=(activity("talk", "participant"),),
        cohorts=(Cohort(id="c", name="c"),),
    )  # fmt: skip
    plan = solved(given)
    told = replan(given, plan, change.HostOffers(host="u2"), day(0), options=OPTIONS)
    assert told.plan is not None
    assert [(row.participant, row.host) for row in told.plan.placements] == [
        ("a", "u2")
    ]


def test_a_late_comer_without_a_talk_of_their_own_gets_a_group() -> None:
    """Nothing is new but that; nothing was opened for it once."""
    given = programme(
        [person("a")], cohorts=(Cohort(id="c", name="c", network_groups=1),),
        activities=(activity("meeting", "network_group"),),
    )  # fmt: skip
    joins = change.Join(who=person("b"), on=day(0))
    told = replan(given, solved(given), joins, day(0), options=OPTIONS)
    assert told.plan is not None
    assert told.plan.groups[0].participants == ("a", "b")


def test_a_rule_that_is_gone_is_told_of() -> None:
    """The sentence does not need the rule that is there no longer."""
    given = coached()
    gone = change.RuleChange(gone="spacing")
    told = replan(given, solved(given), gone, day(0), options=OPTIONS)
    assert told.plan is not None
    words = gone.words(told.programme)
    assert "it is gone" in words.en
    assert "gælder ikke" in words.da


def test_that_there_is_no_day_left_is_named() -> None:
    """Somebody joins on the last day and is to be met on a day before it."""
    given = programme(
        [person("a")], activities=(activity("talk", "participant"),),
        rules=(rules.Window(activity="talk", latest=day(3)),),
    )  # fmt: skip
    joins = change.Join(who=person("b"), on=day(5))
    told = replan(given, solved(given), joins, day(5), options=OPTIONS)
    assert told.status is Status.INFEASIBLE
    assert told.conflict is not None
    kinds = {row.rule for row in told.conflict.requirements}
    assert kinds == {"onward", "window"}
    assert "cannot be before the day" in str(told.conflict)


def test_how_far_what_comes_is_from_what_was_is_no_history() -> None:
    """Two talks three days apart at most, and away for as long: no day is left."""
    given = programme(
        [person("a")],
        activities=(TALK,),
        rules=(rules.Availability(), rules.Spacing(first="talk", least=1, most=3)),
    )
    talks = (session("talk/a/1", 1), session("talk/a/2", 4))
    away = change.Leave(participant="a", first=day(2), last=day(9))
    before = edited(solved(given), sessions=talks)
    told = replan(given, before, away, day(2), None, OPTIONS)
    assert told.plan is None
    assert told.conflict is not None
    named = {row.rule for row in told.conflict.requirements}
    assert {"availability", "stood"} <= named


def test_model_and_check_agree_on_what_is_to_come() -> None:
    """On the day itself and after it, not before."""
    given = programme([person("a")], activities=(activity("talk", "participant"),))
    plan = solved(given)
    (talk,) = plan.sessions
    for shift, kept in ((-1, True), (0, True), (1, False)):
        first = talk.day + timedelta(days=shift)
        rule = Onward(wanted={talk.id: first.isoformat()})
        if first >= given.calendar.first:
            assert assert_rule_agrees(given, plan, rule) is kept


def hosted() -> Programme:
    """Return one person with a practicum day where ``l2`` leads, and a talk."""
    stay = activity("stay", "participant", kind="practicum").model_copy(
        update={
            "leads": (lp.Lead(role="host_leader", relation="host_leader"),),
            "where": ("host_unit",),
        }
    )
    return programme(
        [person("a")],
        activities=(stay, activity("talk", "participant")),
        staff=(staff("l2", "manager"),),
        hosts=(host("u2", leader="l2"),),
        rules=(
            rules.RightLeader(),
            rules.RightPlace(),
            rules.ImpartialRoles(),
            rules.Order(first="stay", then="talk"),
        ),
    )


def moved_to(boss: str, on: date) -> change.JobChange:
    """Return a new job with a manager, with no weeks of quiet and no talk."""
    return change.JobChange(
        participant="a", on=on, unit="u2", manager=boss, quiet=0, talk=False,
        review=False,
    )  # fmt: skip


def test_the_host_of_a_practicum_that_was_may_become_the_manager() -> None:
    """Once there was no plan, and no requirement that clashed."""
    given = hosted()
    plan = solved(given)
    last = max(row.day for row in plan.sessions)
    told = replan(given, plan, moved_to("l2", last), last, options=OPTIONS)
    assert told.plan is not None
    assert told.plan.placements == plan.placements
    waived = [row.subject for row in told.programme.waivers]
    assert ("a", "l2") in waived


def test_what_is_taken_back_of_somebody_who_never_joined_is_said() -> None:
    """Both at once: the sheet names somebody who is in the programme no more."""
    given = programme([person("a")], activities=(TALK,), rules=())
    plan, on = solved(given), given.calendar.first
    rows = [
        change.Join(who=person("b"), on=on),
        change.Leave(participant="b", first=day(20), last=day(21)),
    ]
    told = replan(given, plan, rows, on, options=OPTIONS)
    assert told.plan is not None
    undone, now = list[change.Change](), given
    for row in rows:
        undone.insert(0, lp.undo(row, now, plan))
        now = lp.apply(now, row, plan)
    back = replan(told.programme, told.plan, undone, on, options=OPTIONS)
    assert back.plan is not None
    assert back.programme.replace(waivers=()) == given
    assert back.sheet is not None
    assert "b" in str(back.sheet)
