"""Bipartite matching by augmenting paths, small enough to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def assign(
    options: Mapping[str, Sequence[str]], capacity: Mapping[str, int]
) -> dict[str, str]:
    """Give as many people as possible one of their options each.

    Parameters
    ----------
    options
        What each person may have, the best first.
    capacity
        How many people each option takes.

    Returns
    -------
    dict
        Option of each person who got one; nobody more can be served.
    """
    given: dict[str, list[str]] = {option: [] for option in capacity}

    def serve(person: str, tried: set[str]) -> bool:
        for option in options[person]:
            if option in tried:
                continue
            tried.add(option)
            if len(given[option]) < capacity[option]:
                given[option].append(person)
                return True
            for place, other in enumerate(given[option]):
                if serve(other, tried):
                    given[option][place] = person
                    return True
        return False

    for person in options:
        serve(person, set())
    return {person: option for option, people in given.items() for person in people}
