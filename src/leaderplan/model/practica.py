"""Hosts and weeks of the practicum for all cohorts at once, around their days together.

The choice of hosts for all knows nothing of days, so whom it gives somebody may be open
only when that cohort is together. With the days known it is made anew. It narrows what
is planned: no bound rests on it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leaderplan.domain.programme import Programme
from leaderplan.locale import Words
from leaderplan.model.assignment import Assignment, timeline_of
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.choices import Choices
from leaderplan.model.parts import Part, Parts
from leaderplan.model.prices import Shared
from leaderplan.model.run import Budget
from leaderplan.model.scope import Scope
from leaderplan.rules._base import HostingDay

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

EFFORT = 8.0
"""Deterministic seconds to choose hosts and weeks for all."""

NEAREST = 24
"""Hosts of each participant that are looked at: those that add least."""

CROWDED = 1_000
"""What it counts that somebody is away in a week in which the unit spares nobody more:
days of others may yet be moved."""

OPEN_THEN = 16
"""Hosts of each that are looked at, too, as they are open when the practicum stands in
the days together: the nearest of them."""

FEW_HOSTS, TENTH = 6, 10
"""Hosts open in a week that are enough to count on, and the part of all that is."""


class Stay(NamedTuple):
    """Somebody at a host in some weeks, named by their Mondays."""

    participant: str
    host: str
    weeks: tuple[date, ...]


def part(programme: Programme) -> Part:
    """Return hosts and weeks of the practicum alone, with days together given."""
    days = Parts(programme).practicum
    rest = frozenset(a.id for a in programme.activities) - days
    words = Words("praktikken", "the practicum")
    scope = Scope(days, frozenset({"hosts"}), context=rest, indexed=days)
    return Part("stays", words, scope)


def opened(programme: Programme) -> dict[str, frozenset[int]]:
    """Name the days on which each host could take somebody."""
    choices = Choices(programme, [rule for rule in programme.rules if rule.hard])
    found = {}
    for host in programme.hosts:
        here = np.ones(len(programme.calendar.days()), dtype=bool)
        for row in choices.by_date(HostingDay, (host,), 1):
            here &= (row.amounts[:, 0] == 0) | (not choices.binding(row.rule))
        found[host.unit] = frozenset(np.flatnonzero(here).tolist())
    return found


def hosted(
    programme: Programme, opened: Mapping[str, frozenset[int]]
) -> frozenset[int]:
    """Return the days of weeks in which some hosts are open throughout.

    All days where there are no hosts to wait for.
    """
    if not opened:
        return frozenset(range(len(programme.calendar.days())))
    weeks: dict[date, set[int]] = defaultdict(set)
    for number, day in enumerate(programme.calendar.days()):
        weeks[day - timedelta(days=day.weekday())].add(number)
    found, enough = set[int](), min(FEW_HOSTS, 1 + len(opened) // TENTH)
    for days in weeks.values():
        opens = [len(days & row) for row in opened.values()]
        most = max(opens, default=0)
        if most and opens.count(most) >= enough:
            found |= days
    return frozenset(found)


def nearest(
    joint: Shared,
    people: Iterable[str],
    days: Assignment,
    opened: Mapping[str, frozenset[int]],
) -> dict[str, frozenset[str]]:
    """Hosts of each participant that add least to what the choice for all costs.

    Some of them are open when the practicum stands in the days together.
    """
    rows: dict[str, list[tuple[int, int, str]]] = {who: [] for who in people}
    for (who, host), cost in joint.costs.items():
        if who in rows:
            rows[who].append((joint.prices.get((who, host), 0), cost, host))
    meant: dict[str, set[int]] = defaultdict(set)
    for key, (day, _) in days.start.items():
        meant[key.audience].add(day)
    found = {}
    for who, row in rows.items():
        hosts = [host for _, _, host in sorted(row)]
        then = [h for h in hosts if who in meant and meant[who] <= opened[h]]
        found[who] = frozenset(hosts[:NEAREST] + then[:OPEN_THEN])
    return found


def free(programme: Programme, days: Assignment, stays: Iterable[Stay]) -> list[Stay]:
    """Leave out stays in weeks of somebody's days together, if there are others."""
    timeline = timeline_of(programme)
    together: dict[str, set[date]] = defaultdict(set)
    for key, (number, _) in days.start.items():
        day = timeline.date(number)
        together[key.audience].add(day - timedelta(days=day.weekday()))
    whole, clear = list(stays), []
    for stay in whole:
        who = stay.participant
        cohort = programme.participant(who).cohort
        labels = cohort, days.classes.get(who, ""), days.group.get(who, "")
        if not any(together[label] & set(stay.weeks) for label in labels):
            clear.append(stay)
    left = {stay.participant for stay in clear}
    return clear + [stay for stay in whole if stay.participant not in left]


def chosen(
    solver: Lexicographic,
    programme: Programme,
    joint: Shared,
    stays: Iterable[Stay],
    busy: Mapping[tuple[str, date], int],
    budget: Budget,
    seed: int,
) -> list[Stay]:
    """Choose a stay for each participant; none where that is not possible.

    Parameters
    ----------
    solver, programme, joint
        Of all cohorts, and the choice of hosts for them.
    stays
        Those that each may have; who has none is left as they are.
    busy
        People of each unit who are away on a day for something else.
    """
    built = solver.model(Parts(programme).hosts)
    model = built.model
    rows = [(stay, model.new_bool_var(" ".join(map(str, stay)))) for stay in stays]
    by_pair: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for stay, literal in rows:
        by_pair[stay.participant, stay.host].append(literal)
    staying = {who for who, _ in by_pair}
    for who, options in built.decisions.people.options("hosts").items():
        for host, literal in options.items() if who in staying else ():
            model.add(sum(by_pair[who, host]) == literal)
    crowded = _fit_weeks(model, programme, rows, busy)
    cost = built.cost(joint.level) if joint.level else 0
    model.minimize(cost + CROWDED * crowded)
    run = budget.run(model, seed=seed, effort=EFFORT)
    value = run.solver.boolean_value
    return [stay for stay, literal in rows if value(literal)] if run.found else []


def _fit_weeks(
    model: cp_model.CpModel,
    programme: Programme,
    rows: Iterable[tuple[Stay, Any]],
    busy: Mapping[tuple[str, date], int],
) -> Any:
    """State what hosts take in a week; return what is more than units spare."""
    weekly: dict[tuple[str, date], list[Any]] = defaultdict(list)
    mates: dict[tuple[str, str, date], list[Any]] = defaultdict(list)
    away: dict[tuple[str, date], list[Any]] = defaultdict(list)
    for stay, literal in rows:
        for monday in stay.weeks:
            weekly[stay.host, monday].append(literal)
            post = programme.participant(stay.participant).post_on(monday)
            if post is not None:
                mates[post.unit, stay.host, monday].append(literal)
                away[post.unit, monday].append(literal)
    for (host, _), literals in weekly.items():
        model.add(sum(literals) <= programme.host(host).capacity_week)
    for literals in mates.values():
        model.add_at_most_one(literals)
    crowded = []
    for (unit, monday), literals in away.items():
        gone = (busy.get((unit, monday + timedelta(days=n)), 0) for n in range(7))
        left = max(0, programme.unit(unit).max_away - max(gone))
        if len(literals) > left:
            over = model.new_int_var(0, len(literals) - left, "over")
            model.add(sum(literals) <= left + over)
            crowded.append(over)
    return sum(crowded)
