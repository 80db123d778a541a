"""A search stage by stage, as for a large programme, of one that is small."""

from __future__ import annotations

from functools import partial
from typing import TypeVar

from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.run import Budget
from leaderplan.model.search import Search, Searched

SearchT = TypeVar("SearchT", bound=Search)


def searching(given: Programme, kind: type[SearchT]) -> SearchT:
    """Return a search that judges its plans by the check, and ends soon."""
    return kind(
        given,
        Budget(None, 40.0),
        seed=0,
        value_of=partial(judged, given),
        tell=lambda _progress: None,
        small=0,
    )


def searched(given: Programme) -> Searched:
    """Return what such a search ends with."""
    return searching(given, Search).run()


def judged(given: Programme, plan: Plan) -> dict[str, int]:
    """Return the levels' values of a plan that the independent check accepts."""
    report = check(given, plan)
    assert report.ok, [v.message.en for v in report.hard]
    return dict(report.levels)
