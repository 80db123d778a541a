"""A make-up date lies after the day that it makes up for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class MakeUpLater(Rule):
    r"""A make-up date lies some days after the day that it makes up for.

    .. math:: d_t - d_s \geq n
              \qquad \text{for each make-up date } t \text{ of } s

    with :math:`d` the day number: calendar days. The make-up dates of a session are
    those of the same activity and number in the cohorts that make up for its cohort
    (``Cohort.make_up_for``).

    Broken by one day less; the amount is the days missing, for each make-up date.

    Parameters
    ----------
    least
        Days from the day that is missed to the one that makes up for it, 1 to 365.
    """

    kind: ClassVar[str] = "make_up_later"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "en opsamlingsdag ligger efter den dag, den samler op på",
        "a make-up date lies after the day that it makes up for",
    )
    said: ClassVar[Words] = Words(
        "{then} samler op på {first} og ligger {days} dage for tidligt",
        "{then} makes up for {first} and is {days} days too early",
    )
    spaces: ClassVar[bool] = True

    least: Annotated[int, Field(ge=1, le=365)] = 7

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each make-up date how long after the own day it lies."""
        cohorts = {c.id: c.make_up_for for c in decisions.programme.cohorts}
        keys = list(decisions.sessions())
        known = set(keys)
        for then in keys:
            if decisions.activity(then).audience != "cohort":
                continue
            own = SessionKey(
                then.activity, cohorts[then.audience] or "", then.occurrence
            )
            if own in known:
                subject = (str(own), str(then))
                posting.distance(own, then, self.least, None, subject, ())

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every make-up date that is too early."""
        for cohort in view.programme.cohorts:
            for session in view.plan.sessions:
                if session.audience != cohort.id or cohort.make_up_for is None:
                    continue
                for own in view.sessions([session.activity]):
                    same = own.occurrence == session.occurrence
                    if not same or own.audience != cohort.make_up_for:
                        continue
                    missing = self.least - (session.day - own.day).days
                    if missing > 0:
                        yield self.broken(
                            (own.id, session.id), missing, first=own.id,
                            then=session.id, days=missing,
                        )  # fmt: skip
