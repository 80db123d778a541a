"""Everybody gets the days that were promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, ClassVar

from leaderplan.domain.activity import COMPANY
from leaderplan.domain.people import Participant
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class DayLedger(Rule):
    r"""The days planned for a participant and those credited make the total promised.

    .. math:: \sum_{s \in S_p} w_s + \sum_{a \in X_p} n_a w_a = W
              \qquad \text{for each participant } p

    with :math:`w` the weight of an activity's occurrence in quarter-days,
    :math:`S_p` the participant's sessions and due dates, :math:`X_p` the activities
    of the own cohort that the participant is exempt from, :math:`n_a` an activity's
    occurrences and :math:`W` the programme's ``ledger_total``.

    A plenary counts for whoever is away from it: the rule asks for a plan that offers
    everybody what was promised, and a plenary is where absence is priced, not forbidden
    (``plenary_absence``, ``attendance_minimum``); with thirty people no day suits all.
    What somebody has needs attendance: ``leaderplan.day_ledger`` calls such a day
    missed, and it can be made up for. The two differ by just these days.

    Broken by a quarter of a day; the amount is the quarter-days missing or above, for
    each participant. Always hard, since the total is a promise; nothing is asked
    where no total is given. 84 is 21 days.
    """

    kind: ClassVar[str] = "day_ledger"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "alle får de dage, der er lovet",
        "everybody gets the days that were promised",
    )
    said: ClassVar[Words] = Words(
        "{participant} har {found} kvarte dage; {total} var ventet",
        "{participant} has {found} quarter-days; {total} was expected",
    )
    hard_only: ClassVar[bool] = True

    def needs(self, programme: Programme) -> frozenset[str]:
        """Name everything that weighs, and the groups and classes it is held for."""
        weighty = [a for a in programme.activities if a.quarter_days]
        families = {COMPANY[a.audience] for a in weighty if a.audience in COMPANY}
        if not weighty and not self.hard:
            # What nothing changes is priced once, not in every part.
            return frozenset({"classes"})
        return frozenset(families | {f"dates:{a.id}" for a in weighty})

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each participant that the days add up."""
        total = decisions.programme.ledger_total
        if total is None:
            return
        for person in decisions.programme.participants:
            days: Any = sum(
                a.occurrences * a.quarter_days
                for a in decisions.programme.activities
                if a.id in person.exempt and a.of_cohort(person.cohort)
            )
            for seat in decisions.seats(person.id):
                weight = decisions.activity(seat.session).quarter_days
                if weight:
                    days += weight * seat.here
            posting.at_least(days, total, (person.id,))
            posting.at_most(days, total, (person.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every participant whose days do not add up."""
        total = view.programme.ledger_total
        if total is None:
            return
        days: Counter[str] = Counter()
        for key, day in view.dated.items():
            for who in view.attendees(key, day):
                days[who] += view.activity(key).quarter_days
        for person in view.programme.participants:
            found = days[person.id] + _credited(view.programme, person)
            if found != total:
                yield self.broken(
                    (person.id,),
                    abs(found - total),
                    participant=person.id,
                    found=found,
                    total=total,
                )


def _credited(programme: Programme, person: Participant) -> int:
    """Quarter-days of what a participant would follow without being exempt."""
    exempt = (programme.activity(name) for name in set(person.exempt))
    return sum(
        a.quarter_days * a.occurrences for a in exempt if a.of_cohort(person.cohort)
    )
