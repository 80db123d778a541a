"""The days that everything else of a planted year hangs on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from leaderplan.samples.year import monday

NETWORK_WEEKS = (40, 48, 8)
TEACHING_WEEKS = (39, 41, 43, 45, 47)
THEME_WEEKS = (38, 44, 2, 11)
PRACTICUM_WEEKS = (46, 3, 4, 6)
EXAM_WEEK, RE_EXAM_WEEK = 50, 5
KICK_OFF_WEEKS, KICK_ON_WEEKS = (35, 36), (19, 20)
"""ISO weeks of the year 2027/28; week 46 is the one free in the autumn."""

HAND_IN = date(2027, 12, 7)
WITHDRAW_BY = date(2027, 11, 30)
EVIDENCE = date(2027, 12, 6)
"""Due dates between the last teaching day and the exam."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The plenary days of a cohort and the days of its classes and exams."""

    kick_off: date
    themes: tuple[date, ...]
    teaching: dict[str, tuple[date, ...]]
    exams: tuple[date, ...]
    kick_on: date


def draw_skeleton(classes: tuple[str, ...], draw: random.Random) -> Skeleton:
    """Draw the days; no two theme days or lessons share a weekday.

    So nobody with one fixed weekday misses more than one of either. The third
    theme day stands no later in its week than the second, 70 days on.
    """
    return Skeleton(
        kick_off=_day(draw.choice(KICK_OFF_WEEKS), draw.randint(1, 3)),
        themes=_themes(draw),
        teaching={label: _lessons(draw) for label in classes},
        exams=tuple(_day(EXAM_WEEK, w) for w in sorted(draw.sample(range(1, 5), 3))),
        kick_on=_day(draw.choice(KICK_ON_WEEKS), draw.randint(1, 3)),
    )


def _day(week: int, weekday: int) -> date:
    return monday(week) + timedelta(days=weekday)


def _themes(draw: random.Random) -> tuple[date, ...]:
    weekdays = draw.sample(range(5), 4)
    if weekdays[2] > weekdays[1]:
        weekdays[1], weekdays[2] = weekdays[2], weekdays[1]
    return tuple(map(_day, THEME_WEEKS, weekdays))


def _lessons(draw: random.Random) -> tuple[date, ...]:
    """Five lessons; the last early in its week, three weeks before the exams."""
    last = draw.randint(0, 1)
    rest = [weekday for weekday in range(5) if weekday != last]
    draw.shuffle(rest)
    return tuple(map(_day, TEACHING_WEEKS, [*rest, last]))
