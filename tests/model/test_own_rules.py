"""A user's own rule may mean a certain group, which the catalogue's never do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import ClassVar

import pytest

from leaderplan import rules
from leaderplan.domain.people import Pair
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import SessionDay
from tests.model.searching import searched
from tests.model.test_climb import ORDERS, _given, _prefer
from tests.rules.small_world import day


class _OneGroupADay(Rule):
    """A rule of one's own that means certain groups: A meets first, B the day after."""

    kind: ClassVar[str] = "one_group_a_day"
    words: ClassVar[Words] = Words("A mødes først", "group A meets first")
    said: ClassVar[Words] = Words("en anden dag", "another day")
    judges: ClassVar[tuple[type, ...]] = (SessionDay,)

    def judge(self, programme: Programme) -> Callable[[SessionDay], int]:
        """Return the function that gives 1 for a group's meeting on another day."""
        return lambda choice: int(
            _wanted(choice.session.audience) not in {choice.day, None}
        )

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every meeting on another day."""
        for held in view.plan.sessions:
            if _wanted(held.audience) not in {held.day, None}:
                yield self.broken((str(held.key),))


def _wanted(group: str) -> date | None:
    return {"c-A": day(0), "c-B": day(1)}.get(group)


@pytest.mark.parametrize("mates", ORDERS)
def test_a_rule_of_ones_own_may_mean_a_certain_group(mates: tuple[str, ...]) -> None:
    """The first two would rather not meet on the first day, so they must be group B."""
    strangers = rules.PairsApart(relation="acquainted", level="groups")
    given = _given(mates, _prefer("dates"), strangers, _OneGroupADay())
    known = Pair(first=mates[0], second=mates[2], relation="acquainted")
    found = searched(given.replace(pairs=(known,)))
    assert found.plan is not None
    assert {g.id: frozenset(g.participants) for g in found.plan.groups} == {
        "c-A": frozenset(mates[2:]),
        "c-B": frozenset(mates[:2]),
    }
    assert found.values == found.bounds
    assert found.values["dates"] == 0
