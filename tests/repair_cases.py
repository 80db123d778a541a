"""Small programmes that mostly have no plan, and their repairs by brute force."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from time import process_time
from typing import NamedTuple

import numpy as np

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.mending import Offer
from leaderplan.domain.offers import PRICES, WAYS, Way, offers
from leaderplan.domain.people import RoleLoad, Staff
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.model.build import reference
from leaderplan.model.run import Budget, Outcome
from tests.rules.small_world import activity, day, person, programme, staff

IDS = ("one", "two", "three")
DAYS = 28


def spaced(seed: int) -> Programme:
    """Return three sessions, windows and distances in days that often clash."""
    dice = Random(seed)
    windows = []
    for number in range(4):
        side = {dice.choice(("earliest", "latest")): day(dice.randrange(DAYS))}
        name = dice.choice(IDS)
        windows.append(rules.Window(id=f"w{number}", activity=name, **side))
    pairs = (("one", "two"), ("two", "three"), ("one", "three"))
    distances = [
        rules.Spacing(id=f"s{n}", first=a, then=b, least=dice.randint(1, 16))
        for n, (a, b) in enumerate(pairs)
    ]
    return programme(
        [person("a")],
        activities=tuple(activity(name, "cohort") for name in IDS),
        rules=(*windows, *distances),
    )


def days_left(given: Programme) -> bool:
    """Tell whether the three sessions have days: every one of them is tried."""
    grid = np.indices((DAYS, DAYS, DAYS))
    on = dict(zip(IDS, grid, strict=True))
    kept = np.ones((DAYS, DAYS, DAYS), dtype=bool)
    for rule in given.rules:
        if not rule.hard:
            continue
        if isinstance(rule, rules.Window):
            if given.waived.covers(rule.id, (f"{rule.activity}/c/1",)):
                continue
            for bound, sign in ((rule.earliest, 1), (rule.latest, -1)):
                if bound is not None:
                    number = (bound - day(0)).days
                    kept &= sign * (on[rule.activity] - number) >= 0
        elif isinstance(rule, rules.Spacing):
            subject = (f"{rule.first}/c/1", f"{rule.then}/c/1")
            if given.waived.covers(rule.id, subject):
                continue
            assert rule.least is not None
            assert rule.then is not None
            kept &= on[rule.then] - on[rule.first] >= rule.least
    return bool(kept.any())


def shared(seed: int) -> Programme:
    """Return people with too few hosts, coaches or groups of the right size."""
    dice = Random(seed)
    people = [person(f"p{n}", f"u{1 + n % 2}") for n in range(dice.randint(3, 5))]
    hosts = tuple(
        HostUnit(unit=f"u{n}", capacity_year=dice.randint(0, 2)) for n in (2, 3)
    )
    loads = [
        RoleLoad(role="coach", smallest=low, largest=low + dice.randint(0, 2))
        for low in (dice.randint(0, 1), dice.randint(0, 3))
    ]
    coaches = [
        Staff(id=f"k{n}", name=f"k{n}", roles=(load,)) for n, load in enumerate(loads)
    ]
    size = dice.randint(1, 4)
    drawn: list[lp.Rule] = [
        rules.HostCapacity(),
        rules.CoachLoad(),
        rules.EligibleHost(),
        rules.GroupSize(smallest=size, largest=size + 1),
    ]
    return programme(
        people, hosts=hosts, staff=tuple(coaches), rules=tuple(dice.sample(drawn, 3))
    )


def led(seed: int) -> Programme:
    """Return talks on one or two days with somebody who may hold few of them."""
    dice = Random(seed)
    first = dice.randrange(5)
    holders = (
        staff("h").model_copy(
            update={
                "roles": (
                    RoleLoad(
                        role="holder",
                        largest=dice.randint(1, 3),
                        per_day=dice.randint(1, 2),
                    ),
                )
            }
        ),
    )
    talk = activity(
        "talk",
        "participant",
        leads=({"role": "holder"},),
        away=True,
    )
    people = [person(f"p{n}") for n in range(dice.randint(2, 3))]
    span = {"earliest": day(first), "latest": day(first + dice.randint(0, 1))}
    drawn: tuple[lp.Rule, ...] = (
        rules.Window(activity="talk", **span),
        rules.LeaderLoad(),
        rules.LeaderPerDay(),
        rules.NoDoubleBooking(),
        rules.UnitAway(),
        rules.FewDays(activity="talk", most=1),
    )
    return programme(people, staff=holders, activities=(talk,), rules=drawn)


def possible(given: Programme) -> bool:
    """Ask the reference model."""
    built = reference(given)
    if built.core.refused:
        return False
    outcome = Budget(None).run(built.model, seed=0, effort=20.0).outcome
    assert outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)
    return outcome is Outcome.OPTIMAL


def offered(
    given: Programme,
    prices: Mapping[str, int | None] = PRICES,
    ways: Mapping[str, tuple[Way, ...]] = WAYS,
) -> list[Offer]:
    """Return all that is offered for any requirement of a programme."""
    hard = [rule for rule in given.rules if rule.hard]
    core = reference(given, hard, explain=True).core
    names = sorted({*core.switches, *(n for row in core.refused for n in row)})
    rows = (o for n in names for o in offers(given, n.rule, n.subject, prices, ways))
    return list(dict.fromkeys(rows))


def cheapest(
    given: Programme,
    rows: Sequence[Offer],
    most: int,
    is_possible: Callable[[Programme], bool] = possible,
) -> list[int]:
    """Return the prices of the cheapest repairs, by trying all sets by their price."""
    found: list[tuple[int, ...]] = []
    prices = []
    for price, counts in _by_price(rows):
        if any(
            all(a >= b for a, b in zip(counts, held, strict=True)) for held in found
        ):
            continue
        changed = given
        for offer, count in zip(rows, counts, strict=True):
            if count:
                changed = offer.change.times(count).apply(changed)
        if is_possible(changed):
            found.append(counts)
            prices.append(price)
            if len(found) == most or not any(counts):
                break
    return prices


def _by_price(rows: Sequence[Offer]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each set of changes once, the cheapest first."""
    queue = [(0, (0,) * len(rows), 0)]
    while queue:
        price, counts, start = heapq.heappop(queue)
        yield price, counts
        for number in range(start, len(rows)):
            if counts[number] < rows[number].most:
                more = (*counts[:number], counts[number] + 1, *counts[number + 1 :])
                heapq.heappush(queue, (price + rows[number].price, more, number))


class Measured(NamedTuple):
    """What the repairs of one case took."""

    case: str
    seconds: float
    found: int
    complete: bool
    hopeless: bool


CASES: dict[str, Callable[[int], Programme]] = {
    "spaced": spaced,
    "shared": shared,
    "led": led,
}


def measured(seeds: Sequence[int], limit: float = 60.0) -> list[Measured]:
    """Repair a case for each seed and kind, check it, and tell what it took."""
    rows = []
    for seed in seeds:
        for kind, case in CASES.items():
            given, began = case(seed), process_time()
            found = lp.repairs(given, lp.SolveOptions(time_limit=limit), most=2)
            took = process_time() - began
            assert_works(given, found)
            rows.append(
                Measured(
                    f"{kind} {seed}",
                    took,
                    len(found.repairs),
                    found.complete,
                    found.hopeless is not None,
                )
            )
    return rows


def assert_works(given: Programme, found: lp.Repairs) -> None:
    """Assert that each repair, applied, gives a plan that the check accepts."""
    for row in found.repairs:
        changed = row.apply(given)
        report = lp.check(changed, row.plan)
        assert report.ok
        assert dict(report.levels) == dict(row.levels)
        solved = lp.solve(changed, lp.SolveOptions(time_limit=30))
        assert solved.plan is not None
