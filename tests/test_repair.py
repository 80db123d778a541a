"""Repairs: cheapest by brute force, each with a plan, in words."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

import leaderplan as lp
from leaderplan import repair, rules
from leaderplan.domain import mending
from leaderplan.domain.mending import Loosen, MorePlaces, Price, Waive
from leaderplan.domain.offers import WAYS, offers
from leaderplan.domain.people import Availability, Pair
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import KINDS
from leaderplan.model.run import Stopped
from tests import repair_cases as cases
from tests.rules.small_world import activity, day, person, programme

FULL = "LEADERPLAN_FULL" in os.environ


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40 if FULL else 4))
def test_repairs_of_days_are_the_cheapest_of_all_sets(seed: int) -> None:
    """Three of them, in order, windows and distances moved among them."""
    given = cases.spaced(seed)
    prices = {f"{kind}{n}": 3 + (5 * n + seed) % 7 for kind in "ws" for n in range(4)}
    prices["w1"] = None
    rows = cases.offered(given, prices)
    assert {type(row.change) for row in rows} == {Waive, Loosen, Price}
    known = cases.cheapest(given, rows, 3, cases.days_left)
    found = lp.repairs(given, most=3, prices=prices)
    assert found.complete
    assert [row.price for row in found.repairs] == known
    cases.assert_works(given, found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30 if FULL else 3))
@pytest.mark.parametrize("case", [cases.shared, cases.led])
def test_repairs_of_what_is_shared_are_the_cheapest_of_all_sets(
    seed: int, case: Callable[[int], Programme]
) -> None:
    """Places at hosts, what staff agreed on, sizes of groups, days of talks."""
    given = case(seed)
    known = cases.cheapest(given, cases.offered(given), 2)
    found = lp.repairs(given, most=2)
    assert found.complete
    assert [row.price for row in found.repairs] == known
    cases.assert_works(given, found)


@pytest.mark.slow
def test_every_repair_of_many_cases_works() -> None:
    """Applied, each gives a plan that the check accepts; nothing is left open."""
    # Seeds apart from those of the other tests; all 201 cases where it is full.
    rows = cases.measured(range(100, 167) if FULL else range(100, 107))
    assert all(row.complete and row.found for row in rows)


def wide(seed: int) -> Programme:
    """Return a programme of one of the cases."""
    return tuple(cases.CASES.values())[seed % 3](seed)


@settings(max_examples=150 if FULL else 15, deadline=None)
@drawn(st.integers(0, 10_000))
def test_a_change_only_loosens_and_survives_json(seed: int) -> None:
    """What fits into the programme fits into it after every change offered."""
    given = wide(seed)
    form: TypeAdapter[mending.Change] = TypeAdapter(mending.Change)
    fits = cases.possible(given)
    for offer in cases.offered(given):
        change = offer.change.times(offer.most)
        assert form.validate_json(form.dump_json(change)) == change
        changed = change.apply(given)
        assert changed != given
        assert Programme.model_validate_json(changed.model_dump_json()) == changed
        assert cases.possible(changed) or not fits


def test_every_way_is_about_a_limit_of_its_rule() -> None:
    """So a parameter that is renamed cannot silently be offered no more."""
    for kind, ways in WAYS.items():
        for way in ways:
            assert way.parameter in KINDS[kind].model_fields


def test_limits_are_offered_as_far_as_they_go() -> None:
    """A quorum of two can be lowered once, and no number below its range comes out."""
    given = programme(rules=(rules.Quorum(least=2),))
    (lower,) = (
        row for row in offers(given, "quorum", ("x",)) if isinstance(row.change, Loosen)
    )
    assert lower.most == 1
    with pytest.raises(lp.InputError):
        lower.change.times(2).apply(given)


def hosted(people: int, places: int) -> Programme:
    """Return people who need a host, and one host for some of them."""
    rows = [person(f"p{n}") for n in range(people)]
    hosts = (HostUnit(unit="u2", capacity_year=places),)
    return programme(rows, hosts=hosts, rules=(rules.HostCapacity(),))


def test_places_are_added_until_there_are_enough() -> None:
    """One more place is one change, made as often as needed."""
    found = lp.repairs(hosted(4, 2))
    assert found.complete
    more, priced = found.repairs
    assert more.changes == (MorePlaces(host="u2", places=2),)
    assert more.apply(hosted(4, 2)).host("u2").capacity_year == 4
    assert more.price == 16
    assert priced.changes == (Price(rule="host_capacity", level="absences"),)
    assert more.touches == ("p0", "p1", "p2", "p3")
    assert "u2 receives 4 instead of 2 in a year" in str(found)


def test_a_programme_with_a_plan_needs_no_change() -> None:
    """The cheapest repair is none at all, and there is no other."""
    found = lp.repairs(hosted(2, 2))
    assert [row.changes for row in found.repairs] == [()]
    assert found.complete
    assert "Nothing need be changed" in str(found)


def test_where_it_is_not_known_what_is_cheapest_a_repair_that_works_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It holds nothing that its plan does not need, and is not called the cheapest."""

    def unknown(*_: object) -> None:
        raise Stopped

    monkeypatch.setattr(repair._Search, "_planned", unknown)
    found = lp.repairs(hosted(4, 1))
    assert not found.complete
    assert [row.changes for row in found.repairs] == [
        (MorePlaces(host="u2", places=3),)
    ]
    cases.assert_works(hosted(4, 1), found)
    assert "Time ran out" in str(found)


def test_who_is_away_for_long_is_guessed_to_miss_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not session by session, where nothing is proven."""
    off = (Availability(first=day(0), last=day(20), state="unavailable"),)
    talks = [activity(name, "participant") for name in ("one", "two", "three")]
    given = programme(
        [person("a", availability=off), person("b")],
        activities=tuple(talks),
        rules=(
            rules.Availability(),
            *(rules.Window(id=a.id, activity=a.id, latest=day(9)) for a in talks),
        ),
    )
    looked = repair._Search._tried

    def cut(self: repair._Search, made: dict[mending.Offer, int]) -> None:
        looked(self, made)
        raise Stopped

    monkeypatch.setattr(repair._Search, "_tried", cut)
    found = lp.repairs(given, prices={"window": 45}, ways={})
    assert not found.complete
    assert [row.changes for row in found.repairs] == [
        (Waive(rule="availability", subject=("a",)),)
    ]
    assert found.repairs[0].touches == ("a",)


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
    assert [row.price for row in found.repairs] == [5, 5]
    moved = "fra ons 1. september 2027 i stedet for fra ons 8. september 2027"
    assert moved in str(found)
    assert "1. pris 5" in str(found)
    only = lp.repairs(given, lp.SolveOptions(language="da"), most=2, ways={})
    waived = Waive(rule="availability", subject=("a", "kick/c/1"))
    assert [row.price for row in only.repairs] == [20, 20]
    assert {row.changes for row in only.repairs} == {
        (waived,),
        (Waive(rule="window", subject=("kick/c/1",)),),
    }
    wide = offers(given, "availability", ("a", "kick/c/1"))[1]
    assert wide.price == 60
    assert wide.change.apply(given).waived.covers("availability", ("a", "x", "y"))
    text = str(only)
    assert "se bort fra: deltagerne er ledige" in text
    assert "Anna" in text
    assert "do without" in only.text("en")
