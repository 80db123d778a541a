"""How large and how scarce a sample is, as data."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from leaderplan.errors import InputError, Issue
from leaderplan.samples.intakes import AUTUMN, MANY_AUTUMN, SPRING, Intake
from leaderplan.samples.year import Year

Difficulty = Literal["default", "tight", "coupled", "edge"]
"""All have a plan but ``edge``, of whose seeds about half have one.

In ``coupled`` the parts of the problem pull against each other."""

SECTORS = ("skole", "dagtilbud", "fritid")


@dataclass(frozen=True, slots=True)
class CohortSize:
    """One cohort: its people, and what is formed of them.

    ``classes_with`` is the number of the cohort (0 the first) with whose people its
    classes are mixed; it then forms none itself.
    """

    participants: int
    network_groups: int
    module_classes: int
    intake: Intake = AUTUMN
    classes_with: int | None = None


@dataclass(frozen=True, slots=True)
class Size:
    """How many of everything; the counts of the case are those of ``S``.

    Parameters
    ----------
    participants, doubles, hosts
        People, home units that send two, and host units, by sector in the
        order of :data:`SECTORS`.
    areas
        Participants of each area, for each division in turn.
    divisions
        Sectors that share their areas, by number; each division has areas of its own.
    cohorts
        The cohorts; their people add up to ``participants``.
    facilitators, module_lecturers, examiners, type_givers
        Staff of these roles; there are as many external examiners as examiners.
    lecturers_per_theme
        Lecturers who master each theme of the theme days.
    internal_coaches, external_coaches, coach_sessions
        Coaches with and without an area of the administration, and the sessions
        that each may hold where coaches are not scarce.
    rooms
        Seats of each room, venue by venue.
    home_hosts
        Host units, by sector, that are also somebody's home unit.
    mapped
        Whether journeys follow from coordinates; else there is a table of minutes.
    """

    participants: tuple[int, ...]
    doubles: tuple[int, ...]
    hosts: tuple[int, ...]
    areas: tuple[tuple[int, ...], ...]
    divisions: tuple[tuple[int, ...], ...]
    cohorts: tuple[CohortSize, ...]
    facilitators: int
    lecturers_per_theme: int
    module_lecturers: int
    examiners: int
    type_givers: int
    internal_coaches: int
    external_coaches: int
    coach_sessions: int
    rooms: tuple[tuple[int, ...], ...]
    home_hosts: tuple[int, ...]
    mapped: bool = False

    @property
    def intakes(self) -> tuple[Intake, ...]:
        """The intakes of the cohorts, in order."""
        return tuple(dict.fromkeys(cohort.intake for cohort in self.cohorts))

    @property
    def year(self) -> Year:
        """The horizon: one school year, or until the last intake is at its end."""
        return Year() if self.intakes == (AUTUMN,) else Year(date(2028, 12, 15))

    @property
    def largest(self) -> int:
        """People of the largest cohort."""
        return max(cohort.participants for cohort in self.cohorts)


SIZES: dict[str, Size] = {
    "S": Size(
        participants=(18, 10, 4),
        doubles=(3, 1, 0),
        hosts=(24, 27, 9),
        areas=((7, 7, 6, 6, 6),),
        divisions=((0, 1, 2),),
        cohorts=(CohortSize(32, 6, 2),),
        facilitators=3,
        lecturers_per_theme=2,
        module_lecturers=2,
        examiners=2,
        type_givers=2,
        internal_coaches=6,
        external_coaches=2,
        coach_sessions=10,
        rooms=((60, 12), (40, 12), (24, 8)),
        home_hosts=(10, 6, 2),
    ),
    "M": Size(
        participants=(112, 62, 26),
        doubles=(36, 18, 6),
        hosts=(120, 135, 45),
        areas=((23, 23, 22, 22, 22), (18, 18, 18, 17, 17)),
        divisions=((0,), (1, 2)),
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
        rooms=(
            (60, 12, 12), (60, 24, 8), (60, 12, 8), (40, 24, 12),
            (40, 24, 12), (40, 24, 8), (40, 12, 12), (24, 12, 8),
        ),
        home_hosts=(50, 30, 10),
        mapped=True,
    ),
}  # fmt: skip
"""The sizes by name, as in DOMAIN.md 4.1 and 4.2.

``M`` has 36 network groups, not 40: more than six of a cohort of 34 would have fewer
than five members. Its ten classes need four cohorts to be mixed in pairs.
"""


@dataclass(frozen=True, slots=True)
class Scarcity:
    """How much there is of what runs short; shares are between 0 and 1.

    Parameters
    ----------
    hosts
        Practicum places of the year per participant.
    open_weeks
        Share of the school weeks in which a host receives.
    coaching
        Coaching sessions offered per session needed; ``None`` where each coach may
        hold as many as the size says.
    rooms, plenary_rooms
        Share of days on which a small or a plenary room is taken, from and to.
    lecturers, facilitators
        Share of days on which they are taken.
    fixed_weekday
        Share of participants with one weekday that is never free.
    away
        Share of days on which a participant is away, from and to.
    crowded
        Share of a host's open weeks, and of the days on which a plenary room can be
        had, that lie in the weeks of plenary days; 0 where it is a matter of chance.
    coaches, directors
        Share of days on which they are taken, the budget seasons included; ``None``
        where they are away as seldom as leaders are.
    one_speciality
        Whether a coach masters one topic, not three.
    """

    hosts: float
    open_weeks: float
    coaching: float | None
    rooms: tuple[float, float]
    plenary_rooms: tuple[float, float]
    lecturers: float
    facilitators: float
    fixed_weekday: float
    away: tuple[float, float] = (0.05, 0.10)
    crowded: float = 0.0
    coaches: float | None = None
    directors: float | None = None
    one_speciality: bool = False


_DEFAULT = Scarcity(
    hosts=1.15,
    open_weeks=0.50,
    coaching=None,
    rooms=(0.45, 0.60),
    plenary_rooms=(0.45, 0.60),
    lecturers=0.50,
    facilitators=0.30,
    fixed_weekday=0.15,
)

_TIGHT = replace(
    _DEFAULT,
    hosts=1.03,
    open_weeks=0.30,
    coaching=1.03,
    plenary_rooms=(0.70, 0.80),
    lecturers=0.70,
    facilitators=0.40,
    fixed_weekday=0.30,
)

SCARCITY: dict[Difficulty, Scarcity] = {
    "default": _DEFAULT,
    "tight": _TIGHT,
    "coupled": replace(
        _TIGHT,
        rooms=(0.78, 0.82),
        plenary_rooms=(0.78, 0.82),
        away=(0.26, 0.32),
        crowded=0.80,
        coaches=0.60,
        directors=0.70,
        one_speciality=True,
    ),
    "edge": replace(_TIGHT, open_weeks=0.10),
}
"""Shares of DOMAIN.md 4.1 and of the instances that the solver is measured on.

Of what is coupled nothing is scarcer than it must be for its own part to be easy;
but a host is open when plenary days are held, since rooms can be had then, five or
six people hardly share a free day, and coaches and directors seldom have one.

On the edge there are as few places as in ``tight``, and a host may be open only when
nobody can come.
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


def scarcity_of(name: str) -> Scarcity:
    """Look up a difficulty.

    Raises
    ------
    InputError
        When there is no difficulty of that name.
    """
    for difficulty, scarcity in SCARCITY.items():
        if difficulty == name:
            return scarcity
    message = f"expected one of {', '.join(SCARCITY)}; found {name!r}."
    raise InputError([Issue("difficulty", message)])


def stream(seed: int, *names: str) -> random.Random:
    """Make the random numbers of one part of a sample.

    Each part draws from its own stream, so that a change in one leaves the
    others as they were; the text seeds it, not its hash, so every run agrees.
    """
    return random.Random("/".join([*names, str(seed)]))
