"""Coaches know what participants want to learn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Coaching


class CoachSpeciality(Rule):
    r"""A coach's specialities cover the participant's goals.

    .. math:: G_p \setminus S_{c(p)} = \emptyset \qquad \text{for each participant } p

    with :math:`G_p` the goals of the participant and :math:`S_c` the specialities of
    the coach.

    Broken by one goal that the coach does not cover; the amount is the goals left,
    for each participant. Goals come from the development plans, specialities from
    the staff.

    Parameters
    ----------
    level
        Price level, the matches' quality where none is given; ``None`` is hard.
    """

    kind: ClassVar[str] = "coach_speciality"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "coachen har erfaring med deltagerens mål",
        "the coach knows the participant's goals",
    )
    said: ClassVar[Words] = Words(
        "{coach} dækker ikke {count} af målene for {participant}",
        "{coach} does not cover {count} of the goals of {participant}",
    )
    judges: ClassVar[tuple[type, ...]] = (Coaching,)

    level: Id | None = "matches"

    def judge(self, programme: Programme) -> Judge:
        """Return how many goals a coach leaves."""
        goals = {p.id: frozenset(p.goals) for p in programme.participants}
        known = {s.id: frozenset(s.specialities) for s in programme.staff}

        def excess(choice: Coaching) -> int:
            return len(goals[choice.participant.id] - known[choice.coach.id])

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every match that leaves goals."""
        for match in view.plan.matches:
            person = view.participant(match.participant)
            coach = view.programme.member(match.coach)
            goals = dict.fromkeys(person.goals)
            left = [goal for goal in goals if goal not in coach.specialities]
            if left:
                yield self.broken(
                    (person.id, coach.id),
                    len(left),
                    coach=coach.name,
                    count=len(left),
                    participant=person.name,
                )
