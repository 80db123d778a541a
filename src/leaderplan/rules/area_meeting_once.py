"""Everybody is at exactly one meeting of the own area."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, ClassVar

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class AreaMeetingOnce(Rule):
    r"""A participant is at exactly one area meeting of each occurrence.

    .. math:: |\{s \in S_{a,k} : p \in P_s\}| = 1
              \qquad \text{for each area activity } a \text{, occurrence } k
              \text{ and participant } p

    with :math:`S_{a,k}` the meetings of all areas and :math:`P_s` those who belong to
    the area of meeting :math:`s` on its date. Who changes area between two meetings
    of one occurrence would else be at both, or at none.

    Broken by none or two; the amount is the meetings missing or above, for each
    activity, participant and occurrence. Always hard.
    """

    kind: ClassVar[str] = "area_meeting_once"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "alle er med til netop ét møde i deres område",
        "everybody is at exactly one meeting of the own area",
    )
    said: ClassVar[Words] = Words(
        "{participant} er med til {count} møder af {activity} nr. {occurrence}; "
        "netop 1 var ventet",
        "{participant} is at {count} meetings of {activity} no. {occurrence}; "
        "exactly 1 was expected",
    )
    hard_only: ClassVar[bool] = True

    def needs(self, programme: Programme) -> frozenset[str]:
        """Name the dates of all area meetings."""
        return frozenset(f"dates:{a.id}" for a in programme.activities if a.by_area)

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each participant and occurrence that one meeting is attended."""
        programme = decisions.programme
        for activity in programme.activities:
            if not activity.by_area:
                continue
            for person in programme.followers(activity.id):
                present: dict[int, Any] = defaultdict(int)
                for seat in decisions.seats(person.id, (activity.id,)):
                    present[seat.session.occurrence] += seat.here
                for occurrence in range(1, activity.occurrences + 1):
                    if not person.takes_part(activity.id, occurrence):
                        continue
                    subject = (activity.id, person.id, str(occurrence))
                    posting.at_least(present[occurrence], 1, subject)
                    posting.at_most(present[occurrence], 1, subject)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every participant at no meeting or several."""
        counts: Counter[tuple[str, str, int]] = Counter()
        for key, day in view.dated.items():
            if view.activity(key).by_area:
                for who in view.attendees(key, day):
                    counts[key.activity, who, key.occurrence] += 1
        for activity in view.programme.activities:
            if not activity.by_area:
                continue
            for person in view.programme.followers(activity.id):
                for occurrence in range(1, activity.occurrences + 1):
                    if not person.takes_part(activity.id, occurrence):
                        continue
                    count = counts[activity.id, person.id, occurrence]
                    if count != 1:
                        yield self.broken(
                            (activity.id, person.id, str(occurrence)),
                            abs(count - 1),
                            participant=person.id,
                            count=count,
                            activity=activity.id,
                            occurrence=occurrence,
                        )
