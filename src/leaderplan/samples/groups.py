"""Network groups and module classes of a planted plan, and the declared pairs."""

from __future__ import annotations

import random
from collections import Counter

from leaderplan.domain.people import Pair
from leaderplan.domain.programme import Programme

MOST_PER_AREA = 2
"""Members of one area in one network group; DOMAIN.md 4.4."""

APART, LINKED, ACQUAINTED = 0.02, 0.03, 0.06
"""Declared pairs per participant; DOMAIN.md 4.3."""

TRIES = 20_000


def divide(people: list[str], labels: tuple[str, ...]) -> dict[str, list[str]]:
    """Deal people out to labels in turn, so that sizes differ by at most 1."""
    return {label: people[i :: len(labels)] for i, label in enumerate(labels)}


def form_groups(
    programme: Programme, cohort: str, draw: random.Random
) -> dict[str, list[str]] | None:
    """Form network groups by swaps until no requirement of theirs is broken.

    Sectors are spread evenly, at most two of one area stand together, and
    nobody with a colleague of now, before or later.
    """
    people = [p.id for p in programme.participants if p.cohort == cohort]
    draw.shuffle(people)
    groups = divide(people, programme.group_ids(cohort))
    faults = _Faults(programme, people, len(groups))
    labels = list(groups)
    held = {label: faults.count(groups[label]) for label in labels}
    for _ in range(TRIES):
        if not sum(held.values()):
            return groups
        one, other = draw.sample(labels, 2)
        i = draw.randrange(len(groups[one]))
        j = draw.randrange(len(groups[other]))
        before = held[one] + held[other]
        _swap(groups[one], i, groups[other], j)
        after = {label: faults.count(groups[label]) for label in (one, other)}
        if sum(after.values()) > before:
            _swap(groups[one], i, groups[other], j)
        else:
            held |= after
    return None


def _swap(here: list[str], i: int, there: list[str], j: int) -> None:
    here[i], there[j] = there[j], here[i]


class _Faults:
    """Counts what is wrong with one group."""

    def __init__(self, programme: Programme, people: list[str], groups: int) -> None:
        first = programme.calendar.first
        self.units = {
            key: {post.unit for post in programme.participant(key).posts}
            for key in people
        }
        posts = {}
        for key in people:
            person = programme.participant(key)
            posts[key] = person.post_on(first) or person.posts[0]
        self.area = {key: post.area for key, post in posts.items()}
        self.sector = {key: programme.unit(p.unit).sector for key, p in posts.items()}
        totals = Counter(self.sector.values())
        self.bounds = {s: (n // groups, -(-n // groups)) for s, n in totals.items()}

    def count(self, members: list[str]) -> int:
        areas = Counter(self.area[key] for key in members)
        sectors = Counter(self.sector[key] for key in members)
        units = Counter(unit for key in members for unit in self.units[key])
        found = sum(max(0, n - MOST_PER_AREA) for n in areas.values())
        found += sum(n - 1 for n in units.values())
        for sector, (least, most) in self.bounds.items():
            found += max(0, least - sectors[sector], sectors[sector] - most)
        return found


def declare_pairs(
    groups: dict[str, list[str]], draw: random.Random
) -> tuple[Pair, ...]:
    """Declare some pairs that the groups already keep apart or together."""
    home = {key: label for label, members in groups.items() for key in members}
    people = sorted(home)
    pairs: dict[frozenset[str], Pair] = {}
    for relation, share in (
        ("linked", LINKED),
        ("apart", APART),
        ("acquainted", ACQUAINTED),
    ):
        together = relation == "linked"
        for _ in range(max(1, round(share * len(people)))):
            one = draw.choice(people)
            options = [
                other for other in people
                if other != one and (home[other] == home[one]) is together
                and frozenset((one, other)) not in pairs
            ]  # fmt: skip
            first, second = sorted((one, draw.choice(options)))
            pairs[frozenset((first, second))] = Pair.model_validate(
                {"first": first, "second": second, "relation": relation}
            )
    return tuple(sorted(pairs.values(), key=lambda pair: (pair.first, pair.second)))
