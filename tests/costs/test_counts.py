"""What the counts force: never more than the best plan costs, and what it costs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules, samples
from leaderplan.costs import costs
from leaderplan.costs.counts import absent_of, forced_of
from leaderplan.costs.spread import INFINITE, cheapest
from leaderplan.domain.people import Cohort, Post
from leaderplan.domain.plan import ModuleClass, NetworkGroup, Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import DEFAULT_LEVELS
from tests.proofs.tiny import tiny
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import AREA_OF, person, programme
from tests.strategies import Dice, plans, small_programmes

SEEDS = st.integers(0, 2**32 - 1)
UNITS = tuple(AREA_OF)
LIMIT = lp.SolveOptions(time_limit=30, workers=1)


def dividing(dice: Dice, *, one_value: bool = False) -> Programme:
    """Draw up to seven people to divide, and rules that mix them, some of them hard."""
    count, groups = dice.between(2, 7), dice.between(2, 3)
    people = []
    for number in range(count):
        kind = dice.pick(("", "x") if one_value else ("", "x", "x", "y"))
        former = dice.pick(UNITS)
        posts = (
            Post(unit=former, area=AREA_OF[former], valid_to=_before()),
            Post(unit=(home := dice.pick(UNITS)), area=AREA_OF[home],
                 valid_from=_after()),
        )  # fmt: skip
        people.append(person(f"p{number}", posts=posts, attributes={"kind": kind}))
    cohort = Cohort(id="c", name="c", network_groups=groups, module_classes=2)
    stated = list(_stated(dice, "kind"))
    if one_value:
        # How many a group holds in all also rests on those without the value.
        stated = [rule for rule in stated if rule.kind != "group_size"]
    else:
        stated += [*_stated(dice, dice.pick(("sector", "area", "unit"))), *_all(dice)]
    chosen = [rule for rule in stated if dice.often(2)]
    named = (r.model_copy(update={"id": f"{r.kind}-{n}"}) for n, r in enumerate(chosen))
    return programme(people, cohorts=(cohort,), rules=tuple(named))


def _before():
    return programme().calendar.first.replace(day=5)


def _after():
    return programme().calendar.first


def _stated(dice: Dice, attribute: str) -> Iterator[lp.Rule]:
    def level() -> dict[str, object]:
        hard = dice.often(5)
        return {"level": None if hard else "groups", "weight": dice.between(1, 3)}

    yield rules.Balance(attribute=attribute, **level())
    yield rules.Represented(attribute=attribute, **level())
    yield rules.AtMostAlike(attribute=attribute, most=dice.between(1, 2), **level())
    value = dice.pick((None, "x"))
    share = dice.pick((33, 60, 100))
    yield rules.NobodyAlone(
        attribute=attribute, value=value, share_percent=share, **level()
    )
    if dice.often(4):
        yield rules.GroupSize(
            smallest=1, largest=dice.between(2, 4), most_difference=None
        )


def _all(dice: Dice) -> Iterator[lp.Rule]:
    low = dice.between(1, 3)
    sizes = {"smallest": low, "largest": low + dice.between(0, 1),
             "most_difference": dice.pick((None, 0, 1)), "level": "groups",
             "weight": dice.between(1, 2)}  # fmt: skip
    yield rules.GroupSize(**sizes)
    yield rules.ClassSize(**sizes)
    years = dice.pick((0, 3))
    yield rules.UnitApart(level="groups", weight=2, years_back=years)


def divided(made: Programme) -> Iterator[Plan]:
    """Yield a plan of each way to divide the people, in the classes as in groups."""
    ids = [who.id for who in made.participants]
    labels, classes = made.group_ids("c"), made.class_ids("c")
    for chosen in product(range(len(labels)), repeat=len(ids)):
        held = [
            tuple(who for who, at in zip(ids, chosen, strict=True) if at == n)
            for n in range(len(labels))
        ]
        sat = (held[0], tuple(who for rest in held[1:] for who in rest))
        yield Plan(
            groups=tuple(
                NetworkGroup(id=key, cohort="c", participants=rows)
                for key, rows in zip(labels, held, strict=True)
            ),
            classes=tuple(
                ModuleClass(id=key, cohort="c", participants=rows)
                for key, rows in zip(classes, sat, strict=True)
            ),
        )


def least(made: Programme, *, stop: int = 0) -> int | None:
    """Return the least cost of all ways; ``None`` where none keeps the hard rules."""
    best = None
    for plan in divided(made):
        report = lp.check(made, plan)
        assert not report.malformed
        if report.ok and (best is None or report.levels["groups"] < best):
            best = report.levels["groups"]
            if best <= stop:
                break
    return best


def forced_in(made: Programme, level: str = "groups") -> int:
    """Return what the counts force of a level."""
    return sum(row.cost for row in forced_of(made) if row.level == level)


@settings(max_examples=25)
@given(SEEDS)
def test_of_one_value_it_is_the_least_of_all_ways(seed: int) -> None:
    """With people of one value only, the counts tell exactly what every way tells."""
    made = dividing(Dice(seed), one_value=True)
    known = least(made, stop=forced_in(made) - 1)
    if known is not None:
        assert forced_in(made) == known


@settings(max_examples=25)
@given(SEEDS)
def test_no_way_costs_less(seed: int) -> None:
    """With several values, sizes, classes and colleagues, it is never above any way."""
    made = dividing(Dice(seed))
    known = least(made, stop=forced_in(made) - 1)
    assert known is None or forced_in(made) <= known


@settings(max_examples=25)
@given(SEEDS)
def test_the_rules_named_suffice_and_each_is_needed(seed: int) -> None:
    """Of nothing but these the cost is the same, and less without any one of them."""
    made = dividing(Dice(seed))
    stated = {rule.id: rule for rule in made.rules}
    for row in forced_of(made):
        held = [stated[key] for key in row.rules]
        assert row in forced_of(made.replace(rules=tuple(held)))
        for left in held:
            fewer = made.replace(rules=tuple(r for r in held if r is not left))
            about = [(f.cohort, f.attribute, f.value) for f in forced_of(fewer)
                     if f.cost >= row.cost]  # fmt: skip
            assert (row.cohort, row.attribute, row.value) not in about


@settings(max_examples=40)
@given(st.data(), SEEDS)
def test_never_above_a_drawn_plan(data: st.DataObject, seed: int) -> None:
    """Rule by rule: each cost forced by one priced rule alone is in every plan.

    And of each level, where all the rules that divide people are priced.
    """
    drawn, dice = data.draw(small_programmes()), Dice(seed)
    stated = [r for r in all_instances(drawn, dice) if not r.hard]
    home = [*_stated(dice, "sector"), *_stated(dice, "gender"), *_all(dice)]
    stated += [
        rule.model_copy(update={"id": f"own-{number}", "level": rule.level or "groups"})
        for number, rule in enumerate(home)
    ]
    given_rules = drawn.replace(rules=tuple(stated))
    plan = data.draw(plans(given_rules))
    report = lp.check(given_rules, plan)
    for level, cost in report.levels.items():
        assert forced_in(given_rules, level) <= cost
    for rule in stated:
        alone = given_rules.replace(rules=(rule,))
        forced = sum(row.cost for row in forced_of(alone))
        assert forced <= report.costs.get(rule.id, 0)


@settings(max_examples=40)
@given(st.data())
def test_who_is_absent_is_absent(data: st.DataObject) -> None:
    """In every drawn plan, as many groups as told go without."""
    drawn = data.draw(small_programmes())
    stated = (rules.Represented(attribute="sector"), rules.Balance(attribute="role"))
    made = drawn.replace(rules=stated)
    plan = data.draw(plans(made))
    for row in absent_of(made):
        groups = [g for g in plan.groups if g.cohort == row.cohort]
        without = [
            g for g in groups
            if row.value not in {made.attribute_of(p, row.attribute)
                                 for p in g.participants}
        ]  # fmt: skip
        assert len(groups) == row.groups
        assert len(without) >= row.missing > 0


@settings(max_examples=12)
@given(SEEDS)
def test_never_above_what_the_solver_proves(seed: int) -> None:
    """Solved to the end, what is forced is at most the bound of the level."""
    made = dividing(Dice(seed))
    result = lp.solve(made, LIMIT)
    if result.certificate is None:
        assert least(made) is None
        return
    assert result.status is lp.Status.OPTIMAL
    for level in result.certificate.levels:
        assert forced_in(made, level.level) <= level.bound


@pytest.mark.parametrize("seed", range(20, 26))
def test_never_above_the_optimum_of_tiny_programmes(seed: int) -> None:
    """With dates, hosts and coaches beside the groups, of every plan of them."""
    made = tiny(seed)
    levels = [level.id for level in made.programme.levels]
    for values in made.front:
        for level, value in zip(levels, values, strict=True):
            assert forced_in(made.programme, level) <= value


def test_a_sample_tells_how_much_must_be() -> None:
    """S with seed 1 has 4 men; alone in 4 groups costs 12, by twos in 2 groups 4.

    Its planted plan bears that out.
    """
    made, plan = samples.planted("S", seed=1)
    men = Counter(made.attribute_of(p.id, "gender") for p in made.participants)["mand"]
    (row,) = forced_of(made)
    assert (men, row.people, row.groups, row.cost) == (4, 4, 6, 4)
    assert row.rules == ("gender-even", "no-gender-alone")
    assert row.cost <= costs(made, plan).levels["groups"]
    (absent,) = absent_of(made)
    assert (absent.people, absent.groups, absent.missing) == (4, 6, 2)


def test_colleagues_more_than_groups() -> None:
    """Four of a unit, one of them by a former post, in three groups: one too many."""
    former = (
        Post(unit="u1", area="north", valid_to=_before()),
        Post(unit="u2", area="south", valid_from=_after()),
    )
    people = [person(key) for key in "abc"] + [person("d", posts=former)]
    cohort = Cohort(id="c", name="c", network_groups=3)
    rule = rules.UnitApart(years_back=1, level="groups", weight=5)
    made = programme(people, cohorts=(cohort,), rules=(rule,))
    (row,) = forced_of(made)
    assert (row.attribute, row.value, row.people, row.cost) == ("tied", "u1", 4, 5)
    assert (
        forced_of(made.replace(rules=(rule.model_copy(update={"years_back": 0}),)))
        == ()
    )


def test_what_is_waived_or_the_largest_only_forces_nothing() -> None:
    """A waived rule costs nothing, and of a largest cost the counts do not tell."""
    people = [person(f"p{n}", attributes={"kind": "x"}) for n in range(5)]
    rule = rules.AtMostAlike(attribute="kind", most=1, level="groups")
    made = programme(people, rules=(rule,))
    assert forced_in(made) == 3
    assert forced_in(made.waive("at_most_alike", ("c-A", "x"))) == 0
    largest = tuple(
        level.model_copy(update={"combine": "max"}) if level.id == "groups" else level
        for level in DEFAULT_LEVELS
    )
    assert forced_in(made.replace(levels=largest)) == 0


class Mine(rules.AtMostAlike):
    """Somebody's own rule, which may mean anything."""

    kind = "own_at_most"

    def check(self, view: lp.PlanView) -> Iterator[lp.Violation]:
        """Find nothing."""
        yield from ()


def test_a_rule_of_ones_own_is_not_counted() -> None:
    """It may find nothing where the catalogue's would: nothing is said of it."""
    people = [person(f"p{n}", attributes={"kind": "x"}) for n in range(5)]
    rule = Mine(attribute="kind", most=1, level="groups")
    assert forced_of(programme(people, rules=(rule,))) == ()


@given(st.lists(st.integers(0, 9), min_size=6, max_size=6), st.integers(0, 5),
       st.integers(1, 3))  # fmt: skip
def test_the_cheapest_spread_is_that_of_every_spread(prices, people, groups) -> None:
    """Against every way to write a number as a sum; what is barred is never taken."""
    barred = [INFINITE if price > 7 else price for price in prices]
    every = [
        sum(barred[n] for n in sizes)
        for sizes in product(range(people + 1), repeat=groups)
        if sum(sizes) == people
    ]
    assert cheapest(barred, people, groups) == min(*every, INFINITE)
