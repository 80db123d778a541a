"""The days that everything else of a planted year hangs on."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from leaderplan.samples.intakes import Intake


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The plenary days of a cohort and the days of its classes and exams."""

    intake: Intake
    kick_off: date
    themes: tuple[date, ...]
    teaching: dict[str, tuple[date, ...]]
    exams: tuple[date, ...]
    kick_on: date


def draw_skeleton(
    intake: Intake, classes: tuple[str, ...], draw: random.Random
) -> Skeleton:
    """Draw the days; no two theme days or lessons share a weekday.

    So nobody with one fixed weekday misses more than one of either. One theme day
    stands no later in its week than the one before, 70 days on.
    """
    return Skeleton(
        intake=intake,
        kick_off=_day(draw.choice(intake.kick_off), draw.randint(1, 3)),
        themes=_themes(intake, draw),
        teaching={label: _lessons(intake, draw) for label in classes},
        exams=tuple(_day(intake.exam, w) for w in sorted(draw.sample(range(1, 5), 3))),
        kick_on=_day(draw.choice(intake.kick_on), draw.randint(1, 3)),
    )


def _day(monday: date, weekday: int) -> date:
    return monday + timedelta(days=weekday)


def _themes(intake: Intake, draw: random.Random) -> tuple[date, ...]:
    weekdays = draw.sample(range(5), 4)
    before, level = intake.level - 2, intake.level - 1
    if weekdays[level] > weekdays[before]:
        weekdays[before], weekdays[level] = weekdays[level], weekdays[before]
    return tuple(map(_day, intake.themes, weekdays))


def _lessons(intake: Intake, draw: random.Random) -> tuple[date, ...]:
    """Five lessons; the last early in its week, three weeks before the exams."""
    last = draw.randint(*intake.last_lesson)
    rest = [weekday for weekday in range(5) if weekday != last]
    draw.shuffle(rest)
    return tuple(map(_day, intake.teaching, [*rest, last]))
