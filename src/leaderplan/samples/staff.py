"""Everyone who leads: directors, unit leaders, coaches, lecturers, examiners."""

from __future__ import annotations

import random

from leaderplan.domain.people import RoleLoad, Staff
from leaderplan.samples.activities import THEMES
from leaderplan.samples.people import TOPICS
from leaderplan.samples.places import Places
from leaderplan.samples.regions import shares
from leaderplan.samples.scarcity import Scarcity
from leaderplan.samples.shape import Size
from leaderplan.samples.sizes import stream
from leaderplan.samples.words import MEN, SURNAMES, WOMEN

COACH_PER_DAY, GIVER_PER_DAY, EXAMINER_PER_DAY = 4, 4, 9
"""Most sessions on one day; DOMAIN.md 4.1 and 4.4."""

GROUPS_EACH = 2
"""Network groups that one facilitator takes."""


def make_staff(
    size: Size, places: Places, scarcity: Scarcity, seed: int
) -> tuple[Staff, ...]:
    """Draw the staff of a sample; availability comes with the plan."""
    draw = stream(seed, "staff")
    rows = [*_line(places), *_coaches(size, places, scarcity, draw), *_teachers(size)]
    rows += _several("facilitator", "facilitator", size.facilitators,
                     smallest=1, largest=GROUPS_EACH)  # fmt: skip
    rows += _several(
        "eksaminator", "examiner", size.examiners, per_day=EXAMINER_PER_DAY
    )
    rows += _several(
        "censor", "external_examiner", size.examiners, per_day=EXAMINER_PER_DAY
    )
    rows += _several("tilbagemelder", "type_giver", size.type_givers,
                     per_day=GIVER_PER_DAY)  # fmt: skip
    return tuple(
        member.model_copy(
            update={"name": _name(draw), "email": f"{member.id}@example.org"}
        )
        for member in rows
    )


def _name(draw: random.Random) -> str:
    return f"{draw.choice(WOMEN + MEN)} {draw.choice(SURNAMES)}"


def _line(places: Places) -> list[Staff]:
    """Area directors, and below them the leader of every unit."""
    hosts = set(places.hosts)
    rows = [
        Staff(
            id=f"direktoer-{area.id}",
            name="",
            roles=(RoleLoad(role="director"),),
            area=area.id,
        )
        for area in places.areas
    ]
    for unit in places.units:
        roles = ["manager"] + (["host_leader"] if unit.id in hosts else [])
        rows.append(
            Staff(
                id=f"leder-{unit.id}",
                name="",
                roles=tuple(RoleLoad(role=role) for role in roles),
                unit=unit.id,
                area=unit.area,
                reports_to=f"direktoer-{unit.area}",
                profile=unit.profile,
            )
        )
    return rows


def _coaches(
    size: Size, places: Places, scarcity: Scarcity, draw: random.Random
) -> list[Staff]:
    count = size.internal_coaches + size.external_coaches
    loads = _coach_loads(size, scarcity, count)
    areas = _coach_areas(size, places, draw)
    rows = []
    for number in range(count):
        rows.append(
            Staff(
                id=f"coach-{number + 1}",
                name="",
                roles=(
                    RoleLoad(
                        role="coach", largest=loads[number], per_day=COACH_PER_DAY
                    ),
                ),
                area=areas[number] if number < len(areas) else None,
                specialities=_topics(number, scarcity, draw),
            )
        )
    return rows


def _coach_areas(size: Size, places: Places, draw: random.Random) -> list[str]:
    """Areas of the internal coaches, who are shared out among districts by people."""
    people = [sum(sum(m.participants) for m in row) for row in size.districts]
    counts = shares(size.internal_coaches, people, people)
    found = []
    for district, count in enumerate(counts):
        areas = list(places.areas_in[district])
        draw.shuffle(areas)
        found += [areas[number % len(areas)] for number in range(count)]
    return found


def _topics(number: int, scarcity: Scarcity, draw: random.Random) -> tuple[str, ...]:
    """What a coach masters; where it is one topic, all have theirs in turn."""
    if scarcity.one_speciality:
        return (TOPICS[number % len(TOPICS)],)
    return tuple(sorted(draw.sample(TOPICS, 3)))


def _coach_loads(size: Size, scarcity: Scarcity, count: int) -> list[int]:
    """Most sessions of each coach; where places are scarce they come in pairs."""
    if scarcity.coaching is None:
        return [size.coach_sessions] * count
    needed = size.participants
    places = max(needed, round(scarcity.coaching * needed))
    whole, rest = divmod(places, count)
    return [2 * (whole + (1 if number < rest else 0)) for number in range(count)]


def _teachers(size: Size) -> list[Staff]:
    rows = []
    for number in range(size.lecturers_per_theme * len(THEMES)):
        theme = THEMES[number % len(THEMES)]
        rows.append(
            Staff(
                id=f"oplaegsholder-{number + 1}",
                name="",
                roles=(RoleLoad(role="lecturer"),),
                specialities=(theme,),
            )
        )
    if size.providers == 1:
        return rows + _several("dil-underviser", "module_lecturer",
                               size.module_lecturers)  # fmt: skip
    each = size.module_lecturers // size.providers
    for number in range(1, size.providers + 1):
        rows += _several(f"udbyder-{number}-underviser", "module_lecturer", each)
    return rows


def _several(
    name: str,
    role: str,
    count: int,
    smallest: int = 0,
    largest: int | None = None,
    per_day: int | None = None,
) -> list[Staff]:
    load = RoleLoad(role=role, smallest=smallest, largest=largest, per_day=per_day)
    return [Staff(id=f"{name}-{i + 1}", name="", roles=(load,)) for i in range(count)]
