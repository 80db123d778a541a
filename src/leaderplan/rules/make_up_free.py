"""Make-up dates lie on days on which those whom they are for can come."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.people import Participant
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import SessionDay
from leaderplan.rules._busy import busy, closed


class MakeUpFree(Rule):
    r"""Make-up dates lie on days on which as many as can be could come.

    .. math:: \min \sum_t |\{p \in P_t : d_t \in U_p\}|

    over the make-up dates (``Cohort.make_up_for``), with :math:`P_t` those who have the
    same day with their own cohort, :math:`d_t` the day, and :math:`U_p` the days of
    which any block is closed for the participant's unit or on which they are
    ``unavailable``. What people have alone on that day is not counted.

    Broken by one person who cannot come; the amount is their number, for each make-up
    date. A preference, never hard.
    """

    kind: ClassVar[str] = "make_up_free"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "så mange som muligt kan komme på opsamlingsdagene",
        "as many as can be could come on make-up dates",
    )
    said: ClassVar[Words] = Words(
        "{count} kan ikke komme på opsamlingsdagen {session} {day_da}",
        "{count} cannot come on the make-up date {session} on {day_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (SessionDay,)
    priced_only: ClassVar[bool] = True

    level: Id | None = "dates"

    def alike(self, choice: SessionDay) -> Hashable:
        """Tell what the judgement rests on beside the day."""
        return choice.session if choice.activity.audience == "cohort" else None

    def judge(self, programme: Programme) -> Judge:
        """Return how many of those whom a make-up date is for cannot come."""
        calendar, cohorts = programme.calendar, {c.id: c for c in programme.cohorts}
        profiles = {unit.id: unit.profile for unit in programme.units}
        shut = {
            profile: {day for day, _ in closed(calendar, profile)}
            for profile in {None, *profiles.values()}
        }
        away = {
            p.id: {day for day, _ in busy(calendar, p.availability, ("unavailable",))}
            for p in programme.participants
        }

        def cannot(person: Participant, day: date) -> bool:
            post = person.post_on(day)
            profile = profiles[post.unit] if post else None
            return day in away[person.id] or day in shut[profile]

        def excess(choice: SessionDay) -> int:
            if choice.activity.audience != "cohort" or choice.activity.is_milestone:
                return 0
            home = cohorts[choice.session.audience].make_up_for
            if home is None:
                return 0
            there = programme.attending(choice.activity.id, choice.session.occurrence)
            return sum(cannot(p, choice.day) for p in there if p.cohort == home)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every make-up date to which some cannot come."""
        for session in view.plan.sessions:
            if not view.programme.makes_up(session.key):
                continue
            home = view.programme.cohort(session.audience).make_up_for or ""
            own = SessionKey(session.activity, home, session.occurrence)
            people = view.who_may_attend(own)
            absent = sum(_is_away(view, person, session.day) for person in people)
            if absent:
                yield self.broken(
                    (session.id,), absent, count=absent, session=session.id,
                    day_da=day_text(session.day, "da"),
                    day_en=day_text(session.day, "en"),
                )  # fmt: skip


def _is_away(view: PlanView, person: Participant, day: date) -> bool:
    """Whether somebody is away, or their unit closed, at any time of a day."""
    calendar, post = view.programme.calendar, person.post_on(day)
    profile = view.programme.unit(post.unit).profile if post else None
    gone = [row for row in person.availability if row.state == "unavailable"]
    return any(
        row.covers(day, block)
        for rows in (calendar.closures_of(profile), gone)
        for row in rows
        for block in range(len(calendar.blocks))
    )
