"""A frame for given groups, the talks within it, and at last hours and places."""

from __future__ import annotations

from typing import NamedTuple

from leaderplan.model.asking import Asking
from leaderplan.model.assemble import Caps
from leaderplan.model.assignment import Assignment
from leaderplan.model.rungs import Solved

NO_ROOM: Caps = {}

NEAR_LAST = 40
"""How far above its floor the last level may be at first: such a model is smaller."""

LOOKS = 3
"""How often a frame is solved anew with more of its talks in view."""


class Drafted(NamedTuple):
    """A frame, the talks within it, and what it costs."""

    frame: Assignment
    talks: Solved
    values: dict[str, int]


class Filling(Asking):
    """Solves frames for given groups and fills them.

    With its groups given, a cohort's *frame* is solved like the core, and hours, talks
    and due dates nearly always fit into it. A plan is so found in a few seconds.
    """

    _framable: set[str]
    """Levels that groups and frames cost on."""

    def _at(self, floors: Caps, room: Caps = NO_ROOM) -> Caps:
        """Caps with room above the floors of levels but the last."""
        return {k: floors[k] + room.get(k, 0) for k in self._sums()[:-1]}

    def _completed(
        self, groups: Assignment, caps: Caps, floors: Caps, start: Assignment
    ) -> Assignment | None:
        """Solve a frame for given groups and fill it."""
        drafted = self._drafted(groups, caps, floors, start)
        return None if drafted is None else self._filled(*drafted)

    def _drafted(
        self, groups: Assignment, caps: Caps, floors: Caps, start: Assignment
    ) -> Drafted | None:
        """Solve a frame for given groups, and its talks.

        Where those cost more than it says, it looks closer at them and is solved
        anew, as long as more time is left than was spent. One that is above its floor
        already stays as it is: other groups are asked for next, and may do better.
        """
        drafted: Drafted | None = None
        last = self._sums()[-1]
        for _ in range(LOOKS):
            solved = self._frame(groups, caps, floors, start)
            if solved.found is None:
                break
            frame, values = groups.merged(solved.found), {**caps, **solved.values}
            talks = self._talks(frame, values)
            drafted = Drafted(frame, talks, values)
            above = last not in caps and values.get(last, 0) > self._floors[last]
            late = self._budget.left < self._budget.elapsed
            if not self._notices(*drafted) or above or late:
                if above and talks.found is not None:
                    values[last] = max(values[last], talks.values[last])
                break
        return drafted

    def _frame(
        self, groups: Assignment, caps: Caps, floors: Caps, start: Assignment
    ) -> Solved:
        """Solve a frame, near its floor where its last level has no cap.

        At first with the days together of the start, which most often do: that leaves
        a far smaller model.
        """
        part, last = self._parts.framed, self._sums()[-1]
        near = {last: floors[last] + NEAR_LAST, **caps}
        plenary, known = self._parts.plenary, start.days()
        together = {k: days for k, days in known.items() if k.activity in plenary}
        frame = self._descended(part, groups, near, floors, start, days=together)
        if frame.found is None:
            frame = self._descended(part, groups, near, floors, start)
        charging = self._alone["core"].charging | frame.charging
        levels = {r.level for r in self._programme.rules if r.id in charging}
        levels |= self._charged_by("groups") if groups.group else frozenset()
        self._framable = {level for level in self._sums() if level in levels}
        return frame

    def _talks(self, frame: Assignment, values: Caps) -> Solved:
        """Decide talks and due dates within a frame that costs so much."""
        caps = self._but_last(values)
        talks = self._descended(self._parts.talks, frame, caps, self._floors, frame)
        if self._sums()[-1] not in talks.values:
            # Cut short before the last level: what they cost there is not known.
            talks.found = None
        return talks

    def _notices(self, frame: Assignment, talks: Solved, values: Caps) -> bool:
        """Note sessions that cost more than a frame says, if there are any new ones."""
        last = self._sums()[-1]
        if talks.found is None or talks.values[last] <= values.get(last, 0):
            return False
        start = frame.merged(talks.found).start
        broken = {
            key
            for first, then, least, most, rule in talks.built.decisions.asked
            if not rule.hard and {first, then} <= start.keys()
            for key in (first, then)
            if not _within(start[then][0] - start[first][0], least, most)
        }
        fresh = {key for key in broken if key in talks.found.start} - self._watched
        self._watched |= fresh
        return bool(fresh)

    def _filled(
        self, frame: Assignment, talks: Solved, values: Caps
    ) -> Assignment | None:
        """Take talks within a frame, or others with another practicum; decide hours.

        The practicum is decided anew where talks would else cost more than the frame.

        Parameters
        ----------
        values
            What the frame costs, and the most that levels may that it does not.
        """
        part, last, caps = self._parts.talks, self._sums()[-1], self._but_last(values)
        if talks.found is None or talks.values[last] > values.get(last, 0):
            caps_ = dict(caps)
            if talks.found is not None:
                caps_[last] = talks.values[last] - 1
            hint = frame.merged(talks.found or Assignment())
            stays = self._descended(self._parts.stays, frame, caps_, self._floors, hint)
            if stays.found is not None:
                part, talks = self._parts.stays, stays
        if talks.found is None:
            return None
        most = {**caps, **{k: v for k, v in talks.values.items() if k in (*caps, last)}}
        fixed = frame.without(part.scope.dates, part.scope.families)
        return self._with_hours(fixed.merged(talks.found), self._priced(most))

    def _but_last(self, values: Caps) -> Caps:
        """The most that levels may cost but the last, when a frame costs so much."""
        return {k: max(values[k], self._floors[k]) for k in self._sums()[:-1]}


def _within(distance: int, least: int | None, most: int | None) -> bool:
    return (least is None or distance >= least) and (most is None or distance <= most)
