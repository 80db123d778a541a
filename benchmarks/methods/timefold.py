"""Placeholder."""

from __future__ import annotations

from benchmarks.methods.answer import Answer
from leaderplan.domain.programme import Programme


def timefold(programme: Programme, limit: float) -> Answer:
    """Not there."""
    return Answer("absent", note="not installed")
