"""Every large enough kind of participant stands in every network group."""

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


class Represented(Rule):
    r"""Every value of an attribute that can be in every network group is in it.

    .. math:: |\{p \in g : v_p = v\}| \geq 1
              \qquad \text{for each group } g \text{ and value } v
              \text{ with } n_v \geq G

    with :math:`n_v` the people of the cohort with the value and :math:`G` its groups.
    A value that fewer people have than there are groups is passed over.

    Broken by a group without anybody of such a value; the amount is 1 for each group
    and value. School, day-care and leisure in every group is what makes a group see
    the whole of a child's day.

    Parameters
    ----------
    attribute
        ``sector``, ``area``, ``unit``, ``unit_size``, ``role`` (of the post at the
        start), or the name of an attribute given. Whoever gave none is not counted.
    """

    kind: ClassVar[str] = "represented"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "alle større deltagergrupper er repræsenteret i hver netværksgruppe",
        "every larger kind of participant is represented in each network group",
    )
    said: ClassVar[Words] = Words(
        "{group} har ingen deltager med {attribute} {value}; mindst 1 var ventet",
        "{group} has no participant with {attribute} {value}; at least 1 was expected",
    )
    families: ClassVar[frozenset[str]] = frozenset({"groups"})

    attribute: Id = "sector"

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each group and value that somebody of it is there."""
        for forming in groups_of(decisions.programme):
            values = by_value(decisions.programme, forming, self.attribute)
            for value, people in values.items():
                if len(people) < len(forming.labels):
                    continue
                for group in forming.labels:
                    members = decisions.members(group)
                    present = sum(members.get(p, False) for p in people)
                    posting.at_least(present, 1, (group, value))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every group that misses a value it should hold."""
        held: Counter[tuple[str, str | None]] = Counter()
        for who, group in view.group_of.items():
            held[group, view.programme.attribute_of(who, self.attribute)] += 1
        for cohort in view.programme.cohorts:
            groups = view.programme.group_ids(cohort.id)
            values = sorted({v for g, v in held if v is not None and g in groups})
            for value in values:
                if sum(held[group, value] for group in groups) < len(groups):
                    continue
                for group in groups:
                    if not held[group, value]:
                        yield self.broken(
                            (group, value),
                            group=group,
                            attribute=self.attribute,
                            value=value,
                        )
