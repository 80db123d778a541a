"""The school year of the samples: horizon, closed periods, profiles.

The year is 2027/28, whose traps are real: 5 June is both Constitution Day and
Whit Monday, 1 May is a Monday, 24 December a Friday, and February has 29 days.
Where cohorts start in the spring as well, the horizon lasts to December 2028.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from leaderplan.domain.calendar import CalendarProfile, Closure, PlanningCalendar

FIRST, LAST = date(2027, 8, 16), date(2028, 6, 23)
"""Second week of the school year to the last day before the summer holiday."""

AFTERNOON = (2, 3)
"""Blocks from 12:30 of the default day."""


def _closure(
    key: str,
    name: str,
    first: date,
    last: date | None = None,
    blocks: tuple[int, ...] | None = None,
) -> Closure:
    return Closure(id=key, name=name, first=first, last=last or first, blocks=blocks)


PUBLIC = (
    _closure("jul", "Juledagene", date(2027, 12, 25), date(2027, 12, 26)),
    _closure("nytaar", "Nytårsdag", date(2028, 1, 1)),
    _closure("skaertorsdag", "Skærtorsdag", date(2028, 4, 13)),
    _closure("langfredag", "Langfredag", date(2028, 4, 14)),
    _closure("paaske", "Påskedag", date(2028, 4, 16)),
    _closure("anden-paaskedag", "Anden påskedag", date(2028, 4, 17)),
    _closure("himmelfart", "Kristi himmelfartsdag", date(2028, 5, 25)),
    _closure("pinse", "Pinse", date(2028, 6, 4), date(2028, 6, 5)),
)
"""Public holidays of Denmark, resolved; they bind every profile."""

LOCAL = (
    _closure("juleaften", "Juleaftensdag", date(2027, 12, 24)),
    _closure("nytaarsaften", "Nytårsaftensdag", date(2027, 12, 31)),
    _closure("efteraarsferie", "Efterårsferie", date(2027, 10, 16), date(2027, 10, 24)),
    _closure("juleferie", "Juleferie", date(2027, 12, 18), date(2028, 1, 3)),
    _closure("mellem-jul", "Lukket mellem jul og nytår", date(2027, 12, 27),
             date(2027, 12, 30)),
    _closure("vinterferie", "Vinterferie", date(2028, 2, 12), date(2028, 2, 20)),
    _closure("paaskeferie", "Påskeferie", date(2028, 4, 8), date(2028, 4, 17)),
    _closure("paaskelukning", "Lukkedage før påske", date(2028, 4, 10),
             date(2028, 4, 12)),
    _closure("foerste-maj", "1. maj", date(2028, 5, 1)),
    _closure("foerste-maj-em", "1. maj fra kl. 12", date(2028, 5, 1), None, AFTERNOON),
    _closure("fredag-himmelfart", "Fredag efter Kristi himmelfart", date(2028, 5, 26)),
    _closure("grundlovsdag", "Grundlovsdag", date(2028, 6, 5)),
    _closure("personaledag", "Fælles personaledag", date(2028, 1, 4)),
)  # fmt: skip
"""School holidays and agreement days, which differ from profile to profile."""

_HOLIDAYS = tuple(closure.id for closure in PUBLIC)
_ALL = (*_HOLIDAYS, "juleaften", "nytaarsaften", "mellem-jul", "grundlovsdag")

PROFILES = (
    CalendarProfile(
        id="skole",
        name="Skoler",
        closures=(*_ALL, "efteraarsferie", "juleferie", "vinterferie", "paaskeferie",
                  "foerste-maj", "fredag-himmelfart"),
    ),
    CalendarProfile(
        id="dagtilbud",
        name="Dagtilbud",
        closures=(*_ALL, "paaskelukning", "fredag-himmelfart"),
    ),
    CalendarProfile(
        id="fritid",
        name="Fritidsområdet",
        closures=(*_ALL, "foerste-maj-em", "personaledag", "fredag-himmelfart"),
    ),
    CalendarProfile(
        id="forvaltning",
        name="Forvaltningen",
        closures=(*_ALL, "foerste-maj-em"),
    ),
)  # fmt: skip
"""Which closures bind whom; ``forvaltning`` is the default profile."""


LATER = (
    _closure("sommerferie", "Sommerferie", date(2028, 6, 24), date(2028, 8, 6)),
    _closure("sommerlukning", "Sommerlukning", date(2028, 7, 10), date(2028, 7, 28)),
    _closure("efteraarsferie-28", "Efterårsferie", date(2028, 10, 14),
             date(2028, 10, 22)),
)  # fmt: skip
"""Closures after the first school year, for a horizon that lasts longer."""

LATER_OF: Mapping[str, tuple[str, ...]] = {
    "skole": ("sommerferie", "efteraarsferie-28"),
    "dagtilbud": ("sommerlukning",),
    "fritid": (),
    "forvaltning": (),
}


@dataclass(frozen=True)
class Year:
    """The horizon of a sample, from :data:`FIRST` to ``last``."""

    last: date = LAST

    def calendar(self) -> PlanningCalendar:
        """Make the planning calendar."""
        later = LATER if self.last > LAST else ()
        profiles: tuple[CalendarProfile, ...] = PROFILES
        if later:
            profiles = tuple(
                profile.model_copy(
                    update={"closures": profile.closures + LATER_OF[profile.id]}
                )
                for profile in PROFILES
            )
        return PlanningCalendar(
            first=FIRST,
            last=self.last,
            closures=PUBLIC + LOCAL + later,
            profiles=profiles,
            default_profile="forvaltning",
        )

    def working_days(self) -> tuple[date, ...]:
        """Monday to Friday of the whole horizon, holidays included."""
        return _working_days(self.last)

    def open_days(self, profile: str | None = None) -> frozenset[date]:
        """Weekdays on which a profile (``None``: every profile) is open all day."""
        return _open_days(self, profile)


@lru_cache
def _working_days(last: date) -> tuple[date, ...]:
    days = (FIRST + timedelta(days=i) for i in range((last - FIRST).days + 1))
    return tuple(day for day in days if day.weekday() < 5)


@lru_cache
def _open_days(year: Year, profile: str | None) -> frozenset[date]:
    calendar = year.calendar()
    profiles = [p.id for p in PROFILES] if profile is None else [profile]
    closures = [c for p in profiles for c in calendar.closures_of(p)]
    blocks = range(len(calendar.blocks))
    return frozenset(
        day
        for day in year.working_days()
        if not any(c.covers(day, block) for c in closures for block in blocks)
    )
