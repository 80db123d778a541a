"""Hosts and weeks of the practicum chosen for all, against every assignment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import product
from random import Random

import pytest

from leaderplan import rules
from leaderplan.domain.base import Span
from leaderplan.domain.people import PastLoad
from leaderplan.domain.plan import Placement, Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.model.assignment import Assignment
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.practica import (
    CROWDED,
    FEW_HOSTS,
    NEAREST,
    OPEN_THEN,
    Stay,
    chosen,
    hosted,
    nearest,
    opened,
)
from leaderplan.model.prices import Shared
from leaderplan.model.run import Budget
from tests.model.staying import UNITS, given, host, joint_of, stay
from tests.rules.small_world import day

Busy = Mapping[tuple[str, date], int]


def chose(
    programme: Programme, stays: Iterable[Stay], busy: Busy | None = None
) -> list[Stay]:
    """Choose stays with the real solver."""
    solver, joint = Lexicographic(programme, Budget(None), 0), joint_of(programme)
    return chosen(solver, programme, joint, stays, busy or {}, Budget(None), 0)


def cost(programme: Programme, found: Iterable[Stay]) -> int:
    """Return what the independent check asks for hosts."""
    rows = tuple(Placement(participant=s.participant, host=s.host) for s in found)
    view = PlanView(programme, Plan(placements=rows))
    priced = [rule for rule in programme.rules if not rule.hard]
    return sum(v.amount * rule.weight for rule in priced for v in rule.check(view))


def allowed(programme: Programme, found: Iterable[Stay]) -> bool:
    """Tell whether hosts have room, counted anew."""
    rows = list(found)
    year = Counter(s.host for s in rows)
    week = Counter((s.host, monday) for s in rows for monday in s.weeks)
    unit_of = {s: programme.participant(s.participant).posts[0].unit for s in rows}
    mates = Counter((unit_of[s], s.host, monday) for s in rows for monday in s.weeks)
    return (
        all(n <= programme.host(h).capacity_year for h, n in year.items())
        and all(n <= programme.host(h).capacity_week for (h, _), n in week.items())
        and max(mates.values(), default=0) <= 1
    )


def crowded(programme: Programme, found: Iterable[Stay], busy: Busy) -> int:
    """Count who is away in weeks in which the unit spares nobody more."""
    rows = list(found)
    unit_of = {s: programme.participant(s.participant).posts[0].unit for s in rows}
    away = Counter((unit_of[s], monday) for s in rows for monday in s.weeks)
    total = 0
    for (unit, monday), count in away.items():
        first = (monday - day(0)).days
        gone = max(busy.get((unit, day(d)), 0) for d in range(first, first + 7))
        total += max(0, count - max(0, programme.unit(unit).max_away - gone))
    return total


def least(programme: Programme, stays: list[Stay], busy: Busy) -> int | None:
    """Return the least that any assignment costs; ``None`` where there is none.

    Who has no stay has any host, in no week.
    """
    rows = [
        [s for s in stays if s.participant == p.id]
        or [Stay(p.id, unit, ()) for unit in UNITS]
        for p in programme.participants
    ]
    every = (row for row in product(*rows) if allowed(programme, row))
    costs = (
        cost(programme, row) + CROWDED * crowded(programme, row, busy) for row in every
    )
    return min(costs, default=None)


def drawn(seed: int) -> tuple[Programme, list[Stay], Busy]:
    """Draw four people, three hosts and three weeks, with a load that is fair."""
    dice = Random(seed)
    programme = given(
        "".join(dice.choice("1123") for _ in range(4)),
        *(host(u, dice.choice((1, 1, 2)), dice.choice((1, 2, 2, 3))) for u in UNITS),
        spare=dice.choice((1, 2, 2)),
        wishes=[dice.choice(UNITS) for _ in range(dice.randint(2, 4))],
        history=tuple(
            PastLoad(subject=u, year=2026, uses=1) for u in UNITS if dice.random() < 0.3
        ),
        rules=(
            rules.HostCapacity(),
            rules.Wishes(weight=dice.randint(1, 3)),
            rules.HostLoadEven(fair=dice.randint(0, 2), weight=dice.randint(1, 4)),
        ),
    )
    forms = dice.choice((((0,), (1,), (2,)), ((0, 1), (1, 2))))
    unknown = dice.choice("abcd???")
    stays = [
        stay(p.id, unit, *weeks)
        for p in programme.participants
        if p.id != unknown
        for unit in UNITS
        for weeks in forms
        if dice.random() < 0.6
    ]
    busy = {
        (dice.choice(UNITS), day(dice.randrange(21))): dice.randint(1, 2)
        for _ in range(dice.randint(0, 2))
    }
    return programme, stays, busy


@pytest.mark.parametrize("seed", range(40))
def test_a_choice_is_as_good_as_the_best_of_all(seed: int) -> None:
    """It costs what the best of all assignments costs; there is none where none is."""
    programme, stays, busy = drawn(seed)
    best = least(programme, stays, busy)
    found = chose(programme, stays, busy)
    if best is None:
        assert found == []
        return
    assert set(found) <= set(stays)
    once = sorted({s.participant for s in stays})
    assert sorted(s.participant for s in found) == once
    assert least(programme, found, busy) == best


def test_a_host_takes_so_many_in_a_week_and_in_all() -> None:
    """Two at one host are there one after the other; a third is elsewhere."""
    wishes = ("u1", "u1", "u1")
    stays = [stay(p, u, n) for p in "abc" for u in ("u1", "u2") for n in (0, 1)]
    narrow = given("123", host("u1", week=1), host("u2"), wishes=wishes)
    at = Counter((s.host, s.weeks) for s in chose(narrow, stays) if s.host == "u1")
    assert max(at.values()) == 1
    assert len(at) == 2
    small = given("123", host("u1", year=1), host("u2"), wishes=wishes)
    assert Counter(s.host for s in chose(small, stays)) == {"u1": 1, "u2": 2}


def test_colleagues_are_not_at_one_host_in_a_week() -> None:
    """Of one unit they come one after the other, of two units at once."""
    stays = [stay(p, "u3", 0) for p in "ab"]
    assert chose(given("11", host("u3")), stays) == []
    assert len(chose(given("12", host("u3")), stays)) == 2
    later = [*stays, stay("b", "u3", 1)]
    found = chose(given("11", host("u3")), later)
    assert found == [stay("a", "u3", 0), stay("b", "u3", 1)]


def test_a_unit_spares_only_so_many_in_a_week() -> None:
    """Not both colleagues at once, wherever they are, if there is another week."""
    stays = [stay("a", "u2", 0), stay("b", "u3", 0)]
    hosts = host("u2"), host("u3")
    later = [*stays, stay("b", "u3", 1)]
    found = chose(given("11", *hosts, spare=1), later)
    assert found == [stay("a", "u2", 0), stay("b", "u3", 1)]
    # Where there is none, what others do may yet be moved.
    assert chose(given("11", *hosts, spare=1), stays) == stays


@pytest.mark.parametrize(("when", "week"), [(0, 1), (6, 1), (7, 0), (13, 0)])
def test_who_is_away_for_something_else_is_not_spared_twice(
    when: int, week: int
) -> None:
    """A colleague away on any day of a week leaves somebody the other week."""
    stays = [stay("a", "u2", n) for n in (0, 1)]
    found = chose(given("1", host("u2"), spare=1), stays, {("u1", day(when)): 1})
    assert found == [stay("a", "u2", week)]


def test_hosts_are_used_evenly_where_that_counts() -> None:
    """A wish is not met where the load of the host counts more."""
    hosts = host("u2"), host("u3")
    stays = [stay(p, u, n) for p in "ab" for u in ("u2", "u3") for n in (0, 1)]
    asked = given("11", *hosts, wishes=("u2", "u2"))
    assert {s.host for s in chose(asked, stays)} == {"u2"}
    even = rules.HostLoadEven(weight=9)
    fair = asked.replace(rules=(*asked.rules, even))
    assert {s.host for s in chose(fair, stays)} == {"u2", "u3"}


def test_where_hosts_cost_nothing_weeks_are_chosen_all_the_same() -> None:
    """Without a level that hosts count on, any stays that fit are as good."""
    asked = given("12", host("u3", week=1), rules=(rules.HostCapacity(),))
    assert joint_of(asked).level == ""
    stays = [stay(p, "u3", n) for p in "ab" for n in (0, 1)]
    assert len({s.weeks for s in chose(asked, stays)}) == 2


def test_who_has_no_stay_takes_a_place_of_the_year() -> None:
    """The host of those who have no stay is not given to somebody else."""
    wider = given("12", host("u3", year=1), host("u2", year=1), wishes=("u3", "u3"))
    found = chose(wider, [stay("a", "u3", 0)])
    assert found == [stay("a", "u3", 0)]
    only_b = wider.replace(
        participants=(
            wider.participants[0],
            wider.participants[1].model_copy(update={"vetoes": ("u2",)}),
        ),
        rules=(*wider.rules, rules.Vetoes()),
    )
    assert chose(only_b, [stay("a", "u3", 0)]) == []


def test_hosts_are_open_on_days_that_no_hard_rule_refuses() -> None:
    """Not when they say that they are closed; a wish does not close one."""
    spans = (Span(last=day(6)), Span(first=day(14)))
    shut = host("u3").model_copy(update={"open": spans})
    asked = given("1", host("u2"), shut, rules=(rules.HostOpen(), rules.Wishes()))
    days = len(asked.calendar.days())
    assert opened(asked)["u2"] == frozenset(range(days))
    assert opened(asked)["u3"] == frozenset(range(days)) - set(range(7, 14))


def test_weeks_count_in_which_enough_hosts_are_open_throughout() -> None:
    """One of few hosts, some of many; a week in which all are closed does not count."""
    asked = given("1", host("u2"))
    whole, part = frozenset(range(14)), frozenset({*range(7), 9})
    many = {f"h{n}": whole if n < FEW_HOSTS else part for n in range(60)}
    assert hosted(asked, many) == frozenset(range(14))
    assert hosted(asked, {**many, "h0": part}) == frozenset(range(7))
    assert hosted(asked, {"h0": whole, "h1": part}) == frozenset(range(14))
    assert hosted(asked, {}) == frozenset(range(len(asked.calendar.days())))
    assert hosted(asked, {"h0": frozenset()}) == frozenset()


def test_hosts_looked_at_are_the_nearest_and_some_open_when_it_is_meant() -> None:
    """Those that add least, and the nearest of those open on days meant for them."""
    hosts = [f"h{n:03}" for n in range(2 * NEAREST)]
    costs = {("a", h): n for n, h in enumerate(hosts)}
    joint = Shared("hosts", "placements", 0, 0, {}, costs, frozenset())
    days = Assignment(start={SessionKey("practicum", "a", 1): (8, 0)})
    late = hosts[-1]
    open_ = {h: frozenset({8} if h == late else {1}) for h in hosts}
    found = nearest(joint, ["a"], days, open_)
    assert found == {"a": frozenset([*hosts[:NEAREST], late])}
    everywhere = dict.fromkeys(hosts, frozenset({8}))
    assert nearest(joint, ["a"], days, everywhere)["a"] == frozenset(hosts[:NEAREST])
    assert OPEN_THEN < NEAREST
