"""Booking what each participant does alone: practicum, exam, talks, due dates."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from leaderplan.domain.plan import SessionKey
from leaderplan.samples.diary import Diary, Seats, Stuck
from leaderplan.samples.joint import book_exams
from leaderplan.samples.skeleton import EVIDENCE, HAND_IN, WITHDRAW_BY, Skeleton

if TYPE_CHECKING:
    from leaderplan.samples.planting import Choices

SeatsOn = Callable[[date], Seats]
PlacesOn = Callable[[date], Iterable[str | None]]

ONLINE: PlacesOn = lambda day: ("online",)  # noqa: E731

BUDGET_ADOPTED = date(2027, 10, 25)
"""Directors are met from the Monday after the budget and the autumn holiday."""

QUIET = (date(2027, 12, 6), date(2027, 12, 17))
"""No programme in the week before the exams, nor while they last."""


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
        _practicum(diary, person, choices)
    book_exams(diary, people, skeleton, draw)
    last = max(after(monday, 4) for monday in choices.weeks.values())
    _directors(diary, skeleton, last)
    for person in people:
        _before(diary, person, choices, skeleton, draw)
        _after(diary, person, choices, skeleton, draw)
        _due_dates(diary, person, choices, skeleton)


def _book(
    diary: Diary,
    key: SessionKey,
    people: Sequence[str],
    window: tuple[date, date],
    seats: SeatsOn,
    places: PlacesOn = ONLINE,
    draw: random.Random | None = None,
) -> date:
    """Book on some day of a window, in order or, with ``draw``, in any order."""
    days = [d for d in diary.between(*window) if not QUIET[0] <= d <= QUIET[1]]
    if draw is not None:
        draw.shuffle(days)
    slots = list(
        diary.programme.calendar.starts(diary.programme.activity(key.activity).length)
    )
    for day in days:
        if draw is not None:
            draw.shuffle(slots)
        if diary.book(key, people, day, slots, seats(day), places(day)):
            return day
    raise Stuck


def _practicum(diary: Diary, person: str, choices: Choices) -> None:
    host = choices.hosts[person]
    leader = diary.programme.host(host).leader or ""
    for number in range(5):
        key = SessionKey("practicum", person, number + 1)
        day = after(choices.weeks[person], number)
        if not diary.book(key, [person], day, (0,), [("host_leader", leader)], [host]):
            raise Stuck


def _directors(diary: Diary, skeleton: Skeleton, last: date) -> None:
    """Book the area meetings: by twelve weeks from the start, and after practicum."""
    programme = diary.programme
    windows = (
        (BUDGET_ADOPTED, after(skeleton.kick_off, 84)),
        (after(last, 7), after(skeleton.kick_on, -14)),
    )
    leads = programme.merged_areas("director_meeting")
    for audience in programme.audiences("director_meeting"):
        merged = [area for area, lead in leads.items() if lead == audience]
        for occurrence, window in enumerate(windows, 1):
            # Nobody changes area inside a window, so one day tells for all of it.
            people = [
                p.id
                for p in programme.followers("director_meeting")
                if (post := p.post_on(window[1])) and leads[post.area] == audience
            ]

            def seats(day: date, merged: list[str] = merged) -> Seats:
                heads = {programme.area(a).director_on(day, None) for a in merged}
                return [("director", head) for head in sorted(heads - {None}, key=str)]

            key = SessionKey("director_meeting", audience, occurrence)
            _book(diary, key, people, window, seats)


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
    start, programme = skeleton.kick_off, diary.programme
    told = after(start, 10)
    if "type_feedback" not in programme.participant(person).exempt:
        givers = [s.id for s in programme.staff_in("type_giver")]
        draw.shuffle(givers)
        told = _any_of(
            diary, SessionKey("type_feedback", person, 1), (after(start, 9),
            after(start, 24)), [[("type_giver", giver)] for giver in givers], draw,
        )  # fmt: skip
    coach = [("coach", choices.coaches[person])]
    _book(diary, SessionKey("coaching", person, 1), [person],
          (after(told, 1), after(start, 54)), lambda day: coach, draw=draw)  # fmt: skip
    _book(diary, SessionKey("three_way_talk", person, 1), [person],
          (after(start, 14), after(start, 29)), _manager(diary, person),
          _home(diary, person), draw)  # fmt: skip
    week = choices.weeks[person]
    _book(diary, SessionKey("practicum_preparation", person, 1), [person],
          (after(week, -20), after(week, -1)), _manager(diary, person),
          draw=draw)  # fmt: skip
    _book(
        diary,
        SessionKey("career_talk_director", person, 1),
        [person],
        (BUDGET_ADOPTED, date(2028, 1, 31)),
        lambda day: [("director", programme.director_on(person, day) or "")],
        draw=draw,
    )


def _any_of(
    diary: Diary,
    key: SessionKey,
    window: tuple[date, date],
    options: list[list[tuple[str, str]]],
    draw: random.Random,
) -> date:
    for seats in options:
        try:
            chosen: Seats = list(seats)
            return _book(diary, key, [key.audience], window, lambda day, s=chosen: s,
                         draw=draw)  # fmt: skip
        except Stuck:
            continue
    raise Stuck


def _after(
    diary: Diary, person: str, choices: Choices, skeleton: Skeleton, draw: random.Random
) -> None:
    """Book feedback, coaching and talks from the practicum to the end."""
    end, close = after(choices.weeks[person], 4), skeleton.kick_on
    leader = diary.programme.host(choices.hosts[person]).leader or ""
    _book(diary, SessionKey("practicum_feedback", person, 1), [person],
          (after(end, 1), after(end, 14)), lambda day: [("host_leader", leader)],
          draw=draw)  # fmt: skip
    first = diary.day_of("coaching", person)
    coach = [("coach", choices.coaches[person])]
    _book(diary, SessionKey("coaching", person, 2), [person],
          (max(after(end, 1), after(first, 60)), after(first, 160)),
          lambda day: coach, draw=draw)  # fmt: skip
    windows = {
        ("three_way_talk", 2): (after(end, 3), after(end, 45)),
        ("three_way_talk", 3): (after(close, -55), after(close, -3)),
        ("career_talk_manager", 1): (after(end, 3), after(close, -3)),
    }
    for (activity, number), window in windows.items():
        _book(diary, SessionKey(activity, person, number), [person], window,
              _manager(diary, person), _home(diary, person), draw)  # fmt: skip


def _due_dates(diary: Diary, person: str, choices: Choices, skeleton: Skeleton) -> None:
    """Enter due dates on open days, each as early as its order allows."""
    start, close = skeleton.kick_off, skeleton.kick_on
    group = next(g for g, members in choices.groups.items() if person in members)
    talk = diary.day_of("three_way_talk", person)
    days = {
        "plan_draft": after(start, 7),
        "plan_shared": after(start, 12),
        "task_start": after(talk, 3),
        "plan_revised": after(diary.day_of("coaching", person), 2),
        "task_midway": diary.day_of("network_meeting", group, 2),
        "withdraw_by": WITHDRAW_BY,
        "task_evidence": EVIDENCE,
        "hand_in": HAND_IN,
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
