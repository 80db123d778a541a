import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.places import HostUnit
from leaderplan.errors import InputError
from leaderplan.rules.sector_policy import SectorPolicy
from tests.rules.practicum import hosting, judged, placed
from tests.rules.small_world import assert_agrees, found, host, person

# p works in a school (u1); u2 is a day-care and u3 a leisure unit that knows economy.
PEOPLE = [person("p", goals=("economy", "day-care")), person("q", goals=())]
HOSTS = (host("u1"), host("u2"), HostUnit(unit="u3", specialities=("economy",)))
GIVEN = hosting(PEOPLE, *HOSTS)


@pytest.mark.parametrize(
    ("policy", "amounts"),
    [
        # Of the hosts u1, u2 and u3: only u1 has the own sector.
        ("other", (1, 0, 0)),
        ("own", (0, 1, 1)),
        # A goal is met by the sector of u2, by the speciality of u3, not by u1.
        ("goal", (1, 0, 0)),
    ],
)
def test_each_policy(policy, amounts):
    """A host against the policy counts 1, both for the checker and the solver."""
    rule = SectorPolicy(policy=policy)
    for unit, amount in zip(("u1", "u2", "u3"), amounts, strict=True):
        broken = {("p", unit): 1} if amount else {}
        assert found(rule, GIVEN, placed({"p": unit})) == broken
        assert judged(rule, GIVEN, "p", unit) == amount


def test_a_goal_met_by_neither_sector_nor_speciality():
    """Somebody who wants strategy finds it at none of the hosts."""
    given_ = hosting([person("p", goals=("strategy",))], *HOSTS)
    rule = SectorPolicy(policy="goal")
    assert found(rule, given_, placed({"p": "u3"})) == {("p", "u3"): 1}
    assert judged(rule, given_, "p", "u3") == 1


def test_somebody_without_goals_keeps_the_goal_policy():
    """Nothing is asked of the host of q."""
    rule = SectorPolicy(policy="goal")
    assert found(rule, GIVEN, placed({"q": "u1"})) == {}
    assert judged(rule, GIVEN, "q", "u1") == 0


def test_unknown_policy_is_refused():
    """A policy is one of three."""
    with pytest.raises(InputError, match="'other', 'own' or 'goal'"):
        SectorPolicy(policy="mixed")


@settings(max_examples=25)
@given(st.data())
def test_model_and_checker_agree(data):
    """The model refuses or prices a plan exactly as the checker does."""
    policies = ("other", "own", "goal")
    hard = [SectorPolicy(policy=policy) for policy in policies]
    priced = [SectorPolicy(policy=p, level="placements", weight=3) for p in policies]
    assert_agrees(data, *priced, *hard)
