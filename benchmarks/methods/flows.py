"""Hosts alone and coaches alone as minimum-cost flows, by OR-Tools' flow solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.choices import Choices
from leaderplan.rules._base import Coaching, Hosting

Values = dict[str, int]

SHARP = 10**6
"""What one unit of a level outweighs of the level after it, which is far smaller."""


@dataclass
class _Network:
    """Who may go where at what cost, and what each place costs by how many it takes."""

    ways: dict[tuple[str, str], Values] = field(default_factory=dict)
    places: dict[str, list[Values]] = field(default_factory=dict)
    """For each place and each further person there, what that person adds."""
    least: dict[str, int] = field(default_factory=dict)
    """How many people a place must have."""


def hosts(programme: Programme) -> tuple[Values, dict[str, str]]:
    """Place everybody with a host at the least cost, whenever that is.

    Returns
    -------
    tuple
        Cost by level, and the host of each participant.

    Raises
    ------
    ValueError
        When there is no way to place all.
    """
    choices, network = Choices(programme, programme.rules), _Network()
    for person in programme.needs_hosts:
        for host in programme.hosts:
            cost = _cost(choices, Hosting(person, host))
            if cost is not None:
                network.ways[person.id, host.unit] = cost
    even = _priced(programme, "host_load_even")
    year = programme.calendar.first.year
    for host in programme.hosts:
        network.places[host.unit] = [{} for _ in range(host.capacity_year)]
        for rule in even:
            past = sum(
                row.uses
                for row in programme.history
                if row.subject == host.unit and 1 <= year - row.year <= rule.years
            )
            _add(network.places[host.unit], rule, max(0, rule.fair - past), 1)
    return _solved(programme, network, [p.id for p in programme.needs_hosts])


def coaches(programme: Programme) -> tuple[Values, dict[str, str]]:
    """Give everybody a coach at the least cost; see :func:`hosts`.

    Raises
    ------
    ValueError
        When people have different numbers of sessions, which is no flow, or there is no
        way to give everybody a coach.
    """
    choices, network = Choices(programme, programme.rules), _Network()
    sessions = _sessions(programme)
    weights = {sessions[p.id] for p in programme.needs_coaches}
    if len(weights) != 1:
        raise ValueError("a flow needs everybody to have as many coaching sessions")
    each, staff = weights.pop(), programme.staff_in("coach")
    share = -(-each * len(programme.needs_coaches) // len(staff))
    for coach in staff:
        for person in programme.needs_coaches:
            cost = _cost(choices, Coaching(person, coach))
            if cost is not None:
                network.ways[person.id, coach.id] = cost
        load = coach.load("coach")
        most = load.largest if load else None
        room = len(programme.needs_coaches) if most is None else most // each
        network.least[coach.id] = -(-(load.smallest if load else 0) // each)
        network.places[coach.id] = [{} for _ in range(room)]
        for rule in _priced(programme, "coach_load_even"):
            _add(network.places[coach.id], rule, share, each)
    return _solved(programme, network, [p.id for p in programme.needs_coaches])


def _sessions(programme: Programme) -> Counter[str]:
    """Coaching sessions of each participant; 1 in a programme without any."""
    led = [
        a.id
        for a in programme.activities
        if any(lead.relation == "coach" for lead in a.leads)
    ]
    if not led:
        return Counter(p.id for p in programme.participants)
    return Counter(k.audience for k in programme.session_keys if k.activity in led)


def _priced(programme: Programme, kind: str) -> list[Any]:
    return [r for r in programme.rules if r.kind == kind and not r.hard]


def _add(further: list[Values], rule: Rule, free: int, each: int) -> None:
    """Charge what a load above ``free`` costs to those who bring it."""
    for at, added in enumerate(further):
        over = max(0, (at + 1) * each - free) - max(0, at * each - free)
        level = str(rule.level)
        added[level] = added.get(level, 0) + rule.weight * over


def _cost(choices: Choices, choice: Any) -> Values | None:
    """Cost of a single choice by level; ``None`` where a hard rule forbids it."""
    found: Values = {}
    for rule, amount in choices.single(choice):
        if rule.hard:
            return None
        found[str(rule.level)] = found.get(str(rule.level), 0) + rule.weight * amount
    return found


def _solved(
    programme: Programme, network: _Network, people: list[str]
) -> tuple[Values, dict[str, str]]:
    levels = [level.id for level in programme.levels]
    used = [k for k in levels if any(k in row for row in _rows(network))]
    weight = {k: SHARP ** (len(used) - 1 - at) for at, k in enumerate(used)}
    flow, number = SimpleMinCostFlow(), {name: at for at, name in enumerate(people)}
    place = {name: len(people) + at for at, name in enumerate(network.places)}
    sink = len(people) + len(place)

    def price(values: Values) -> int:
        return sum(weight[k] * v for k, v in values.items())

    arcs = {
        flow.add_arc_with_capacity_and_unit_cost(number[p], place[h], 1, price(cost)): (
            p,
            h,
        )
        for (p, h), cost in network.ways.items()
    }
    must = -len(people) * (1 + SHARP ** len(used))
    for name, further in network.places.items():
        for at, values in enumerate(further):
            low = must if at < network.least.get(name, 0) else 0
            flow.add_arc_with_capacity_and_unit_cost(
                place[name], sink, 1, low + price(values)
            )
    for at in number.values():
        flow.set_node_supply(at, 1)
    flow.set_node_supply(sink, -len(people))
    if flow.solve() != flow.OPTIMAL:  # type: ignore[no-untyped-call]
        raise ValueError("not everybody can be placed")
    chosen = dict(way for arc, way in arcs.items() if flow.flow(arc))
    return _values(levels, network, chosen), chosen


def _rows(network: _Network) -> Iterator[Values]:
    yield from network.ways.values()
    for further in network.places.values():
        yield from further


def _values(levels: list[str], network: _Network, chosen: dict[str, str]) -> Values:
    rows = [network.ways[way] for way in chosen.items()]
    for name, count in Counter(chosen.values()).items():
        rows += network.places[name][:count]
    return {k: sum(row.get(k, 0) for row in rows) for k in levels}
