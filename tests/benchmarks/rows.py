"""Rows of measurements, as a run gives them."""

from __future__ import annotations

from typing import Any


def row(method: str, seed: Any = 0, **changes: Any) -> dict[str, object]:
    """Return a row of a cohort of 32 that is planned and proven."""
    given: dict[str, object] = {
        "method": method, "sample": "S default", "seed": seed, "people": 32,
        "status": "optimal", "value": [4, 2, 200, 8, 20, 0],
        "bound": [4, 2, 200, 8, 20, 0], "hard": 0, "first s": 9.0, "first cpu s": 8.0,
        "cpu s": 10.0, "wall s": 11.0, "MB": 300, "det": 4.0, "note": "",
    }  # fmt: skip
    return given | changes
