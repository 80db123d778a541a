"""Declared pairs stand in different network groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class PairsApart(Rule):
    r"""Two participants who are declared apart are not in the same network group.

    .. math:: x_{pg} + x_{qg} \leq 1
              \qquad \text{for each declared pair } p, q \text{ and group } g

    Broken by both in one group; the amount is 1 for each pair. The pairs come from
    the programme, without reasons, and no message gives one.

    Parameters
    ----------
    relation
        Which pairs: ``apart`` (as a rule hard) or ``acquainted`` (people who know
        each other already, as a rule priced).
    """

    kind: ClassVar[str] = "pairs_apart"
    by_cohort: ClassVar[bool] = True
    discreet: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "udpegede par er i hver sin netværksgruppe",
        "declared pairs are in different network groups",
    )
    said: ClassVar[Words] = Words(
        "{first} og {other} kan ikke være i samme gruppe; begge er i {group}",
        "{first} and {other} cannot be in the same group; both are in {group}",
    )

    relation: Literal["apart", "acquainted"] = "apart"

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each pair and group that the group does not hold both."""
        wanted = {
            frozenset((pair.first, pair.second))
            for pair in decisions.programme.pairs
            if pair.relation == self.relation
        }
        pairs = sorted(tuple(sorted(pair)) for pair in wanted if len(pair) == 2)
        for group in decisions.groups():
            members = decisions.members(group)
            for one, other in pairs:
                if one in members and other in members:
                    posting.not_all((members[one], members[other]), (one, other))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every declared pair in one group."""
        seen: set[tuple[str, str]] = set()
        for pair in view.programme.pairs:
            one, other = sorted((pair.first, pair.second))
            if pair.relation != self.relation or one == other or (one, other) in seen:
                continue
            seen.add((one, other))
            group = view.group_of.get(one)
            if group is not None and group == view.group_of.get(other):
                yield self.broken((one, other), first=one, other=other, group=group)
