"""Booking what each participant does alone: practicum, exam, talks, due dates."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.samples.diary import Diary, Seats, Stuck
from leaderplan.samples.intakes import REGIONAL
from leaderplan.samples.joint import book_exams
from leaderplan.samples.skeleton import Skeleton

if TYPE_CHECKING:
    from leaderplan.samples.choosing import Choices

SeatsOn = Callable[[date], Seats]
PlacesOn = Callable[[date], Iterable[str | None]]


def online(_day: date) -> Iterable[str | None]:
    """Name the one place of a talk that needs none."""
    return ("online",)


PRACTICUM_WEEKS = {monday for intake in REGIONAL for monday in intake.practicum}
"""In these nobody of a region leaves home for a talk, as a colleague may be away."""


def after(day: date, days: int) -> date:
    """The day so many days later."""
    return day + timedelta(days=days)


def book_own(
    diary: Diary, choices: Choices, skeleton: Skeleton, draw: random.Random
) -> None:
    """Book every session and due date of single participants and of areas.

    Raises
    ------
    Stuck
        When one of them fits nowhere.
    """
    people = list(choices.hosts)
    draw.shuffle(people)
    for person in people:
        _practicum(diary, person, choices, skeleton)
    book_exams(diary, people, skeleton, draw)
    last = max(after(monday, 4) for monday in choices.weeks.values())
    cohort = diary.programme.participant(people[0]).cohort
    _directors(diary, cohort, skeleton, last)
    for person in people:
        _before(diary, person, choices, skeleton, draw)
        _after(diary, person, choices, skeleton, draw)
        _due_dates(diary, person, choices, skeleton)


def _book(
    diary: Diary,
    key: SessionKey,
    people: Sequence[str],
    days: list[date],
    seats: SeatsOn,
    places: PlacesOn = online,
) -> date:
    """Book on the first of the days on which it fits."""
    length = diary.programme.activity(key.activity).length
    slots = diary.programme.calendar.starts(length)
    # Sessions of one day fill it from a start of their own, so that they spread.
    turn = sum(map(ord, key.audience)) % len(slots)
    for day in days:
        order = slots[turn:] + slots[:turn]
        if diary.book(key, people, day, order, seats(day), places(day)):
            return day
    raise Stuck


def _own(
    diary: Diary,
    talk: tuple[str, str, int],
    window: tuple[date, date],
    seats: SeatsOn | list[tuple[str, str]],
    skeleton: Skeleton,
    draw: random.Random,
) -> date:
    """Book one participant's talk on any day of a window."""
    key = SessionKey(*talk)
    days = diary.between(*window)
    draw.shuffle(days)
    days = _loud(days, skeleton)
    places: PlacesOn = online
    activity = diary.programme.activity(key.activity)
    if diary.reach.regional and activity.away:
        days = [
            day
            for day in days
            if day - timedelta(days=day.weekday()) not in PRACTICUM_WEEKS
        ]
    if "home_unit" in activity.where:
        places = _home(diary, key.audience)
    led = seats if callable(seats) else _always(seats)
    return _book(diary, key, [key.audience], days, led, places)


def _loud(days: list[date], skeleton: Skeleton) -> list[date]:
    """Leave out the week before the exams and those in which they are."""
    first, last = skeleton.intake.quiet
    return [day for day in days if not first <= day <= last]


def _always(seats: list[tuple[str, str]]) -> SeatsOn:
    return lambda day: seats


def _practicum(diary: Diary, person: str, choices: Choices, skeleton: Skeleton) -> None:
    """Book the practicum as chosen; in a region else with another host or week."""
    hosts, weeks = choices.hosts, choices.weeks
    ways = [(hosts[person], weeks[person])]
    if diary.reach.regional:
        used = set(hosts.values()) - {hosts[person]}
        free = [hosts[person], *(h for h in choices.others[person] if h not in used)]
        ways += product(free, skeleton.intake.practicum)
    for host, monday in ways:
        if _stays(diary, person, host, monday):
            hosts[person], weeks[person] = host, monday
            return
    raise Stuck


def _stays(diary: Diary, person: str, host: str, monday: date) -> bool:
    """Book five days with a host where all of them can be had."""
    mark = diary.mark
    seats = [("host_leader", diary.programme.host(host).leader or "")]
    for number in range(5):
        key = SessionKey("practicum", person, number + 1)
        if not diary.book(key, [person], after(monday, number), (0,), seats, [host]):
            diary.undo(mark)
            return False
    return True


def _directors(diary: Diary, cohort: str, skeleton: Skeleton, last: date) -> None:
    """Book the area meetings: by twelve weeks from the start, and after practicum."""
    programme = diary.programme
    start, (first, second) = skeleton.kick_off, skeleton.intake.directors
    windows = (
        (max(first, after(start, 7)), after(start, 84)),
        (max(second, after(last, 7)), after(skeleton.kick_on, -14)),
    )
    for audience in programme.audiences_of("director_meeting", cohort):
        merged = [area.id for area in programme.areas_at("director_meeting", audience)]
        for occurrence, window in enumerate(windows, 1):
            # Nobody changes area inside a window, so one day tells for all of it.
            people = [
                p.id
                for p in programme.followers("director_meeting")
                if p.cohort == cohort
                and (post := p.post_on(window[1]))
                and post.area in merged
            ]
            key = SessionKey("director_meeting", audience, occurrence)
            days = _loud(diary.between(*window), skeleton)
            _book(diary, key, people, days, _heads(programme, merged))


def _heads(programme: Programme, areas: list[str]) -> SeatsOn:
    def seats(day: date) -> Seats:
        held = (programme.area(area).director_on(day, None) for area in areas)
        return [("director", head) for head in sorted({h for h in held if h})]

    return seats


def _director(diary: Diary, person: str) -> SeatsOn:
    def seats(day: date) -> Seats:
        return [("director", diary.programme.director_on(person, day) or "")]

    return seats


def _manager(diary: Diary, person: str) -> SeatsOn:
    def seats(day: date) -> Seats:
        return [("manager", diary.programme.manager_on(person, day) or "")]

    return seats


def _home(diary: Diary, person: str) -> PlacesOn:
    def places(day: date) -> Iterable[str | None]:
        post = diary.programme.participant(person).post_on(day)
        return (post.unit,) if post else ()

    return places


def _before(
    diary: Diary, person: str, choices: Choices, skeleton: Skeleton, draw: random.Random
) -> None:
    """Book type feedback, coaching and talks up to the practicum."""
    start, week = skeleton.kick_off, choices.weeks[person]
    told = after(start, 10)
    if "type_feedback" not in diary.programme.participant(person).exempt:
        told = _type_feedback(diary, person, skeleton, draw)
    coach = [("coach", choices.coaches[person])]
    window = (after(told, 1), min(after(start, 54), after(week, -1)))
    _own(diary, ("coaching", person, 1), window, coach, skeleton, draw)
    manager, director = _manager(diary, person), _director(diary, person)
    window = (after(start, 14), after(start, 29))
    _own(diary, ("three_way_talk", person, 1), window, manager, skeleton, draw)
    window = (after(week, -20), after(week, -1))
    talk = ("practicum_preparation", person, 1)
    _own(diary, talk, window, manager, skeleton, draw)
    first, last = skeleton.intake.career
    window = (first or after(start, 7), last)
    _own(diary, ("career_talk_director", person, 1), window, director, skeleton, draw)


def _type_feedback(
    diary: Diary, person: str, skeleton: Skeleton, draw: random.Random
) -> date:
    start = skeleton.kick_off
    givers = [s.id for s in diary.reach.staff("type_giver")]
    draw.shuffle(givers)
    window = (after(start, 9), after(start, 24))
    for giver in givers:
        try:
            seats = [("type_giver", giver)]
            talk = ("type_feedback", person, 1)
            return _own(diary, talk, window, seats, skeleton, draw)
        except Stuck:
            continue
    raise Stuck


def _after(
    diary: Diary, person: str, choices: Choices, skeleton: Skeleton, draw: random.Random
) -> None:
    """Book feedback, coaching and talks from the practicum to the end."""
    end, close = after(choices.weeks[person], 4), skeleton.kick_on
    host = [("host_leader", diary.programme.host(choices.hosts[person]).leader or "")]
    coach = [("coach", choices.coaches[person])]
    first = diary.day_of("coaching", person)
    window = (after(end, 1), after(end, 14))
    _own(diary, ("practicum_feedback", person, 1), window, host, skeleton, draw)
    latest = after(first, skeleton.intake.coaching_within)
    window = (max(after(end, 1), after(first, 60)), min(latest, after(close, -3)))
    _own(diary, ("coaching", person, 2), window, coach, skeleton, draw)
    later = max(after(close, -55), after(end, 35))
    windows = {
        ("three_way_talk", 2): (
            after(end, 3),
            min(after(end, skeleton.intake.talk_within), after(later, -1)),
        ),
        ("three_way_talk", 3): (later, after(close, -3)),
        ("career_talk_manager", 1): (after(end, 3), after(close, -3)),
    }
    for (activity, number), window in windows.items():
        manager = _manager(diary, person)
        _own(diary, (activity, person, number), window, manager, skeleton, draw)


def _due_dates(diary: Diary, person: str, choices: Choices, skeleton: Skeleton) -> None:
    """Enter due dates on open days, each as early as its order allows."""
    start, close, intake = skeleton.kick_off, skeleton.kick_on, skeleton.intake
    group = next(g for g, members in choices.groups.items() if person in members)
    talk = diary.day_of("three_way_talk", person)
    days = {
        "plan_draft": after(start, 7),
        "plan_shared": after(start, 12),
        "task_start": after(talk, 3),
        "plan_revised": after(diary.day_of("coaching", person), 2),
        "task_midway": after(diary.day_of("network_meeting", group, 2), -intake.midway),
        "withdraw_by": intake.withdraw_by,
        "task_evidence": intake.evidence,
        "hand_in": intake.hand_in,
        "task_presentation": skeleton.themes[3],
    }
    if "type_questionnaire" not in diary.programme.participant(person).exempt:
        told = diary.day_of("type_feedback", person)
        days["type_questionnaire"] = _on_or_before(diary, after(told, -14))
    days["plan_goals"] = _on_or_before(diary, after(choices.weeks[person], -21))
    days["plan_final"] = _on_or_before(diary, after(close, -3))
    for activity, day in days.items():
        diary.due(activity, person, diary.between(day, after(day, 30))[0])


def _on_or_before(diary: Diary, day: date) -> date:
    return max(d for d in diary.everywhere if d <= day)
