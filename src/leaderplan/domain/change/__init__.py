"""Changes: what happens in the year, as data that a programme can be changed by."""

from leaderplan.domain.change.base import KINDS, Change, change_from, listed
from leaderplan.domain.change.cohorts import CatchUp, Defer
from leaderplan.domain.change.job import JobChange
from leaderplan.domain.change.mend import Mend
from leaderplan.domain.change.people import (
    Absence,
    ExamResult,
    Join,
    Leave,
    Withdraw,
)
from leaderplan.domain.change.places import (
    CoachLost,
    DayClosed,
    HostOffers,
    HostWithdraws,
    RoomLost,
    RuleChange,
    StaffLost,
)
from leaderplan.domain.change.undo import Undo, undo

__all__ = [
    "KINDS",
    "Absence",
    "CatchUp",
    "Change",
    "CoachLost",
    "DayClosed",
    "Defer",
    "ExamResult",
    "HostOffers",
    "HostWithdraws",
    "JobChange",
    "Join",
    "Leave",
    "Mend",
    "RoomLost",
    "RuleChange",
    "StaffLost",
    "Undo",
    "Withdraw",
    "change_from",
    "listed",
    "undo",
]
