"""A network group has only so many of one kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._forming import by_value, groups_of


class AtMostAlike(Rule):
    r"""At most so many members of a network group share a value of an attribute.

    .. math:: |\{p \in g : v_p = v\}| \leq n
              \qquad \text{for each group } g \text{ and value } v

    Broken by one more; the amount is the people above, for each group and value. Two
    of an area keeps groups of five or six across the administration's lines.

    Parameters
    ----------
    attribute
        ``sector``, ``area``, ``unit``, ``unit_size``, ``role`` (of the post at the
        start), or the name of an attribute given. Whoever gave none is not counted.
    most
        People with one value in a group, 1 to 1,000.
    """

    kind: ClassVar[str] = "at_most_alike"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "en netværksgruppe har ikke for mange af samme slags",
        "a network group does not have too many of one kind",
    )
    said: ClassVar[Words] = Words(
        "{group} har {count} deltagere med {attribute} {value}; "
        "højst {most} var ventet",
        "{group} has {count} participants with {attribute} {value}; "
        "at most {most} was expected",
    )

    attribute: Id = "area"
    most: Annotated[int, Field(ge=1, le=1_000)] = 2

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each group and value how many may be there."""
        for forming in groups_of(decisions.programme):
            values = by_value(decisions.programme, forming, self.attribute)
            for group in forming.labels:
                members = decisions.members(group)
                for value, people in values.items():
                    present = sum(members.get(p, False) for p in people)
                    posting.at_most(present, self.most, (group, value))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every group with too many of a value."""
        for group in view.plan.groups:
            found = (
                view.programme.attribute_of(who, self.attribute)
                for who in group.participants
            )
            for value, count in Counter(found).items():
                if value is not None and count > self.most:
                    yield self.broken(
                        (group.id, value),
                        count - self.most,
                        group=group.id,
                        count=count,
                        attribute=self.attribute,
                        value=value,
                        most=self.most,
                    )
