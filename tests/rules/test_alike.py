"""Choices that a rule calls alike are judged alike: the solver asks only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.activity import Activity
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.rules import _base as b
from leaderplan.samples.defaults import rules_for
from leaderplan.samples.intakes import AUTUMN, SPRING
from tests.rules.rule_instances import all_instances
from tests.strategies import Dice, small_programmes

JUDGING = sorted(
    {rule.kind for rule in rules_for({"a": AUTUMN, "b": SPRING}) if rule.judges}
)
"""Kinds of the sample's rules that judge single choices."""

EVERY = 3
"""Only every third day is asked: closures and posts last longer or differ anyhow."""


def _led(programme: Programme) -> Iterator[tuple[Activity, str, Any]]:
    for activity in programme.activities:
        for lead in activity.leads:
            for member in programme.staff:
                yield activity, lead.role, member


def _owners(programme: Programme, kind: type) -> Iterator[tuple[Any, ...]]:
    """Fields of a kind of choice before its day and block, all there are."""
    keys = [(key, programme.activity(key.activity)) for key in programme.session_keys]
    if kind is b.SessionDay:
        yield from keys
    elif kind is b.Attendance:
        for activity in programme.activities:
            yield from ((p, activity) for p in programme.followers(activity.id))
    elif kind is b.LeadingTime:
        yield from ((member, role, a) for a, role, member in _led(programme))
    elif kind is b.Leading:
        for a, role, member in _led(programme):
            mine = (key for key, _ in keys if key.activity == a.id)
            yield from ((member, role, a, k.audience, k.occurrence) for k in mine)
    elif kind is b.Location:
        places = [*(r.id for r in programme.rooms), *(u.id for u in programme.units)]
        yield from ((*key, place) for key in keys for place in places)
    elif kind is b.LocationTime:
        for room in programme.rooms:
            yield from ((room.id, a) for a in programme.activities)
    elif kind is b.Hosting:
        yield from ((p, h) for p in programme.participants for h in programme.hosts)
    elif kind is b.HostingDay:
        yield from ((host,) for host in programme.hosts)
    else:
        assert kind is b.Coaching, f"{kind} is a choice that nobody draws"
        coaches = programme.staff_in("coach")
        yield from ((p, c) for p in programme.participants for c in coaches)


def _whens(programme: Programme, kind: type) -> list[tuple[Any, ...]]:
    """Days, and blocks where the kind of choice has one, from all over the horizon."""
    fields = set(kind._fields)  # type: ignore[attr-defined]
    days = programme.calendar.days()[::EVERY]
    if "block" in fields:
        blocks = range(len(programme.calendar.blocks))
        return [(day, block) for day in days for block in blocks]
    return [(day,) for day in days] if "day" in fields else [()]


def _differing(programme: Programme, rule: Rule, dice: Dice) -> list[str]:
    """Choices called alike at one moment, of which one is judged otherwise."""
    judge, found = rule.judge(programme), []
    for kind in rule.judges:
        owners = list(_owners(programme, kind))
        whens = _whens(programme, kind)
        first = whens[0]
        alike: dict[Hashable, list[tuple[Any, ...]]] = defaultdict(list)
        for owner in owners:
            alike[rule.alike(kind(*owner, *first))].append(owner)
        for rows in alike.values():
            one, *others = dice.sample(rows, min(len(rows), 4))
            told = [judge(kind(*one, *when)) for when in whens]
            for other in others:
                if [judge(kind(*other, *when)) for when in whens] != told:
                    found.append(f"{kind.__name__}: {one} and {other}")
    return found


@pytest.mark.parametrize("kind", JUDGING)
def test_what_is_alike_is_judged_alike(kind: str) -> None:
    """Equal answers of ``alike`` mean equal excess on every day and block."""

    @settings(max_examples=15)
    @given(small_programmes(), st.integers(0, 2**32 - 1))
    def agree(programme: Programme, seed: int) -> None:
        dice = Dice(seed)
        drawn = [r for r in all_instances(programme, dice) if r.kind == kind]
        assert drawn
        for rule in drawn:
            assert _differing(programme, rule, dice) == []

    agree()


@pytest.mark.parametrize("kind", JUDGING)
def test_what_is_alike_does_not_rest_on_the_moment(kind: str) -> None:
    """The answer of one day and block stands for all of them."""

    @settings(max_examples=2)
    @given(small_programmes())
    def same(programme: Programme) -> None:
        dice = Dice(1)
        drawn = [r for r in all_instances(programme, dice) if r.kind == kind]
        for rule in drawn:
            for choice in rule.judges:
                owner = dice.choice(list(_owners(programme, choice)))
                whens = _whens(programme, choice)
                answers = {rule.alike(choice(*owner, *when)) for when in whens}
                assert len(answers) == 1

    same()
