from __future__ import annotations

import pytest

from benchmarks.methods.flows import coaches, hosts
from leaderplan import rules, samples
from leaderplan.domain.programme import Programme
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.parts import Part, Parts
from leaderplan.model.run import Budget
from tests.rules.small_world import host, person, programme


def _part(given: Programme, part: Part) -> dict[str, int]:
    """Return the values of a part, which must be proven."""
    solved = Lexicographic(given, Budget(60.0), 0).solve(part)
    assert solved.values == solved.bounds
    return {level.id: solved.values.get(level.id, 0) for level in given.levels}


@pytest.mark.parametrize("seed", [0, 1])
def test_hosts_alone_are_a_flow(seed: int) -> None:
    """The flow and leaderplan's part place 32 people at the same cost."""
    given = samples.programme("S", seed)
    values, chosen = hosts(given)
    assert values == _part(given, Parts(given).hosts)
    assert set(chosen) == {p.id for p in given.needs_hosts}
    assert values["placements"] > 0


@pytest.mark.parametrize("difficulty", ["default", "tight"])
def test_coaches_alone_are_a_flow(difficulty: samples.Difficulty) -> None:
    """The flow and leaderplan's part give 32 people coaches at the same cost."""
    given = samples.programme("S", 0, difficulty)
    values, chosen = coaches(given)
    assert values == _part(given, Parts(given).coaches)
    assert set(chosen) == {p.id for p in given.needs_coaches}


def test_two_cannot_share_the_one_place() -> None:
    """Two people and one host with one place: there is no way."""
    given = programme(
        [person("a", "u1"), person("b", "u2")],
        hosts=(host("u3"),),
        rules=(rules.HostCapacity(),),
    )
    with pytest.raises(ValueError, match="not everybody can be placed"):
        hosts(given)


def test_a_second_guest_costs_what_the_rule_says() -> None:
    """Fair is one guest a host: u3 alone has room, so the second costs 5."""
    crowded = host("u3").model_copy(update={"capacity_year": 2, "capacity_week": 2})
    given = programme(
        [person("a", "u1"), person("b", "u2")],
        hosts=(crowded,),
        rules=(rules.HostLoadEven(fair=1, weight=5),),
    )
    values, chosen = hosts(given)
    assert values["placements"] == 5
    assert chosen == {"a": "u3", "b": "u3"}
