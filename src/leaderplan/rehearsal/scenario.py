"""What may happen in a year, how often and how soon it is known: as data."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from leaderplan.domain.base import Frozen

Share = Annotated[float, Field(ge=0, le=1)]
Days = Annotated[int, Field(ge=0, le=365)]
Month = Annotated[int, Field(ge=1, le=12)]
Later = Annotated[int, Field(ge=0, le=60)]


class Notice(Frozen):
    """How many days before it happens something is known: any number in a range."""

    least: Days
    most: Days

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.most < self.least:
            raise ValueError(
                f"expected most of at least {self.least}, found {self.most}"
            )
        return self


class Scenario(Frozen):
    """How often what happens in a year.

    The shares are those of DOMAIN.md 4.3, a mixture of the case and of judgement; the
    notices are judgement. All are meant to be replaced.

    Parameters
    ----------
    job_change
        Share of participants who change job once in the year.
    months
        First and last month after the start in which a new job begins; of those only
        what lies in the year counts, so that ``job_change`` is the share in the year.
    peaks
        Calendar months in which three times as many begin: August, November, January.
    other_unit, other_area
        Shares of new jobs that are in another unit, and of those that are in another
        area too: 0 to ``other_unit``.
    secret
        Share of new jobs that no feed may tell of before their first day.
    sick
        Share of a participant's days on which they are ill.
    host_withdraws, coach_lost, room_lost
        Shares of hosts, coaches and rooms that are lost in the year.
    room_days
        For how many days a room is lost.
    dropout, leave
        Shares of participants who leave, and who are on leave for ``leave_days``.
    exam_failed, exam_withdrawn
        Shares of participants who sit an exam again, or put it off beforehand.
    job_notice, host_notice, coach_notice, room_notice, leave_notice
        How long before.
    withdrawal_notice
        Days before an exam on which it is put off; later it may not be.
    every
        On every so many days what is known is decided on, together; what happens within
        two days is decided on at once.
    """

    job_change: Share = 0.6
    months: tuple[Later, Later] = (3, 11)
    peaks: tuple[Month, ...] = (8, 11, 1)
    other_unit: Share = 0.4
    other_area: Share = 0.15
    secret: Share = 0.3
    sick: Share = 0.03
    host_withdraws: Share = 0.05
    coach_lost: Share = 0.02
    room_lost: Share = 0.01
    room_days: Days = 14
    dropout: Share = 0.03
    leave: Share = 0.04
    leave_days: Days = 60
    exam_failed: Share = 0.05
    exam_withdrawn: Share = 0.04
    job_notice: Notice = Notice(least=14, most=60)
    host_notice: Notice = Notice(least=7, most=60)
    coach_notice: Notice = Notice(least=1, most=30)
    room_notice: Notice = Notice(least=3, most=60)
    leave_notice: Notice = Notice(least=7, most=60)
    withdrawal_notice: Notice = Notice(least=14, most=28)
    every: Annotated[int, Field(ge=1, le=60)] = 7

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.months[1] < self.months[0]:
            raise ValueError(f"expected months in order, found {self.months}")
        if self.other_area > self.other_unit:
            raise ValueError(
                f"expected other_area of at most other_unit, {self.other_unit}; "
                f"found {self.other_area}"
            )
        return self
