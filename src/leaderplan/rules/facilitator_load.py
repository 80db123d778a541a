"""Facilitators have as many groups as agreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class FacilitatorLoad(Rule):
    r"""A facilitator has between so many and so many network groups.

    .. math:: a_f \leq |\{g : f_g = f\}| \leq b_f \qquad \text{for each facilitator } f

    with :math:`a_f` and :math:`b_f` the ``smallest`` and ``largest`` of the staff
    member's role. Where no group has a facilitator at all the rule is silent.

    Broken by one group too few or too many; the amount is the groups missing or
    above, for each facilitator.

    Parameters
    ----------
    role
        Name of the role among the staff's roles.
    """

    kind: ClassVar[str] = "facilitator_load"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "facilitatorer har det antal grupper, der er aftalt",
        "facilitators have as many groups as agreed",
    )
    said: ClassVar[Words] = Words(
        "{staff} har {count} grupper; {low_da}{high_da} var ventet",
        "{staff} has {count} groups; {low_en}{high_en} was expected",
    )
    families: ClassVar[frozenset[str]] = frozenset({"facilitators"})

    role: Id = "facilitator"

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State how many groups each facilitator has."""
        programme = decisions.programme
        groups = [g for c in programme.cohorts for g in programme.group_ids(c.id)]
        choices = [who for g in groups if (who := decisions.facilitators(g))]
        if not choices:
            return
        for member in programme.staff_in(self.role):
            load = member.load(self.role)
            count = sum(who.get(member.id, False) for who in choices)
            posting.at_least(count, load.smallest if load else 0, (member.id,))
            if load is not None and load.largest is not None:
                posting.at_most(count, load.largest, (member.id,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every facilitator with too few or too many groups."""
        counts = Counter(view.facilitator_of.values())
        if not counts:
            return
        for member in view.programme.staff:
            for load in member.roles:
                if load.role != self.role:
                    continue
                count = counts[member.id]
                beyond = load.smallest - count
                if load.largest is not None:
                    beyond = max(beyond, count - load.largest)
                if beyond > 0:
                    open_ = load.largest is None
                    yield self.broken(
                        (member.id,),
                        beyond,
                        staff=member.name,
                        count=count,
                        low_da=f"mindst {load.smallest}",
                        low_en=f"at least {load.smallest}",
                        high_da="" if open_ else f" og højst {load.largest}",
                        high_en="" if open_ else f" and at most {load.largest}",
                    )
