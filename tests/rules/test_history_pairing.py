from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import PastLoad
from leaderplan.domain.plan import CoachMatch, Placement, Plan
from leaderplan.rules._base import Coaching
from leaderplan.rules.history_pairing import HistoryPairing
from tests.rules.practicum import hosting
from tests.rules.practicum import judged as hosted
from tests.rules.small_world import assert_agrees, found, host, person, staff

RULE = HistoryPairing()
GIVEN = hosting(
    [person("p"), person("q")],
    host("u2"),
    host("u3"),
    staff=[staff("c", "coach"), staff("d", "coach")],
    history=(
        PastLoad(subject="c", year=2020, uses=2, participant="p"),
        PastLoad(subject="u2", year=2026, uses=1, participant="p"),
        PastLoad(subject="u3", year=2026, uses=0, participant="p"),
        PastLoad(subject="d", year=2026, uses=5),
    ),
)


def paired(coach, unit):
    """Return a plan of the coach and host of p."""
    return Plan(
        matches=(CoachMatch(participant="p", coach=coach),),
        placements=(Placement(participant="p", host=unit),),
    )


def coached(participant, coach):
    """Return what the rule says of a match."""
    choice = Coaching(GIVEN.participant(participant), GIVEN.member(coach))
    return RULE.judge(GIVEN)(choice)


def test_new_people_and_places_are_kept():
    """Nobody in particular used d, and a use of 0 at u3 is none."""
    assert found(RULE, GIVEN, paired("d", "u3")) == {}
    assert coached("p", "d") == coached("q", "c") == hosted(RULE, GIVEN, "p", "u3") == 0


def test_each_pair_met_before_counts_once():
    """P had c twice seven years ago and u2 last year: 1 each."""
    assert found(RULE, GIVEN, paired("c", "u2")) == {("p", "c"): 1, ("p", "u2"): 1}
    assert coached("p", "c") == hosted(RULE, GIVEN, "p", "u2") == 1


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, HistoryPairing(level=None))
