"""A make-up date lies soon after the day missed, when the others have nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from leaderplan.domain.plan import Session, SessionKey
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting

Days = Annotated[int, Field(ge=1, le=365)]
"""Calendar days from the day that is missed."""


class MakeUpDates(Rule):
    r"""A make-up date lies so many days after the day missed, on a day of its own.

    .. math:: l \leq d_t - d_s \leq u, \quad d_t \neq d_r
              \qquad \text{for each make-up date } t \text{ of } s
              \text{ and each } r \neq t

    with :math:`d` the day number: calendar days. The make-up dates of a session are
    those of the same activity and number in the cohorts that make up for its cohort
    (``Cohort.make_up_for``); :math:`r` are all sessions of that cohort and of its
    classes, and its other make-up dates: whoever comes may be due there, too.

    Broken by one day less or more, or by the same day; the amount is the days outside,
    or 1 for each pair on one day.

    Parameters
    ----------
    least
        Days from the day that is missed to the one that makes up for it, 1 to 365.
    most
        Days after which it is too late, 1 to 365; ``None`` sets no bound.

    Raises
    ------
    InputError
        When ``least`` is above ``most``.
    """

    kind: ClassVar[str] = "make_up_dates"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "en opsamlingsdag ligger kort efter den dag, nogen var væk fra, og alene",
        "a make-up date lies soon after the day that was missed, and alone",
    )
    said: ClassVar[Words] = Words(
        "opsamlingsdagen {then} passer ikke med {first}: {why_da}",
        "the make-up date {then} does not go with {first}: {why_en}",
    )
    spaces: ClassVar[bool] = True

    least: Days = 7
    most: Days | None = None

    @model_validator(mode="after")
    def _bounds_hold(self) -> Self:
        if self.most is not None and self.least > self.most:
            raise ValueError(
                f"least must not be above most; found {self.least} and {self.most}"
            )
        return self

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each make-up date how long after it lies, and where it may not."""
        programme = decisions.programme
        at: dict[tuple[str, str], list[SessionKey]] = defaultdict(list)
        for key in decisions.sessions():
            activity = decisions.activity(key)
            if not activity.is_milestone:
                at[activity.audience, key.audience].append(key)
        for cohort in programme.cohorts:
            if cohort.make_up_for is None:
                continue
            own = list(at["cohort", cohort.make_up_for])
            for label in programme.class_ids(cohort.make_up_for):
                own += at["class", label]
            more = [
                key
                for c in programme.cohorts
                if c.make_up_for == cohort.make_up_for
                for key in at["cohort", c.id]
            ]
            for then in at["cohort", cohort.id]:
                missed = SessionKey(then.activity, cohort.make_up_for, then.occurrence)
                for other in [*own, *(key for key in more if key < then)]:
                    subject = (str(other), str(then))
                    if other == missed:
                        posting.distance(other, then, self.least, self.most, subject)
                    else:
                        posting.not_within(other, then, 0, 0, subject)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every make-up date too early, too late, or with others on its day."""
        programme = view.programme
        kind = {s.key: view.activity(s.key).audience for s in view.plan.sessions}
        together = [s for s in view.plan.sessions if kind[s.key] == "cohort"]
        for cohort in programme.cohorts:
            dates = [s for s in together if s.audience == cohort.id]
            if cohort.make_up_for is None or not dates:
                continue
            labels = programme.class_ids(cohort.make_up_for)
            own = [s for s in together if s.audience == cohort.make_up_for]
            own += [s for s in view.plan.sessions
                    if kind[s.key] == "class" and s.audience in labels]  # fmt: skip
            like = {c.id for c in programme.cohorts
                    if c.make_up_for == cohort.make_up_for}  # fmt: skip
            beside = [s for s in together if s.audience in like]
            for date in dates:
                for other in own:
                    yield from self._pair(other, date, own=True)
                for other in beside:
                    if other.key < date.key:
                        yield from self._pair(other, date, own=False)

    def _pair(self, other: Session, date: Session, *, own: bool) -> Iterator[Violation]:
        """Yield what is wrong of a make-up date and another session."""
        days = (date.day - other.day).days
        same = (other.activity, other.occurrence) == (date.activity, date.occurrence)
        amount, why = 0, ("", "")
        if own and same:
            amount = max(self.least - days, days - (self.most or days))
            found = abs(days)
            why = (
                f"den ligger {found} dage {'før' if days < 0 else 'efter'}",
                f"it is {found} days {'before' if days < 0 else 'after'}",
            )
        elif days == 0:
            amount, why = 1, ("de ligger samme dag", "they are on the same day")
        if amount > 0:
            yield self.broken(
                (other.id, date.id), amount, first=other.id, then=date.id,
                why_da=why[0], why_en=why[1],
            )  # fmt: skip
