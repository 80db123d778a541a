"""Conflicts of people: days they do not share, days on which they are due twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from leaderplan import rules as r
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.samples.bench import Bench, stuck, week_of
from leaderplan.samples.clash_dates import window
from leaderplan.samples.extras import BLOCK, DAY, extra, first_of

PRESENT = 90
"""Per cent of the cohort who are to be at a webinar."""

COHORT_AWAY = 5
"""People away from it, of 32."""


def _everybody(bench: Bench) -> list[str]:
    return [person.id for person in bench.programme.participants]


def _open_blocks(bench: Bench) -> dict[date, int]:
    """Days on which the cohort has a block without anything, and the last such."""
    everybody = _everybody(bench)
    found = {day: bench.gaps(everybody, day, BLOCK) for day in bench.open_days}
    return {day: slots[-1] for day, slots in found.items() if slots}


def _untaken(bench: Bench, who: str, day: date) -> bool:
    return (who, day) not in bench.taken


def common_day(bench: Bench) -> None:
    """Two people's absences leave no day of a period to the cohort."""
    blocks = _open_blocks(bench)
    starts = [
        (first, last)
        for first, last in pairwise(blocks)
        if (last - first).days == 1
        and sum(_untaken(bench, p, last) for p in _everybody(bench)) > 1
    ]
    first, last = bench.draw.choice(starts)
    people = bench.people()
    one = next(who for who in people if _untaken(bench, who, first))
    two = next(w for w in people if w != one and _untaken(bench, w, last))
    other = bench.draw.choice([day for day in blocks if not first <= day <= last])
    bench.add(extra("webinar", audience="cohort", length=BLOCK))
    for who in people:
        bench.freed(who, first, last, other)
    bench.absent(one, first)
    bench.absent(two, last)
    bench.ask(window("webinar", first, last))
    key = first_of("webinar", bench.person(one).cohort)
    rows = ((other, "period-webinar", [key]), (first, "availability", [one, key]),
            (last, "availability", [two, key]))  # fmt: skip
    for day, rule, subject in rows:
        bench.needs(rule, subject, bench.session(key, day, blocks[day]))


def _plenary(bench: Bench, away: int, rule: Rule) -> None:
    """Plant a plenary on a day on which so many are away."""
    blocks = _open_blocks(bench)
    days = [
        day
        for day in blocks
        if sum(_untaken(bench, p, day) for p in _everybody(bench)) >= away
    ]
    day = bench.draw.choice(days)
    other = bench.draw.choice([d for d in blocks if d != day])
    bench.add(extra("webinar", audience="cohort", length=BLOCK, plenary=True))
    missing = [who for who in bench.people() if _untaken(bench, who, day)][:away]
    for who in _everybody(bench):
        bench.freed(who, day, other)
    for who in missing:
        bench.absent(who, day)
    bench.ask(window("webinar", day, day), rule)
    key = first_of("webinar", bench.programme.cohorts[0].id)
    bench.needs("period-webinar", [key], bench.session(key, other, blocks[other]))
    there = bench.session(key, day, blocks[day])
    subject = missing if away == 1 else [key]
    bench.needs(rule.id, subject, there)


def plenary_missed(bench: Bench) -> None:
    """Somebody is away on the only day of what nobody may miss."""
    rule = r.AttendanceMinimum(
        id="ingen-fravaer", activities=("webinar",), most_missed=0
    )
    _plenary(bench, 1, rule)


def too_few_present(bench: Bench) -> None:
    """Too many are away on the only day of a plenary."""
    rule = r.FewestPresent(id="fremmoede", activities=("webinar",), percent=PRESENT)
    _plenary(bench, COHORT_AWAY, rule)


def programme_days(bench: Bench) -> None:
    """Two days of the cohort are in one week, which takes one."""
    blocks = _open_blocks(bench)
    weeks = [
        (one, two) for one, two in pairwise(blocks) if week_of(one) == week_of(two)
    ]
    days = bench.draw.choice(weeks)
    monday, friday = week_of(days[0])
    other = bench.draw.choice([d for d in blocks if not monday <= d <= friday])
    bench.add(extra("webinar", audience="cohort", length=BLOCK, occurrences=2))
    for who in _everybody(bench):
        bench.freed(who, *days, other)
    bench.ask(
        window("webinar", monday, friday, of=1),
        window("webinar", monday, friday, of=2),
        r.ProgrammeDays(id="en-om-ugen", activities=("webinar",), most=1),
    )
    cohort = bench.programme.cohorts[0].id
    keys = [first_of("webinar", cohort, number) for number in (1, 2)]
    here = [bench.session(k, d, blocks[d]) for k, d in zip(keys, days, strict=True)]
    bench.needs("en-om-ugen", [cohort, monday], *here)
    for number, key in enumerate(keys):
        away = bench.session(key, other, blocks[other])
        bench.needs(f"period-webinar-{number + 1}", [key], away, here[1 - number])


def _two_days(bench: Bench, quiet: list[date]) -> tuple[date, date]:
    day, other = bench.draw.sample(quiet, 2)
    return day, other


def double_booking(bench: Bench) -> None:
    """Two whole days of one person may only be on the same day."""
    person = bench.people()[0]
    names = ("feltbesoeg", "inspirationsdag")
    for name in names:
        bench.add(extra(name, length=DAY), [person])
    keys = [first_of(name, person) for name in names]
    day, other = _two_days(bench, bench.quiet(person))
    bench.ask(*(window(name, day, day) for name in names))
    bench.needs("no_double_booking", [person],
                *(bench.session(key, day) for key in keys))  # fmt: skip
    for key, stays in (keys, keys[::-1]):
        bench.needs(f"period-{key.activity}", [key], bench.session(key, other),
                    bench.session(stays, day))  # fmt: skip


def no_time_to_travel(bench: Bench) -> None:
    """Most of a day at a venue and the rest at the own unit leave no time between."""
    person, room, days = _with_room(bench)
    day, other = days
    bench.add(extra("feltbesoeg", length=6, where=("room",)), [person])
    bench.add(extra("sparring", length=2, where=("home_unit",)), [person])
    visit, talk = first_of("feltbesoeg", person), first_of("sparring", person)
    bench.ask(window("feltbesoeg", day, day), window("sparring", day, day))
    home = {d: bench.person(person).post_on(d) for d in days}

    def talked(at: date) -> SessionAt:
        post = home[at]
        return talk, at, 6, post.unit if post else None

    there = bench.session(visit, day, 0, room)
    bench.needs("travel_between", [person, *sorted(map(str, (visit, talk)))],
                there, bench.session(*talked(day)))  # fmt: skip
    bench.needs("period-sparring", [talk], there, bench.session(*talked(other)))
    bench.needs("period-feltbesoeg", [visit], bench.session(visit, other, 0, room),
                bench.session(*talked(day)))  # fmt: skip


SessionAt = tuple[SessionKey, date, int, str | None]


def _with_room(bench: Bench) -> tuple[str, str, tuple[date, date]]:
    """Draw somebody and two quiet days on which a room is free."""
    for person in bench.people():
        for room in bench.programme.rooms:
            free = bench.quiet(person, room.id)
            if len(free) > 1:
                return person, room.id, _two_days(bench, free)
    raise stuck("no_time_to_travel")


def unit_away(bench: Bench) -> None:
    """Two colleagues of a small unit may only be away on the same day."""
    rows = [
        (one.id, two.id, post.unit)
        for one in bench.programme.participants
        for two in bench.programme.participants
        for post in one.posts
        if one.id < two.id
        and post.unit == two.posts[-1].unit == one.posts[-1].unit
        and bench.programme.unit(post.unit).max_away == 1
    ]
    if not rows:
        raise stuck("unit_away")
    one, two, unit = bench.draw.choice(rows)
    quiet = [
        day
        for day in bench.quiet(one, two)
        if all(
            (post := bench.person(who).post_on(day)) and post.unit == unit
            for who in (one, two)
        )
    ]
    day, other = _two_days(bench, quiet)
    bench.add(extra("feltbesoeg", length=DAY, away=True), [one, two])
    keys = [first_of("feltbesoeg", who) for who in (one, two)]
    bench.ask(window("feltbesoeg", day, day))
    bench.needs("unit_away", [unit], *(bench.session(key, day) for key in keys))
    for key, stays in (keys, keys[::-1]):
        bench.needs("period-feltbesoeg", [key], bench.session(key, other),
                    bench.session(stays, day))  # fmt: skip


KINDS: dict[str, Callable[[Bench], None]] = {
    "common_day": common_day,
    "plenary_missed": plenary_missed,
    "too_few_present": too_few_present,
    "programme_days": programme_days,
    "double_booking": double_booking,
    "no_time_to_travel": no_time_to_travel,
    "unit_away": unit_away,
}
"""Conflicts of people by name."""
