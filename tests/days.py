"""Four sessions on ten days: every combination of them, worked out one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from leaderplan.domain.plan import SessionKey
from leaderplan.model.dated import Days
from leaderplan.model.windows import Distance
from leaderplan.rules import Spacing

COUNT = 10
KEYS = A, B, C, D = tuple(SessionKey("talk", "p", i) for i in range(1, 5))
DAY = dict(zip(KEYS, np.indices((COUNT,) * len(KEYS)), strict=True))
"""The day of each session in every combination of days."""
HARD = Spacing(id="hard", first="talk", least=0)
PRICED = HARD.model_copy(update={"id": "priced", "level": "dates"})

Case = tuple[dict[SessionKey, Days], list[Distance]]
BOUNDS = st.none() | st.integers(-5, 5)
PAIRS = st.permutations(KEYS).map(lambda keys: keys[:2])
GONE = st.sets(st.sampled_from(KEYS), min_size=1, max_size=2)
FLAGS = st.integers(0, 2**COUNT - 1).map(
    lambda bits: np.array([bits >> day & 1 for day in range(COUNT)], dtype=bool)
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw open days and hard distances around a planted day of each session."""
    planted = {key: draw(st.integers(0, COUNT - 1)) for key in KEYS}
    days = {key: draw(FLAGS) | (np.arange(COUNT) == planted[key]) for key in KEYS}
    hard = []
    for first, then in draw(st.lists(PAIRS, min_size=2, max_size=6)):
        gap = planted[then] - planted[first]
        under, over = draw(st.tuples(*2 * [st.none() | st.integers(0, 4)]))
        least = None if under is None else gap - under
        most = None if over is None else gap + over
        hard.append(Distance(first, then, least, most, HARD))
    return days, hard


def gap(row: Distance) -> Any:
    """Days from the first session to the second in every combination."""
    return DAY[row.then] - DAY[row.first]


def kept(days: dict[SessionKey, Days], rows: Iterable[Distance]) -> Any:
    """Tell of every combination of days whether it is open and keeps distances."""
    held: Any = np.logical_and.reduce([days[key][DAY[key]] for key in days])
    for row in rows:
        held = held & (row.least is None or gap(row) >= row.least)
        held = held & (row.most is None or gap(row) <= row.most)
    return held
