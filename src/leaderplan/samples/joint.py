"""Booking what people attend together: plenary days, lessons, network meetings."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.samples.activities import THEMES
from leaderplan.samples.diary import Diary, Seats, Stuck
from leaderplan.samples.skeleton import (
    NETWORK_WEEKS,
    RE_EXAM_WEEK,
    Skeleton,
)
from leaderplan.samples.year import monday

if TYPE_CHECKING:
    from leaderplan.samples.planting import Choices

LONGEST_JOURNEY = 45
"""Minutes to a network meeting; DOMAIN.md 4.1."""


def book_joint(
    diary: Diary, cohort: str, choices: Choices, skeleton: Skeleton, draw: random.Random
) -> None:
    """Book every session of the cohort, its classes and its groups.

    Raises
    ------
    Stuck
        When one of them fits nowhere.
    """
    people = [p.id for p in diary.programme.participants if p.cohort == cohort]
    _plenary(diary, SessionKey("kick_off", cohort, 1), people, skeleton.kick_off)
    _plenary(diary, SessionKey("kick_on", cohort, 1), people, skeleton.kick_on)
    for number, day in enumerate(skeleton.themes, 1):
        able = _able(diary.programme, THEMES[number - 1])
        key = SessionKey("theme_day", cohort, number)
        _plenary(diary, key, people, day, [("lecturer", draw.choice(able))])
    teachers = [s.id for s in diary.programme.staff_in("module_lecturer")]
    for number, (label, days) in enumerate(skeleton.teaching.items()):
        seats = [("module_lecturer", teachers[number % len(teachers)])]
        for occurrence, day in enumerate(days, 1):
            key = SessionKey("teaching_day", label, occurrence)
            _plenary(diary, key, choices.classes[label], day, seats)
    _network(diary, choices, draw)
    _re_exams(diary, choices, draw)


def _able(programme: Programme, theme: str) -> list[str]:
    return [s.id for s in programme.staff_in("lecturer") if theme in s.specialities]


def rooms(programme: Programme, activity: str, people: int) -> list[str]:
    """Rooms for an activity that have its features, the smallest first."""
    given = programme.activity(activity)
    needed = people + given.guests + len(given.leads)
    fit = [
        room for room in programme.rooms
        if room.capacity >= needed and set(given.features) <= set(room.features)
    ]  # fmt: skip
    return [room.id for room in sorted(fit, key=lambda room: (room.capacity, room.id))]


def _plenary(
    diary: Diary,
    key: SessionKey,
    people: Sequence[str],
    day: date,
    seats: Seats = (),
    slots: Iterable[int] = (0,),
) -> None:
    places = rooms(diary.programme, key.activity, len(people))
    if not diary.book(key, people, day, slots, seats, places):
        raise Stuck


def _network(diary: Diary, choices: Choices, draw: random.Random) -> None:
    """Book each group's meetings, the third no later in its week than the second.

    The second and third stand 84 days apart at most, which is twelve weeks.
    """
    for group, members in choices.groups.items():
        latest = 4
        for occurrence, week in enumerate(NETWORK_WEEKS, 1):
            key = SessionKey("network_meeting", group, occurrence)
            weekdays = list(range(latest + 1 if occurrence == 3 else 5))
            draw.shuffle(weekdays)
            seats = [("facilitator", choices.facilitators[group])]
            places = _meeting_places(diary.programme, members, draw)
            for weekday in weekdays:
                day = monday(week) + timedelta(days=weekday)
                if diary.book(key, members, day, (0,), seats, places):
                    latest = weekday
                    break
            else:
                raise Stuck


def _meeting_places(
    programme: Programme, members: list[str], draw: random.Random
) -> list[str]:
    """Rooms, and units of members, that nobody travels too far to."""
    units = [programme.participant(m).posts for m in members]
    homes = [post.unit for posts in units for post in posts if post.span.last is None]
    known = [post.unit for posts in units for post in posts]
    places = rooms(programme, "network_meeting", len(members)) + homes
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


def _re_exams(diary: Diary, choices: Choices, draw: random.Random) -> None:
    """Reserve a half day for each class six to ten weeks after the exam."""
    examiners = _pairs(diary.programme)
    for label, people in choices.classes.items():
        key = SessionKey("re_exam", label, 1)
        places = rooms(diary.programme, "re_exam", len(people))
        days = [monday(RE_EXAM_WEEK) + timedelta(days=i) for i in range(5)]
        draw.shuffle(days)
        for day in days:
            if any(
                diary.book(key, people, day, (0, 4), seats, places)
                for seats in examiners
            ):
                break
        else:
            raise Stuck


def _pairs(programme: Programme) -> list[list[tuple[str, str]]]:
    """Examiners and external examiners in fixed pairs."""
    return [
        [("examiner", one.id), ("external_examiner", other.id)]
        for one, other in zip(
            programme.staff_in("examiner"),
            programme.staff_in("external_examiner"),
            strict=True,
        )
    ]


def book_exams(
    diary: Diary, people: list[str], skeleton: Skeleton, draw: random.Random
) -> None:
    """Book the exams, one after the other on the exam days, in any order.

    Raises
    ------
    Stuck
        When somebody finds no time.
    """
    places = rooms(diary.programme, "exam", 1)
    pairs = _pairs(diary.programme)
    order = sorted(people, key=lambda p: (p not in diary.fixed, draw.random()))
    for person in order:
        key = SessionKey("exam", person, 1)
        if not any(
            diary.book(key, [person], day, range(8), seats, places)
            for day in skeleton.exams
            for seats in pairs
        ):
            raise Stuck
