"""Linked pairs stand in one network group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class PairsTogether(Rule):
    r"""Two participants who are declared linked are in the same network group.

    .. math:: x_{pg} = x_{qg}
              \qquad \text{for each linked pair } p, q \text{ and group } g

    Broken by the two in different groups; the amount is 1 for each pair. A pair of
    whom one stands in no group (the cohort forms none) is passed over; a pair of two
    cohorts cannot be kept together. The pairs come from the programme.
    """

    kind: ClassVar[str] = "pairs_together"
    by_cohort: ClassVar[bool] = True
    discreet: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "forbundne par er i samme netværksgruppe",
        "linked pairs are in one network group",
    )
    said: ClassVar[Words] = Words(
        "{first} og {other} skal være i samme gruppe; fundet i {here} og {there}",
        "{first} and {other} must be in the same group; found in {here} and {there}",
    )
    families: ClassVar[frozenset[str]] = frozenset({"groups"})

    def united(self, programme: Programme) -> list[tuple[str, str]]:
        """Name the linked pairs of whom both are in a group."""
        placed = {p.id for p in programme.needs_groups}
        linked = {
            (min(pair.first, pair.second), max(pair.first, pair.second))
            for pair in programme.pairs
            if pair.relation == "linked" and pair.first != pair.second
        }
        return sorted(pair for pair in linked if placed.issuperset(pair))

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each pair that the two are in one group."""
        members = {g: decisions.members(g) for g in decisions.groups()}
        for one, other in self.united(decisions.programme):
            rows = [(m.get(one, False), m.get(other, False)) for m in members.values()]
            if self.hard:
                for here, there in rows:
                    posting.at_most(here - there, 0, (one, other))
            else:
                shared: list[Any] = [posting.both(here, there) for here, there in rows]
                posting.at_least(sum(shared), 1, (one, other))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every linked pair in different groups."""
        seen: set[tuple[str, str]] = set()
        for pair in view.programme.pairs:
            one, other = sorted((pair.first, pair.second))
            if pair.relation != "linked" or (one, other) in seen:
                continue
            seen.add((one, other))
            here, there = view.group_of.get(one), view.group_of.get(other)
            if here is not None and there is not None and here != there:
                yield self.broken(
                    (one, other), first=one, other=other, here=here, there=there
                )
