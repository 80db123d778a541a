"""As little as possible is another way than in a plan: its price as a rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from leaderplan.domain.base import title
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Level, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import (
    Coaching,
    Decisions,
    Hosting,
    Leading,
    Location,
    Posting,
    SessionDay,
    Times,
)

CHANGES = Level(id="changes", title=title("ændringer", "changes"))
"""The level of :class:`AsBefore`, wherever among the others it is put."""

PEOPLE, DAY, DETAIL = 20, 5, 1
"""What another host, coach, group, class or facilitator counts; another day; and
another time of the day, place or leader: a person's year is moved by the first."""


class AsBefore(Rule):
    """What is decided is as in a plan: each difference costs.

    A group or class is one by its label. What follows from other choices (the coach
    who leads a talk, the place of a practicum) is not counted again, and what the plan
    does not hold costs nothing.

    Parameters
    ----------
    plan
        The plan that decisions are compared with.
    """

    kind: ClassVar[str] = "as_before"
    words: ClassVar[Words] = Words("det er som i planen før", "it is as in the plan")
    said: ClassVar[Words] = Words("{what} er ændret", "{what} has changed")
    priced_only: ClassVar[bool] = True
    judges: ClassVar[tuple[type, ...]] = (
        Coaching, Hosting, Leading, Location, SessionDay
    )  # fmt: skip

    plan: Plan

    @cached_property
    def _before(self) -> dict[tuple[str, ...], str]:
        return made(self.plan)

    def amount(
        self, programme: Programme, about: tuple[str, ...], after: str | None = None
    ) -> int:
        """Tell what it counts that something is another way, at least 1.

        ``after`` is what it is then, where that may matter: the day of a session.
        """
        return counted(about[0])

    def judge(self, programme: Programme) -> Judge:
        """Return what another choice than the plan's counts."""
        before = self._before
        picked = {
            (activity.id, lead.role): lead.relation
            for activity in programme.activities
            for lead in activity.leads
            if lead.relation in ("pick", "group")
        }

        def excess(choice: Any) -> int:
            about: tuple[str, ...]
            if isinstance(choice, Hosting):
                about, made = ("host", choice.participant.id), choice.host.unit
            elif isinstance(choice, Coaching):
                about, made = ("coach", choice.participant.id), choice.coach.id
            elif isinstance(choice, SessionDay):
                about, made = ("day", str(choice.session)), choice.day.isoformat()
            elif isinstance(choice, Location):
                about, made = ("place", str(choice.session)), choice.place
            else:
                relation = picked.get((choice.activity.id, choice.role))
                key = choice.activity.id, choice.audience, choice.occurrence
                about, made = (
                    ("leader", str(SessionKey(*key)), choice.role),
                    choice.staff.id,
                )
                if relation == "group":
                    about = ("facilitator", choice.audience)
            kept = before.get(about, made) == made
            return 0 if kept else self.amount(programme, about, made)

        return excess

    def over_days(self, programme: Programme, choice: Any) -> list[int] | None:
        """Return what each day but the plan's counts, for a session."""
        if not isinstance(choice, SessionDay):
            return None
        about, days = ("day", str(choice.session)), programme.calendar.days()
        kept = self._before.get(about)
        if kept is None:
            return [0] * len(days)
        return self._moved(programme, about, date.fromisoformat(kept), days)

    def _moved(
        self,
        programme: Programme,
        about: tuple[str, ...],
        kept: date,
        days: Sequence[date],
    ) -> list[int]:
        """Return what it counts that a session is on each of some days."""
        amount = self.amount(programme, about, kept.isoformat())
        return [0 if day == kept else amount for day in days]

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State that people are in their groups and classes, sessions at their time."""
        for kind, labels in (
            ("group", decisions.groups()),
            ("class", decisions.classes()),
        ):
            members = {label: decisions.members(label) for label in labels}
            known = {who for row in members.values() for who in row}
            for (what, *about), label in self._before.items():
                if what == kind and label in members and about[0] in known:
                    here = members[label].get(about[0], False)
                    amount = self.amount(decisions.programme, (kind, about[0]))
                    posting.at_least(amount * here, amount, (kind, about[0]))
        seen = set(decisions.sessions())
        for key, times in self._times(decisions.programme).items():
            if key in seen:
                touched = decisions.touches(key, times)
                amount = self.amount(decisions.programme, ("time", str(key)))
                posting.at_least(amount * touched, amount, ("time", str(key)))

    def _times(self, programme: Programme) -> dict[SessionKey, Times]:
        """Return the blocks, on any day, of what does not last all day."""
        calendar, found = programme.calendar, {}
        every: dict[int, Times] = {
            block: frozenset((day, block) for day in calendar.days())
            for block in range(len(calendar.blocks))
        }
        for session in self.plan.sessions:
            activity = programme.activity(session.activity)
            if len(calendar.starts(activity.length)) > 1:
                first = calendar.blocks_of(session.slot, activity.length)[0]
                found[session.key] = every[first]
        return found

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everything that is another way."""
        now = made(view.plan)
        for about, before in self._before.items():
            after = now.get(about, before)
            if after != before and _chosen(view.programme, about):
                amount = self.amount(view.programme, about, after)
                yield self.broken(about, amount, what=about[1])
        for session in self.plan.sessions:
            later = view.by_key.get(session.key)
            length = view.programme.activity(session.activity).length
            blocks = view.programme.calendar.blocks_of(session.slot, length)
            if later is not None and blocks[0] not in view.blocks(later):
                amount = self.amount(view.programme, ("time", session.id))
                yield self.broken(("time", session.id), amount, what=session.id)


def made(plan: Plan) -> dict[tuple[str, ...], str]:
    """Return what a plan has decided, by what and whose."""
    found = dict[tuple[str, ...], str]()
    found |= {("host", row.participant): row.host for row in plan.placements}
    found |= {("coach", row.participant): row.coach for row in plan.matches}
    for group in plan.groups:
        found |= {("group", who): group.id for who in group.participants}
        if group.facilitator is not None:
            found["facilitator", group.id] = group.facilitator
    for made in plan.classes:
        found |= {("class", who): made.id for who in made.participants}
    found |= {("day", str(due.key)): due.day.isoformat() for due in plan.milestones}
    for session in plan.sessions:
        found["day", session.id] = session.day.isoformat()
        found["time", session.id] = session.starts.isoformat("minutes")
        if session.place is not None:
            found["place", session.id] = session.place
        for seat in session.staff:
            found["leader", session.id, seat.role] = seat.staff
    return found


def counted(what: str) -> int:
    """Tell what a difference of a kind counts."""
    if what == "day":
        return DAY
    return DETAIL if what in ("place", "leader", "time") else PEOPLE


def _chosen(programme: Programme, about: tuple[str, ...]) -> bool:
    """Whether something is compared as it is, and does not follow from another."""
    if about[0] == "time":
        return False
    if about[0] not in ("place", "leader"):
        return True
    activity = programme.activity(SessionKey.parse(about[1]).activity)
    if about[0] == "place":
        return activity.where not in (("host_unit",), ("home_unit",))
    return any(k.role == about[2] and k.relation == "pick" for k in activity.leads)
