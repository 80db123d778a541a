"""There is time to travel between two sessions on one day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from itertools import combinations, product
from typing import Any, ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Decisions, Literal_, Posting, Seat


class TravelBetween(Rule):
    r"""Between two sessions of a person at different sites there is time to travel.

    .. math:: b_t - e_s \geq \lceil \tau(s, t) / \sigma \rceil \;\lor\;
              b_s - e_t \geq \lceil \tau(s, t) / \sigma \rceil
              \qquad \text{for two sessions } s, t \text{ of a person on one day}

    with :math:`b` and :math:`e` the begin and end in slots, :math:`\tau` the minutes
    between the sites and :math:`\sigma` the minutes of a slot, which are the whole
    minutes of the first block divided by its slots. Only slots count: the breaks
    between blocks are for breaks. Participants and staff alike, but for the host's
    leader on practicum days. Two sessions too long
    to share a day are a matter of ``no_double_booking``.

    Broken by one slot too few; the amount is 1 for each person and pair. Always
    hard: nobody is faster for a price. ``online`` is no site.

    Parameters
    ----------
    activities
        The activities that count; ``None`` means all of them.
    """

    kind: ClassVar[str] = "travel_between"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "der er tid til at komme fra det ene møde til det andet",
        "there is time to get from one session to the other",
    )
    said: ClassVar[Words] = Words(
        "{person} har {minutes} minutters rejse mellem {first} og {other} "
        "{day_da} og {free} intervaller til det; mindst {least} var ventet",
        "{person} has {minutes} minutes of travel between {first} and {other} "
        "on {day_en} and {free} slots for it; at least {least} was expected",
    )
    hard_only: ClassVar[bool] = True
    fine: ClassVar[bool] = True

    activities: tuple[Id, ...] | None = None

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each person, pair of sessions and pair of sites the free slots."""
        programme = decisions.programme
        sites = _Sites(decisions, posting)
        wanted = None if self.activities is None else set(self.activities)
        people = [p.id for p in programme.participants] + [
            s.id for s in programme.staff
        ]
        for person in dict.fromkeys(people):
            present: dict[SessionKey, list[Literal_]] = defaultdict(list)
            led = (
                seat
                for seat in decisions.lead_seats(person)
                if decisions.activity(seat.session).kind != "practicum"
            )
            for seat in (*decisions.seats(person), *led):
                if wanted is None or seat.session.activity in wanted:
                    present[seat.session].append(seat.here)
            seats = [
                Seat(key, here[0] if len(here) == 1 else posting.any_of(here))
                for key, here in present.items()
                if decisions.activity(key).length
            ]
            for one, other in combinations(seats, 2):
                if _apart(decisions, one.session, other.session):
                    continue
                for slots, given in sites.journeys(one.session, other.session):
                    subject = (person, *sorted(map(str, (one.session, other.session))))
                    posting.gap(one, other, slots, subject, given)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every person and pair of sessions with too little time between."""
        calendar = view.programme.calendar
        begin, end = calendar.blocks[0].start, calendar.blocks[0].end
        block = 60 * (end.hour - begin.hour) + end.minute - begin.minute
        slot = max(1, block // calendar.slots_per_block)
        for person, day, sessions in view.side_by_side:
            meant = [
                session
                for session in sessions
                if self.activities is None or session.activity in self.activities
            ]
            for one, two in combinations(meant, 2):
                lengths = [view.activity(s.key).length for s in (one, two)]
                if sum(lengths) > calendar.slots_per_day:
                    continue
                sites = view.programme.site(one.place), view.programme.site(two.place)
                minutes = view.programme.travel_minutes(*sites)
                free = two.slot - one.slot - lengths[0]
                if minutes > 0 and free * slot < minutes:
                    yield self.broken(
                        (person, *sorted((one.id, two.id))),
                        person=person,
                        minutes=minutes,
                        first=one.id,
                        other=two.id,
                        free=max(0, free),
                        least=(minutes + slot - 1) // slot,
                        day_da=day_text(day, "da"),
                        day_en=day_text(day, "en"),
                    )


Journey = tuple[int, tuple[Literal_, ...]]
"""Slots that a journey takes, and the literals under which it is made."""


class _Sites:
    """Where sessions may stand, by site, and the slots of each journey."""

    def __init__(self, decisions: Decisions, posting: Posting) -> None:
        self._decisions = decisions
        self._posting = posting
        self._day = decisions.programme.calendar.slots_per_day
        self._slot = _minutes_of_slot(decisions.programme)
        self._known: dict[SessionKey, dict[str, Literal_]] = {}
        self._between: dict[tuple[SessionKey | str, ...], list[Journey]] = {}

    def _of(self, session: SessionKey) -> dict[str, Literal_]:
        if session not in self._known:
            held: dict[str, list[Any]] = defaultdict(list)
            for place, here in self._decisions.places(session).items():
                site = self._decisions.programme.site(place)
                if site is not None:
                    held[site].append(here)
            self._known[session] = {
                site: self._posting.any_of(here) for site, here in held.items()
            }
        return self._known[session]

    def journeys(self, one: SessionKey, other: SessionKey) -> list[Journey]:
        """Slots needed, and under which literals, for two sessions on one day.

        Two sessions that cannot share a day without travel are passed over. Pairs
        of sites that are equally far apart are one literal, whoever travels, and
        whatever is at a site that is settled.
        """
        lengths = (self._decisions.activity(key).length for key in (one, other))
        if sum(lengths) > self._day:
            return []
        pair = self._settled(one), self._settled(other)
        if pair not in self._between:
            far = self._far(one, other)
            self._between[pair] = [
                (slots, (self._posting.at_least_where(rows),))
                for slots, rows in sorted(far.items())
            ]
        return self._between[pair]

    def _settled(self, session: SessionKey) -> SessionKey | str:
        """Return the site of a session where it is settled, else the session."""
        sites = self._of(session)
        settled = [s for s, here in sites.items() if isinstance(here, int) and here]
        return settled[0] if len(sites) == len(settled) == 1 else session

    def _far(
        self, one: SessionKey, other: SessionKey
    ) -> dict[int, list[tuple[Literal_, ...]]]:
        """Return the pairs of sites between which a journey takes so many slots."""
        found: dict[int, list[tuple[Literal_, ...]]] = defaultdict(list)
        travel = self._decisions.programme.travel_minutes
        for (here, at), (there, then) in product(
            self._of(one).items(), self._of(other).items()
        ):
            minutes = travel(here, there)
            if minutes > 0:
                slots = -(-minutes // self._slot)
                found[min(slots, self._day)].append((at, then))
        return found


def _apart(decisions: Decisions, one: SessionKey, other: SessionKey) -> bool:
    """Whether both days are settled, and two."""
    days = decisions.day(one), decisions.day(other)
    return all(isinstance(day, int) for day in days) and days[0] != days[1]


def _minutes_of_slot(programme: Programme) -> int:
    """Whole minutes of a slot of the first block, at least 1."""
    block, midnight = programme.calendar.blocks[0], date.min
    length = datetime.combine(midnight, block.end) - datetime.combine(
        midnight, block.start
    )
    return max(
        1, int(length.total_seconds()) // 60 // programme.calendar.slots_per_block
    )
