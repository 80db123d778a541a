"""The sessions of an activity are gathered on few days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.plan import SessionKey
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
        cohorts = _cohort_of_audiences(decisions.programme, self.activity)
        held: dict[str, list[SessionKey]] = defaultdict(list)
        for key in decisions.sessions((self.activity,)):
            held[cohorts.get(key.audience, self.activity)].append(key)
        for cohort, keys in held.items():
            posting.distinct_days(keys, self.most, (self.activity, cohort))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every cohort whose sessions take too many days."""
        programme = view.programme
        joint = programme.activity(self.activity).audience == "area"
        used: dict[str, set[date]] = defaultdict(set)
        for key, day in view.dated.items():
            if key.activity != self.activity:
                continue
            if joint:
                used[self.activity].add(day)
                continue
            for cohort in programme.cohorts:
                labels = programme.group_ids(cohort.id) + programme.class_ids(cohort.id)
                if key.audience in (cohort.id, *labels) or any(
                    p.id == key.audience and p.cohort == cohort.id
                    for p in programme.followers(self.activity)
                ):
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


def _cohort_of_audiences(programme: Programme, activity: str) -> dict[str, str]:
    """Cohort of each audience of an activity; area meetings have none."""
    kind = programme.activity(activity).audience
    if kind == "area":
        return {}
    if kind == "participant":
        return {p.id: p.cohort for p in programme.participants}
    labels = {
        "cohort": lambda cohort: (cohort,),
        "class": programme.class_ids,
        "network_group": programme.group_ids,
    }[kind]
    return {label: c.id for c in programme.cohorts for label in labels(c.id)}
