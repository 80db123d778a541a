"""Network groups are mixed like the cohort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._forming import by_value, groups_of


class Balance(Rule):
    r"""Each value of an attribute is spread evenly over a cohort's network groups.

    .. math:: \left\lfloor \frac{n_v}{G} \right\rfloor \leq |\{p \in g : v_p = v\}|
              \leq \left\lceil \frac{n_v}{G} \right\rceil
              \qquad \text{for each group } g \text{ and value } v

    with :math:`n_v` the people of the cohort with the value and :math:`G` its groups.

    Broken by one person too few or too many; the amount is the people outside the
    range, for each group and value.

    Parameters
    ----------
    attribute
        ``sector``, ``area``, ``unit``, ``unit_size``, ``role`` (of the post at the
        start), or the name of an attribute given, such as ``gender``. Whoever gave
        none is not counted.
    """

    kind: ClassVar[str] = "balance"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "netværksgrupperne er sammensat som holdet",
        "network groups are mixed like the cohort",
    )
    said: ClassVar[Words] = Words(
        "{group} har {count} deltagere med {attribute} {value}; "
        "{low} til {high} var ventet",
        "{group} has {count} participants with {attribute} {value}; "
        "{low} to {high} was expected",
    )
    families: ClassVar[frozenset[str]] = frozenset({"groups"})

    attribute: Id

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each group and value how many are to be there."""
        for forming in groups_of(decisions.programme):
            values = by_value(decisions.programme, forming, self.attribute)
            for group in forming.labels:
                members = decisions.members(group)
                for value, people in values.items():
                    share, rest = divmod(len(people), len(forming.labels))
                    present = sum(members.get(p, False) for p in people)
                    posting.at_least(present, share, (group, value))
                    posting.at_most(present, share + bool(rest), (group, value))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every group with too few or too many of a value."""
        held: Counter[tuple[str, str | None]] = Counter()
        for who, group in view.group_of.items():
            held[group, view.programme.attribute_of(who, self.attribute)] += 1
        for cohort in view.programme.cohorts:
            groups = view.programme.group_ids(cohort.id)
            values = sorted({v for g, v in held if v is not None and g in groups})
            for value in values:
                total = sum(held[group, value] for group in groups)
                low, high = total // len(groups), -(-total // len(groups))
                for group in groups:
                    count = held[group, value]
                    beyond = max(low - count, count - high)
                    if beyond > 0:
                        yield self.broken(
                            (group, value), beyond, group=group, count=count,
                            attribute=self.attribute, value=value, low=low, high=high,
                        )  # fmt: skip
