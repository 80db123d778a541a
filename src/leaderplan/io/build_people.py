"""Staff, participants and everybody's availability from their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leaderplan.domain.people import (
    Availability,
    Impartiality,
    Participant,
    Post,
    RoleLoad,
    Staff,
    Wish,
)
from leaderplan.domain.references import nearest
from leaderplan.io.choices import OWNER
from leaderplan.io.faults import Faults
from leaderplan.io.make import by_key, children, make
from leaderplan.io.rows import Row

Rows = Mapping[str, list[Row]]
JOB = ("unit", "area", "manager", "role")


def people(table: Rows, faults: Faults) -> dict[str, Any]:
    """Return the fields of the programme that are people."""
    _owners(table, faults)
    return {
        "staff": _staff(table, faults),
        "participants": _participants(table, faults),
    }


def _staff(table: Rows, faults: Faults) -> tuple[Staff, ...]:
    staff = by_key(table["staff"], faults)
    roles = children(table["roles"], "staff", staff, faults)
    barred = children(table["impartiality"], "staff", staff, faults)
    free = availability(table, "staff", faults)
    return tuple(
        make(
            Staff,
            row,
            faults,
            {
                "name": row.get("name") or "",
                "roles": tuple(make(RoleLoad, r, faults) for r in roles[key]),
                "impartiality": tuple(
                    make(Impartiality, r, faults) for r in barred[key]
                ),
                "availability": free.get(key, ()),
            },
        )
        for key, row in staff.items()
    )


def _participants(table: Rows, faults: Faults) -> tuple[Participant, ...]:
    people = by_key(table["participants"], faults)
    posts = children(table["posts"], "participant", people, faults)
    wishes = children(table["wishes"], "participant", people, faults)
    free = availability(table, "participants", faults)
    area_of = {row.get("id"): row.get("area") for row in table["units"]}
    made = []
    for key, row in people.items():
        jobs = [row] if any(row.get(name) is not None for name in JOB) else []
        jobs += posts[key]
        if not jobs and not {"unit", "area"} & _faulty(row, faults):
            hint = "Fill in the unit here, or give the person a row in the sheet Posts."
            faults.add(row.place("unit"), f"{key} has no post.", hint, key)
        given = {
            "name": row.get("name") or "",
            "posts": tuple(_post(job, area_of, faults) for job in jobs),
            "wishes": tuple(make(Wish, r, faults) for r in wishes[key]),
            "availability": free.get(key, ()),
            "attributes": row.attributes,
        }
        made.append(make(Participant, row, faults, given, told=("posts",)))
    return tuple(made)


def _faulty(row: Row, faults: Faults) -> set[str]:
    if not row.faulty:
        return set()
    return {name for name, place in row.places.items() if place in faults.places}


def _post(row: Row, area_of: Mapping[Any, Any], faults: Faults) -> Post:
    """Make a post; its area is the unit's where none is given."""
    given: dict[str, Any] = {}
    if row.get("area") is None and (area := area_of.get(row.get("unit"))) is not None:
        given["area"] = area
    return make(Post, row, faults, given)


def _owners(table: Rows, faults: Faults) -> None:
    """Find out, for every row of availability, whose it is."""
    ids = {name: {row.get("id") for row in table[name]} - {None} for name in OWNER}
    for row in table["availability"]:
        who, of = row.get("who"), row.get("of")
        if who is None or (of is None and row.place("of") in faults.places):
            continue
        holders = [name for name in OWNER if who in ids[name] and of in (None, name)]
        if len(holders) == 1:
            row.values["of"] = holders[0]
        elif holders:
            said = " or ".join(OWNER[name].en for name in holders)
            message = f"{who} may be a {said}: say which."
            faults.add(row.place("of"), message, value=who)
        elif not faults.absent.intersection(OWNER):
            known = [i for name in ids for i in ids[name] if of in (None, name)]
            what = OWNER[of].en if of else "participant, staff member or room"
            message = f"expected the id of a {what}, found {who!r}."
            faults.add(row.place("who"), message, nearest(who, known), who)


def availability(
    table: Rows, owner: str, faults: Faults
) -> dict[str, tuple[Availability, ...]]:
    """Return the availability of participants, staff or rooms, by id."""
    found: dict[str, tuple[Availability, ...]] = {}
    for row in table["availability"]:
        who = row.get("who")
        if row.get("of") == owner and who is not None:
            found[who] = (*found.get(who, ()), make(Availability, row, faults))
    return found
