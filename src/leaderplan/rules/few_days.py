"""The sessions of an activity are gathered on few days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class FewDays(Rule):
    r"""All sessions of an activity of one cohort stand on a few days.

    .. math:: |\{d_s : s \in S_{a,h}\}| \leq n \qquad \text{for each cohort } h

    with :math:`S_{a,h}` the sessions of the activity for the cohort, its classes,
    groups and participants, and :math:`d_s` the day of a session. Area meetings mix
    cohorts, so all of an activity's are counted together.

    Broken by one day more; the amount is the days above, for each cohort. Exams and
    talks of half an hour are gathered so that whoever holds them comes for a day.

    Parameters
    ----------
    activity
        The activity.
    most
        Different days, 1 to 1,100.
    """

    kind: ClassVar[str] = "few_days"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "møderne er samlet på få dage",
        "the sessions are gathered on few days",
    )
    said: ClassVar[Words] = Words(
        "{activity} for {cohort} ligger på {days} dage; højst {most} var ventet",
        "{activity} for {cohort} takes {days} days; at most {most} was expected",
    )

    activity: Id
    most: Annotated[int, Field(ge=1, le=1_100)]

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each cohort on how many days the sessions may stand."""
        keys = list(decisions.sessions((self.activity,)))
        for cohort, audiences in self._audiences(decisions.programme).items():
            theirs = [key for key in keys if key.audience in audiences]
            if theirs:
                posting.distinct_days(theirs, self.most, (self.activity, cohort))

    def _audiences(self, programme: Programme) -> dict[str, set[str]]:
        """Return each cohort's audiences; joint area meetings are of none."""
        kind = programme.activity(self.activity).audience
        if kind == "area":
            return {self.activity: set(programme.audiences(self.activity))}
        return {
            cohort.id: set(programme.audiences_of(self.activity, cohort.id))
            for cohort in programme.cohorts
        }

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every cohort whose sessions take too many days."""
        programme = view.programme
        joint = programme.activity(self.activity).audience == "area"
        own = {
            (cohort.id, label)
            for cohort in programme.cohorts
            for label in (
                cohort.id,
                *programme.group_ids(cohort.id),
                *programme.class_ids(cohort.id),
                *(f"{cohort.id}-{area.id}" for area in programme.areas),
            )
        }
        people = {p.id: p.cohort for p in programme.followers(self.activity)}
        used: dict[str, set[date]] = defaultdict(set)
        for key, day in view.dated.items():
            if key.activity != self.activity:
                continue
            if joint:
                used[self.activity].add(day)
                continue
            for cohort in programme.cohorts:
                audience = (cohort.id, key.audience)
                if audience in own or people.get(key.audience) == cohort.id:
                    used[cohort.id].add(day)
        for name, days in sorted(used.items()):
            if len(days) > self.most:
                yield self.broken(
                    (self.activity, name),
                    len(days) - self.most,
                    activity=self.activity,
                    cohort=name,
                    days=len(days),
                    most=self.most,
                )
