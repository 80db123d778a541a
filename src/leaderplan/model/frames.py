"""Frames for given groups: a cohort's days and practicum, filled with all the rest."""

from __future__ import annotations

from collections.abc import Iterator

from leaderplan.model.asking import Asking, below
from leaderplan.model.assemble import Caps
from leaderplan.model.assignment import Assignment
from leaderplan.model.run import Outcome
from leaderplan.model.rungs import Solved
from leaderplan.model.scope import DaysLeft

NO_ROOM: Caps = {}

WIDER = (4, 40)
"""How far above what is proven to be least a frame may be on each level but the last
where it cannot be there, tried in turn."""

NEAR_LAST = 40
"""How far above its floor the last level may be at first: such a model is smaller."""

OTHERS = 3
"""Other groups that are tried between asking in two ways whether any cost less."""

LOOKS = 3
"""How often a frame is solved anew with more of its talks in view."""

ROOMS = (1, 15)
"""How far above its floor the level of the hosts may be, tried in turn."""

REACH = 16
"""How far above its floor a level is looked for that cannot keep it."""


class Framing(Asking):
    """Plans frames for given groups.

    With its groups given, a cohort's *frame* is solved like the core, and hours, talks
    and due dates nearly always fit into it. A plan is so found in a few seconds.
    """

    _draws: int
    _framable: set[str]
    """Levels that groups and frames cost on."""

    def _planned(self, start: Assignment) -> Assignment | None:
        """Find a plan: with the groups that are best for themselves, or with others."""
        best = self._best_groups()
        found = self._framed(best, self._floors, start)
        if found is not None:
            return found
        for groups in self._groupings(start, best) if best.group else ():
            found = self._framed(groups, self._floors, start)
            if found is not None or self._budget.over:
                return found
        return self._widened(best, self._floors, start)

    def _groupings(self, start: Assignment, best: Assignment) -> Iterator[Assignment]:
        """Yield groups that may have a frame at the floors where the best have none.

        The floors are raised on the way, as no groups can keep them.
        """
        yield from self._meeting(start, best)
        for room in ROOMS if "hosts" in self._relaxed else ():
            solved = self._lowest(start.merged(best), room)
            if solved.found is not None:
                yield self._grouping(solved.found)
            if solved.outcome is not Outcome.INFEASIBLE:
                break

    def _meeting(self, start: Assignment, best: Assignment) -> Iterator[Assignment]:
        """Yield groups for whose meetings there are better days than for the best."""
        early = self._before_hosts()
        days = self._dated(best, self._floors, start).values
        dear = next((k for k in early if days.get(k, 0) > self._floors[k]), None)
        if dear is not None:
            levels = early[: early.index(dear) + 1]
            caps = {**self._floors, dear: days[dear] - 1}
            solved = self._told(self._parts.meetings, caps, levels, start)
            yield best if solved.found is None else self._grouping(solved.found)

    def _dated(self, groups: Assignment, floors: Caps, start: Assignment) -> Solved:
        """Solve the days together for given groups, for the levels before hosts."""
        early = self._before_hosts()
        caps = {level: floors[level] + REACH for level in early}
        part = self._parts.calendar
        return self._descended(part, groups, caps, floors, start, early)

    def _lowest(self, start: Assignment, room: int) -> Solved:
        """Ask for groups with which the level of hosts is little above its floor."""
        level = self._relaxed["hosts"][0]
        levels = [*self._before_hosts(), level]
        caps = {**self._floors, level: self._floors[level] + room}
        return self._told(self._parts.master, caps, levels, start)

    def _widened(
        self, groups: Assignment, floors: Caps, start: Assignment
    ) -> Assignment | None:
        """Plan with given groups above the floors, as the days together ask for."""
        early = self._before_hosts()
        days = self._dated(groups, floors, start)
        if days.found is None:
            return None
        floors = {**floors, **{level: days.values[level] for level in early}}
        late = set(self._sums()) - set(early)
        start = start.merged(days.found)
        above = any(days.values[level] > self._floors[level] for level in early)
        for room in (
            *((NO_ROOM,) if above else ()),
            *(dict.fromkeys(late, k) for k in WIDER),
            dict.fromkeys(floors, WIDER[-1]),
        ):
            found = self._framed(groups, floors, start, room)
            if found is not None or self._budget.over:
                return found
        return None

    def _regrouped(self, gap: str, held: Assignment, values: Caps) -> Assignment | None:
        """Look for less on a level with a few other groups that are as good."""
        for _ in range(OTHERS if self._best_groups().group else 0):
            self._draws += 1
            drawn = self._solver.drawn(self._parts.groups, values, held, self._draws)
            if drawn is None or self._budget.over:
                return None
            found = self._cheaper(self._grouping(drawn), gap, held, values)
            if found is not None:
                return found
        return None

    def _cheaper(
        self, groups: Assignment, gap: str, held: Assignment, values: Caps
    ) -> Assignment | None:
        """Plan with given groups, if it then costs less on a level."""
        order = self._sums()
        less = below(order[: order.index(gap) + 1], values)
        if gap == order[-1]:
            return self._completed(groups, {**values, **less}, self._floors, held)
        return self._framed(groups, {**self._floors, **less}, held)

    def _framed(
        self,
        groups: Assignment,
        floors: Caps,
        start: Assignment,
        room: Caps = NO_ROOM,
    ) -> Assignment | None:
        """Plan with given groups, with room above the floors of levels but the last."""
        caps = {
            level: floors[level] + room.get(level, 0) for level in self._sums()[:-1]
        }
        return self._completed(groups, caps, floors, start)

    def _completed(
        self, groups: Assignment, caps: Caps, floors: Caps, start: Assignment
    ) -> Assignment | None:
        """Solve a frame for given groups and fill it.

        Where its talks cost more than it says, it looks closer at them and is solved
        anew, as long as more time is left than was spent. One that is above its floor
        already is filled as it is: other groups are asked for next, and may do better.
        """
        filling: tuple[Assignment, Solved, Caps] | None = None
        last = self._sums()[-1]
        for _ in range(LOOKS):
            solved = self._frame(groups, caps, floors, start)
            if solved.found is None:
                break
            frame, values = groups.merged(solved.found), {**caps, **solved.values}
            talks = self._talks(frame, values)
            filling = frame, talks, values
            if talks.found is None and self._cramped(talks):
                continue
            above = last not in caps and values.get(last, 0) > self._floors[last]
            late = self._budget.left < self._budget.elapsed
            if not self._notices(*filling) or above or late:
                if above and talks.found is not None:
                    values[last] = max(values[last], talks.values[last])
                break
        return None if filling is None else self._filled(*filling)

    def _frame(
        self, groups: Assignment, caps: Caps, floors: Caps, start: Assignment
    ) -> Solved:
        """Solve a frame, near its floor where its last level has no cap.

        At first with the days together of the start, which most often do: that leaves
        a far smaller model.
        """
        part, last = self._parts.framed, self._sums()[-1]
        near = {last: floors[last] + NEAR_LAST, **caps}
        days = self._together(start)
        frame = self._descended(part, groups, near, floors, start, days=days)
        if frame.found is None:
            frame = self._descended(part, groups, near, floors, start)
        charging = self._alone["core"].charging | frame.charging
        levels = {r.level for r in self._programme.rules if r.id in charging}
        levels |= self._charged_by("groups") if groups.group else frozenset()
        self._framable = {level for level in self._sums() if level in levels}
        return frame

    def _together(self, start: Assignment) -> DaysLeft:
        """Days together of a start, as all that are left."""
        plenary, known = self._parts.plenary, start.days()
        return {k: days for k, days in known.items() if k.activity in plenary}

    def _talks(self, frame: Assignment, values: Caps) -> Solved:
        """Decide talks and due dates within a frame that costs so much."""
        caps = self._but_last(values)
        talks = self._descended(self._parts.talks, frame, caps, self._floors, frame)
        if self._sums()[-1] not in talks.values:
            # Cut short before the last level: what they cost there is not known.
            talks.found = None
        return talks

    def _cramped(self, talks: Solved) -> bool:
        """Note sessions like those that a frame leaves no day for, if they are new.

        Of whoever's class or group is open a frame sees no chain through sessions
        out of its view.
        """
        cramped = {key.activity for key in talks.built.decisions.cramped}
        sessions = self._programme.session_keys
        alike = {key for key in sessions if key.activity in cramped}
        fresh = alike - self._watched
        self._watched |= fresh
        return bool(fresh)

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

    def _before_hosts(self) -> list[str]:
        """Levels before that of the hosts, or before the last if they cost on none."""
        order = self._sums()
        level = self._relaxed["hosts"][0] if "hosts" in self._relaxed else ""
        return order[: order.index(level)] if level in order else order[:-1]


def _within(distance: int, least: int | None, most: int | None) -> bool:
    return (least is None or distance >= least) and (most is None or distance <= most)
