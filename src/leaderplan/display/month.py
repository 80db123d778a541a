"""The year as months of weeks: what stands on each day, counted by category."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from leaderplan.display.labels import category_of
from leaderplan.display.words import CATEGORIES
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language, month_name, weekday_name


@dataclass(frozen=True, slots=True)
class GridDay:
    """One day of the grid.

    ``counts`` are (category, sessions that day); ``closed`` names the closed
    period that binds everybody without a profile of their own, else ``""``;
    ``inside`` tells whether the day is in the horizon and a day of planning.
    """

    day: date
    counts: tuple[tuple[str, int], ...]
    closed: str
    inside: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its name and its weeks, ``None`` before the 1st and after the last."""

    name: str
    weeks: tuple[tuple[GridDay | None, ...], ...]


@dataclass(frozen=True, slots=True)
class YearGrid:
    """The months of a horizon.

    Parameters
    ----------
    weekdays
        Short names of the weekdays that are shown, Monday first.
    months
        The months in order.
    totals
        Sessions of the whole plan by category, in the order of ``CATEGORIES``.
    """

    weekdays: tuple[str, ...]
    months: tuple[Month, ...]
    totals: tuple[tuple[str, int], ...]


def year_grid(programme: Programme, plan: Plan, language: Language) -> YearGrid:
    """Count a plan's sessions and due dates day by day.

    Weekends are left out where nothing may stand there.
    """
    counted: dict[date, Counter[str]] = defaultdict(Counter)
    category = {a.id: category_of(a) for a in programme.activities}
    dated = [(s.day, s.activity) for s in plan.sessions]
    dated += [(m.day, m.activity) for m in plan.milestones]
    for day, activity in dated:
        counted[day][category[activity]] += 1
    calendar = programme.calendar
    last_shown = max((4, *calendar.weekdays, *(d.weekday() for d in counted)))
    shown = range(last_shown + 1)
    closed = _closed(programme)

    def cell(day: date) -> GridDay:
        counts = tuple((c, counted[day][c]) for c in CATEGORIES if counted[day][c])
        inside = calendar.first <= day <= calendar.last
        open_ = inside and day.weekday() in calendar.weekdays
        return GridDay(day, counts, closed.get(day, ""), open_)

    months = []
    first = calendar.first.replace(day=1)
    while first <= calendar.last:
        following = (first + timedelta(days=32)).replace(day=1)
        days = [first + timedelta(days=i) for i in range((following - first).days)]
        held = [cell(day) if day.weekday() in shown else None for day in days]
        months.append(Month(f"{month_name(first.month, language)} {first.year}",
                            _weeks(days, held, len(shown))))  # fmt: skip
        first = following
    monday = date(2024, 1, 1)
    names = tuple(weekday_name(monday + timedelta(days=i), language) for i in shown)
    sums: Counter[str] = sum(counted.values(), Counter())
    totals = tuple((c, sums[c]) for c in CATEGORIES if sums[c])
    return YearGrid(names, tuple(months), totals)


def _weeks(
    days: list[date], cells: list[GridDay | None], width: int
) -> tuple[tuple[GridDay | None, ...], ...]:
    weeks: list[list[GridDay | None]] = []
    for day, cell in zip(days, cells, strict=True):
        if not weeks or day.weekday() == 0:
            weeks.append([None] * width)
        if day.weekday() < width:
            weeks[-1][day.weekday()] = cell
    return tuple(tuple(week) for week in weeks if any(week))


def _closed(programme: Programme) -> dict[date, str]:
    """Days closed as a whole for those who name no profile, with the name."""
    calendar = programme.calendar
    whole = [c for c in calendar.closures_of(None) if c.blocks is None]
    return {
        day: closure.name
        for day in calendar.days()
        for closure in whole
        if closure.covers(day, 0)
    }
