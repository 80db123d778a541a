"""Sessions that lie some days after another one, on whatever day that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from leaderplan.domain.plan import SessionKey
from leaderplan.model.literals import Lit
from leaderplan.model.times import SessionTime
from leaderplan.model.windows import shifted
from leaderplan.rules._distances import Distance

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

    from leaderplan.model.drafts import Draft


class After(NamedTuple):
    """The session that another one follows, and after how many days."""

    head: SessionKey
    days: int


class FollowingTime(SessionTime):
    """The time of a session that has no variable of its own.

    Parameters
    ----------
    model
        Where flags are made.
    head
        The time of the session that it follows, of the same length.
    key
        The session.
    shift
        Days from the head to it.
    """

    def __init__(
        self, model: cp_model.CpModel, head: SessionTime, key: SessionKey, shift: int
    ) -> None:
        self._model = model
        self.calendar, self.timeline = head.calendar, head.timeline
        self.key, self.length, self.starts = key, head.length, head.starts
        self.head, self.shift = head, shift
        self.fixed, self.indexed = None, head.indexed
        # Options stand in the same order, so that a flag of both is one literal.
        self.flags, self._intervals = head.flags, {}
        self.option_days = head.option_days + shift
        self.option_slots, self.option_columns = head.option_slots, head.option_columns
        self._day = head.day + shift
        self._start = head.start + shift * self.timeline.stride
        if self.indexed:
            self.literals = head.literals

    @cached_property
    def prefixes(self) -> dict[int, Lit]:
        """For an indexed session: whether it stands on a day or before it."""
        return {day + self.shift: lit for day, lit in self.head.prefixes.items()}


def followed(
    drafts: Mapping[SessionKey, Draft], asked: Iterable[Distance]
) -> dict[SessionKey, After]:
    """Tell of each session that always lies so many days after which other one."""
    found: dict[SessionKey, After] = {}
    for first, then, least, most, rule in asked:
        if not rule.hard or least is None or least != most or then in found:
            continue
        if {first, then} <= drafts.keys():
            head, before = found.get(first, After(first, 0))
            if then != head and _alike(drafts[head], drafts[then], before + least):
                found[then] = After(head, before + least)
    return {key: after for key, after in found.items() if after.head not in found}


def _alike(head: Draft, then: Draft, shift: int) -> bool:
    """Whether two open sessions have the same options, so many days apart.

    None of them beyond the horizon, as where one is left without any and so the
    others are not cut.
    """
    if head.fixed is not None or then.fixed is not None:
        return False
    if head.allowed.shape != then.allowed.shape:
        return False
    if head.activity.length != then.activity.length:
        return False
    there = np.array_equal(shifted(head.allowed, shift), then.allowed)
    return there and np.array_equal(shifted(then.allowed, -shift), head.allowed)
