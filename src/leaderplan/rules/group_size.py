"""Network groups are of a size that works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._forming import Forming, groups_of

Size = Annotated[int, Field(ge=1, le=1_000)]


class GroupSize(Rule):
    r"""Network groups have between so many and so many members, and alike many.

    .. math:: a \leq |g| \leq b \qquad\text{and}\qquad \bigl||g| - |h|\bigr| \leq d
              \qquad \text{for groups } g, h \text{ of one cohort}

    Broken by one person too few or too many; the amount is the people missing or
    above, for each group, and the difference above :math:`d`, for each pair of
    groups; a hard rule names the largest difference of the cohort. Five or six and
    their facilitator is what action learning works with; with six a full day gives
    everybody a turn.

    Parameters
    ----------
    smallest, largest
        People in a group, 1 to 1,000 each.
    most_difference
        People by which two groups of a cohort may differ, 0 to 1,000; ``None``
        where it does not matter.
    """

    kind: ClassVar[str] = "group_size"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "netværksgrupper har en passende og ensartet størrelse",
        "network groups are of a suitable and even size",
    )
    said: ClassVar[Words] = Words(
        "{group} har {size} deltagere; {wanted_da} var ventet",
        "{group} has {size} participants; {wanted_en} was expected",
    )
    families: ClassVar[frozenset[str]] = frozenset({"groups"})

    smallest: Size = 5
    largest: Size = 6
    most_difference: Annotated[int, Field(ge=0, le=1_000)] | None = 1

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.largest < self.smallest:
            raise ValueError(
                f"the largest size must be at least the smallest, {self.smallest}; "
                f"found {self.largest}"
            )
        return self

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State the sizes of each group and of each pair of groups."""
        for forming in groups_of(decisions.programme):
            sizes = {g: sum(decisions.members(g).values()) for g in forming.labels}
            for group, size in sizes.items():
                posting.at_least(size, self.smallest, (group,))
                posting.at_most(size, self.largest, (group,))
            if self.hard and self.most_difference in (0, 1):
                self._post_even(forming, sizes, posting)
            elif self.most_difference is not None:
                for one, other in combinations(forming.labels, 2):
                    difference = sizes[one] - sizes[other]
                    pair = () if self.hard else (one, other)
                    subject = (forming.cohort, *pair)
                    posting.at_most(difference, self.most_difference, subject)
                    posting.at_most(-difference, self.most_difference, subject)

    def _post_even(
        self, forming: Forming, sizes: dict[str, Any], posting: Posting
    ) -> None:
        """State a difference of 0 or 1 for each group alone: far fewer than pairs."""
        share, rest = divmod(len(forming.people), len(forming.labels))
        low = high = share
        if rest:
            low, high = (
                (share, share + 1) if self.most_difference else (share + 1, share)
            )
        for size in sizes.values():
            posting.at_least(size, low, (forming.cohort,))
            posting.at_most(size, high, (forming.cohort,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every group of another size and every uneven pair of groups."""
        sizes = Counter(view.group_of.values())
        for cohort in view.programme.cohorts:
            groups = view.programme.group_ids(cohort.id)
            if not any(sizes[group] for group in groups):
                continue
            for group in groups:
                size = sizes[group]
                beyond = max(self.smallest - size, size - self.largest)
                if beyond > 0:
                    limits = self.smallest, self.largest
                    yield self._said((group,), (group,), beyond, size, *limits)
            if self.most_difference is None:
                continue
            uneven = self._uneven(sizes, groups, self.most_difference)
            for pair, amount, limits in sorted(uneven, key=lambda row: -row[1]):
                said = pair, amount, sizes[pair[0]], *limits
                if self.hard:
                    yield self._said((cohort.id,), *said)
                    break
                yield self._said((cohort.id, *pair), *said)

    @staticmethod
    def _uneven(
        sizes: Counter[str], groups: Iterable[str], most: int
    ) -> Iterator[tuple[tuple[str, str], int, tuple[int, int]]]:
        """Yield pairs of groups too far apart: by how much, and what was expected."""
        for one, other in combinations(groups, 2):
            apart = abs(sizes[one] - sizes[other]) - most
            if apart > 0:
                low, high = sizes[other] - most, sizes[other] + most
                yield (one, other), apart, (max(0, low), high)

    def _said(
        self,
        subject: tuple[str, ...],
        groups: tuple[str, ...],
        amount: int,
        size: int,
        low: int,
        high: int,
    ) -> Violation:
        beside = f" ({groups[-1]})" if len(groups) > 1 else ""
        return self.broken(
            subject,
            amount,
            group=groups[0],
            size=size,
            wanted_da=f"{low} til {high}{beside}",
            wanted_en=f"{low} to {high}{beside}",
        )
