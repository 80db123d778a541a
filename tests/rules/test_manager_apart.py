from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Cohort, Post
from leaderplan.domain.plan import Plan
from leaderplan.rules.manager_apart import ManagerApart
from leaderplan.testing import assert_rule_agrees
from tests.rules.small_world import (
    assert_agrees,
    day,
    found,
    group,
    person,
    programme,
    staff,
)


def _post(manager, first=None, last=None):
    return Post(
        unit="u1", area="north", manager=manager, valid_from=first, valid_to=last
    )


def _given(*posts, **changes):
    """Return boss p0 (also on the staff) and p1 with the posts."""
    return programme(
        [person("p0"), person("p1", posts=posts)],
        staff=[staff("p0", "manager"), staff("m", "manager")],
        **({"cohorts": (Cohort(id="c", name="c", network_groups=2),)} | changes),
    )


TOGETHER = Plan(groups=(group("A", "p0", "p1"), group("B")))
APART = Plan(groups=(group("A", "p0"), group("B", "p1")))
BROKEN = {("c-A", "p0", "p1"): 1}


def test_report_and_manager_in_one_group_count():
    """p1 reports to p0: once in one group, not at all in two."""
    assert found(ManagerApart(), _given(_post("p0")), TOGETHER) == BROKEN
    assert found(ManagerApart(), _given(_post("p0")), APART) == {}
    assert found(ManagerApart(), _given(_post("m")), TOGETHER) == {}


def test_two_who_lead_each_other_are_one_pair():
    """A pair counts once, whichever way and however often the line goes."""
    given_ = programme(
        [person("p0", posts=(_post("p1"),)), person("p1", posts=(_post("p0"),))],
        staff=[staff("p0", "manager"), staff("p1", "manager")],
    )
    assert found(ManagerApart(), given_, TOGETHER) == BROKEN


def test_the_line_of_any_known_post_counts():
    """p1 gets p0 as manager on day 20, the horizon's last week."""
    given_ = _given(_post("m", last=day(19)), _post("p0", first=day(20)))
    assert found(ManagerApart(), given_, TOGETHER) == BROKEN


def test_former_managers_count_for_the_years_asked():
    """The post ended a day before the horizon: known with one year back only."""
    given_ = _given(_post("p0", last=day(-1)), _post("m", first=day(0)))
    assert found(ManagerApart(), given_, TOGETHER) == {}
    assert found(ManagerApart(years_back=1), given_, TOGETHER) == BROKEN


def test_years_before_a_leap_day():
    """From 29 February 2028 a year back is 1 March 2027, in model and checker."""
    calendar = PlanningCalendar(first=date(2028, 2, 29), last=date(2028, 3, 31))
    for last, broken in ((date(2027, 3, 1), True), (date(2027, 2, 28), False)):
        given_ = _given(
            _post("p0", last=last),
            _post("m", first=date(2027, 6, 1)),
            calendar=calendar,
        )
        rule = ManagerApart(years_back=1)
        assert found(rule, given_, TOGETHER) == (BROKEN if broken else {})
        assert assert_rule_agrees(given_, TOGETHER, rule) is not broken


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, ManagerApart(), ManagerApart(years_back=2, level="groups"))
