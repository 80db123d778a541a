import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.people import Wish
from leaderplan.errors import InputError
from leaderplan.rules.wishes import Wishes
from tests.rules.practicum import hosting, judged, placed
from tests.rules.small_world import assert_agrees, found, host, person

RULE = Wishes()
# u1: north, school; u2: south, day-care; u3: south, leisure.
HOSTS = (host("u1"), host("u2"), host("u3"))


@pytest.mark.parametrize(
    ("wishes", "amounts"),
    [
        # The first wish names u1; u2 and u3 are met by the second; none is left out.
        ((Wish(rank=1, host="u1"), Wish(rank=2, area="south")), (0, 1, 1)),
        # u1 meets none of two wishes: the largest rank, 2, is missed.
        ((Wish(rank=1, sector="leisure"), Wish(rank=2, host="u2")), (2, 1, 0)),
        # A sector in an area: u1 is a school, but lies in the north.
        ((Wish(rank=1, sector="school", area="south"),), (1, 1, 1)),
        # The best of the wishes that a host meets counts, in whatever order.
        ((Wish(rank=3, area="south"), Wish(rank=1, host="u3")), (3, 2, 0)),
        # Ranks need not start at 1: the best there is misses one.
        ((Wish(rank=2, host="u1"), Wish(rank=4, host="u2")), (1, 3, 4)),
        ((), (0, 0, 0)),
    ],
)
def test_ranks_missed(wishes, amounts):
    """The amount is the ranks below the first, for the checker and the solver."""
    given_ = hosting([person("p", wishes=wishes)], *HOSTS)
    for unit, amount in zip(("u1", "u2", "u3"), amounts, strict=True):
        broken = {("p", unit): amount} if amount else {}
        assert found(RULE, given_, placed({"p": unit})) == broken
        assert judged(RULE, given_, "p", unit) == amount


def test_a_wish_is_never_a_requirement():
    """Without a level it would be hard, which it cannot be."""
    with pytest.raises(InputError, match="wishes is a preference: give it a level"):
        Wishes(level=None)


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model prices a plan exactly as the checker does."""
    assert_agrees(data, RULE, Wishes(weight=5))
