"""Nobody is in two places at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any, ClassVar

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Decisions, Posting, Seat


class NoDoubleBooking(Rule):
    r"""Sessions of one person do not overlap in time.

    .. math:: e_s \leq b_t \;\lor\; e_t \leq b_s
              \qquad \text{for two sessions } s, t \text{ of a person on one day}

    with :math:`b` and :math:`e` the begin and end of a session in slots. A person is
    at the sessions of the own audience and at those that the person leads; somebody
    who is both participant and staff has one id and one calendar. Due dates take no
    time, and a practicum day takes none of the host's leader, who receives several
    at once while at work.

    Broken by two sessions that overlap by one slot or more; the amount is 1 for each
    such pair. Always hard: nothing makes a person be at two sessions.
    """

    kind: ClassVar[str] = "no_double_booking"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "ingen er to steder på samme tid",
        "nobody is in two places at once",
    )
    said: ClassVar[Words] = Words(
        "{person} skal både til {first} og {other} på samme tid {day_da}",
        "{person} is due at both {first} and {other} at the same time on {day_en}",
    )
    hard_only: ClassVar[bool] = True

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each person that the sessions do not overlap."""
        programme = decisions.programme
        people = [p.id for p in programme.participants] + [
            s.id for s in programme.staff
        ]
        for person in dict.fromkeys(people):
            present: dict[SessionKey, list[Any]] = defaultdict(list)
            led = (
                seat
                for seat in decisions.lead_seats(person)
                if decisions.activity(seat.session).kind != "practicum"
            )
            for seat in (*decisions.seats(person), *led):
                present[seat.session].append(seat.here)
            seats = [
                Seat(key, here[0] if len(here) == 1 else posting.any_of(here))
                for key, here in present.items()
            ]
            posting.no_overlap(seats, (person,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every pair of a person's sessions that overlap by the clock."""
        for person, day, sessions in view.side_by_side:
            for one, two in combinations(sessions, 2):
                if one.starts < two.ends and two.starts < one.ends:
                    yield self.broken(
                        (person, *sorted((one.id, two.id))),
                        person=person,
                        first=one.id,
                        other=two.id,
                        day_da=day_text(day, "da"),
                        day_en=day_text(day, "en"),
                    )
