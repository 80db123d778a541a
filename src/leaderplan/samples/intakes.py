"""When the cohorts of an intake do what, in a planted year: the weeks, as data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date


def _weeks(*weeks: tuple[int, int]) -> tuple[date, ...]:
    """Mondays of some ISO weeks, each a year and a week."""
    return tuple(date.fromisocalendar(year, week, 1) for year, week in weeks)


@dataclass(frozen=True, slots=True)
class Intake:
    """The year of all cohorts that start together.

    Parameters
    ----------
    id
        Name of the intake.
    kick_off, themes, teaching, network, practicum, exam, re_exam, kick_on
        Mondays of the weeks: those to choose from for kick-off, practicum and
        kick-on and for each network meeting, else one for each occurrence.
    level
        Number of the theme day (1 the first) that stands no later in its week than
        the one before, 70 days earlier.
    last_lesson
        Weekdays on which the last lesson may be; Monday is 0.
    hand_in, withdraw_by, evidence
        Due dates between the last lesson and the exam.
    midway
        Days before the second network meeting that the task is at its midway.
    quiet
        First and last day of the time about the exams in which no talk is held.
    directors
        Days from which the directors have time for their first and second meeting.
    career
        First and last day of the directors' talks about the career; ``None`` for
        a week from the kick-off on.
    talk_within, coaching_within
        Days within which the talk after the practicum is held, and the second
        coaching after the first.
    starts, ends, mid_year
        Windows of kick-off and kick-on, and the last day of the career talks.
    rpl_by
        Day by which recognition of prior learning is finished.
    changes
        First days of new jobs.
    exam_season, practicum_season
        First and last day on which examiners can be asked to come, and on which
        somebody with a fixed weekday may find cover for the practicum.
    """

    id: str
    kick_off: tuple[date, ...]
    themes: tuple[date, ...]
    level: int
    teaching: tuple[date, ...]
    last_lesson: tuple[int, ...]
    network: tuple[tuple[date, ...], ...]
    practicum: tuple[date, ...]
    exam: date
    re_exam: date
    kick_on: tuple[date, ...]
    hand_in: date
    withdraw_by: date
    evidence: date
    midway: int
    quiet: tuple[date, date]
    directors: tuple[date, date]
    career: tuple[date | None, date]
    talk_within: int
    coaching_within: int
    starts: tuple[date, date]
    ends: tuple[date, date]
    mid_year: date
    rpl_by: date
    changes: tuple[date, ...]
    exam_season: tuple[date, date]
    practicum_season: tuple[date, date]


BUDGET_ADOPTED = date(2027, 10, 25)
"""Directors are met from the Monday after the budget and the autumn holiday."""

AUTUMN = Intake(
    id="autumn",
    kick_off=_weeks((2027, 35), (2027, 36)),
    themes=_weeks((2027, 38), (2027, 44), (2028, 2), (2028, 11)),
    level=3,
    teaching=_weeks((2027, 39), (2027, 41), (2027, 43), (2027, 45), (2027, 47)),
    last_lesson=(0, 1),
    network=(_weeks((2027, 40)), _weeks((2027, 48)), _weeks((2028, 8))),
    practicum=_weeks((2027, 46), (2028, 3), (2028, 4), (2028, 6)),
    exam=date(2027, 12, 13),
    re_exam=date(2028, 1, 31),
    kick_on=_weeks((2028, 19), (2028, 20)),
    hand_in=date(2027, 12, 7),
    withdraw_by=date(2027, 11, 30),
    evidence=date(2027, 12, 6),
    midway=0,
    quiet=(date(2027, 12, 6), date(2027, 12, 17)),
    directors=(BUDGET_ADOPTED, BUDGET_ADOPTED),
    career=(BUDGET_ADOPTED, date(2028, 1, 31)),
    talk_within=28,
    coaching_within=160,
    starts=(date(2027, 8, 23), date(2027, 9, 17)),
    ends=(date(2028, 5, 1), date(2028, 6, 2)),
    mid_year=date(2028, 1, 31),
    rpl_by=date(2027, 8, 20),
    changes=(date(2028, 1, 1), date(2028, 2, 1)),
    exam_season=(date(2027, 12, 1), date(2028, 2, 11)),
    practicum_season=(date(2027, 11, 1), date(2028, 3, 31)),
)
"""August to June. Week 46 is the one free of lessons in the autumn.

Kick-off leaves the school year its first two weeks; kick-on leaves it its busy last
ones. Two peaks of job changes (DOMAIN.md 8.13) lie inside the year.
"""

MANY_AUTUMN = replace(
    AUTUMN,
    network=(
        _weeks((2027, 40), (2027, 41)),
        _weeks((2027, 47), (2027, 48)),
        _weeks((2028, 8), (2028, 9)),
    ),
)
"""The autumn of several cohorts, whose groups would not all find days in one week."""

SPRING = Intake(
    id="spring",
    kick_off=_weeks((2028, 4)),
    themes=_weeks((2028, 5), (2028, 13), (2028, 22), (2028, 32)),
    level=4,
    teaching=_weeks((2028, 6), (2028, 8), (2028, 10), (2028, 12), (2028, 14)),
    last_lesson=(0, 1),
    network=(_weeks((2028, 9)), _weeks((2028, 13), (2028, 14)), _weeks((2028, 25))),
    practicum=_weeks((2028, 11), (2028, 19), (2028, 20), (2028, 24)),
    exam=date(2028, 4, 24),
    re_exam=date(2028, 6, 5),
    kick_on=_weeks((2028, 47), (2028, 48)),
    hand_in=date(2028, 4, 18),
    withdraw_by=date(2028, 4, 7),
    evidence=date(2028, 4, 7),
    midway=7,
    quiet=(date(2028, 4, 18), date(2028, 4, 28)),
    directors=(date(2028, 1, 24), date(2028, 10, 23)),
    career=(None, date(2028, 6, 23)),
    talk_within=100,
    coaching_within=230,
    starts=(date(2028, 1, 10), date(2028, 2, 11)),
    ends=(date(2028, 11, 6), date(2028, 12, 8)),
    mid_year=date(2028, 6, 23),
    rpl_by=date(2027, 12, 20),
    changes=(date(2028, 8, 1), date(2028, 10, 1)),
    exam_season=(date(2028, 4, 19), date(2028, 6, 16)),
    practicum_season=(date(2028, 3, 1), date(2028, 6, 23)),
)
"""January to December, over the summer holiday; Easter lies before the exams."""

REGIONAL_AUTUMN = replace(
    AUTUMN,
    network=(
        _weeks((2027, 40), (2027, 41)),
        _weeks((2027, 47), (2027, 48)),
        _weeks((2028, 6), (2028, 8)),
    ),
    practicum=_weeks((2028, 3), (2028, 4), (2028, 5)),
    re_exam=date(2028, 2, 7),
)
"""The autumn of a region, whose groups have more weeks to meet in."""

EARLY_AUTUMN = replace(
    REGIONAL_AUTUMN,
    id="early-autumn",
    teaching=_weeks((2027, 37), (2027, 39), (2027, 41), (2027, 43), (2027, 45)),
    network=(
        _weeks((2027, 40), (2027, 41)),
        _weeks((2027, 45), (2027, 46)),
        _weeks((2028, 5), (2028, 6)),
    ),
    practicum=_weeks((2027, 49), (2028, 3), (2028, 4)),
    exam=date(2027, 11, 29),
    re_exam=date(2028, 1, 31),
    hand_in=date(2027, 11, 23),
    withdraw_by=date(2027, 11, 16),
    evidence=date(2027, 11, 22),
    quiet=(date(2027, 11, 29), date(2027, 12, 3)),
    rpl_by=date(2027, 8, 13),
    exam_season=(date(2027, 11, 24), date(2028, 2, 11)),
)
"""The autumn with lessons and exams two weeks earlier."""

REGIONAL_SPRING = replace(
    SPRING,
    network=(
        _weeks((2028, 8), (2028, 9)),
        _weeks((2028, 13), (2028, 14)),
        _weeks((2028, 22), (2028, 23), (2028, 24), (2028, 25)),
    ),
    practicum=_weeks((2028, 11), (2028, 19), (2028, 20)),
)
"""The spring of a region, whose groups have more weeks to meet in."""

LATE_SPRING = replace(
    REGIONAL_SPRING,
    id="late-spring",
    exam=date(2028, 5, 1),
    re_exam=date(2028, 6, 19),
    quiet=(date(2028, 5, 1), date(2028, 5, 5)),
)
"""The spring with its exams a week later."""

REGIONAL = (EARLY_AUTUMN, REGIONAL_SPRING, REGIONAL_AUTUMN, LATE_SPRING)
"""The intakes of a region; no two have their exams in one week."""
