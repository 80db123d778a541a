"""Matching by augmenting paths."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from leaderplan.samples.matching import assign

PLACES = ("a", "b", "c")


@given(
    st.lists(st.lists(st.sampled_from(PLACES), unique=True), max_size=5),
    st.lists(st.integers(0, 2), min_size=3, max_size=3),
)
def test_as_many_as_possible_are_served(options, seats):
    """No other choice serves more people, and nobody gets what they did not name."""
    wanted = {f"p{i}": row for i, row in enumerate(options)}
    capacity = dict(zip(PLACES, seats, strict=True))
    found = assign(wanted, capacity)
    assert all(place in wanted[person] for person, place in found.items())
    assert all(list(found.values()).count(p) <= capacity[p] for p in PLACES)
    best = 0
    for choice in product(*([None, *row] for row in options)):
        if all(choice.count(p) <= capacity[p] for p in PLACES):
            best = max(best, sum(place is not None for place in choice))
    assert len(found) == best


def test_someone_moves_to_their_second_choice_to_let_another_in():
    """Whoever has options gives way to whoever has only one."""
    options = {"free": ["a", "b"], "bound": ["a"]}
    assert assign(options, {"a": 1, "b": 1}) == {"free": "b", "bound": "a"}
