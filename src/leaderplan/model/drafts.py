"""A session before and after its time has a variable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.waiver import Subject
from leaderplan.model.choices import Amounts, Ruling
from leaderplan.model.core import Core
from leaderplan.model.dated import Days
from leaderplan.model.literals import Lit
from leaderplan.model.times import SessionTime


class Guarded(NamedTuple):
    """A ruling that counts where a literal holds."""

    ruling: Ruling
    subject: Subject
    here: Lit


@dataclass(slots=True)
class Draft:
    """One session before it has any variable of time.

    ``attendees`` and ``staff`` hold literals, or flags of the days on which
    somebody belongs there; ``allowed`` is days x possible starts and not read
    where the session is ``fixed``. A session in ``context`` is seen through its
    days only; one that is ``placeless`` stands nowhere in particular. ``coached``
    tells of each coach whom a session in context may have, by a literal, when that
    one is free.
    """

    key: SessionKey
    activity: Activity
    attendees: dict[str, Any]
    staff: dict[str, dict[str, Any]]
    places: dict[str, Lit]
    guarded: list[Guarded]
    allowed: Amounts
    fixed: tuple[int, int] | None
    context: bool
    placeless: bool
    coached: dict[str, tuple[Lit, Amounts]] = field(default_factory=dict)

    def days_with(self, coach: str) -> Days:
        """Flags of the days on which it may stand with a coach."""
        flags: Days = np.asarray((self.allowed & self.coached[coach][1]).any(axis=1))
        return flags

    @property
    def days(self) -> Days:
        """Flags of the days on which it may stand."""
        if self.fixed is None:
            flags: Days = np.asarray(self.allowed.any(axis=1))
            return flags
        flags = np.zeros(len(self.allowed), dtype=bool)
        flags[self.fixed[0]] = True
        return flags


@dataclass(slots=True)
class SessionDecision:
    """Everything decided of one session that is in view."""

    key: SessionKey
    activity: Activity
    time: SessionTime
    attendees: dict[str, Lit]
    staff: dict[str, dict[str, Lit]]
    places: dict[str, Lit]
    context: bool
    placeless: bool


def prices(core: Core, draft: Draft) -> dict[str, Amounts]:
    """What each option costs whatever else is decided, by level."""
    found: dict[str, Amounts] = {}
    for rule, amounts, _, here in ((*r.ruling, *r[1:]) for r in draft.guarded):
        if here is True and rule.level is not None and core.adds_up(rule):
            cost = rule.weight * amounts
            known = found.get(rule.level)
            found[rule.level] = cost if known is None else known + cost
    return found
