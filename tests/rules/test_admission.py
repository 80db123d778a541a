from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.rules._base import Attendance
from leaderplan.rules.admission import Admission
from tests.rules.small_world import (
    activity,
    assert_agrees,
    day,
    found,
    module_class,
    person,
    programme,
    session,
)

RULE = Admission(activity="teach", enrol_days=14)
GIVEN = programme(
    [
        person("in"),
        person("soon", admitted=False, rpl_by=day(3)),
        person("out", admitted=False),
        person("done", rpl_by=date(2028, 6, 1)),
        person("exempt", admitted=False, exempt=("teach",)),
    ],
    activities=(activity("teach", "class"), activity("other", "cohort")),
)
CLASSES = (module_class(1, "in", "soon", "done", "exempt"), module_class(2, "out"))


def judged(who, number, key="teach"):
    """Return what the rule says of somebody at a session on a day."""
    choice = Attendance(GIVEN.participant(who), GIVEN.activity(key), day(number), 0)
    return RULE.judge(GIVEN)(choice)


def test_the_day_enrolment_ends_is_kept():
    """Recognised on day 3 and enrolled 14 days later, soon comes from day 17 on."""
    plan = Plan(classes=CLASSES, sessions=(session("teach/c-1/1", 17),))
    assert found(RULE, GIVEN, plan) == {}
    assert judged("soon", 17) == judged("in", 0) == judged("done", 0) == 0


def test_the_day_before_is_broken():
    """On day 16 enrolment is not through; who is admitted or exempt does not count."""
    plan = Plan(classes=CLASSES, sessions=(session("teach/c-1/1", 16),))
    assert found(RULE, GIVEN, plan) == {("soon", "teach/c-1/1"): 1}
    assert judged("soon", 16) == 1


def test_without_a_day_nobody_comes():
    """Somebody without admission or a day for it breaks every session."""
    plan = Plan(classes=CLASSES, sessions=(session("teach/c-2/1", 27),))
    assert found(RULE, GIVEN, plan) == {("out", "teach/c-2/1"): 1}
    assert judged("out", 27) == 1


def test_other_activities_need_no_admission():
    """Only the module named is closed to those who are not admitted."""
    plan = Plan(classes=CLASSES, sessions=(session("other/c/1", 0),))
    assert found(RULE, GIVEN, plan) == {}
    assert judged("out", 0, "other") == 0


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    rules = [Admission(activity="teaching", enrol_days=n) for n in (0, 21)]
    priced = Admission(activity="teaching", level="dates", weight=3)
    assert_agrees(data, priced, *rules)
