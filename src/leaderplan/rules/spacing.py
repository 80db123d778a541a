"""Two parts of the programme lie so many days apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from leaderplan.domain.base import Id
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting
from leaderplan.rules._pairs_of_seats import Chosen, pairs_of_seats
from leaderplan.rules._pairs_of_sessions import pairs_of_sessions

Distance = Annotated[int, Field(ge=-1_100, le=1_100)]
"""Calendar days, negative where the second comes first; three years at most."""

Occurrence = Annotated[int, Field(ge=1, le=20)]
"""Number of an occurrence, 1 the first."""


class Spacing(Rule):
    r"""The days between two sessions lie between two bounds.

    .. math:: l \leq d_t - d_s \leq u
              \qquad \text{for each pair } s \text{ of } \textit{first},
              t \text{ of } \textit{then}

    with :math:`d` the day number: calendar days, not working days. Without ``then``
    each occurrence of ``first`` is spaced from the next. A pair are sessions or due
    dates that a participant is at both of, those of one audience, and those of a
    cohort and one of its classes or groups.

    Broken by one day less or more; the amount is the days outside, once for each
    pair however many people it has.

    Parameters
    ----------
    first, then
        The activities; ``then`` is ``None`` for the occurrences of ``first``.
    first_occurrence, then_occurrence
        Which occurrence of each; by default the last of ``first`` and the first of
        ``then``. Only with ``then``.
    least, most
        Days from the first to the second, -1,100 to 1,100; at least one is given.

    Raises
    ------
    InputError
        When neither bound is given, ``least`` is above ``most``, or an occurrence
        is given without ``then``.
    """

    kind: ClassVar[str] = "spacing"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "der er passende afstand mellem møderne",
        "sessions are suitably far apart",
    )
    said: ClassVar[Words] = Words(
        "{then} ligger {found} dage efter {first}; ventet var {range_da}",
        "{then} is {found} days after {first}; expected was {range_en}",
    )
    spaces: ClassVar[bool] = True

    first: Id
    then: Id | None = None
    first_occurrence: Occurrence | None = None
    then_occurrence: Occurrence | None = None
    least: Distance | None = None
    most: Distance | None = None

    @model_validator(mode="after")
    def _bounds_hold(self) -> Self:
        if self.least is None and self.most is None:
            raise ValueError("spacing needs least or most; found neither")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(
                f"least must not be above most; found {self.least} and {self.most}"
            )
        given = (self.first_occurrence, self.then_occurrence) != (None, None)
        if self.then is None and given:
            raise ValueError("an occurrence can be named only where then is given")
        return self

    def _chosen(self, programme: Programme) -> Chosen:
        if self.then is None:
            return lambda one, other: other.occurrence == one.occurrence + 1
        last = self.first_occurrence or programme.activity(self.first).occurrences
        start = self.then_occurrence or 1
        return lambda one, other: (one.occurrence, other.occurrence) == (last, start)

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each pair how far apart it lies."""
        then = (self.then or self.first,)
        chosen = self._chosen(decisions.programme)
        for one, other, given in pairs_of_seats(
            decisions, posting, (self.first,), then, chosen
        ):
            subject = (str(one), str(other))
            posting.distance(one, other, self.least, self.most, subject, given)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every pair that lies outside the bounds."""
        then = (self.then or self.first,)
        meant = partial(self._meant, view)
        for one, other in pairs_of_sessions(view, (self.first,), then, meant):
            days = (view.dated[other] - view.dated[one]).days
            under = 0 if self.least is None else self.least - days
            over = 0 if self.most is None else days - self.most
            if max(under, over) > 0:
                yield self.broken(
                    (str(one), str(other)),
                    max(under, over),
                    first=one,
                    then=other,
                    found=days,
                    range_da=self._range("mindst", "højst", "og"),
                    range_en=self._range("at least", "at most", "and"),
                )

    def _meant(self, view: PlanView, one: SessionKey, other: SessionKey) -> bool:
        """Whether the rule speaks of these two occurrences."""
        if self.then is None:
            return other.occurrence - one.occurrence == 1
        wanted_then = 1 if self.then_occurrence is None else self.then_occurrence
        wanted_first = self.first_occurrence
        if wanted_first is None:
            wanted_first = view.activity(one).occurrences
        return one.occurrence == wanted_first and other.occurrence == wanted_then

    def _range(self, least: str, most: str, both: str) -> str:
        low = None if self.least is None else f"{least} {self.least}"
        high = None if self.most is None else f"{most} {self.most}"
        return f" {both} ".join(part for part in (low, high) if part)
