"""Who can stand together, for the hooks that state it; no checker reads this."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from leaderplan.domain.programme import Programme


class Forming(NamedTuple):
    """The network groups or module classes of a cohort and who is split on them."""

    cohort: str
    labels: tuple[str, ...]
    people: tuple[str, ...]


def groups_of(programme: Programme) -> Iterator[Forming]:
    """Yield each cohort that forms network groups of somebody."""
    for cohort in programme.cohorts:
        people = tuple(p.id for p in programme.needs_groups if p.cohort == cohort.id)
        if people:
            yield Forming(cohort.id, programme.group_ids(cohort.id), people)


def classes_of(programme: Programme) -> Iterator[Forming]:
    """Yield each cohort that forms module classes of somebody, mixed or not."""
    for cohort in programme.cohorts:
        if cohort.classes_with is not None:
            continue
        mixed = [c.id for c in programme.cohorts if c.classes_with == cohort.id]
        people = tuple(
            p.id for p in programme.needs_classes if p.cohort in (cohort.id, *mixed)
        )
        if people:
            yield Forming(cohort.id, programme.class_ids(cohort.id), people)


def by_value(
    programme: Programme, forming: Forming, attribute: str
) -> dict[str, list[str]]:
    """Return who has each value of an attribute; whoever gave none is left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for person in forming.people:
        value = programme.attribute_of(person, attribute)
        if value is not None:
            found[value].append(person)
    return dict(found)
