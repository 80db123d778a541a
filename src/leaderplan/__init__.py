"""Plan a cohort-based leadership programme: facts and rules in, a checked plan out.

What needs the solver, pandas or openpyxl is loaded when it is first used, so that
importing leaderplan stays quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from leaderplan import rules
from leaderplan.answers import Conflict, Repair, Repairs, Requirement
from leaderplan.check import check
from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.base import Span, Title, title
from leaderplan.domain.calendar import Block, CalendarProfile, Closure, PlanningCalendar
from leaderplan.domain.people import (
    Availability,
    Cohort,
    Impartiality,
    Pair,
    Participant,
    PastLoad,
    Post,
    RoleLoad,
    Staff,
    Wish,
)
from leaderplan.domain.places import (
    Area,
    Coordinates,
    Directorship,
    HostUnit,
    Room,
    Travel,
    Unit,
    Venue,
)
from leaderplan.domain.plan import (
    CoachMatch,
    Lock,
    Milestone,
    ModuleClass,
    NetworkGroup,
    Placement,
    Plan,
    Session,
    SessionKey,
    SessionStaff,
)
from leaderplan.domain.policy import Band, ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Level, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.errors import (
    InputError,
    InternalError,
    Issue,
    LeaderplanError,
    MissingExtra,
    OutOfMemory,
    RuleBroken,
)
from leaderplan.late import LATE
from leaderplan.locale import Words
from leaderplan.options import SolveOptions
from leaderplan.progress import LevelProgress, Progress
from leaderplan.result import (
    Certificate,
    CohortLevel,
    CohortProof,
    LevelProof,
    Report,
    Result,
    Status,
)
from leaderplan.rules._base import (
    Attendance,
    Coaching,
    Decisions,
    Hosting,
    HostingDay,
    Leading,
    LeadingTime,
    Location,
    LocationTime,
    Posting,
    Seat,
    SessionDay,
)
from leaderplan.versions import show_versions, version_of

if TYPE_CHECKING:
    from leaderplan import samples
    from leaderplan.alternatives import alternatives
    from leaderplan.catch_ups import catch_ups
    from leaderplan.change_sheet import compare
    from leaderplan.costs import costs
    from leaderplan.day_ledger import day_ledger
    from leaderplan.display.html import write_page
    from leaderplan.display.tables import tables
    from leaderplan.display.workbook import write_workbook
    from leaderplan.domain.change import undo
    from leaderplan.domain.locks import lock, unlock
    from leaderplan.excerpt import excerpt
    from leaderplan.explain import why_not
    from leaderplan.feeds import FeedKey, FeedLedger, Release, release
    from leaderplan.feeds.notice import Notices
    from leaderplan.feeds.notices import notices
    from leaderplan.feeds.places import Target
    from leaderplan.feeds.publish import publish
    from leaderplan.io.availability import AvailabilityPolicy, read_availability
    from leaderplan.io.frames import from_frames, to_frames
    from leaderplan.io.json import from_json, read_plan, to_json, write_plan
    from leaderplan.io.template import template
    from leaderplan.io.workbook import read_workbook, write_marked
    from leaderplan.live import LiveReplan
    from leaderplan.preflight import Finding, Preflight, preflight
    from leaderplan.rehearsal import Rehearsal, Scenario, rehearse
    from leaderplan.repair import repairs
    from leaderplan.repairs_after import repairs_after
    from leaderplan.replan import replan
    from leaderplan.robust import robust
    from leaderplan.situation import apply
    from leaderplan.solve import solve
    from leaderplan.spares import SparePrices
    from leaderplan.states import states
    from leaderplan.what_if import what_if

    __version__: str

__all__ = [
    "Activity",
    "Area",
    "Attendance",
    "Availability",
    "AvailabilityPolicy",
    "Band",
    "Block",
    "CalendarProfile",
    "Certificate",
    "Closure",
    "CoachMatch",
    "Coaching",
    "Cohort",
    "CohortLevel",
    "CohortProof",
    "Conflict",
    "Coordinates",
    "Decisions",
    "Directorship",
    "FeedKey",
    "FeedLedger",
    "Finding",
    "HostUnit",
    "Hosting",
    "HostingDay",
    "Impartiality",
    "InputError",
    "InternalError",
    "Issue",
    "Lead",
    "LeaderplanError",
    "Leading",
    "LeadingTime",
    "Level",
    "LevelProgress",
    "LevelProof",
    "LiveReplan",
    "Location",
    "LocationTime",
    "Lock",
    "Milestone",
    "MissingExtra",
    "ModuleClass",
    "NetworkGroup",
    "Notices",
    "OutOfMemory",
    "Pair",
    "Participant",
    "PastLoad",
    "Placement",
    "Plan",
    "PlanView",
    "PlanningCalendar",
    "Post",
    "Posting",
    "Preflight",
    "Programme",
    "Progress",
    "Rehearsal",
    "Release",
    "Repair",
    "Repairs",
    "ReplanPolicy",
    "Report",
    "Requirement",
    "Result",
    "RoleLoad",
    "Room",
    "Rule",
    "RuleBroken",
    "Scenario",
    "Seat",
    "Session",
    "SessionDay",
    "SessionKey",
    "SessionStaff",
    "SolveOptions",
    "Span",
    "SparePrices",
    "Staff",
    "Status",
    "Target",
    "Title",
    "Travel",
    "Unit",
    "Venue",
    "Violation",
    "Wish",
    "Words",
    "__version__",
    "alternatives",
    "apply",
    "catch_ups",
    "check",
    "compare",
    "costs",
    "day_ledger",
    "excerpt",
    "from_frames",
    "from_json",
    "lock",
    "notices",
    "preflight",
    "publish",
    "read_availability",
    "read_plan",
    "read_workbook",
    "rehearse",
    "release",
    "repairs",
    "repairs_after",
    "replan",
    "robust",
    "rules",
    "samples",
    "show_versions",
    "solve",
    "states",
    "tables",
    "template",
    "title",
    "to_frames",
    "to_json",
    "undo",
    "unlock",
    "what_if",
    "why_not",
    "write_marked",
    "write_page",
    "write_plan",
    "write_workbook",
]


class _Package(ModuleType):
    """The package: loading the module ``leaderplan.solve`` keeps the name callable."""

    def __setattr__(self, name: str, value: Any) -> None:
        # Python binds a submodule to its package when it is first loaded, which
        # would hide the function of the same name.
        if isinstance(value, ModuleType) and LATE.get(name) == value.__name__:
            value = getattr(value, name, value)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return version_of("leaderplan")
    if name not in LATE:
        raise AttributeError(f"module 'leaderplan' has no attribute {name!r}")
    module = import_module(LATE[name])
    value = getattr(module, name, module)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
