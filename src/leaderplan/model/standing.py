"""What stands of a plan that is replanned, and which days are left to the rest."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cached_property

from leaderplan.domain.history import attended
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.domain.states import Stands, State
from leaderplan.model.assignment import Assignment, timeline_of
from leaderplan.model.near import kept_of
from leaderplan.model.opened import Opened
from leaderplan.model.opening import Opening, by_host
from leaderplan.model.scope import Kept


class Standing:
    """Tells what stands while something of a plan is opened.

    Parameters
    ----------
    programme
        The facts and rules as they are now.
    before
        What holds of the plan.
    stands
        What was before, is locked or frozen, and never moves.
    now
        The day on which it is decided: nothing is moved to before it.
    opening
        What may move, and what must.
    """

    def __init__(
        self,
        programme: Programme,
        before: Assignment,
        stands: Stands,
        now: date,
        opening: Opening,
    ) -> None:
        self._programme, self._before = programme, before
        self.keys, self._opening = stands.keys, opening
        self._past = frozenset(stands.in_state(State.PAST))
        calendar, timeline = programme.calendar, timeline_of(programme)
        first = timeline.index(max(now, calendar.first))
        self._days = frozenset(range(first, len(calendar.days())))

    def kept(self, opened: Opened, reach: int | None) -> Kept:
        """Leave what stands, and of what is opened the days that are left."""
        kept = kept_of(self._before, opened)
        labels = {family: dict(rows) for family, rows in kept.labels.items()}
        for family, chosen in self._done.items():
            labels.setdefault(family, {}).update(chosen)
        days = {**kept.days, **self.left(opened, reach)}
        return replace(kept, days=days, labels=labels, stood=self.stood)

    @cached_property
    def stood(self) -> dict[SessionKey, frozenset[str]]:
        """Sessions that were before, with who was at them, guests aside."""
        return attended(self._opening.view, self._past)

    def is_history(self, broken: Violation) -> bool:
        """Whether a violation is about one session, that was, and about nobody."""
        people = {person.id for person in self._programme.participants}
        about = set(broken.subject)
        told = [key for key in self._programme.session_keys if str(key) in about]
        return len(told) == 1 and told[0] in self._past and not about & people

    @cached_property
    def _done(self) -> dict[str, dict[str, frozenset[str]]]:
        """Hosts and coaches of those who have had all that there is with them."""
        found: dict[str, dict[str, frozenset[str]]] = {}
        activities = self._programme.activities
        stays = {a.id for a in activities if a.kind == "practicum"}
        talks = {a.id for a in activities if a.led_by("coach")}
        for family, with_, chosen in (
            # A practicum that was had may still be talked of.
            ("hosts", stays or {a.id for a in activities if by_host(a)},
             self._before.host),
            ("coaches", talks, self._before.coach),
        ):  # fmt: skip
            keys = [k for k in self._programme.session_keys if k.activity in with_]
            had = {key.audience for key in keys} - {
                key.audience for key in keys if key not in self._past
            }
            found[family] = {
                who: frozenset((label,)) for who, label in chosen.items() if who in had
            }
        return found

    def left(
        self, opened: Opened, reach: int | None
    ) -> dict[SessionKey, frozenset[int]]:
        """Return the days from now on.

        What need not move itself stays within a reach of its day.
        """
        found = dict.fromkeys(opened.sessions, self._days)
        if reach is None:
            return found
        near = opened.sessions - self._opening.moving - opened.free
        near &= set(self._before.start)
        for key in near:
            day = self._before.start[key][0]
            found[key] &= frozenset(range(day - reach, day + reach + 1))
        return found

    def held(
        self, opened: Opened, only: Collection[SessionKey] | None = None
    ) -> Assignment:
        """Return the sessions that stand: what is not opened, or some of them."""
        before = self._before
        keys = (
            set(before.start) - opened.sessions
            if only is None
            else set(only) & set(before.start)
        )
        return Assignment(
            {k: v for k, v in before.start.items() if k in keys},
            {k: v for k, v in before.place.items() if k in keys},
            {k: v for k, v in before.staff.items() if k[0] in keys},
        )
