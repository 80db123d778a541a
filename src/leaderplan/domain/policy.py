"""What it is worth that people are not disturbed: prices of a replanning, as data."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from leaderplan.domain.base import Frozen, Id, Text

Points = Annotated[int, Field(ge=1, le=1_000)]


class Band(Frozen):
    """Notice shorter than ``days`` costs ``times`` as much."""

    days: Annotated[int, Field(ge=1, le=1_000)]
    times: Points


class ReplanPolicy(Frozen):
    """What each kind of disturbance costs, for each person whom it touches.

    The order of protection is that of DOMAIN.md 8.13: exam, practicum, group, coach,
    other dates. They are judgements, meant to be replaced.

    Parameters
    ----------
    exam, practicum, group, coach, day
        Another day of what is so; another host, group (or class), coach too.
    detail
        Another hour, place or leader of what stays on its day.
    notice
        The shortest band that fits counts; notice is from ``as_of`` to the day as it
        was or as it becomes, whichever is sooner. Without a band it costs once.
    disturbed, again
        People who were disturbed before, for whom everything costs so many times more.
    catch_up
        Whether what a change makes somebody miss is made up for with the first other
        cohort that has a seat kept free.
    frozen
        What lies within so many days from ``as_of``, that day included, stands like
        the past; 0 is nothing. Only what is broken itself is free.
    approved
        Sessions, by name or activity, that may be another way though they lie so soon.
    published
        Last day until which the plan was told to anybody; ``None`` is all of it. What
        is later is a draft: that it is another way costs one point, whoever and
        whenever it is.
    drafts
        Activities of which nothing was told yet, on whichever day.
    """

    exam: Points = 8
    practicum: Points = 6
    group: Points = 5
    coach: Points = 4
    day: Points = 2
    detail: Points = 1
    notice: tuple[Band, ...] = (Band(days=14, times=4), Band(days=35, times=2))
    disturbed: tuple[Id, ...] = ()
    again: Points = 2
    catch_up: bool = False
    frozen: Annotated[int, Field(ge=0, le=1_000)] = 0
    approved: tuple[Text, ...] = ()
    published: date | None = None
    drafts: tuple[Id, ...] = ()

    def times(self, days: int) -> int:
        """Tell how many times dearer it is with so many days of notice."""
        fitting = [band for band in self.notice if days < band.days]
        return min(fitting, key=lambda band: band.days).times if fitting else 1

    def people(self, ids: tuple[str, ...]) -> int:
        """Count people, those disturbed before as more; at least one."""
        before = set(self.disturbed)
        return max(1, sum(self.again if who in before else 1 for who in ids))

    def is_draft(self, activity: str, day: date) -> bool:
        """Whether nobody was told of an occurrence of an activity on a day."""
        unpublished = self.published is not None and day > self.published
        return unpublished or activity in self.drafts

    def is_frozen(self, activity: str, day: date, as_of: date) -> bool:
        """Whether an occurrence lies so soon that it stands, and people know of it."""
        near = 0 <= (day - as_of).days < self.frozen
        return near and not self.is_draft(activity, day)
