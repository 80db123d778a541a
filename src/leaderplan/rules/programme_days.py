"""The programme takes only so many days of a week or month."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Axis, Decisions, Posting


class ProgrammeDays(Rule):
    r"""A class has at most so many sessions of some joint activities in a period.

    .. math:: |\{s \in S_c \cup S_{h(c)} : \pi(d_s) = q\}| \leq n
              \qquad \text{for each class } c \text{ and period } q

    with :math:`S_c` the sessions of the class, :math:`S_{h(c)}` those of its whole
    cohort, and :math:`\pi(d_s)` the day, the week (Monday to Sunday) or the calendar
    month of a session. Where none of the activities named is taught in classes, the
    cohort stands for its classes. Activities of other audiences do not count.

    Broken by one session more; the amount is the sessions above, for each class (or
    cohort) and period. One programme day a week and three a month are what units can
    plan with.

    Parameters
    ----------
    activities
        The activities counted together, at least one.
    period
        ``day``, ``week`` or ``month``.
    most
        Sessions in one period, 0 to 100.
    """

    kind: ClassVar[str] = "programme_days"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "der er ikke for mange programdage tæt på hinanden",
        "there are not too many programme days close together",
    )
    said: ClassVar[Words] = Words(
        "{audience} har {count} programdage i {period}; højst {most} var ventet",
        "{audience} has {count} programme days in {period}; "
        "at most {most} was expected",
    )

    activities: Annotated[tuple[Id, ...], Field(min_length=1)]
    period: Axis = "week"
    most: Annotated[int, Field(ge=0, le=100)] = 1

    def _audiences(self, programme: Programme) -> dict[str, tuple[str, ...]]:
        """Return the classes of each cohort, or the cohort where it has none taught."""
        taught = [
            a
            for a in programme.activities
            if a.id in self.activities and a.audience == "class"
        ]
        return {
            cohort.id: programme.class_ids(cohort.id)
            if any(a.of_cohort(cohort.id) for a in taught)
            else (cohort.id,)
            for cohort in programme.cohorts
        }

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each class the sessions of any period."""
        keys = [
            (decisions.activity(key).audience, key)
            for key in decisions.sessions(self.activities)
        ]
        for cohort, audiences in self._audiences(decisions.programme).items():
            for audience in audiences:
                wanted = (("cohort", cohort), ("class", audience))
                items = [
                    (key, True, 1)
                    for kind, key in keys
                    if (kind, key.audience) in wanted
                ]
                subject = _subject(decisions.programme, cohort, audience)
                posting.load(self.period, items, self.most, subject)

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every class and period with too many sessions."""
        counts: Counter[tuple[str, str, str]] = Counter()
        pupils = defaultdict(list)
        for cohort in view.programme.cohorts:
            for label in view.programme.class_ids(cohort.id):
                pupils[label].append(cohort.id)
        taught = {
            cohort.id
            for cohort in view.programme.cohorts
            for name in self.activities
            if (given := view.programme.activity(name)).audience == "class"
            and given.of_cohort(cohort.id)
        }
        for session in view.sessions(self.activities):
            kind, period = view.activity(session.key).audience, self._name(session.day)
            if kind == "class":
                for taken_by in pupils[session.audience]:
                    counts[taken_by, session.audience, period] += 1
            elif kind == "cohort" and session.audience in taught:
                for label in view.programme.class_ids(session.audience):
                    counts[session.audience, label, period] += 1
            elif kind == "cohort":
                counts[session.audience, session.audience, period] += 1
        for (taken_by, audience, period), count in sorted(counts.items()):
            if count > self.most:
                mixed = len(pupils[audience]) > 1
                yield self.broken(
                    (*((taken_by,) if mixed else ()), audience, period),
                    count - self.most,
                    audience=audience,
                    count=count,
                    period=period,
                    most=self.most,
                )

    def _name(self, day: date) -> str:
        """Name of the period of a day: the date, the Monday or the month."""
        if self.period == "month":
            return f"{day:%Y-%m}"
        back = day.weekday() if self.period == "week" else 0
        return (day - timedelta(days=back)).isoformat()


def _subject(programme: Programme, cohort: str, audience: str) -> tuple[str, ...]:
    """Name a class by itself, or with the cohort where several are mixed in it."""
    cohorts = [c.id for c in programme.cohorts if audience in programme.class_ids(c.id)]
    return (cohort, audience) if len(cohorts) > 1 else (audience,)
