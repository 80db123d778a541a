"""First fit of one participant's practicum: a host and a week."""

from __future__ import annotations

from collections import Counter

import numpy as np

from benchmarks.methods.sheet import FAR, Sheet, Wanted
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import SessionKey


def place_practicum(sheet: Sheet, keys: list[SessionKey]) -> None:
    """Take the best host who may, can and has room, and the first week that fits.

    Hosts are asked in order of what they cost. Where none fits, the cheapest host with
    a place left is taken, in the week that least speaks against.
    """
    who = keys[0].audience
    rows = [sheet.wanted(key) for key in keys]
    ranked = _ranked(sheet, who)
    for host in ranked:
        against = _against(sheet, rows, host)
        if (against == 0).any():
            _settle(sheet, rows, host, int(np.argmax(against == 0)))
            return
    host = ranked[0] if ranked else sheet.programme.hosts[0]
    _settle(sheet, rows, host, int(np.argmin(_against(sheet, rows, host))))


def _ranked(sheet: Sheet, who: str) -> list[HostUnit]:
    """Hosts who may take somebody and have a place of the year left, cheapest first."""
    person, placed = (
        sheet.programme.participant(who),
        Counter(sheet.found.host.values()),
    )
    found = []
    for at, host in enumerate(sheet.programme.hosts):
        allowed, cost = sheet.tables.hosting(person, host)
        twice = sheet.met[who].get(host.leader or "", "host_leader") != "host_leader"
        if allowed and not twice and placed[host.unit] < host.capacity_year:
            found.append((cost, at, host))
    return [host for *_, host in sorted(found, key=lambda row: row[:2])]


def _against(sheet: Sheet, rows: list[Wanted], host: HostUnit) -> np.ndarray:
    """For each day as the first, how many reasons speak against it."""
    days = sheet.tables.days
    total = np.full(days, 10_000)
    fine = [*(~sheet.tables.receives(host)[None, :])]
    if host.leader is not None:
        role = next(lead.role for lead in rows[0].activity.leads)
        member = sheet.programme.member(host.leader)
        fine.append(~sheet.tables.leads(member, role, rows[0].activity)[:, 0])
    fine.append(~_room_in_week(sheet, rows[0].people[0], host))
    common = np.sum(fine, axis=0)
    for first in range(days - len(rows) + 1):
        if sheet.tables.calendar.days()[first].weekday() == 0:
            total[first] = sum(
                int(common[first + at])
                + sum(int(not reason[first + at, 0]) for reason in row.reasons)
                + FAR * int(not row.window[first + at, 0])
                for at, row in enumerate(rows)
            )
    return total


def _room_in_week(sheet: Sheet, who: str, host: HostUnit) -> np.ndarray:
    """Days of the weeks in which a host has room, and no colleague of somebody."""
    guests: dict[int, set[str]] = {}
    for key, (day, _) in sheet.found.start.items():
        if sheet.programme.activity(key.activity).kind != "practicum":
            continue
        if sheet.found.host.get(key.audience) == host.unit:
            guests.setdefault(int(sheet.tables.weeks[day]), set()).add(key.audience)
    units = {post.unit for post in sheet.programme.participant(who).posts}
    full = [
        week
        for week, people in guests.items()
        if len(people) >= host.capacity_week
        or any(
            post.unit in units
            for other in people
            for post in sheet.programme.participant(other).posts
        )
    ]
    return ~np.isin(sheet.tables.weeks, full)


def _settle(sheet: Sheet, rows: list[Wanted], host: HostUnit, first: int) -> None:
    who = rows[0].people[0]
    sheet.found.host[who] = host.unit
    if host.leader is not None:
        sheet.met[who][host.leader] = "host_leader"
    for at, row in enumerate(rows):
        leaders: tuple[str, ...] = (host.leader,) if host.leader else ()
        staff = {lead.role: leaders for lead in row.activity.leads}
        sheet.place(row, first + at, 0, staff, host.unit)
