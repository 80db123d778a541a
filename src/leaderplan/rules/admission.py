"""Nobody is taught in the credit-bearing module before they are admitted."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from typing import ClassVar

from leaderplan.domain.base import Days, Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Attendance


class Admission(Rule):
    r"""Somebody who is not admitted yet comes only after recognition and enrolment.

    .. math:: d_s \geq r_p + e \qquad
        \text{for each session } s \text{ of a participant } p \text{ not admitted}

    with :math:`d_s` the day of the session, :math:`r_p` the day by which recognition
    of prior learning is finished (``rpl_by``) and :math:`e` the days that enrolment
    takes. Where no such day is known, :math:`p` can come to no session at all.

    Broken by one session; the amount is 1 for each participant and session. Four
    weeks is what providers of diploma modules ask for; admission comes from the
    participants.

    Parameters
    ----------
    activity
        The module's teaching, or another activity that admission is needed for.
    enrol_days
        Days from recognition to the first session, 0 to 1,100.
    """

    kind: ClassVar[str] = "admission"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "undervisningen ligger, når deltagerne er optaget på modulet",
        "teaching lies where its participants are admitted to the module",
    )
    said: ClassVar[Words] = Words(
        "{participant} er ikke optaget, når {session} holdes {day_da}",
        "{participant} is not admitted when {session} is held on {day_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (Attendance,)

    activity: Id
    enrol_days: Days = 28

    def alike(self, choice: Attendance) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        asked = choice.activity.id == self.activity
        return choice.participant.id if asked else None

    def judge(self, programme: Programme) -> Judge:
        """Return 1 on days before somebody is admitted."""
        enrolment = timedelta(days=self.enrol_days)
        since: dict[str, date] = {
            p.id: p.rpl_by + enrolment if p.rpl_by else date.max
            for p in programme.participants
            if not p.admitted
        }

        def excess(choice: Attendance) -> int:
            if choice.activity.id != self.activity:
                return 0
            return int(choice.day < since.get(choice.participant.id, date.min))

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session that somebody is not admitted to."""
        for key, day in view.dated.items():
            if key.activity != self.activity:
                continue
            for who in view.attendees(key, day):
                person = view.participant(who)
                if person.admitted:
                    continue
                known = person.rpl_by
                if known is None or (day - known).days < self.enrol_days:
                    yield self.broken(
                        (who, str(key)),
                        participant=person.name,
                        session=str(key),
                        day_da=day_text(day, "da"),
                        day_en=day_text(day, "en"),
                    )
