"""People who do a practicum of a week, and stays of theirs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from leaderplan import rules
from leaderplan.domain.people import Wish
from leaderplan.domain.places import HostUnit, Unit
from leaderplan.domain.programme import Programme
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.parts import Parts
from leaderplan.model.practica import Stay
from leaderplan.model.prices import Shared, shared
from leaderplan.model.run import Budget
from tests.rules.practicum import PRACTICUM, hosting
from tests.rules.small_world import AREA_OF, SECTOR_OF, day, person

UNITS = ("u1", "u2", "u3")
MONDAYS = (day(0), day(7), day(14), day(21))
VISIT = PRACTICUM.model_copy(update={"occurrences": 5, "forms": ("week",)})


def given(
    homes: str,
    *hosts: HostUnit,
    spare: int = 9,
    wishes: Iterable[str] = (),
    **changes: Any,
) -> Programme:
    """Return people a, b, ... of units by their digits, and where they wish to be."""
    names, wished = "abcdefgh", dict(enumerate(wishes))
    people = [
        person(
            names[n],
            f"u{home}",
            wishes=(Wish(rank=1, host=wished[n]), Wish(rank=3, area="north"))
            if n in wished
            else (),
        )
        for n, home in enumerate(homes)
    ]
    units = tuple(
        Unit(id=u, name=u, sector=SECTOR_OF[u], area=AREA_OF[u], max_away=spare)
        for u in UNITS
    )
    stated = {
        "units": units,
        "activities": (VISIT,),
        "rules": (rules.HostCapacity(), rules.Wishes()),
    }
    return hosting(people, *hosts, **(stated | changes))


def host(unit: str, week: int = 9, year: int = 9) -> HostUnit:
    """Return a host that takes so many in a week and in all."""
    return HostUnit(unit=unit, capacity_week=week, capacity_year=year)


def joint_of(programme: Programme) -> Shared:
    """Choose hosts for all, whenever that is."""
    solver = Lexicographic(programme, Budget(None), 0)
    found = shared(programme, solver, Parts(programme).hosts)
    assert isinstance(found, Shared)
    return found


def stay(who: str, unit: str, *weeks: int) -> Stay:
    """Return a stay in weeks by their number."""
    return Stay(who, unit, tuple(MONDAYS[n] for n in weeks))
