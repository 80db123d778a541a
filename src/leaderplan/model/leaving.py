"""What the others leave a portion, as the programme that it is planned in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.bookings import Bookings
from leaderplan.model.gathering import Granted, heard
from leaderplan.model.lessons import Lessons
from leaderplan.model.portions import Portion
from leaderplan.model.prices import Shared
from leaderplan.model.reserved import Day, Led, Reserved
from leaderplan.model.shares import Share


@dataclass(frozen=True, slots=True)
class Others:
    """What plans of other portions take and leave, and those that have none yet.

    ``heard`` are days agreed for exams, by session, of those who have no plan yet;
    ``full`` are days on which no large room is left, by activity and audience, and
    ``kept`` the seats from which on rooms are left to gatherings on a day.
    """

    taken: Bookings
    lessons: Lessons
    exams: Granted
    unplanned: tuple[Portion, ...]
    heard: Mapping[str, date] = field(default_factory=dict)
    full: Mapping[tuple[str, str], frozenset[date]] = field(default_factory=dict)
    kept: Mapping[date, int] = field(default_factory=dict)


def left_to(
    whole: Programme,
    portion: Portion,
    programme: Programme,
    share: Share,
    shared: Mapping[str, Shared],
    others: Others,
) -> Programme:
    """Return a portion's programme within what the others have and need.

    Parameters
    ----------
    whole, portion
        The programme of all, and the portion.
    programme
        The portion's own, which the bounds of it rest on.
    share
        What is left to it of staff and rooms that are not taken.
    shared
        The choice of hosts and of coaches for all.
    others
        Whose bookings are taken, and whose hosts are kept.

    In it hosts cost what they do, not only what they add to the least for all.
    """
    people = [p.id for p in programme.participants]
    places = _places(whole, shared.get("hosts"), others)
    hosts = _hosts(people, places, shared.get("hosts"), chosen=share.limited)
    rule = _reserved(whole, people, shared, others).model_copy(
        update={"staff": share.staff, "rooms": share.rooms, "hosts": hosts}
    )
    return programme.replace(
        hosts=tuple(
            host.model_copy(update={"capacity_year": places.get(host.unit, 0)})
            if places
            else host
            for host in programme.hosts
        ),
        staff=tuple(others.taken.left_of(member) for member in programme.staff),
        rules=(*_whole(programme, shared.get("hosts")), rule),
    )


def _whole(programme: Programme, joint: Shared | None) -> tuple[Rule, ...]:
    """Return the rules with what hosts cost in place of what they add for all."""
    if joint is None or not joint.level:
        return programme.rules
    whole = joint.rule(frozenset(p.id for p in programme.participants), whole=True)
    return tuple(whole if rule.id == whole.id else rule for rule in programme.rules)


def _reserved(
    whole: Programme,
    people: list[str],
    shared: Mapping[str, Shared],
    others: Others,
) -> Reserved:
    """State what others have, and what was agreed with them."""
    taken, lessons, exams = others.taken, others.lessons, others.exams
    coaches = shared["coaches"].found if "coaches" in shared else {}
    return Reserved(
        id="reserved",
        days=frozenset(taken.days),
        blocks=frozenset(taken.blocks),
        away=_away(whole, others),
        coaches={who: frozenset({coaches[who]}) for who in people if who in coaches},
        seats=lessons.seats,
        comers=lessons.comers,
        granted=exams.days,
        full=others.full,
        kept=others.kept,
        led=_least(taken.led, exams.most),
        sites=taken.sites,
        dated={**lessons.days, **exams.dated},
        standing=lessons.activities if lessons.held.start else frozenset(),
    )


def _away(whole: Programme, others: Others) -> dict[Day, int]:
    """How many others are away from each unit on each day, or are meant to be."""
    return dict(Counter(others.taken.away) + heard(whole, others.heard))


def _least(*rows: Mapping[Led, int]) -> dict[Led, int]:
    found: dict[Led, int] = {}
    for row in rows:
        for place, count in row.items():
            found[place] = min(count, found.get(place, count))
    return found


def _places(whole: Programme, joint: Shared | None, others: Others) -> dict[str, int]:
    """Practicum places of the year that others neither have nor need."""
    if joint is None:
        return {}
    left = {host.unit: host.capacity_year for host in whole.hosts}
    for portion in others.unplanned:
        for person in portion.programme.participants:
            if person.id in joint.found:
                left[joint.found[person.id]] -= 1
    for host, guests in others.taken.guests.items():
        left[host] -= guests
    return {host: max(0, count) for host, count in left.items()}


def _hosts(
    people: list[str], places: Mapping[str, int], joint: Shared | None, *, chosen: bool
) -> dict[str, frozenset[str]]:
    """Hosts left to each participant, or the one chosen for all."""
    if joint is None:
        return {}
    if chosen:
        found = joint.found
        return {who: frozenset({found[who]}) for who in people if who in found}
    left = {host for host, count in places.items() if count}
    return {
        who: frozenset(host for host in left if (who, host) in joint.costs)
        for who in people
    }
