"""Nobody is the only one of a minority in a network group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id, Text
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._forming import by_value, groups_of


class NobodyAlone(Rule):
    r"""No network group has exactly one person of a minority.

    .. math:: |\{p \in g : v_p = v\}| \neq 1
              \qquad \text{for each group } g \text{ and value } v
              \text{ with } n_v \geq 2,\; 100\, n_v \leq s\, n

    with :math:`n_v` the people of the cohort with the value, :math:`n` those who
    gave any, and :math:`s` the share in per cent. A person who is the only one in
    the whole cohort cannot be helped and is passed over.

    Broken by a group with exactly one; the amount is 1 for each group and value. One
    in three is where a minority in a small group stops standing for its kind.

    Parameters
    ----------
    attribute
        ``sector``, ``area``, ``unit``, ``unit_size``, ``role`` (of the post at the
        start), or the name of an attribute given. Whoever gave none is not counted.
    value
        The minority, whatever its share; ``None`` means every value with at most
        the share.
    share_percent
        Per cent of the cohort, 0 to 100, read only where ``value`` is ``None``.
    """

    kind: ClassVar[str] = "nobody_alone"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "ingen er den eneste af et mindretal i sin netværksgruppe",
        "nobody is the only one of a minority in a network group",
    )
    said: ClassVar[Words] = Words(
        "{group} har kun én deltager med {attribute} {value}; "
        "ingen eller mindst 2 var ventet",
        "{group} has just one participant with {attribute} {value}; "
        "none or at least 2 was expected",
    )
    families: ClassVar[frozenset[str]] = frozenset({"groups"})

    attribute: Id
    value: Text | None = None
    share_percent: Annotated[int, Field(ge=0, le=100)] = 33

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each group and minority that it has none or two of it."""
        for forming in groups_of(decisions.programme):
            values = by_value(decisions.programme, forming, self.attribute)
            given = sum(len(people) for people in values.values())
            for value, people in values.items():
                small = 100 * len(people) <= self.share_percent * given
                if len(people) < 2 or not (
                    self.value == value if self.value else small
                ):
                    continue
                for group in forming.labels:
                    members = decisions.members(group)
                    here = [members[p] for p in people if p in members]
                    # One person gives 1 - 2; nobody 0; two or more at least 0.
                    amount = sum(here) - 2 * posting.any_of(here)
                    posting.at_least(amount, 0, (group, value))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every group with exactly one person of a minority."""
        cohort_of = {p.id: p.cohort for p in view.programme.participants}
        in_group: Counter[tuple[str, str, str]] = Counter()
        in_cohort: Counter[tuple[str, str]] = Counter()
        given: Counter[str] = Counter()
        for who, group in view.group_of.items():
            value = view.programme.attribute_of(who, self.attribute)
            if value is not None:
                cohort = cohort_of[who]
                in_group[cohort, group, value] += 1
                in_cohort[cohort, value] += 1
                given[cohort] += 1
        for (cohort, group, value), count in sorted(in_group.items()):
            if count != 1 or in_cohort[cohort, value] == 1:
                continue
            share = Fraction(in_cohort[cohort, value], given[cohort])
            small = share <= Fraction(self.share_percent, 100)
            if value == self.value or (small and not self.value):
                yield self.broken(
                    (group, value), group=group, attribute=self.attribute, value=value
                )
