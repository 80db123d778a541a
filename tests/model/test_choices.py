"""Rules asked of few days only say of these what they say when asked of all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan.domain.programme import Programme
from leaderplan.model.choices import Choices, Ruling
from leaderplan.rules._base import Attendance, HostingDay, LeadingTime
from tests.strategies import small_programmes


def _timed(given_: Programme) -> Iterator[tuple[type, tuple[Any, ...], int]]:
    for activity in given_.activities:
        if activity.length:
            for person in given_.followers(activity.id):
                yield Attendance, (person, activity), activity.length
            for lead in activity.leads:
                for member in given_.staff:
                    fields = (member, lead.role, activity)
                    yield LeadingTime, fields, activity.length


def _on(rulings: list[Ruling], days: list[int]) -> dict[str, list[list[int]]]:
    """Return what rules say of some days, but for those that say nothing."""
    rows = {row.rule.id: np.asarray(row.amounts)[days] for row in rulings}
    return {key: cells.tolist() for key, cells in rows.items() if cells.any()}


@settings(max_examples=25)
@given(given_=small_programmes(), data=st.data())
def test_few_days_are_judged_as_among_all(given_: Programme, data: Any) -> None:
    """Asked again with other days, too."""
    every = range(len(given_.calendar.days()))
    whole, few = (Choices(given_, given_.rules) for _ in range(2))
    for _ in range(2):
        left = data.draw(st.lists(st.sampled_from(every), min_size=1, max_size=4))
        for kind, fields, length in _timed(given_):
            expected = whole.by_start(kind, fields, length)
            told = few.by_start(kind, fields, length, left=frozenset(left))
            assert _on(told, left) == _on(expected, left)
        for key in given_.session_keys:
            activity = given_.activity(key.activity)
            expected = whole.by_day(key, activity)
            told = few.by_day(key, activity, left=frozenset(left))
            assert _on(told, left) == _on(expected, left)
        for host in given_.hosts:
            expected = whole.by_date(HostingDay, (host.unit,), 1)
            told = few.by_date(HostingDay, (host.unit,), 1, left=frozenset(left))
            assert _on(told, left) == _on(expected, left)
