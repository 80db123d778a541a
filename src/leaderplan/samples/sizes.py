"""How large a sample is, as data."""

from __future__ import annotations

import random

from leaderplan.errors import InputError, Issue
from leaderplan.samples.intakes import MANY_AUTUMN, SPRING
from leaderplan.samples.regions import Totals, cohorts_of, districts_of
from leaderplan.samples.shape import CohortSize, Municipality, Size

REGION = (
    ((160, 8),), ((128, 7),), ((105, 6),), ((96, 5),),
    ((72, 4),), ((70, 4),), ((70, 4),), ((66, 4),), ((35, 4),), ((33, 4),),
    ((23, 3), (20, 2), (13, 2), (10, 1)),
    ((14, 2), (13, 2), (11, 1), (10, 1), (9, 1), (9, 1)),
    ((9, 1), (8, 1), (8, 1), (8, 1)),
)  # fmt: skip
"""Municipalities of 8 to 160 participants, lognormal but for those of 24 to 65.

Whoever has 30 or more fills cohorts of 30 to 36 of its own.
"""

SIZES: dict[str, Size] = {
    "S": Size(
        districts=((Municipality(
            participants=(18, 10, 4),
            doubles=(3, 1, 0),
            hosts=(24, 27, 9),
            home_hosts=(10, 6, 2),
            areas=((7, 7, 6, 6, 6),),
            divisions=((0, 1, 2),),
            rooms=((60, 12), (40, 12), (24, 8)),
        ),),),
        cohorts=(CohortSize(32, 6, 2),),
        facilitators=3,
        lecturers_per_theme=2,
        module_lecturers=2,
        examiners=2,
        type_givers=2,
        internal_coaches=6,
        external_coaches=2,
        coach_sessions=10,
    ),
    "M": Size(
        districts=((Municipality(
            participants=(112, 62, 26),
            doubles=(36, 18, 6),
            hosts=(120, 135, 45),
            home_hosts=(50, 30, 10),
            areas=((23, 23, 22, 22, 22), (18, 18, 18, 17, 17)),
            divisions=((0,), (1, 2)),
            rooms=(
                (60, 12, 12), (60, 24, 8), (60, 12, 8), (40, 24, 12),
                (40, 24, 12), (40, 24, 8), (40, 12, 12), (24, 12, 8),
            ),
        ),),),
        cohorts=(
            CohortSize(34, 6, 3, MANY_AUTUMN),
            CohortSize(34, 6, 0, MANY_AUTUMN, classes_with=0),
            CohortSize(34, 6, 2, MANY_AUTUMN),
            CohortSize(34, 6, 2, MANY_AUTUMN),
            CohortSize(32, 6, 3, SPRING),
            CohortSize(32, 6, 0, SPRING, classes_with=4),
        ),
        facilitators=18,
        lecturers_per_theme=4,
        module_lecturers=10,
        examiners=8,
        type_givers=12,
        internal_coaches=18,
        external_coaches=6,
        coach_sessions=18,
        mapped=True,
    ),
    "L": Size(
        districts=districts_of(
            REGION,
            Totals(
                participants=(560, 310, 130),
                doubles=(145, 75, 30),
                hosts=(600, 675, 225),
                home_hosts=(250, 150, 50),
                venues=57,
                rooms=171,
            ),
        ),
        cohorts=cohorts_of(REGION),
        facilitators=100,
        lecturers_per_theme=12,
        module_lecturers=36,
        examiners=20,
        type_givers=60,
        internal_coaches=80,
        external_coaches=30,
        coach_sessions=20,
        mapped=True,
        providers=3,
        shared_rooms=(60, 40, 24),
    ),
}  # fmt: skip
"""The sizes by name, as in DOMAIN.md 4.1 and 4.2.

``M`` has 36 network groups, not 40: more than six of a cohort of 34 would have fewer
than five members. Its ten classes need four cohorts to be mixed in pairs. ``L`` has
its 190 groups and 48 classes: ten of its 30 cohorts form seven groups, and twelve
pairs of them three classes each.
"""


def size_of(name: str) -> Size:
    """Look up a size.

    Raises
    ------
    InputError
        When there is no size of that name.
    """
    if name not in SIZES:
        raise InputError(
            [Issue("size", f"expected one of {', '.join(SIZES)}; found {name!r}.")]
        )
    return SIZES[name]


def stream(seed: int, *names: str) -> random.Random:
    """Make the random numbers of one part of a sample.

    Each part draws from its own stream, so that a change in one leaves the
    others as they were; the text seeds it, not its hash, so every run agrees.
    """
    return random.Random("/".join([*names, str(seed)]))
