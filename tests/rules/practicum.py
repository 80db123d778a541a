"""A week of practicum to work rules about hosts out by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import title
from leaderplan.domain.people import Participant
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Placement, Plan, Session
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.rules._base import Hosting
from tests.rules.small_world import programme, session

PRACTICUM = Activity(
    id="visit",
    title=title("Praktik", "Practicum"),
    kind="practicum",
    length=2,
    occurrences=2,
    where=("host_unit",),
)


def hosting(
    people: Iterable[Participant], *hosts: HostUnit, **changes: Any
) -> Programme:
    """Return a programme with hosts and a practicum of two days."""
    return programme(people, **({"hosts": hosts, "activities": (PRACTICUM,)} | changes))


def placed(hosts: Mapping[str, str], *sessions: Session) -> Plan:
    """Return a plan in which people are at hosts, on the days of some sessions."""
    return Plan(
        placements=tuple(Placement(participant=p, host=h) for p, h in hosts.items()),
        sessions=sessions,
    )


def visit(participant: str, number: int, occurrence: int = 1) -> Session:
    """Return a practicum day on a day number."""
    return session(f"visit/{participant}/{occurrence}", number)


def judged(rule: Rule, given: Programme, participant: str, host: str) -> int:
    """Return what a rule says of one participant at one host."""
    who, where = given.participant(participant), given.host(host)
    return rule.judge(given)(Hosting(who, where))
