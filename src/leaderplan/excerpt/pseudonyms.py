"""Other names for everybody and every place of a programme, the same everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from leaderplan.domain.places import Travel
from leaderplan.domain.programme import Programme
from leaderplan.domain.waiver import Subject

NUMBERED = {
    "participants": "p",
    "staff": "s",
    "units": "u",
    "venues": "v",
    "rooms": "r",
    "areas": "a",
}
"""Tables whose rows are called by a letter and a number."""

NO_IDS = frozenset(
    {
        "kind",
        "audience",
        "relation",
        "state",
        "role",
        "level",
        "sector",
        "form",
        "where",
        "combine",
    }
)
"""Fields whose values are words of the library or of the trade, never somebody's id."""

UNTOLD: Mapping[str, object] = {"email": "", "address": "", "coordinates": None}
"""Fields that say who or where somebody is, and what they say instead."""


def pseudonyms(programme: Programme) -> dict[str, str]:
    """Return another id for each person and place, by number in their tables.

    Also for those who meet by area, whose ids hold the area's.
    """
    names = {
        row["id"]: f"{letter}{number}"
        for table, letter in NUMBERED.items()
        for number, row in enumerate(programme.model_dump()[table], 1)
    }
    cohorts = [cohort.id for cohort in programme.cohorts]
    return names | {
        f"{cohort}-{area.id}": f"{cohort}-{names[area.id]}"
        for cohort in cohorts
        for area in programme.areas
    }


def numbers(programme: Programme) -> dict[str, str]:
    """Return a number for each value of an attribute that some participant has."""
    rows = [person.attributes.values() for person in programme.participants]
    values = dict.fromkeys(value for row in rows for value in row)
    return {value: str(number) for number, value in enumerate(values, 1)}


def pseudonymised(programme: Programme, names: Mapping[str, str]) -> Programme:
    """Return a programme in which nobody is known by name, place, e-mail or trait.

    Values of attributes are numbered; distances become minutes of travel.

    Parameters
    ----------
    programme
        The facts and rules.
    names
        Another id for some; whoever has one is called by it, too.
    """
    told = programme.replace(
        id="excerpt", name="", history=(), travel=tuple(_journeys(programme))
    )
    values = numbers(programme)
    people = tuple(
        person.model_copy(
            update={
                "attributes": {
                    name: values[value] for name, value in person.attributes.items()
                }
            }
        )
        for person in told.participants
    )
    given = told.replace(participants=people).model_dump(mode="json")
    for table in NUMBERED:
        for row in given[table]:
            row["name"] = names.get(row["id"], row["id"])
    for person in given["participants"]:
        for post in person["posts"]:
            post["visible_from"] = None
        for row in person["guest_at"]:
            row["audience"] = _word(row["audience"], names)
    for activity in given["activities"]:
        activity["visible_from"] = None
    return Programme(**_renamed(given, names))


def renamed(subject: Subject, names: Mapping[str, str]) -> Subject:
    """Return a subject with other ids, in the names of sessions too."""
    return tuple(_word(token, names) for token in subject)


def _journeys(programme: Programme) -> list[Travel]:
    sites = [u.id for u in programme.units] + [v.id for v in programme.venues]
    return [
        Travel(origin=one, destination=other, minutes=minutes)
        for one, other in combinations(sites, 2)
        if (minutes := programme.travel_minutes(one, other)) != programme.default_travel
    ]


def _word(text: str, names: Mapping[str, str]) -> str:
    if text in names:
        return names[text]
    return "/".join(names.get(part, part) for part in text.split("/"))


def _renamed(given: Any, names: Mapping[str, str]) -> Any:
    if isinstance(given, dict):
        return {
            _word(key, names): UNTOLD[key]
            if key in UNTOLD
            else value
            if key in NO_IDS
            else _renamed(value, names)
            for key, value in given.items()
        }
    if isinstance(given, list):
        return [_renamed(value, names) for value in given]
    return _word(given, names) if isinstance(given, str) else given
