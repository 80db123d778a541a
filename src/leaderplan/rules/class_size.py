"""Module classes are of a size that the provider teaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._forming import classes_of


class ClassSize(Rule):
    r"""Module classes have between so many and so many participants, and alike many.

    .. math:: a \leq |k| \leq b \qquad\text{and}\qquad \bigl||k| - |l|\bigr| \leq d
              \qquad \text{for classes } k, l \text{ formed of one cohort}

    Broken by one person too few or too many; the amount is the people missing or
    above, for each class, and the difference above :math:`d`, for each pair of
    classes. The largest size is the provider's; 24 is common for a module with oral
    exam.

    Parameters
    ----------
    smallest, largest
        People in a class, 0 to 1,000 and 1 to 1,000.
    most_difference
        People by which two classes of a cohort may differ, 0 to 1,000; ``None``
        where it does not matter.
    """

    kind: ClassVar[str] = "class_size"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "modulhold har en passende størrelse",
        "module classes are of a suitable size",
    )
    said: ClassVar[Words] = Words(
        "holdet {label} har {size} deltagere; {low} til {high}{beside} var ventet",
        "class {label} has {size} participants; {low} to {high}{beside} was expected",
    )
    families: ClassVar[frozenset[str]] = frozenset({"classes"})

    smallest: Annotated[int, Field(ge=0, le=1_000)] = 1
    largest: Annotated[int, Field(ge=1, le=1_000)] = 24
    most_difference: Annotated[int, Field(ge=0, le=1_000)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.largest < self.smallest:
            raise ValueError(
                f"the largest size must be at least the smallest, {self.smallest}; "
                f"found {self.largest}"
            )
        return self

    def of_some(self) -> ClassSize:
        """Return the largest size: others may make a class larger, or even."""
        return self.model_copy(update={"smallest": 0, "most_difference": None})

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State the sizes of each class and of each pair of classes."""
        for forming in classes_of(decisions.programme):
            sizes = {k: sum(decisions.members(k).values()) for k in forming.labels}
            for label, size in sizes.items():
                posting.at_least(size, self.smallest, (label,))
                posting.at_most(size, self.largest, (label,))
            if self.most_difference is None:
                continue
            for one, other in combinations(forming.labels, 2):
                difference = sizes[one] - sizes[other]
                posting.at_most(difference, self.most_difference, (one, other))
                posting.at_most(-difference, self.most_difference, (one, other))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every class of another size and every uneven pair of classes."""
        sizes = Counter(view.class_of.values())
        for cohort in view.programme.cohorts:
            if cohort.classes_with is not None:
                continue
            labels = view.programme.class_ids(cohort.id)
            if not any(sizes[label] for label in labels):
                continue
            for label in labels:
                size = sizes[label]
                beyond = max(self.smallest - size, size - self.largest)
                if beyond > 0:
                    yield self.broken(
                        (label,), beyond, label=label, size=size, beside="",
                        low=self.smallest, high=self.largest,
                    )  # fmt: skip
            if self.most_difference is not None:
                yield from self._uneven(sizes, labels, self.most_difference)

    def _uneven(
        self, sizes: Counter[str], labels: tuple[str, ...], most: int
    ) -> Iterator[Violation]:
        for one, other in combinations(labels, 2):
            apart = abs(sizes[one] - sizes[other]) - most
            if apart > 0:
                yield self.broken(
                    (one, other),
                    apart,
                    label=one,
                    size=sizes[one],
                    low=max(0, sizes[other] - most),
                    high=sizes[other] + most,
                    beside=f" ({other})",
                )
