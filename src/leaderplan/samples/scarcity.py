"""How scarce everything is in a sample, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from leaderplan.errors import InputError, Issue

Difficulty = Literal["default", "tight", "coupled", "edge"]
"""All have a plan but ``edge``, of whose seeds about half have one.

In ``coupled`` the parts of the problem pull against each other."""


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
