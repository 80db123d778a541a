import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Impartiality as Declared
from leaderplan.domain.people import Post
from leaderplan.domain.plan import CoachMatch, Placement, Plan
from leaderplan.domain.view import PlanView
from leaderplan.rules._base import Coaching, Hosting, Leading
from leaderplan.rules.impartiality import Impartiality
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    group,
    host,
    module_class,
    person,
    programme,
    session,
    staff,
)

EXAM = activity("exam", "participant", leads=(Lead(role="examiner"),))
TEACH = activity("teach", "class", leads=(Lead(role="examiner"),))
TALK = activity("talk", "cohort", leads=(Lead(role="examiner"),))
POSTS = (
    Post(unit="u3", area="south", manager="past", valid_to=day(-1)),
    Post(unit="u1", area="north", manager="m", role="deputy", valid_from=day(0)),
)


def _given(*members):
    """Return p1, led by m under top, and the staff members."""
    line = (
        staff("m", "manager", reports_to="top"),
        staff("top", "manager"),
        staff("past", "manager"),
    )
    known = {s.id for s in members}
    return programme(
        [person("p1", posts=POSTS), person("p2", "u3", exempt=("teach",))],
        staff=[*members, *(s for s in line if s.id not in known)],
        hosts=(host("u2", "s"),) if "s" in known else (),
        activities=(EXAM, TEACH, TALK),
    )


COACHED = Plan(matches=(CoachMatch(participant="p1", coach="s"),))
BARRED = {("p1", "s"): 1}


@pytest.mark.parametrize(
    ("facts", "barred"),
    [
        ({}, False),
        ({"unit": "u1"}, True),
        ({"unit": "u2"}, False),
        ({"unit": "u3"}, False),
        ({"area": "north"}, True),
        ({"area": "south"}, False),
        ({"impartiality": (Declared(kind="participant", of="p1"),)}, True),
        ({"impartiality": (Declared(kind="participant", of="p2"),)}, False),
        ({"impartiality": (Declared(kind="unit", of="u1"),)}, True),
        ({"impartiality": (Declared(kind="unit", of="u3"),)}, False),
        ({"impartiality": (Declared(kind="area", of="north"),)}, True),
        ({"impartiality": (Declared(kind="role", of="deputy"),)}, True),
        ({"impartiality": (Declared(kind="role", of="head"),)}, False),
        ({"impartiality": (Declared(kind="staff", of="m"),)}, True),
        ({"impartiality": (Declared(kind="staff", of="past"),)}, False),
    ],
)
def test_what_is_too_close(facts, barred):
    """Work place, area and declarations are read from the post of the horizon."""
    given_ = _given(staff("s", "coach", **facts))
    assert found(Impartiality(), given_, COACHED) == (BARRED if barred else {})
    judge = Impartiality().judge(given_)
    choice = Coaching(given_.participant("p1"), given_.member("s"))
    assert judge(choice) == int(barred)


@pytest.mark.parametrize(("coach", "amount"), [("m", 1), ("top", 1), ("past", 0)])
def test_the_manager_s_line_is_too_close(coach, amount):
    """The manager and whoever is above are; a former manager is not."""
    given_ = _given()
    plan = Plan(matches=(CoachMatch(participant="p1", coach=coach),))
    amounts = {("p1", coach): 1} if amount else {}
    assert found(Impartiality(), given_, plan) == amounts
    choice = Coaching(given_.participant("p1"), given_.member(coach))
    assert Impartiality().judge(given_)(choice) == amount


def test_area_follows_from_the_unit():
    """Somebody of u2 works in the south although the area is not written."""
    rule = Impartiality(same_unit=False)
    given_ = _given(staff("s", "coach", unit="u2"), staff("t", "coach", unit="u1"))
    for coach, amount in (("s", 0), ("t", 1)):
        plan = Plan(matches=(CoachMatch(participant="p1", coach=coach),))
        assert sum(found(rule, given_, plan).values()) == amount
        choice = Coaching(given_.participant("p1"), given_.member(coach))
        assert rule.judge(given_)(choice) == amount


def test_roles_and_areas_asked_for():
    """One area is too close for a coach only, and only named roles are read."""
    given_ = _given(staff("s", "coach", area="north"))
    plan = Plan(
        matches=COACHED.matches,
        placements=(Placement(participant="p1", host="u2"),),
    )
    assert found(Impartiality(), given_, plan) == BARRED
    assert found(Impartiality(same_area=()), given_, plan) == {}
    wide = Impartiality(same_area=("coach", "host_leader"))
    assert found(wide, given_, plan) == BARRED | {("p1", "u2"): 1}
    assert found(Impartiality(roles=("examiner",)), given_, plan) == {}
    choice = Hosting(given_.participant("p1"), given_.host("u2"))
    assert Impartiality().judge(given_)(choice) == 0
    assert wide.judge(given_)(choice) == 1


def test_facilitators_and_examiners_serve_those_who_are_there():
    """Group, exam and class bind somebody of p1's unit; the whole cohort does not."""
    given_ = _given(staff("s", "examiner", "facilitator", unit="u1"))
    plan = Plan(
        groups=(group("A", "p1", "p2", facilitator="s"), group("B")),
        classes=(module_class(1, "p1", "p2"), module_class(2)),
        sessions=(
            session("exam/p1/1", 1, staff={"examiner": "s"}),
            session("exam/p2/1", 2, staff={"examiner": "s"}),
            session("teach/c-1/1", 3, staff={"examiner": "s"}),
            session("talk/c/1", 4, staff={"examiner": "s"}),
        ),
    )
    assert found(Impartiality(), given_, plan) == {
        ("p1", "s", "facilitator"): 1,
        ("exam/p1/1", "s"): 1,
        ("teach/c-1/1", "p1", "s", "examiner"): 1,
    }
    judge, s = Impartiality().judge(given_), given_.member("s")
    assert judge(Leading(s, "examiner", EXAM, "p1", 1)) == 1
    assert judge(Leading(s, "examiner", EXAM, "p2", 1)) == 0
    assert judge(Leading(s, "examiner", TEACH, "c-1", 1)) == 0


def test_members_who_skip_the_class_are_not_served():
    """p2 of u3 is exempt from teaching, so a teacher of u3 is not too close there."""
    given_ = _given(staff("s", "examiner", unit="u3"))
    plan = Plan(
        classes=(module_class(1, "p2"), module_class(2, "p1")),
        sessions=(session("teach/c-1/1", staff={"examiner": "s"}),),
    )
    assert found(Impartiality(), given_, plan) == {}


def test_the_message_gives_no_reason():
    """It names the two and the role, nothing of why."""
    given_ = _given(staff("s", "coach", unit="u1"))
    (broken,) = Impartiality().check(PlanView(given_, COACHED))
    assert broken.message.da == "s kan ikke være coach for p1"
    assert broken.message.en == "s cannot be coach for p1"


@settings(max_examples=40)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(
        data,
        Impartiality(),
        Impartiality(level="matches"),
        Impartiality(
            roles=("lecturer", "coach"), same_area=("lecturer",), level="matches"
        ),
    )
