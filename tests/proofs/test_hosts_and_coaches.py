"""Bounds of hosts and of coaches against min-cost flow and against every choice.

What each choice costs is worked out from the facts anew: no rule is asked.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import ceil
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.people import (
    Cohort,
    Participant,
    PastLoad,
    Post,
    RoleLoad,
    Staff,
    Wish,
)
from leaderplan.domain.places import HostUnit, Travel, Unit
from leaderplan.domain.programme import Programme
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.parts import Part, Parts
from leaderplan.model.portions import portions
from leaderplan.model.prices import Shared, shared
from leaderplan.model.relaxation import integral, relax
from leaderplan.model.run import Budget, Outcome
from tests.proofs.flows import Arc, least_cost
from tests.rules.small_world import MONDAY, activity, programme
from tests.strategies import Dice, some

SEEDS = st.integers(0, 2**32 - 1)
SORTS = st.sampled_from(("hosts", "coaches", "sized"))
GOALS = ("strategy", "feedback", "economy")
LIMIT, FAIR = 30, 1
"""Minutes of travel for nothing, and people at a host for nothing."""


class Choosing(NamedTuple):
    """A choice of hosts or coaches, as facts and in plain numbers.

    ``costs`` are by person and label, ``None`` where it may not be; ``places`` are
    the least and most that each label takes, and those that it takes for nothing, of
    which each above costs ``dear``. ``sizes`` are what each person takes.
    """

    programme: Programme
    level: str
    costs: dict[str, dict[str, int | None]]
    places: dict[str, tuple[int, int, int]]
    dear: int
    sizes: dict[str, int]

    def part(self) -> Part:
        """Return the part that decides it."""
        parts = Parts(self.programme)
        return parts.hosts if self.level == "placements" else parts.coaches

    def flow(self) -> int | None:
        """Return the least cost by a flow from people to places."""
        arcs = [
            Arc(who, label, 1, cost)
            for who, row in self.costs.items()
            for label, cost in row.items()
            if cost is not None
        ]
        for label, (low, most, fair) in self.places.items():
            free = max(0, min(fair, most) - low)
            arcs += [
                Arc(label, "end", free),
                Arc(label, "end", most - low - free, self.dear),
            ]
        least = {label: low for label, (low, _, _) in self.places.items()}
        return least_cost(arcs, dict.fromkeys(self.costs, 1), least)

    def every(self) -> dict[tuple[str, ...], int]:
        """Return each way to choose that may be, with its cost."""
        found = {}
        for chosen in product(self.places, repeat=len(self.costs)):
            counts = Counter[str]()
            for who, to in zip(self.costs, chosen, strict=True):
                counts[to] += self.sizes[who]
            costs = [
                row[to] for row, to in zip(self.costs.values(), chosen, strict=True)
            ]
            within = all(
                low <= counts[to] <= most for to, (low, most, _) in self.places.items()
            )
            if within and None not in costs:
                above = (max(0, counts[to] - row[2]) for to, row in self.places.items())
                found[chosen] = sum(c for c in costs if c) + self.dear * sum(above)
        return found


def _hosting(seed: int) -> Choosing:
    """Draw people and hosts: wishes, ways, own units, refusals, places and the past."""
    dice = Dice(seed)
    units = [f"u{n}" for n in range(dice.between(2, 4))]
    minutes = {
        (one, other): dice.pick((10, 31, 33, 40))
        for one in units
        for other in units
        if one < other
    }
    people = [
        Participant(
            id=f"p{n}", name=f"p{n}", cohort=("c", "d")[n % 2],
            posts=(Post(unit=dice.pick(units), area="north"),),
            wishes=tuple(
                Wish(rank=rank, host=unit)
                for rank, unit in enumerate(dice.sample(units, dice.between(0, 2)), 1)
            ),
            vetoes=some(dice, units, 1) if dice.often() else (),
        )
        for n in range(dice.between(2, 5))
    ]  # fmt: skip
    hosts = [HostUnit(unit=u, capacity_year=dice.between(1, 3)) for u in units]
    past = {unit: dice.between(0, 1) for unit in units}
    wish, far, dear = (dice.between(1, 4) for _ in range(3))
    made = programme(
        people,
        cohorts=(Cohort(id="c", name="c"), Cohort(id="d", name="d")),
        units=tuple(Unit(id=u, name=u, sector="school", area="north") for u in units),
        hosts=tuple(hosts),
        travel=tuple(
            Travel(origin=one, destination=other, minutes=time)
            for (one, other), time in minutes.items()
        ),
        history=tuple(
            PastLoad(subject=unit, year=MONDAY.year - 1, uses=uses)
            for unit, uses in past.items()
        ),
        rules=(
            rules.HostCapacity(), rules.Vetoes(), rules.Wishes(weight=wish),
            rules.HostTravel(limit=LIMIT, level="placements", weight=far),
            rules.EligibleHost(), rules.HostLoadEven(fair=FAIR, weight=dear),
        ),
    )  # fmt: skip
    costs: dict[str, dict[str, int | None]] = {}
    for who in people:
        home, ranks = who.posts[0].unit, {w.host: w.rank for w in who.wishes}
        costs[who.id] = {}
        for unit in units:
            way = minutes.get((min(home, unit), max(home, unit)), 0)
            missed = ranks[unit] - 1 if unit in ranks else len(ranks)
            cost = wish * missed + far * max(0, way - LIMIT)
            refused = unit == home or unit in who.vetoes
            costs[who.id][unit] = None if refused else cost
    places = {h.unit: (0, h.capacity_year, max(0, FAIR - past[h.unit])) for h in hosts}
    return Choosing(made, "placements", costs, places, dear, dict.fromkeys(costs, 1))


def _coaching(seed: int, *, sized: bool = False) -> Choosing:
    """Draw people with goals and coaches with specialities and loads.

    ``sized`` is that some have three talks, others one: that is no flow any more.
    """
    dice = Dice(seed)
    lead = (Lead(role="coach", relation="coach"),)
    talks = (
        activity("talk", "participant", leads=lead),
        activity("more", "participant", leads=lead, occurrences=2),
    )
    people = [
        Participant(
            id=f"p{n}", name=f"p{n}", cohort="c", goals=some(dice, GOALS, 3),
            posts=(Post(unit="u1", area="north"),),
            exempt=("more",) if sized and dice.often() else (),
        )
        for n in range(dice.between(2, 6))
    ]  # fmt: skip
    count = dice.between(2, 3)
    low = [dice.pick((0, 0, 1)) for _ in range(count)]
    coaches = [
        Staff(
            id=f"c{n}", name=f"c{n}", specialities=some(dice, GOALS, 3),
            roles=(RoleLoad(role="coach", smallest=low[n],
                            largest=low[n] + dice.between(1, 8 if sized else 4)),),
        )
        for n in range(count)
    ]  # fmt: skip
    goal, dear = dice.between(1, 3), dice.between(1, 3)
    made = programme(
        people,
        activities=talks if sized else (),
        staff=tuple(coaches),
        rules=(
            rules.CoachLoad(), rules.CoachSpeciality(weight=goal),
            rules.CoachLoadEven(weight=dear),
        ),
    )  # fmt: skip
    costs: dict[str, dict[str, int | None]] = {
        who.id: {
            coach.id: goal * len(set(who.goals) - set(coach.specialities))
            for coach in coaches
        }
        for who in people
    }
    sizes = {who.id: 3 if sized and not who.exempt else 1 for who in people}
    share = ceil(sum(sizes.values()) / count)
    places = {
        coach.id: (load.smallest, load.largest or 0, share)
        for coach in coaches
        for load in coach.roles
    }
    return Choosing(made, "matches", costs, places, dear, sizes)


def _drawn(seed: int, sort: str) -> Choosing:
    """Draw a choice of hosts, of coaches, or of coaches with more or fewer talks."""
    return _hosting(seed) if sort == "hosts" else _coaching(seed, sized=sort == "sized")


@settings(max_examples=60)
@given(SEEDS, st.booleans())
def test_a_choice_costs_what_a_flow_costs(seed: int, hosted: bool) -> None:
    """Alone, hosts or coaches are bounded by exactly the least cost of all choices."""
    made = _hosting(seed) if hosted else _coaching(seed)
    every = made.every()
    best = min(every.values(), default=None)
    assert made.flow() == best
    solved = Lexicographic(made.programme, Budget(None), 0).solve(made.part())
    if best is None:
        assert solved.outcome is Outcome.INFEASIBLE
        return
    assert solved.bounds[made.level] == solved.values[made.level] == best


@settings(max_examples=60)
@given(SEEDS, SORTS)
def test_no_choice_undercuts_the_relaxation(seed: int, sort: str) -> None:
    """Its bound is at most each choice's cost; so is what each choice adds to it."""
    made = _drawn(seed, sort)
    every = made.every()
    solver = Lexicographic(made.programme, Budget(None), 0)
    built = solver.model(made.part())
    relaxed = relax(built, made.level)
    if relaxed is None or not every:
        return
    best = min(every.values())
    whole = integral(built, made.level, relaxed)
    assert whole is not None
    assert relaxed.bound <= whole[1] == best
    family = "hosts" if sort == "hosts" else "coaches"
    options = built.decisions.people.options(family)
    for chosen, cost in every.items():
        for who, to in zip(made.costs, chosen, strict=True):
            assert relaxed.allows(options[who][to], cost)


@settings(max_examples=60)
@given(SEEDS, SORTS)
def test_prices_of_all_are_lagrangian(seed: int, sort: str) -> None:
    """The value of all and what each adds come to no more than any choice costs."""
    made = _drawn(seed, sort)
    every = made.every()
    solver = Lexicographic(made.programme, Budget(None), 0)
    found = shared(made.programme, solver, made.part())
    if not every:
        assert found is Outcome.INFEASIBLE
        return
    assert isinstance(found, Shared)
    best = min(every.values())
    assert found.value <= found.bound == best
    assert every[tuple(found.found[who] for who in made.costs)] == best
    for chosen, cost in every.items():
        pairs = zip(made.costs, chosen, strict=True)
        assert found.value + sum(found.prices.get(pair, 0) for pair in pairs) <= cost


@settings(max_examples=40)
@given(SEEDS)
def test_cohorts_at_prices_are_bounded_by_what_all_cost(seed: int) -> None:
    """Each cohort's least at the prices, and the value of all, are at most the best."""
    made = _hosting(seed)
    every, parts = made.every(), portions(made.programme)
    found = shared(
        made.programme, Lexicographic(made.programme, Budget(None), 0), made.part()
    )
    if not every or not isinstance(found, Shared) or not found.level:
        return
    total = found.value
    for portion in parts:
        people = frozenset(p.id for p in portion.programme.participants)
        kept = [r for r in portion.programme.rules if r.id not in found.charging]
        priced = portion.programme.replace(rules=(*kept, found.rule(people)))
        solved = Lexicographic(priced, Budget(None), 0).solve(Parts(priced).hosts)
        total += solved.bounds.get("placements", 0)
    assert total <= min(every.values())


def test_hand_made_prices() -> None:
    """Two who wish for one place: one of them pays 3, whoever it is."""
    wish: Any = {"wishes": (Wish(rank=1, host="u0"),)}
    people = [
        Participant(
            id=who, name=who, cohort=cohort,
            posts=(Post(unit="u2", area="north"),), **wish,
        )
        for who, cohort in (("a", "c"), ("b", "d"))
    ]  # fmt: skip
    units = tuple(
        Unit(id=f"u{n}", name=f"u{n}", sector="school", area="north") for n in range(3)
    )
    made = programme(
        people, units=units, hosts=tuple(HostUnit(unit=f"u{n}") for n in range(2)),
        cohorts=(Cohort(id="c", name="c"), Cohort(id="d", name="d")),
        rules=(rules.HostCapacity(), rules.Wishes(weight=3)),
    )  # fmt: skip
    found = shared(made, Lexicographic(made, Budget(None), 0), Parts(made).hosts)
    assert isinstance(found, Shared)
    assert (found.value, found.bound) == (3, 3)
    paid = [
        found.value + found.prices.get(("a", a), 0) + found.prices.get(("b", b), 0)
        for a, b in (("u0", "u1"), ("u1", "u0"))
    ]
    assert max(paid) <= 3
