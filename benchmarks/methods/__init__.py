"""Ways to plan a programme: leaderplan's, and what else one would use.

A method is a function of a programme and the wall-clock seconds it may take. It gives
an :class:`~benchmarks.methods.answer.Answer`, whose plan leaderplan's check judges.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from benchmarks.methods.answer import Answer
from leaderplan.domain.programme import Programme

Method = Callable[[Programme, float], Answer]

LEADERPLAN = "leaderplan"
MONOLITH_2, MONOLITH_8 = "monolith, 2 workers", "monolith, 8 workers"
SPREADSHEET = "spreadsheet, 100 orders"
TIMEFOLD = "Timefold, Python edition"


def method(name: str) -> Method:
    """Return a method by its name."""
    from benchmarks.methods.library import leaderplan
    from benchmarks.methods.monolith import monolith
    from benchmarks.methods.spreadsheet import spreadsheet
    from benchmarks.methods.timefold import timefold

    known: dict[str, Method] = {
        LEADERPLAN: leaderplan,
        MONOLITH_2: partial(monolith, workers=2),
        MONOLITH_8: partial(monolith, workers=8),
        SPREADSHEET: spreadsheet,
        TIMEFOLD: timefold,
    }
    return known[name]
