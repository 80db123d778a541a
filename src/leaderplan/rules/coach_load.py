"""Coaches have as many sessions as agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import ClassVar

from leaderplan.domain.following import occurrences_of
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class CoachLoad(Rule):
    r"""A coach has between so many and so many coaching sessions.

    .. math:: a_c \leq \sum_p w_p x_{pc} \leq b_c \qquad \text{for each coach } c

    with :math:`x_{pc} = 1` where :math:`c` coaches :math:`p`, :math:`w_p` the sessions
    that :math:`p` has with a coach (occurrences of the activities led by the relation
    ``coach`` that :math:`p` follows; 1 in a programme without such activities), and
    :math:`a_c`, :math:`b_c` the ``smallest`` and ``largest`` of the staff member's role
    ``coach``.

    Broken by one session too few or too many; the amount is the sessions missing or
    above, for each coach. The numbers are agreed with the coaches.
    """

    kind: ClassVar[str] = "coach_load"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "coacher har det antal samtaler, der er aftalt",
        "coaches have as many sessions as agreed",
    )
    said: ClassVar[Words] = Words(
        "{coach} har {count} coachingsamtaler; aftalt er {range_da}",
        "{coach} has {count} coaching sessions; {range_en} is agreed",
    )
    families: ClassVar[frozenset[str]] = frozenset({"coaches"})

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State how many sessions each coach has."""
        programme = decisions.programme
        led = [
            activity for activity in programme.activities if activity.led_by("coach")
        ]
        sessions: Counter[str] = Counter()
        for activity in led:
            for person in programme.followers(activity.id):
                sessions[person.id] += occurrences_of(person, activity)
        options = [
            (decisions.coaches(p.id), sessions[p.id] if led else 1)
            for p in programme.participants
        ]
        for coach in programme.staff_in("coach"):
            load = coach.load("coach")
            amount = sum(who.get(coach.id, False) * weight for who, weight in options)
            posting.at_least(amount, load.smallest if load else 0, (coach.id,))
            if load is not None and load.largest is not None:
                posting.at_most(amount, load.largest, (coach.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every coach with too few or too many sessions."""
        counts: Counter[str] = Counter()
        sessions = self._sessions(view)
        for match in view.plan.matches:
            counts[match.coach] += sessions(match.participant)
        for coach in view.programme.staff:
            for load in coach.roles:
                if load.role != "coach":
                    continue
                count, most = counts[coach.id], load.largest
                outside = max(0, load.smallest - count)
                if most is not None:
                    outside += max(0, count - most)
                if outside:
                    low, high = load.smallest, most
                    yield self.broken(
                        (coach.id,),
                        outside,
                        coach=coach.name,
                        count=count,
                        range_da=f"mindst {low}"
                        if high is None
                        else f"{low} til {high}",
                        range_en=f"at least {low}"
                        if high is None
                        else f"{low} to {high}",
                    )

    def _sessions(self, view: PlanView) -> Callable[[str], int]:
        """Say how many sessions a participant has with the coach."""
        coached = {
            activity.id
            for activity in view.programme.activities
            for lead in activity.leads
            if lead.relation == "coach"
        }
        if not coached:
            return lambda participant: 1
        keys = view.programme.session_keys
        mine = Counter(key.audience for key in keys if key.activity in coached)
        return lambda participant: mine[participant]
