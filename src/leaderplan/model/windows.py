"""Windows of days: what the distances between sessions leave of each domain."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, TypeVar

import numpy as np
import numpy.typing as npt

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.drafts import Draft
from leaderplan.rules._base import Seat
from leaderplan.rules._distances import OPEN, Distance, Open, Recorder

Table = TypeVar("Table", bound=npt.NDArray[Any])
"""Flags or amounts by day of the horizon, with or without starts."""


class Drafts:
    """Drafted sessions as rules that space them see them: without any variable.

    Implements what such a rule asks of :class:`leaderplan.rules._base.Decisions`. Who
    has changed group or class since is left out, which asks for less.
    """

    stood: ClassVar[frozenset[SessionKey]] = frozenset()

    def __init__(self, programme: Programme, held: Mapping[SessionKey, Draft]) -> None:
        self.programme = programme
        self.held = held
        self._seats: dict[str, list[Seat]] = defaultdict(list)
        for key, draft in held.items():
            for who, here in draft.attendees.items():
                if here is not False:
                    known = OPEN if isinstance(here, np.ndarray) else here
                    self._seats[who].append(Seat(key, known))

    def sessions(self, activities: Iterable[str] | None = None) -> list[SessionKey]:
        """Sessions and due dates in view, all or those of some activities."""
        wanted = None if activities is None else set(activities)
        return [k for k in self.held if wanted is None or k.activity in wanted]

    def activity(self, session: SessionKey) -> Activity:
        """Activity of a session."""
        return self.held[session].activity

    def day(self, session: SessionKey) -> Open:
        """Day number of a session."""
        return OPEN

    def on_days(self, session: SessionKey, days: Iterable[date]) -> Open:
        """Whether a session stands on one of some days."""
        return OPEN

    def seats(
        self, participant: str, activities: Iterable[str] | None = None
    ) -> list[Seat]:
        """Sessions in view that a participant may be at."""
        seats = self._seats.get(participant, [])
        if activities is None:
            return seats
        wanted = set(activities)
        return [seat for seat in seats if seat.session.activity in wanted]


def distances(drafts: Drafts, rules: Iterable[Rule]) -> list[Distance]:
    """Gather what the rules that space sessions ask for."""
    found: list[Distance] = []
    for rule in rules:
        if rule.spaces:
            recorder = Recorder(rule, drafts.programme.waived)
            rule.post(drafts, recorder)
            found += recorder.found
    return found


def shrink(
    drafts: Mapping[SessionKey, Draft], distances: Sequence[Distance]
) -> Collection[SessionKey]:
    """Take away days that no other session's days allow.

    Returned are sessions of which one has no day left, nothing where all have some.

    Consistent in the first and last day of each session, which the distances of a
    chain decide, and in every day of two sessions an exact distance apart; the solver
    sees to what else lies between.
    """
    edges: dict[SessionKey, list[Distance]] = defaultdict(list)
    for row in distances:
        edges[row.first].append(row)
        edges[row.then].append(row)
    if without := [key for key in edges if not drafts[key].days.any()]:
        return without
    ends = {key: _ends(draft) for key, draft in drafts.items() if key in edges}
    waiting = deque(edges)
    queued = set(edges)
    while waiting:
        key = waiting.popleft()
        queued.discard(key)
        for row in edges[key]:
            for other, low, high in _implied(row, ends):
                moved = low > ends[other][0] or high < ends[other][1]
                if moved and not _cut(drafts[other], low, high):
                    return row.first, row.then
                if row.least == row.most:
                    met = _meet(drafts, row, other)
                    if met is None:
                        return row.first, row.then
                    moved = moved or met
                if not moved:
                    continue
                ends[other] = _ends(drafts[other])
                if other not in queued:
                    queued.add(other)
                    waiting.append(other)
    return ()


def _meet(
    drafts: Mapping[SessionKey, Draft], row: Distance, other: SessionKey
) -> bool | None:
    """Keep the days of one end of an exact distance that the other end has.

    Whether that took any; ``None`` where none is left.
    """
    draft, first = drafts[other], other == row.first
    end, shift = (row.then, -(row.least or 0)) if first else (row.first, row.least or 0)
    if draft.fixed is not None:
        return False
    flags = shifted(drafts[end].days, shift)
    if not (draft.days & ~flags).any():
        return False
    allowed = draft.allowed & flags[:, None]
    if not allowed.any():
        return None
    draft.allowed = allowed
    return True


def shifted(flags: Table, days: int) -> Table:
    """Flags of the horizon's days (or days x starts), some days later."""
    moved: Table = np.zeros_like(flags)
    left = max(0, len(flags) - abs(days))
    if days >= 0:
        moved[days:] = flags[:left]
    else:
        moved[:left] = flags[-days:]
    return moved


def _ends(draft: Draft) -> tuple[int, int]:
    """First and last day on which a session may stand."""
    if draft.fixed is not None:
        return draft.fixed[0], draft.fixed[0]
    days = np.nonzero(draft.allowed.any(axis=1))[0]
    return int(days[0]), int(days[-1])


def _implied(
    row: Distance, ends: Mapping[SessionKey, tuple[int, int]]
) -> list[tuple[SessionKey, int, int]]:
    """What a distance leaves of each end, as (session, first day, last day)."""
    (early, late), (low, high) = ends[row.first], ends[row.then]
    least = -(10**6) if row.least is None else row.least
    most = 10**6 if row.most is None else row.most
    return [
        (row.then, early + least, late + most),
        (row.first, low - most, high - least),
    ]


def _cut(draft: Draft, low: int, high: int) -> bool:
    """Keep the days from ``low`` to ``high``; ``False`` where none is left."""
    if draft.fixed is not None:
        return low <= draft.fixed[0] <= high
    allowed = draft.allowed.copy()
    allowed[: max(0, low)] = False
    allowed[max(0, high + 1) :] = False
    if not allowed.any():
        return False
    draft.allowed = allowed
    return True
