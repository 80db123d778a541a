from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Cohort, Post
from leaderplan.domain.plan import Plan
from leaderplan.rules.unit_apart import UnitApart
from leaderplan.testing import assert_rule_agrees
from tests.rules.small_world import assert_agrees, day, found, group, person, programme


def _plan(*members):
    return Plan(groups=(group("A", *members), group("B")))


def test_a_second_colleague_counts():
    """One of u1 is right, two are one above, three are two above."""
    given_ = programme([person(f"p{i}") for i in (1, 2, 3)] + [person("q", "u2")])
    assert found(UnitApart(), given_, _plan("p1", "q")) == {}
    assert found(UnitApart(), given_, _plan("p1", "p2", "q")) == {("c-A", "u1"): 1}
    assert found(UnitApart(), given_, _plan("p1", "p2", "p3")) == {("c-A", "u1"): 2}


def test_a_later_post_is_known_already():
    """Who moves to u1 during the year is a colleague from the start."""
    posts = (
        Post(unit="u2", area="south", valid_to=day(19)),
        Post(unit="u1", area="north", valid_from=day(20)),
    )
    given_ = programme([person("p1"), person("p2", posts=posts)])
    assert found(UnitApart(), given_, _plan("p1", "p2")) == {("c-A", "u1"): 1}


def test_a_post_after_the_horizon_is_not_known():
    """The horizon ends on day 27; a post from day 28 says nothing."""
    posts = (
        Post(unit="u2", area="south", valid_to=day(27)),
        Post(unit="u1", area="north", valid_from=day(28)),
    )
    given_ = programme([person("p1"), person("p2", posts=posts)])
    assert found(UnitApart(), given_, _plan("p1", "p2")) == {}


def test_former_posts_count_for_the_years_asked():
    """The horizon starts on 6 September 2027; one year before is 6 September 2026."""
    for last, broken in ((date(2026, 9, 6), True), (date(2026, 9, 5), False)):
        posts = (
            Post(unit="u1", area="north", valid_to=last),
            Post(unit="u2", area="south", valid_from=date(2026, 10, 1)),
        )
        given_ = programme([person("p1"), person("p2", posts=posts)])
        amounts = {("c-A", "u1"): 1} if broken else {}
        assert found(UnitApart(years_back=1), given_, _plan("p1", "p2")) == amounts
        assert found(UnitApart(), given_, _plan("p1", "p2")) == {}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, UnitApart(), UnitApart(years_back=1, level="groups"))


def test_years_before_a_leap_day():
    """From 29 February 2028 a year back is 1 March 2027, in model and checker."""
    calendar = PlanningCalendar(first=date(2028, 2, 29), last=date(2028, 3, 31))
    for last, broken in ((date(2027, 3, 1), True), (date(2027, 2, 28), False)):
        posts = (
            Post(unit="u1", area="north", valid_to=last),
            Post(unit="u2", area="south", valid_from=date(2027, 6, 1)),
        )
        given_ = programme(
            [person("p1"), person("p2", posts=posts)],
            calendar=calendar,
            cohorts=(Cohort(id="c", name="c", network_groups=2),),
        )
        amounts = {("c-A", "u1"): 1} if broken else {}
        assert found(UnitApart(years_back=1), given_, _plan("p1", "p2")) == amounts
        rule = UnitApart(years_back=1)
        assert assert_rule_agrees(given_, _plan("p1", "p2"), rule) is not broken
