"""Repairs: cheapest by brute force, each with a plan, in words."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import combinations
from random import Random

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.mending import MorePlaces, Waive, offers
from leaderplan.domain.people import Availability, Pair
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.model.build import reference
from leaderplan.model.run import Budget, Outcome
from tests.rules.small_world import activity, day, person, programme

FULL = "LEADERPLAN_FULL" in os.environ


def spaced(seed: int) -> Programme:
    """Return three sessions, five windows and three distances that often clash."""
    dice = Random(seed)
    ids = ("one", "two", "three")
    windows = []
    for number in range(5):
        side = {dice.choice(("earliest", "latest")): day(dice.randrange(6))}
        name = dice.choice(ids)
        windows.append(rules.Window(id=f"w{number}", activity=name, **side))
    pairs = (("one", "two"), ("two", "three"), ("one", "three"))
    distances = [
        rules.Spacing(id=f"s{n}", first=a, then=b, least=dice.randint(1, 3))
        for n, (a, b) in enumerate(pairs)
    ]
    return programme(
        [person("a")],
        activities=tuple(activity(name, "cohort") for name in ids),
        rules=(*windows, *distances),
    )


def possible(given: Programme) -> bool:
    """Ask the reference model."""
    built = reference(given)
    if built.core.refused:
        return False
    outcome = Budget(None).run(built.model, seed=0, effort=20.0).outcome
    assert outcome in (Outcome.OPTIMAL, Outcome.INFEASIBLE)
    return outcome is Outcome.OPTIMAL


def cheapest(given: Programme, prices: Mapping[str, int | None]) -> list[int]:
    """Return the prices of all sets of waivers that help, each waiver needed."""
    hard = [rule for rule in given.rules if rule.hard]
    names = sorted(reference(given, hard, explain=True).core.switches)
    rows = [offer for n in names for offer in offers(given, n.rule, n.subject, prices)]
    found: list[set[int]] = []
    for count in range(len(rows) + 1):
        for chosen in combinations(range(len(rows)), count):
            if any(held <= set(chosen) for held in found):
                continue
            changed = given
            for number in chosen:
                changed = rows[number].change.apply(changed)
            if possible(changed):
                found.append(set(chosen))
    return sorted(sum(rows[n].price for n in held) for held in found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20 if FULL else 4))
def test_repairs_are_the_cheapest_of_all_sets(seed: int) -> None:
    """Three of them, in order, each making a plan that the check accepts."""
    given = spaced(seed)
    prices = {f"{kind}{n}": 3 + (5 * n + seed) % 7 for kind in "ws" for n in range(5)}
    prices["w1"] = None
    known = cheapest(given, prices)
    found = lp.repairs(given, most=3, prices=prices)
    assert found.complete
    assert [row.price for row in found.repairs] == known[:3]
    for row in found.repairs:
        changed = row.apply(given)
        report = lp.check(changed, row.plan)
        assert report.ok
        assert dict(report.levels) == dict(row.levels)


def hosted(people: int, places: int) -> Programme:
    """Return people who need a host, and one host for some of them."""
    rows = [person(f"p{n}") for n in range(people)]
    hosts = (HostUnit(unit="u2", capacity_year=places),)
    return programme(rows, hosts=hosts, rules=(rules.HostCapacity(),))


def test_places_are_added_until_there_are_enough() -> None:
    """One more place is one change, made as often as needed."""
    found = lp.repairs(hosted(4, 2))
    assert found.complete
    (repair,) = found.repairs
    assert repair.changes == (MorePlaces(host="u2"), MorePlaces(host="u2"))
    assert repair.apply(hosted(4, 2)).host("u2").capacity_year == 4
    assert repair.price == 16


def test_a_programme_with_a_plan_needs_no_change() -> None:
    """The cheapest repair is none at all, and there is no other."""
    found = lp.repairs(hosted(2, 2))
    assert [row.changes for row in found.repairs] == [()]
    assert found.complete
    assert "Nothing need be changed" in str(found)


def test_what_nobody_would_do_is_not_offered() -> None:
    """The conflict is told instead."""
    found = lp.repairs(hosted(3, 2), prices={"host_capacity": None})
    assert found.repairs == ()
    assert found.complete
    assert found.hopeless is not None
    assert {row.rule for row in found.hopeless.requirements} == {"host_capacity"}
    assert "No change offered loosens this" in str(found)


def test_repairs_in_words_name_no_pair() -> None:
    """Somebody misses a meeting; in Danish and English."""
    off = (Availability(first=day(2), last=day(2), state="unavailable"),)
    given = programme(
        [person("a", name="Anna", availability=off), person("b", "u2", name="Bo")],
        activities=(activity("kick", "cohort"),),
        pairs=(Pair(first="a", second="b", relation="apart"),),
        rules=(
            rules.Availability(),
            rules.Window(activity="kick", earliest=day(2), latest=day(2)),
        ),
    )
    found = lp.repairs(given, lp.SolveOptions(language="da"), most=2)
    waived = Waive(rule="availability", subject=("a", "kick/c/1"))
    assert [row.price for row in found.repairs] == [6, 20]
    wide = offers(given, "availability", ("a", "kick/c/1"))[1]
    assert wide.price == 60
    assert wide.change.apply(given).waived.covers("availability", ("a", "x", "y"))
    assert found.repairs[1].changes == (waived,)
    text = str(found)
    assert "se bort fra: deltagerne er ledige" in text
    assert "Anna" in text
    assert "do without" in found.text("en")
    assert "Bo" not in text
