"""Coaching is spread evenly over the coaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.following import occurrences_of
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class CoachLoadEven(Rule):
    r"""A coach has no more coaching sessions than an even share, rounded up.

    .. math:: \min \sum_c \max \left( 0,\; \sum_p w_p x_{pc}
        - \left\lceil \tfrac{1}{|C|} \sum_p w_p \right\rceil \right)

    with :math:`x_{pc} = 1` where :math:`c` coaches :math:`p`, :math:`w_p` the sessions
    that :math:`p` has with a coach (occurrences of the activities led by the relation
    ``coach`` that :math:`p` follows; 1 in a programme without such activities), and
    :math:`C` the staff with the role ``coach``.

    Broken (that is, priced) by every session above the share; the amount is the
    sessions above, for each coach. A preference, never hard: what was agreed with
    each coach is the rule ``coach_load``.

    Parameters
    ----------
    level
        Price level, the matches' quality where none is given.
    """

    kind: ClassVar[str] = "coach_load_even"
    words: ClassVar[Words] = Words(
        "coachingen fordeles jævnt på coacherne",
        "coaching is spread evenly over the coaches",
    )
    said: ClassVar[Words] = Words(
        "{coach} har {count} coachingsamtaler; en jævn andel er {share}",
        "{coach} has {count} coaching sessions; an even share is {share}",
    )
    priced_only: ClassVar[bool] = True

    level: Id | None = "matches"

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State each coach's share."""
        programme = decisions.programme
        coaches = programme.staff_in("coach")
        weights = _weights(programme)
        options = [(decisions.coaches(p), weight) for p, weight in weights.items()]
        for coach in coaches:
            share = -(-sum(weights.values()) // len(coaches))
            amount = sum(who.get(coach.id, False) * weight for who, weight in options)
            posting.at_most(amount, share, (coach.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every coach with more than an even share."""
        programme = view.programme
        coached = [
            a.id
            for a in programme.activities
            if "coach" in [lead.relation for lead in a.leads]
        ]
        planned = Counter(k.audience for k in programme.session_keys
                          if k.activity in coached)  # fmt: skip
        counts: Counter[str] = Counter()
        for match in view.plan.matches:
            counts[match.coach] += planned[match.participant] if coached else 1
        coaches = programme.staff_in("coach")
        for coach in coaches:
            share = ceil(counts.total() / len(coaches))
            if counts[coach.id] > share:
                yield self.broken(
                    (coach.id,),
                    counts[coach.id] - share,
                    coach=coach.name,
                    count=counts[coach.id],
                    share=share,
                )


def _weights(programme: Programme) -> dict[str, int]:
    """Coaching sessions of each participant who needs a coach."""
    led = [activity for activity in programme.activities if activity.led_by("coach")]
    weights = {p.id: 0 if led else 1 for p in programme.needs_coaches}
    for activity in led:
        for person in programme.followers(activity.id):
            weights[person.id] += occurrences_of(person, activity)
    return weights
