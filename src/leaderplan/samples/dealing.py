"""Which cohort everybody starts in."""

from __future__ import annotations

from collections.abc import Collection

from leaderplan.domain.places import Unit
from leaderplan.samples.intakes import Intake
from leaderplan.samples.places import Places
from leaderplan.samples.shape import Size
from leaderplan.samples.sizes import stream


def cohort_id(number: int) -> str:
    """Id of a cohort, 0 the first."""
    return f"hold-{number + 1}"


def intakes_of(size: Size) -> dict[str, Intake]:
    """Intake of each cohort by id."""
    return {cohort_id(i): cohort.intake for i, cohort in enumerate(size.cohorts)}


def cohorts_of_people(
    size: Size, places: Places, seed: int
) -> list[tuple[str, Intake]]:
    """Deal people out to the cohorts of their district, each as mixed as the whole.

    Those of one unit start in different cohorts where there are several; in a region
    in different half-years too, since few of them may be away in the same weeks.
    """
    draw = stream(seed, "cohorts")
    units = {unit.id: unit for unit in places.units}
    left = [cohort.participants for cohort in size.cohorts]
    order = list(range(len(places.homes)))
    draw.shuffle(order)
    order.sort(key=lambda i: _kind(units[places.homes[i]]))
    found: dict[int, int] = {}
    senders: dict[str, set[int]] = {}
    for i in order:
        home = units[places.homes[i]]
        there = senders.setdefault(home.id, set())
        number = _next_cohort(size, left, places.district[home.area], there)
        left[number] -= 1
        there.add(number)
        found[i] = number
    return [
        (cohort_id(found[i]), size.cohorts[found[i]].intake) for i in range(len(order))
    ]


def _next_cohort(
    size: Size, left: list[int], district: int, colleagues: Collection[int]
) -> int:
    """Number of the emptiest cohort with room that is best for colleagues."""

    def preferred(number: int) -> tuple[bool, int, float, int]:
        cohort = size.cohorts[number]
        starts = [size.cohorts[other].intake.starts for other in colleagues]
        together = starts.count(cohort.intake.starts) if size.regional else 0
        full = -left[number] / cohort.participants
        return number in colleagues, together, full, number

    return min(
        (
            number
            for number, cohort in enumerate(size.cohorts)
            if left[number] and cohort.district == district
        ),
        key=preferred,
    )


def _kind(unit: Unit) -> tuple[str, str]:
    return unit.sector, unit.area
