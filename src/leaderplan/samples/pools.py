"""Small pools of hosts and coaches instead of those of the sample.

Whoever is to find no host at all must be refused by every single one: of three that
can be told in a few words, of sixty it cannot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from leaderplan.domain.base import Span
from leaderplan.domain.people import RoleLoad, Staff
from leaderplan.domain.places import HostUnit, Unit
from leaderplan.domain.plan import (
    CoachMatch,
    Placement,
    Plan,
    Session,
    SessionStaff,
)
from leaderplan.samples.bench import Bench, stuck, week_of

HOSTED = ("practicum", "practicum_feedback", "besoegsdag")
"""Activities at the host, or led by its leader."""

SECTORS = ("skole", "dagtilbud", "fritid")
"""Sectors of the hosts of a pool, in order."""

EVERYBODY = 32
"""What a host of a pool can receive."""

Allowed = Callable[[str, str], bool]
"""Whether somebody may be placed at a host, or matched with a coach."""


def host_pool(bench: Bench) -> tuple[str, ...]:
    """Have three units receive everybody, all year, wherever they work."""
    units = tuple(
        Unit(
            id=f"vaert-{number}",
            name=f"Værtsenhed {number}",
            sector=sector,
            area=bench.programme.areas[number - 1].id,
        )
        for number, sector in enumerate(SECTORS, start=1)
    )
    hosts = tuple(
        HostUnit(unit=unit.id, capacity_week=EVERYBODY, capacity_year=EVERYBODY)
        for unit in units
    )
    people = tuple(
        person.model_copy(update={"vetoes": ()})
        for person in bench.programme.participants
    )
    bench.programme = bench.programme.replace(
        units=(*bench.programme.units, *units), hosts=hosts, participants=people
    )
    return tuple(unit.id for unit in units)


def led(bench: Bench, host: str) -> str:
    """Give a host of the pool a leader who is always there."""
    leader = Staff(
        id=f"leder-{host}",
        name=f"Leder af {host}",
        roles=(RoleLoad(role="host_leader"),),
    )
    bench.insert("staff", leader)
    bench.change("hosts", host, leader=leader.id)
    return leader.id


def shut(bench: Bench, host: str, first: date, last: date) -> None:
    """Let a host of the pool receive nobody in a period."""
    calendar = bench.programme.calendar
    before = Span(first=calendar.first, last=date.fromordinal(first.toordinal() - 1))
    after = Span(first=date.fromordinal(last.toordinal() + 1), last=calendar.last)
    bench.change("hosts", host, open=(before, after))


def settle(bench: Bench, hosts: Sequence[str], allowed: Allowed) -> None:
    """Place everybody at the least used host where they may be, colleagues apart."""
    weeks = {
        s.audience: week_of(s.day)[0]
        for s in bench.plan.sessions
        if s.activity == "practicum"
    }
    used: Counter[str] = Counter()
    there: set[tuple[str, date, str]] = set()
    at: dict[str, str] = {}
    for person in bench.programme.participants:
        units = {post.unit for post in person.posts}
        week = weeks[person.id]
        options = [
            host
            for host in hosts
            if allowed(person.id, host)
            and not any((host, week, unit) in there for unit in units)
        ]
        if not options:
            raise stuck("a pool of hosts")
        host = at[person.id] = min(options, key=lambda h: (used[h], h))
        used[host] += 1
        there.update((host, week, unit) for unit in units)
    bench.plan = hosted(bench, bench.plan, at)


def hosted(bench: Bench, plan: Plan, at: Mapping[str, str]) -> Plan:
    """Return a plan with some people at other hosts."""

    def moved(session: Session) -> Session:
        if session.activity not in HOSTED or session.audience not in at:
            return session
        host = at[session.audience]
        leads = bench.programme.activity(session.activity).leads
        leader = bench.programme.host(host).leader
        staff = tuple(
            SessionStaff(role=lead.role, staff=leader) for lead in leads if leader
        )
        place = session.place if session.place == "online" else host
        return session.model_copy(update={"place": place, "staff": staff})

    placements = tuple(
        Placement(participant=row.participant, host=at.get(row.participant, row.host))
        for row in plan.placements
    )
    return plan.model_copy(
        update={
            "sessions": tuple(map(moved, plan.sessions)),
            "placements": placements,
        }
    )


def coach_pool(bench: Bench) -> tuple[str, ...]:
    """Have three coaches from outside meet everybody online, as often as needed."""
    coaches = tuple(
        Staff(
            id=f"coach-{number}",
            name=f"Coach {number}",
            roles=(RoleLoad(role="coach"),),
        )
        for number in (1, 2, 3)
    )
    others = tuple(s for s in bench.programme.staff if s.load("coach") is None)
    bench.programme = bench.programme.replace(staff=(*others, *coaches))
    return tuple(coach.id for coach in coaches)


def matched(bench: Bench, coach_of: Mapping[str, str]) -> Plan:
    """Return the plan with these coaches, at other times of the days where needed."""
    calendar = bench.programme.calendar
    length = bench.programme.activity("coaching").length
    led: dict[tuple[str, date], set[int]] = {}
    sessions = []
    for session in bench.plan.sessions:
        if session.activity == "coaching":
            who, day, coach = session.audience, session.day, coach_of[session.audience]
            own = set(range(session.slot, session.slot + length))
            busy = bench.taken[who, day] - own | led.get((coach, day), set())
            free = [
                slot
                for slot in (session.slot, *calendar.starts(length))
                if busy.isdisjoint(range(slot, slot + length))
            ]
            if not free:
                raise stuck("a pool of coaches")
            led.setdefault((coach, day), set()).update(range(free[0], free[0] + length))
            seats = [("coach", coach)]
            made = bench.session(session.key, day, free[0], "online", seats)
            sessions.append(made)
        else:
            sessions.append(session)
    matches = tuple(CoachMatch(participant=w, coach=c) for w, c in coach_of.items())
    return bench.plan.model_copy(
        update={"sessions": tuple(sessions), "matches": matches}
    )
