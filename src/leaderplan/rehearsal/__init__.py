"""Rehearsals: years that might come, seeded, through replanning and release."""

from __future__ import annotations

from leaderplan.rehearsal.report import Batch, Rehearsal
from leaderplan.rehearsal.scenario import Scenario
from leaderplan.rehearsal.years import rehearse

__all__ = ["Batch", "Rehearsal", "Scenario", "rehearse"]
