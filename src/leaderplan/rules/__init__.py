"""The rule catalogue: one requirement a file, listed here in reading order."""

from __future__ import annotations

from leaderplan.domain.rule import Rule

RULES: tuple[type[Rule], ...] = ()
