from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import PastLoad
from leaderplan.rules.host_load_even import HostLoadEven
from tests.rules.practicum import hosting, placed
from tests.rules.small_world import assert_agrees, found, host, person

PEOPLE = [person(p) for p in "pqr"]
# The horizon starts in 2027: of u2 1 + 1 uses lie in the last two years.
HISTORY = (
    PastLoad(subject="u2", year=2026, uses=1),
    PastLoad(subject="u2", year=2025, uses=1, participant="p"),
    PastLoad(subject="u2", year=2024, uses=9),
    PastLoad(subject="u2", year=2027, uses=9),
)
GIVEN = hosting(PEOPLE, host("u2"), host("u3"), history=HISTORY)


def test_the_share_left_is_kept():
    """u2 had 2 of 3, so one more is fair; u3 had none, so three would be."""
    rule = HostLoadEven(fair=3)
    assert found(rule, GIVEN, placed({"p": "u2", "q": "u3", "r": "u3"})) == {}


def test_participants_above_the_share_count():
    """u2 has 3 - 2 = 1 left and gets 3: two above."""
    rule = HostLoadEven(fair=3)
    assert found(rule, GIVEN, placed(dict.fromkeys("pqr", "u2"))) == {("u2",): 2}


def test_a_host_that_is_used_up_counts_from_its_first():
    """u2 had 2 already, more than 1: what earlier years took is not charged again."""
    rule = HostLoadEven(fair=1)
    assert found(rule, GIVEN, placed({"p": "u2", "q": "u3"})) == {("u2",): 1}
    assert found(rule, GIVEN, placed({"p": "u3"})) == {}


def test_years_say_how_far_back():
    """One year back u2 had 1, none years back nothing, three years back 11."""
    plan = placed({"p": "u2", "q": "u2"})
    # fair 2: 2 - (2 - 1) = 1; 2 - 2 = 0; 2 - 0 = 2.
    assert found(HostLoadEven(fair=2, years=1), GIVEN, plan) == {("u2",): 1}
    assert found(HostLoadEven(fair=2, years=0), GIVEN, plan) == {}
    assert found(HostLoadEven(fair=2, years=3), GIVEN, plan) == {("u2",): 2}


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model prices a plan exactly as the checker does."""
    rules = [HostLoadEven(fair=n, weight=n + 1) for n in (0, 1, 2)]
    assert_agrees(data, *rules)
