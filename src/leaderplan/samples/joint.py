"""Booking what people attend together: plenary days, lessons, network meetings."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.samples.activities import THEMES
from leaderplan.samples.diary import Diary, Seats, Stuck
from leaderplan.samples.reach import LONGEST_JOURNEY
from leaderplan.samples.skeleton import Skeleton

if TYPE_CHECKING:
    from leaderplan.samples.choosing import Choices

Booking = Callable[[Diary, "Choices", Skeleton, random.Random], None]
"""Books one kind of session of a cohort."""

APART, RE_EXAM, FIRST_MEETING = (35, 84), (42, 70), 42
"""Days between two network meetings, from an exam to the one after it, and from the
kick-off to the first meeting."""


def book_joint(
    diary: Diary, rows: Mapping[str, tuple[Choices, Skeleton]], draw: random.Random
) -> None:
    """Book every session of cohorts that share their classes, and of their groups.

    ``rows`` has each cohort's choices and days.

    Raises
    ------
    Stuck
        When one of them fits nowhere.
    """
    for cohort, (_, skeleton) in rows.items():
        _cohort_days(diary, cohort, skeleton, draw)
    for choices, skeleton in rows.values():
        _lessons(diary, choices, skeleton)
    exams = [day for _, skeleton in rows.values() for day in skeleton.exams]
    # A region's groups have many weeks to meet in, its classes one for the re-exam.
    parts: list[Booking] = [_network, partial(_re_exams, exams)]
    for part in reversed(parts) if diary.reach.regional else parts:
        for choices, skeleton in rows.values():
            part(diary, choices, skeleton, draw)


def _cohort_days(
    diary: Diary, cohort: str, skeleton: Skeleton, draw: random.Random
) -> None:
    people = diary.reach.people[cohort]
    _plenary(diary, SessionKey("kick_off", cohort, 1), people, skeleton.kick_off)
    _plenary(diary, SessionKey("kick_on", cohort, 1), people, skeleton.kick_on)
    for number, day in enumerate(skeleton.themes, 1):
        able = _able(diary, THEMES[number - 1])
        key = SessionKey("theme_day", cohort, number)
        first = draw.choice(able)
        for lecturer in sorted(able, key=lambda one: one != first):
            if _booked(diary, key, people, day, [("lecturer", lecturer)]):
                break
        else:
            raise Stuck


def _lessons(diary: Diary, choices: Choices, skeleton: Skeleton) -> None:
    """Book the lessons of each class with the next teacher in turn who is free."""
    taught = {k.audience for k in diary.sessions if k.activity == "teaching_day"}
    for number, (label, days) in enumerate(skeleton.teaching.items(), len(taught)):
        people = choices.classes[label]
        teachers = diary.reach.teachers(diary.programme.participant(people[0]).cohort)
        turn = number % len(teachers)
        for teacher in teachers[turn:] + teachers[:turn]:
            if not any(day in diary.kept[teacher] for day in days):
                break
        else:
            raise Stuck
        for occurrence, day in enumerate(days, 1):
            key = SessionKey("teaching_day", label, occurrence)
            _plenary(diary, key, people, day, [("module_lecturer", teacher)])


def _able(diary: Diary, theme: str) -> list[str]:
    return [s.id for s in diary.reach.staff("lecturer") if theme in s.specialities]


def _plenary(
    diary: Diary,
    key: SessionKey,
    people: Sequence[str],
    day: date,
    seats: Seats = (),
) -> None:
    if not _booked(diary, key, people, day, seats):
        raise Stuck


def _booked(
    diary: Diary, key: SessionKey, people: Sequence[str], day: date, seats: Seats
) -> bool:
    cohort = diary.programme.participant(people[0]).cohort
    places = diary.reach.rooms(key.activity, len(people), cohort)
    return diary.book(key, people, day, (0,), seats, places)


def _network(
    diary: Diary, choices: Choices, skeleton: Skeleton, draw: random.Random
) -> None:
    """Book each group's meetings, 35 to 84 days from one to the next."""
    meet = _in_turn if len(diary.programme.cohorts) == 1 else _together
    for group, members in choices.groups.items():
        seats = [("facilitator", choices.facilitators[group])]
        meet(diary, group, members, seats, skeleton, draw)


def _in_turn(
    diary: Diary,
    group: str,
    members: list[str],
    seats: Seats,
    skeleton: Skeleton,
    draw: random.Random,
) -> None:
    """Book one meeting after the other, each on any day after the one before."""
    before: date | None = None
    for occurrence, mondays in enumerate(skeleton.intake.network, 1):
        key = SessionKey("network_meeting", group, occurrence)
        days = _in_reach(before, _weekdays(mondays))
        draw.shuffle(days)
        places = _meeting_places(diary, members, draw)
        for day in days:
            if diary.book(key, members, day, (0,), seats, places):
                before = day
                break
        else:
            raise Stuck


def _together(
    diary: Diary,
    group: str,
    members: list[str],
    seats: Seats,
    skeleton: Skeleton,
    draw: random.Random,
) -> None:
    """Book three meetings on any days that fit each other."""
    places = _meeting_places(diary, members, draw)
    latest = skeleton.kick_off + timedelta(days=FIRST_MEETING)
    rows: list[list[list[date]]] = [[[]]]
    for occurrence, mondays in enumerate(skeleton.intake.network, 1):
        key = SessionKey("network_meeting", group, occurrence)
        days = [
            day
            for day in _weekdays(mondays)
            if (occurrence > 1 or day <= latest)
            and diary.find(key, members, day, (0,), seats, places)
        ]
        rows.append(
            [
                [*row, day]
                for row in rows[-1]
                for day in _in_reach(row[-1] if row else None, days)
            ]
        )
    if not rows[-1]:
        raise Stuck
    for occurrence, day in enumerate(draw.choice(rows[-1]), 1):
        key = SessionKey("network_meeting", group, occurrence)
        diary.book(key, members, day, (0,), seats, places)


def _weekdays(mondays: Iterable[date]) -> list[date]:
    return [monday + timedelta(days=i) for monday in mondays for i in range(5)]


def _in_reach(before: date | None, days: list[date]) -> list[date]:
    """Days that lie as far as they may after a meeting, all where there is none."""
    if before is None:
        return days
    first, last = (before + timedelta(days=apart) for apart in APART)
    return [day for day in days if first <= day <= last]


def _meeting_places(diary: Diary, members: list[str], draw: random.Random) -> list[str]:
    """Rooms, and units of members, that nobody travels too far to."""
    programme = diary.programme
    cohort = programme.participant(members[0]).cohort
    units = [programme.participant(m).posts for m in members]
    homes = [post.unit for posts in units for post in posts if post.span.last is None]
    known = [post.unit for posts in units for post in posts]
    places = diary.reach.rooms("network_meeting", len(members), cohort) + homes
    near = [
        place
        for place in places
        if all(
            programme.travel_minutes(unit, programme.site(place)) <= LONGEST_JOURNEY
            for unit in known
        )
    ]
    draw.shuffle(near)
    return [p for p in near if p not in homes or _settled(programme, p, members)]


def _settled(programme: Programme, unit: str, members: list[str]) -> bool:
    """Whether a member works there all through the horizon."""
    calendar = programme.calendar
    return any(
        all(
            post.unit == unit
            for post in programme.participant(m).posts_between(
                calendar.first, calendar.last
            )
        )
        for m in members
    )


def _re_exams(
    exams: Sequence[date],
    diary: Diary,
    choices: Choices,
    skeleton: Skeleton,
    draw: random.Random,
) -> None:
    """Reserve a half day for each class six to ten weeks after the exams."""
    examiners = _pairs(diary)
    for label, people in choices.classes.items():
        key = SessionKey("re_exam", label, 1)
        cohort = diary.programme.participant(people[0]).cohort
        places = diary.reach.rooms("re_exam", len(people), cohort)
        days = _weekdays([skeleton.intake.re_exam])
        draw.shuffle(days)
        days = [
            day
            for day in days
            if RE_EXAM[0] <= (day - max(exams)).days
            and (day - min(exams)).days <= RE_EXAM[1]
        ]
        for day in days:
            if any(
                diary.book(key, people, day, (0, 4), seats, places)
                for seats in examiners
            ):
                break
        else:
            raise Stuck


def _pairs(diary: Diary) -> list[list[tuple[str, str]]]:
    """Examiners and external examiners in fixed pairs."""
    return [
        [("examiner", one.id), ("external_examiner", other.id)]
        for one, other in zip(
            diary.reach.staff("examiner"),
            diary.reach.staff("external_examiner"),
            strict=True,
        )
    ]


def _pairs_on(
    diary: Diary, day: date, sites: Collection[str | None]
) -> list[list[tuple[str, str]]]:
    """Pairs of examiners; in a region first those whom nobody has on the day."""
    pairs = _pairs(diary)
    if not diary.reach.regional:
        return pairs
    free = [seats for seats in pairs if day not in diary.kept[seats[0][1]]]
    return free + [s for s in pairs if diary.site(s[0][1], day) in sites]


def book_exams(
    diary: Diary, people: list[str], skeleton: Skeleton, draw: random.Random
) -> None:
    """Book the exams, one after the other on the exam days, in any order.

    Raises
    ------
    Stuck
        When somebody finds no time.
    """
    cohort = diary.programme.participant(people[0]).cohort
    places = diary.reach.rooms("exam", 1, cohort)
    sites = {diary.programme.site(place) for place in places}
    pairs = {day: _pairs_on(diary, day, sites) for day in skeleton.exams}
    order = sorted(people, key=lambda p: (p not in diary.fixed, draw.random()))
    for person in order:
        key = SessionKey("exam", person, 1)
        if not any(
            diary.book(key, [person], day, range(8), seats, places)
            for day in skeleton.exams
            for seats in pairs[day]
        ):
            raise Stuck
