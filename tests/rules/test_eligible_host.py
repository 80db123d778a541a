from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Post
from leaderplan.rules.eligible_host import EligibleHost
from tests.rules.practicum import hosting, judged, placed
from tests.rules.small_world import assert_agrees, day, found, host, person

RULE = EligibleHost()
BEFORE = Post(unit="u2", area="south", valid_to=date(2024, 9, 6))
NOW = Post(unit="u1", area="north", valid_from=date(2024, 9, 7), valid_to=day(26))
NEXT = Post(unit="u3", area="south", valid_from=day(27))
MOVER = person("p", posts=(BEFORE, NOW, NEXT))
GIVEN = hosting([MOVER], host("u1"), host("u2"), host("u3"))


def test_another_unit_is_kept():
    """A host where the participant never had a post is kept."""
    given_ = hosting([person("p")], host("u2"))
    assert found(RULE, given_, placed({"p": "u2"})) == {}


def test_own_former_and_next_units_are_broken():
    """The horizon starts on 6 September 2027 and ends on day 27.

    The post at u2 ended on 6 September 2024, to the day three years before; the one
    at u3 starts on the last day of the horizon.
    """
    for unit in ("u1", "u2", "u3"):
        assert found(RULE, GIVEN, placed({"p": unit})) == {("p", unit): 1}
        assert judged(RULE, GIVEN, "p", unit) == 1


def test_memory_ends_with_years_back():
    """Two years back only the present and the next unit count."""
    short = EligibleHost(years_back=2)
    assert found(short, GIVEN, placed({"p": "u2"})) == {}
    assert judged(short, GIVEN, "p", "u2") == 0
    assert judged(short, GIVEN, "p", "u1") == 1


def test_post_after_the_horizon_is_not_known():
    """A post from the day after the horizon does not count."""
    later = Post(unit="u3", area="south", valid_from=day(28))
    here = Post(unit="u1", area="north", valid_to=day(27))
    given_ = hosting([person("p", posts=(here, later))], host("u3"))
    assert found(RULE, given_, placed({"p": "u3"})) == {}
    assert judged(RULE, given_, "p", "u3") == 0


def test_leap_day_has_a_day_three_years_before():
    """From 29 February 2028 three years back is 1 March 2025, for both ways."""
    calendar = PlanningCalendar(first=date(2028, 2, 29), last=date(2028, 3, 31))
    for last, amount in ((date(2025, 2, 28), 0), (date(2025, 3, 1), 1)):
        former = Post(unit="u2", area="south", valid_to=last)
        now = Post(unit="u1", area="north", valid_from=date(2026, 1, 1))
        people = [person("p", posts=(former, now))]
        given_ = hosting(people, host("u2"), calendar=calendar)
        assert sum(found(RULE, given_, placed({"p": "u2"})).values()) == amount
        assert judged(RULE, given_, "p", "u2") == amount


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    priced = EligibleHost(years_back=0, level="placements", weight=3)
    assert_agrees(data, RULE, priced)
