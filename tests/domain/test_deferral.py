"""Who goes on with another cohort: what counts, what is skipped, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain import change
from leaderplan.domain.people import GuestAt, Skip
from leaderplan.domain.plan import Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.view import PlanView
from tests.rules.small_world import (
    activity,
    day,
    found,
    person,
    programme,
    session,
)

COHORTS = tuple(lp.Cohort(id=key, name=f"Hold {key}") for key in ("c", "d"))
DAYS = {"c": (0, 1, 14), "d": (2, 7, 15)}
"""Days of the three theme days of either cohort; d goes over on day 5."""
ON = day(5)


def world(**changes: Any) -> lp.Programme:
    """Return two cohorts with three theme days of 4 quarters and a talk each."""
    who = person("p", **changes)
    return programme(
        [who, person("q"), person("r", cohort="d")],
        cohorts=COHORTS,
        activities=(
            activity("theme", "cohort", occurrences=3, quarter_days=4, plenary=True),
            activity("talk", "participant"),
        ),
        ledger_total=12,
        rules=(rules.DayLedger(), rules.NoDoubleBooking()),
    )


def plan_of(given: lp.Programme) -> Plan:
    """Return the plan: talks are on day 3."""
    days = [session(f"theme/{c}/{n}", DAYS[c][n - 1]) for c in DAYS for n in (1, 2, 3)]
    talks = [session(f"talk/{p.id}/1", 3, slot=2) for p in given.participants]
    return Plan(sessions=(*days, *talks))


def deferred(given: lp.Programme) -> lp.Programme:
    """Return what is left when p goes on with d."""
    row = change.Defer(participant="p", on=ON, cohort="d")
    return row.apply(given, plan_of(given))


def there(given: lp.Programme) -> list[str]:
    """Return the sessions of p, in order of time."""
    return [str(key) for key, _ in PlanView(given, plan_of(given)).of_participant("p")]


def lacking(given: lp.Programme) -> list[tuple[str, int]]:
    """Return what p lacks."""
    rows = lp.day_ledger(given, plan_of(given)).missing("p")
    return [(row.activity, row.occurrence) for row in rows]


def test_what_was_before_counts_and_the_rest_is_with_the_others() -> None:
    """Two theme days with c, the third with d; d's first and second are not theirs."""
    moved = deferred(world())
    assert there(moved) == ["theme/c/1", "theme/c/2", "talk/p/1", "theme/d/3"]
    assert lacking(moved) == []
    assert found(rules.DayLedger(), moved, plan_of(moved)) == {}


def test_what_they_were_absent_from_they_have_with_the_others() -> None:
    """Theme day 2 with c was missed; d has it on day 7, so nothing is missing."""
    away = lp.Availability(first=day(1), last=day(1))
    moved = deferred(world(availability=(away,)))
    assert there(moved) == ["theme/c/1", "talk/p/1", "theme/d/2", "theme/d/3"]
    assert lacking(moved) == []


def test_what_they_skipped_before_they_have_with_the_others() -> None:
    """Leave from c's second theme day does not keep them from d's."""
    moved = deferred(world(skips=(Skip(activity="theme", occurrence=2),)))
    assert there(moved) == ["theme/c/1", "talk/p/1", "theme/d/2", "theme/d/3"]
    assert lacking(moved) == []


def test_what_the_others_have_had_already_is_missing_by_name() -> None:
    """Theme day 1 was skipped with c and is over with d: it counts for nothing."""
    moved = deferred(world(skips=(Skip(activity="theme", occurrence=1),)))
    assert there(moved) == ["theme/c/2", "talk/p/1", "theme/d/3"]
    assert lacking(moved) == [("theme", 1)]
    assert [w.rule for w in moved.waivers] == ["day_ledger"]


def test_what_they_are_away_for_is_skipped_but_for_plenaries() -> None:
    """On leave when d has its third theme day: missing, and skipped if no plenary."""
    away = lp.Availability(first=day(15), last=day(20))
    given = world(availability=(away,))
    moved = deferred(given)
    assert there(moved) == ["theme/c/1", "theme/c/2", "talk/p/1", "theme/d/3"]
    assert lacking(moved) == [("theme", 3)]
    theme, talk = given.activities
    quiet = theme.model_copy(update={"plenary": False})
    moved = deferred(given.replace(activities=(quiet, talk)))
    assert there(moved) == ["theme/c/1", "theme/c/2", "talk/p/1"]
    assert lacking(moved) == [("theme", 3)]


@pytest.mark.parametrize(("sat", "whose"), [(3, "c"), (6, "d")])
def test_an_exam_is_sat_again_with_those_it_was_sat_with(sat: int, whose: str) -> None:
    """The exam before or after day 5; the re-exam of c is on day 10, of d on day 20."""
    exam = activity("talk", "participant", kind="exam")
    again = activity("again", "cohort", kind="re_exam")
    given = world().replace(activities=(world().activities[0], exam, again))
    days = [s for s in plan_of(world()).sessions if s.activity == "theme"]
    exams = [session(f"talk/{p.id}/1", sat, slot=2) for p in given.participants]
    plan = Plan(
        sessions=(*days, *exams, session("again/c/1", 10), session("again/d/1", 20))
    )
    row = change.Defer(participant="p", on=ON, cohort="d")
    view = PlanView(row.apply(given, plan), plan)
    assert [k.audience for k, _ in view.of_participant("p", ["again"])] == [whose]


@pytest.mark.parametrize("number", [1, 3])
def test_a_guest_of_the_new_cohort_is_one_of_them(number: int) -> None:
    """Caught up with d before or planned to: that is their own day now."""
    row = GuestAt(activity="theme", occurrence=number, audience="d")
    moved = deferred(world(guest_at=(row,)))
    assert f"theme/d/{number}" in there(moved)
    assert len(there(moved)) == 4
    assert lacking(moved) == []


def test_going_back_makes_the_own_days_own_again() -> None:
    """To d and back on the same day: they have what they had."""
    given = world()
    moved = deferred(given)
    back = change.Defer(participant="p", on=ON, cohort="c").apply(moved, plan_of(given))
    assert there(back) == there(given)
    assert back.participant("p").guest_at == ()


def test_who_leaves_is_no_guest_any_more() -> None:
    """A catch-up still to come goes with the rest."""
    row = GuestAt(activity="theme", occurrence=3, audience="d")
    given = world(guest_at=(row,))
    gone = change.Withdraw(participant="p", on=ON).apply(given, plan_of(given))
    assert there(gone) == ["theme/c/1", "theme/c/2", "talk/p/1"]


def test_who_leaves_catches_up_with_nobody() -> None:
    """D keeps a seat on day 15; whoever left on day 5 is not sent there, others are."""
    theme, talk = world().activities
    given = world().replace(
        activities=(theme.model_copy(update={"spare_seats": 1}), talk)
    )
    plan = plan_of(given)
    policy = ReplanPolicy(catch_up=True)
    gone = change.Withdraw(participant="p", on=ON)
    told = lp.replan(given, plan, gone, ON, policy)
    assert told.programme.participant("p").guest_at == ()
    ill = change.Absence(participant="p", first=day(14), last=day(14))
    told = lp.replan(given, plan, ill, ON, policy)
    row = GuestAt(activity="theme", occurrence=3, audience="d")
    assert told.programme.participant("p").guest_at == (row,)


def test_a_guest_at_what_is_for_others_only_has_that_and_no_more() -> None:
    """One of three theme days that only r is meant for: 4 quarters, not 12."""
    row = GuestAt(activity="theme", occurrence=2, audience="d")
    theme, talk = world().activities
    only = theme.model_copy(update={"only": ("r",)})
    given = world(guest_at=(row,)).replace(activities=(only, talk))
    ledger = lp.day_ledger(given, plan_of(given))
    assert (ledger.promised("p"), ledger.has("p")) == (4, 4)


def test_both_are_told_and_kept_as_json() -> None:
    """The sentence names who, with whom, and when; a change read back is the same."""
    given = world()
    rows = (
        (change.Defer(participant="p", on=ON, cohort="d"),
         "p goes on with Hold d from Sat 11 September 2027"),
        (change.CatchUp(participant="p", activity="theme", occurrence=3, audience="d"),
         "p makes up for theme 3 with Hold d"),
    )  # fmt: skip
    for row, said in rows:
        words = row.words(given)
        assert words.en == said
        assert words.da != words.en
        assert change.KINDS[row.kind].model_validate_json(row.model_dump_json()) == row
        changed = row.apply(given, plan_of(given))
        assert lp.from_json(lp.to_json(changed)) == changed


def test_linked_pairs_part() -> None:
    """Who is left behind cannot be asked to be in a group with them."""
    pair = lp.Pair(first="q", second="p", relation="linked")
    apart = lp.Pair(first="q", second="p", relation="apart")
    moved = deferred(world().replace(pairs=(pair, apart)))
    assert moved.pairs == (apart,)


def test_a_cohort_that_is_over_is_refused() -> None:
    """D has its last day on day 15."""
    given = world()
    with pytest.raises(lp.InputError, match="goes on after"):
        change.Defer(participant="p", on=day(16), cohort="d").apply(
            given, plan_of(given)
        )


def test_a_cohort_without_what_they_have_had_is_refused() -> None:
    """The talk that is done would be lost where d has none."""
    given = world()
    theme, talk = given.activities
    own = talk.model_copy(update={"cohorts": ("c",)})
    given = given.replace(activities=(theme, own))
    plan = plan_of(given)
    kept = tuple(s for s in plan.sessions if s.id != "talk/r/1")
    with pytest.raises(lp.InputError, match="has talk, too"):
        change.Defer(participant="p", on=ON, cohort="d").apply(
            given, plan.model_copy(update={"sessions": kept})
        )


def test_who_has_no_group_there_gets_one() -> None:
    """Though nothing is broken and no session is new: a place in a group is."""
    groups = tuple(lp.Cohort(id=key, name=key, network_groups=1) for key in ("c", "d"))
    given = world().replace(
        cohorts=groups,
        activities=(*world().activities[:1], activity("meet", "network_group")),
        rules=(rules.NoDoubleBooking(),),
    )
    days = [session(f"theme/{c}/{n}", DAYS[c][n - 1]) for c in DAYS for n in (1, 2, 3)]
    meets = [session(f"meet/{c}-A/1", 17) for c in DAYS]
    plan = Plan(
        sessions=(*days, *meets),
        groups=(
            lp.NetworkGroup(id="c-A", cohort="c", participants=("p", "q")),
            lp.NetworkGroup(id="d-A", cohort="d", participants=("r",)),
        ),
    )
    assert lp.check(given, plan).ok
    row = change.Defer(participant="p", on=ON, cohort="d")
    told = lp.replan(given, plan, row, ON, options=lp.SolveOptions(deterministic=True))
    assert told.plan is not None
    assert {g.id: g.participants for g in told.plan.groups} == {
        "c-A": ("q",), "d-A": ("p", "r"),
    }  # fmt: skip
