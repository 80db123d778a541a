"""What depends on the day of a session, and small sums of literals."""

from __future__ import annotations

from typing import Any

import numpy as np

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.plan import SessionKey
from leaderplan.model.core import Core
from leaderplan.model.literals import Lit


def flagged(days: Any) -> set[int]:
    """Day numbers that an array of days flags."""
    return set(np.nonzero(days)[0].tolist())


def leaders_on(
    core: Core, key: SessionKey, activity: Activity, lead: Lead, day: Any
) -> list[str]:
    """Managers or directors who lead a session if it stands on a day."""
    programme = core.programme
    if lead.relation == "manager":
        manager = programme.manager_on(key.audience, day)
        return [manager] if manager else []
    if activity.audience == "participant":
        director = programme.director_on(key.audience, day)
        return [director] if director else []
    merged = programme.merged_areas(activity.id)
    return sorted(
        {
            post.staff
            for area in programme.areas
            if merged[area.id] == key.audience
            for post in area.directors
            if day in post.span
        }
    )


def both(core: Core, here: Lit, amount: Any) -> Any:
    """Return 1 where a literal and a 0-or-1 amount both hold, bounded from below."""
    if here is True or (isinstance(amount, int) and amount == 0):
        return amount
    if here is False:
        return 0
    if isinstance(amount, int):
        return amount * here
    joint = core.model.new_bool_var("both")
    core.model.add(joint >= here + amount - 1)
    return joint
