"""Weekdays on which some participants are never free."""

from __future__ import annotations

import random
from collections.abc import Mapping

from leaderplan.domain.people import Participant


def fixed_weekdays(
    people: tuple[Participant, ...], share: float, draw: random.Random
) -> dict[str, int]:
    """Give a share of the participants one weekday; Monday is 0."""
    count = round(share * len(people))
    chosen = draw.sample([person.id for person in people], count)
    return {key: draw.randrange(5) for key in sorted(chosen)}


def agreeing(
    fixed: Mapping[str, int], people: tuple[Participant, ...]
) -> dict[str, int]:
    """Leave those of an area and a cohort two fixed weekdays, or they never meet."""
    home = {person.id: (person.cohort, person.posts[-1].area) for person in people}
    known: dict[tuple[str, str], list[int]] = {}
    found = {}
    for number, (key, weekday) in enumerate(fixed.items()):
        here = known.setdefault(home[key], [])
        if len(here) < 2 and weekday not in here:
            here.append(weekday)
        found[key] = weekday if weekday in here else here[number % 2]
    return found
