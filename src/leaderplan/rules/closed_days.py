"""Nothing stands on closed days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from functools import cache, partial
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Participant
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Attendance, LeadingTime, SessionDay, Times
from leaderplan.rules._busy import closed


class ClosedDays(Rule):
    r"""Sessions avoid what is closed for anybody who is there.

    .. math:: B_s \cap C_x = \varnothing
              \qquad \text{for each participant and staff member } x
              \text{ of session } s

    with :math:`B_s` the blocks of the day that the session touches and :math:`C_x`
    the blocks closed in the person's calendar profile: that of the participant's
    unit on the day, or the staff member's; the default profile where none is named.
    A due date avoids days closed from morning to evening for the participant. And
    nothing stands on a weekday that the calendar leaves out.

    Broken by one block; the amount is 1 for each participant and session, for each
    role that a staff member fills at a session, and for each session or due date on
    a weekday left out.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all of them.
    """

    kind: ClassVar[str] = "closed_days"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "intet ligger på lukkedage",
        "nothing stands on closed days",
    )
    said: ClassVar[Words] = Words(
        "{session} ligger {day_da}, hvor der er lukket for {who_da}",
        "{session} is on {day_en}, which is closed for {who_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (Attendance, LeadingTime, SessionDay)

    activities: tuple[Id, ...] | None = None

    def alike(self, choice: Attendance | LeadingTime | SessionDay) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        if self.activities is not None and choice.activity.id not in self.activities:
            return None
        if isinstance(choice, SessionDay):
            return ()
        if isinstance(choice, LeadingTime):
            return "profile", choice.staff.profile
        return choice.participant.id, choice.activity.is_milestone

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where the block or the weekday is closed."""
        bound = None if self.activities is None else set(self.activities)
        calendar = programme.calendar
        weekdays = set(calendar.weekdays)
        profiles = {p.id: closed(calendar, p.id) for p in calendar.profiles}
        default = closed(calendar, None)
        blocks = range(len(calendar.blocks))
        times = _times_of(programme, profiles, default)

        def excess(choice: Attendance | LeadingTime | SessionDay) -> int:
            if bound is not None and choice.activity.id not in bound:
                return 0
            if isinstance(choice, SessionDay):
                return int(choice.day.weekday() not in weekdays)
            if isinstance(choice, LeadingTime):
                held = profiles.get(choice.staff.profile or "", default)
                return int((choice.day, choice.block) in held)
            held = times(choice.participant, choice.day)
            if choice.activity.is_milestone:
                return int(all((choice.day, block) in held for block in blocks))
            return int((choice.day, choice.block) in held)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everybody and everything on a closed day."""
        calendar = view.programme.calendar
        touches = cache(partial(_touches, calendar))
        shut = cache(partial(_shut, calendar))
        profiles = [None, *(profile.id for profile in calendar.profiles)]
        for session in view.sessions(self.activities):
            when = session.day, view.blocks(session)
            if not any(touches(*when, profile) for profile in profiles):
                continue
            there = view.attendees(session.key, session.day)
            bound = [(who, _profile(view, who, session.day)) for who in there]
            bound += [
                (seat.staff, view.programme.member(seat.staff).profile)
                for seat in session.staff
            ]
            away = {
                profile
                for profile in {profile for _, profile in bound}
                if touches(*when, profile)
            }
            people = Counter(who for who, profile in bound if profile in away)
            for who, count in people.items():
                yield self._found((who, session.id), session.day, who, who, count)
        for key, day in view.dated.items():
            if self.activities is not None and key.activity not in self.activities:
                continue
            if day.weekday() not in view.programme.calendar.weekdays:
                yield self._found((str(key),), day, "alle", "everybody", 1)
            if not view.activity(key).is_milestone:
                continue
            who = key.audience
            if shut(day, _profile(view, who, day)):
                yield self._found((who, str(key)), day, who, who, 1)

    def _found(
        self, subject: tuple[str, ...], day: date, who_da: str, who_en: str, amount: int
    ) -> Violation:
        return self.broken(
            subject,
            amount,
            session=subject[-1],
            who_da=who_da,
            who_en=who_en,
            day_da=day_text(day, "da"),
            day_en=day_text(day, "en"),
        )


def _times_of(
    programme: Programme, profiles: dict[str, Times], default: Times
) -> Callable[[Participant, date], Times]:
    """Return the blocks closed for a participant by the post held on a day."""
    units = {u.id: profiles.get(u.profile or "", default) for u in programme.units}
    constant = {
        p.id: units[p.posts[0].unit]
        for p in programme.participants
        if len(p.posts) == 1
        and p.posts[0].valid_from is None
        and p.posts[0].valid_to is None
    }

    def times(participant: Participant, day: date) -> Times:
        known = constant.get(participant.id)
        if known is not None:
            return known
        post = participant.post_on(day)
        return units[post.unit] if post else default

    return times


def _profile(view: PlanView, participant: str, day: date) -> str | None:
    post = view.participant(participant).post_on(day)
    return view.programme.unit(post.unit).profile if post else None


def _touches(
    calendar: PlanningCalendar, day: date, blocks: range, profile: str | None
) -> bool:
    """Whether any of some blocks of a day is closed for a profile."""
    return any(
        row.covers(day, block)
        for row in calendar.closures_of(profile)
        for block in blocks
    )


def _shut(calendar: PlanningCalendar, day: date, profile: str | None) -> bool:
    """Whether a whole day is closed for a profile."""
    rows = calendar.closures_of(profile)
    return all(
        any(row.covers(day, block) for row in rows)
        for block in range(len(calendar.blocks))
    )
