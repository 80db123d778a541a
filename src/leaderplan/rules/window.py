"""An activity lies in a period."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import SessionDay


class Window(Rule):
    r"""The sessions or due dates of an activity lie in a period.

    .. math:: a \leq d_s \leq b \qquad \text{for each session } s

    with :math:`d_s` the day of the session and :math:`a`, :math:`b` the first and
    last day of the period, both included.

    Broken by one day before or after; the amount is the days outside, for each
    session.

    Parameters
    ----------
    activity
        The activity.
    occurrence
        Which occurrence of it, 1 to 20; ``None`` means each.
    cohorts
        Cohorts whose sessions are meant; none named means all. A class or an area
        of several cohorts is meant with any of them.
    earliest, latest
        First and last day; at least one is given.

    Raises
    ------
    InputError
        When neither day is given, or the last is before the first.
    """

    kind: ClassVar[str] = "window"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "møderne ligger i deres periode",
        "sessions lie in their period",
    )
    said: ClassVar[Words] = Words(
        "{session} ligger {day_da}, {days} dage uden for perioden",
        "{session} is on {day_en}, {days} days outside its period",
    )
    judges: ClassVar[tuple[type, ...]] = (SessionDay,)

    activity: Id
    occurrence: Annotated[int, Field(ge=1, le=20)] | None = None
    cohorts: tuple[Id, ...] = ()
    earliest: date | None = None
    latest: date | None = None

    @model_validator(mode="after")
    def _is_a_period(self) -> Self:
        if self.earliest is None and self.latest is None:
            raise ValueError("a window needs earliest or latest; found neither")
        if self.earliest and self.latest and self.latest < self.earliest:
            raise ValueError(
                f"latest must not be before earliest; "
                f"found {self.earliest} to {self.latest}"
            )
        return self

    def of_cohorts(self, cohorts: frozenset[str]) -> Window | None:
        """Return the rule for those of the cohorts that it means."""
        if not self.cohorts:
            return self
        left = tuple(cohort for cohort in self.cohorts if cohort in cohorts)
        return self.model_copy(update={"cohorts": left}) if left else None

    def alike(self, choice: SessionDay) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        key = choice.session
        if key.activity != self.activity:
            return None
        if self.occurrence not in (None, key.occurrence):
            return None
        return (key.audience,) if self.cohorts else ()

    def judge(self, programme: Programme) -> Judge:
        """Return the days that a session is outside the period."""
        first = self.earliest.toordinal() if self.earliest else None
        last = self.latest.toordinal() if self.latest else None
        meant = {
            audience
            for cohort in self.cohorts
            for audience in programme.audiences_of(self.activity, cohort)
        }

        def excess(choice: SessionDay) -> int:
            key, day = choice.session, choice.day.toordinal()
            if key.activity != self.activity:
                return 0
            if self.occurrence is not None and key.occurrence != self.occurrence:
                return 0
            if self.cohorts and key.audience not in meant:
                return 0
            early = 0 if first is None else first - day
            late = 0 if last is None else day - last
            return max(0, early, late)

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session outside the period."""
        theirs = self._theirs(view) if self.cohorts else set[str]()
        for key, day in view.dated.items():
            if key.activity != self.activity:
                continue
            if self.occurrence not in (None, key.occurrence):
                continue
            if self.cohorts and key.audience not in theirs:
                continue
            outside = 0
            if self.earliest is not None and day < self.earliest:
                outside = (self.earliest - day).days
            elif self.latest is not None and day > self.latest:
                outside = (day - self.latest).days
            if outside:
                yield self.broken(
                    (str(key),),
                    outside,
                    session=key,
                    days=outside,
                    day_da=day_text(day, "da"),
                    day_en=day_text(day, "en"),
                )

    def _theirs(self, view: PlanView) -> set[str]:
        """Audiences that are the cohorts' own, or have anybody of them."""
        programme, found = view.programme, set[str]()
        activity = programme.activity(self.activity)
        for cohort in self.cohorts:
            labels = {
                "cohort": (cohort,),
                "network_group": programme.group_ids(cohort),
                "class": programme.class_ids(cohort),
            }.get(activity.audience, ())
            if activity.of_cohort(cohort):
                found.update(labels)
        for person in programme.followers(self.activity):
            if person.cohort not in self.cohorts:
                continue
            if activity.audience == "participant":
                found.add(person.id)
            elif activity.by_area:
                found.update(
                    programme.meeting_of(self.activity, person.cohort, post.area)
                    for post in person.posts
                )
        return found
