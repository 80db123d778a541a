"""Kinds of activities for the programmes of ``tests.proofs.tiny``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.base import title
from leaderplan.domain.calendar import PlanningCalendar
from tests.strategies import Dice


def activities_of(
    dice: Dice, cohorts: Sequence[str], calendar: PlanningCalendar
) -> tuple[Activity, ...]:
    """Draw one to four of the kinds of activity that a year consists of."""
    block = {"length": 1}
    lecturer, examiner = Lead(role="lecturer"), Lead(role="examiner")
    room = {"where": ("room",)}
    weeks = len(calendar.days()) >= 5 and dice.often(3)
    kinds: dict[str, dict[str, Any]] = {
        "opening": block | {"kind": "kick_off", "audience": "cohort", "plenary": True,
                    **(room if dice.often() else {})},
        "theme": block | {"kind": "theme_day", "audience": "cohort", "plenary": True,
                  "occurrences": dice.between(1, 2), "quarter_days": 4,
                  "forms": dice.pick((("free",), ("single_days",))),
                  "leads": (lecturer,) if dice.often() else ()},
        "teaching": block | {"kind": "teaching_day", "audience": "class",
                     "plenary": True, "quarter_days": 4,
                     "occurrences": dice.between(1, 2)},
        "network": block | {"kind": "network_meeting", "audience": "network_group",
                    "leads": (Lead(role="facilitator", relation="group"),)
                    if dice.often() else (),
                    "where": dice.pick(((), ("member_unit",), ("room",)))},
        "practicum": block | {"kind": "practicum", "where": ("host_unit",),
                      "leads": (Lead(role="host_leader", relation="host_leader"),)
                      if dice.often() else (),
                      "occurrences": 5 if weeks else dice.between(1, 2),
                      "forms": ("week",) if weeks else
                      dice.pick((("free",), ("single_days",), ("two_two_one",)))},
        "coaching": block | {"kind": "coaching", "where": ("online",),
                     "leads": (Lead(role="coach", relation="coach"),)},
        "exam": block | {"kind": "exam", "leads": (examiner,)},
        "talk": block | {"kind": "three_way_talk", "where": ("home_unit",),
                 "leads": (Lead(role="manager", relation="manager"),)},
        "area_day": block | {"kind": "director_meeting", "audience": dice.pick(
                     ("area", "cohort_area", "cohort_area"))},
        "plan_due": {"length": 0, "kind": "milestone"},
        "closing": block | {"kind": "kick_on", "audience": "cohort", "plenary": True},
    }  # fmt: skip
    chosen = dice.sample(list(kinds), dice.between(1, 4))
    return tuple(
        Activity(
            id=key, title=title(key), **kinds[key],
            cohorts=(cohorts[0],) if dice.often(8) else (),
        )
        for key in kinds
        if key in chosen
    )  # fmt: skip
