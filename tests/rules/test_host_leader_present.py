from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Availability
from leaderplan.rules._base import HostingDay
from leaderplan.rules.host_leader_present import HostLeaderPresent
from leaderplan.testing import assert_rule_agrees
from tests.rules.practicum import hosting, placed, visit
from tests.rules.small_world import day, found, host, person, staff
from tests.strategies import plans, small_programmes

RULE = HostLeaderPresent()
AWAY = (
    Availability(first=day(0), last=day(0)),
    # Day 1 in two pieces, which together are the whole day of four blocks.
    Availability(first=day(1), last=day(1), blocks=(0, 1)),
    Availability(first=day(1), last=day(1), blocks=(2, 3)),
    Availability(first=day(2), last=day(2), blocks=(0, 1, 2)),
    Availability(state="prefer_not", first=day(3), last=day(3)),
)
GIVEN = hosting(
    [person("p")],
    host("u2", "boss"),
    host("u3"),
    staff=[staff("boss", "host_leader", availability=AWAY)],
)


def judged(unit, number):
    """Return what the rule says of a host on a day."""
    return RULE.judge(GIVEN)(HostingDay(GIVEN.host(unit), day(number)))


def test_a_part_of_the_day_is_enough():
    """On day 2 one block is left, on day 3 the leader is only unwilling."""
    plan = placed({"p": "u2"}, visit("p", 2), visit("p", 3, 2))
    assert found(RULE, GIVEN, plan) == {}
    assert [judged("u2", n) for n in (2, 3, 4)] == [0, 0, 0]


def test_whole_days_away_count():
    """Day 0 in one piece and day 1 in two: 1 for each practicum day."""
    plan = placed({"p": "u2"}, visit("p", 0), visit("p", 1, 2))
    assert found(RULE, GIVEN, plan) == {("u2", "visit/p/1"): 1, ("u2", "visit/p/2"): 1}
    assert [judged("u2", n) for n in (0, 1)] == [1, 1]


def test_a_host_without_leader_is_kept():
    """Nobody can be missed where nobody leads."""
    assert found(RULE, GIVEN, placed({"p": "u3"}, visit("p", 0))) == {}
    assert judged("u3", 0) == 0


@st.composite
def with_days_off(draw, drawn):
    """Give some leaders a weekday off: drawn diaries seldom fill a whole day.

    In pieces it fills the day of three blocks and leaves one of the day of five.
    """
    pieces = st.sampled_from((((0,), (1, 2, 3)), (None,)))

    def changed(member):
        if not member.load("host_leader") or not draw(st.booleans()):
            return member
        weekday = draw(st.integers(0, 4))
        rows = [Availability(weekdays=(weekday,), blocks=b) for b in draw(pieces)]
        return member.model_copy(update={"availability": tuple(rows)})

    return drawn.replace(staff=tuple(changed(member) for member in drawn.staff))


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    drawn = data.draw(small_programmes())
    plan = data.draw(plans(drawn))
    rule = data.draw(
        st.sampled_from((HostLeaderPresent(level="dates", weight=2), RULE))
    )
    assert_rule_agrees(data.draw(with_days_off(drawn)), plan, rule)
