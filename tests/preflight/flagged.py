"""What preflight is certain of, for tests."""

from __future__ import annotations

import leaderplan as lp
from leaderplan.domain.programme import Programme


def certain(given: Programme) -> list[lp.Finding]:
    """Return the certain findings."""
    found = lp.preflight(given)
    rows = [row for row in found.findings if row.certain]
    assert found.ok is (not rows)
    assert all(row.words.da and row.words.en for row in rows)
    return rows


def kinds(given: Programme) -> list[str]:
    """Return the kinds of the certain findings."""
    return [row.kind for row in certain(given)]
