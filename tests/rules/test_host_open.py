from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.base import Span
from leaderplan.domain.calendar import CalendarProfile, Closure, PlanningCalendar
from leaderplan.domain.places import HostUnit
from leaderplan.rules._base import HostingDay
from leaderplan.rules.host_open import HostOpen
from tests.rules.practicum import hosting, placed, visit
from tests.rules.small_world import MONDAY, assert_agrees, day, found, host, person

RULE = HostOpen()
OPEN = HostUnit(unit="u2", open=(Span(first=day(1), last=day(2)), Span(first=day(14))))


def judged(given_, unit, number):
    """Return what the rule says of a host on a day."""
    return RULE.judge(given_)(HostingDay(given_.host(unit), day(number)))


def test_both_ends_of_an_open_period_are_kept():
    """The host is open on days 1 and 2, and from day 14 on."""
    given_ = hosting([person("p")], OPEN)
    for number in (1, 2, 14, 27):
        assert found(RULE, given_, placed({"p": "u2"}, visit("p", number))) == {}
        assert judged(given_, "u2", number) == 0


def test_each_day_outside_counts():
    """Days 0 and 3 lie just outside: 1 for each."""
    given_ = hosting([person("p")], OPEN)
    plan = placed({"p": "u2"}, visit("p", 0), visit("p", 3, 2))
    assert found(RULE, given_, plan) == {("u2", "visit/p/1"): 1, ("u2", "visit/p/2"): 1}
    assert [judged(given_, "u2", n) for n in (0, 3, 13)] == [1, 1, 1]


def test_days_closed_altogether_count_and_half_days_do_not():
    """The default profile closes day 0 for good and the first block of day 1."""
    closures = (
        Closure(id="all", name="all", first=MONDAY, last=MONDAY),
        Closure(id="part", name="part", first=day(1), last=day(1), blocks=(0,)),
    )
    calendar = PlanningCalendar(
        first=MONDAY,
        last=day(27),
        closures=closures,
        profiles=(CalendarProfile(id="all", name="all", closures=("all", "part")),),
        default_profile="all",
    )
    given_ = hosting([person("p")], host("u2"), calendar=calendar)
    plan = placed({"p": "u2"}, visit("p", 0), visit("p", 1, 2))
    assert found(RULE, given_, plan) == {("u2", "visit/p/1"): 1}
    assert [judged(given_, "u2", n) for n in (0, 1)] == [1, 0]


def test_a_day_closed_twice_counts_once():
    """Outside the open period and closed by the profile is still one day."""
    closed = Closure(id="all", name="all", first=MONDAY, last=MONDAY)
    calendar = PlanningCalendar(
        first=MONDAY,
        last=day(27),
        closures=(closed,),
        profiles=(CalendarProfile(id="all", name="all", closures=("all",)),),
        default_profile="all",
    )
    given_ = hosting([person("p")], OPEN, calendar=calendar)
    plan = placed({"p": "u2"}, visit("p", 0))
    assert found(RULE, given_, plan) == {("u2", "visit/p/1"): 1}
    assert judged(given_, "u2", 0) == 1


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, HostOpen(level="dates", weight=5))
