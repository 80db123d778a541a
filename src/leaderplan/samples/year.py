"""The school year of the samples: horizon, closed periods, profiles.

The year is 2027/28, whose traps are real: 5 June is both Constitution Day and
Whit Monday, 1 May is a Monday, 24 December a Friday, and February has 29 days.
"""

from __future__ import annotations

from datetime import date, timedelta

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


def calendar() -> PlanningCalendar:
    """Make the planning calendar of a sample."""
    return PlanningCalendar(
        first=FIRST,
        last=LAST,
        closures=PUBLIC + LOCAL,
        profiles=PROFILES,
        default_profile="forvaltning",
    )


def monday(week: int) -> date:
    """Monday of an ISO week of the school year; weeks from 33 lie in 2027."""
    return date.fromisocalendar(2027 if week > 32 else 2028, week, 1)


def working_days() -> tuple[date, ...]:
    """Monday to Friday of the whole horizon, holidays included."""
    count = (LAST - FIRST).days + 1
    days = (FIRST + timedelta(days=i) for i in range(count))
    return tuple(day for day in days if day.weekday() < 5)


def open_days(profile: str | None = None) -> frozenset[date]:
    """Weekdays on which a profile (``None``: every profile) is open all day."""
    year = calendar()
    profiles = [p.id for p in PROFILES] if profile is None else [profile]
    closures = [c for p in profiles for c in year.closures_of(p)]
    blocks = range(len(year.blocks))
    return frozenset(
        day
        for day in working_days()
        if not any(c.covers(day, block) for c in closures for block in blocks)
    )
