"""One choice that is not to be made: what a plan without it would cost, as a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from leaderplan.domain.base import Text
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Coaching, Decisions, Hosting, Posting, SessionDay


class Refused(Rule):
    """Somebody is not at a host or with a coach, or a session not on a day.

    Parameters
    ----------
    what
        ``host``, ``coach``, ``group``, ``class`` or ``day``.
    whom
        Id of the participant, or name of the session.
    value
        The host, coach, group or class, or the ISO day.
    """

    kind: ClassVar[str] = "refused"
    words: ClassVar[Words] = Words("det er på en anden måde", "it is another way")
    said: ClassVar[Words] = Words("{whom}: {value}", "{whom}: {value}")
    hard_only: ClassVar[bool] = True
    judges: ClassVar[tuple[type, ...]] = (Coaching, Hosting, SessionDay)

    what: Text
    whom: Text
    value: Text

    def judge(self, programme: Programme) -> Judge:
        """Return 1 for the choice that is not to be made."""
        refused = (self.what, self.whom, self.value)

        def excess(choice: Any) -> int:
            if isinstance(choice, Hosting):
                made = ("host", choice.participant.id, choice.host.unit)
            elif isinstance(choice, Coaching):
                made = ("coach", choice.participant.id, choice.coach.id)
            else:
                made = ("day", str(choice.session), choice.day.isoformat())
            return int(made == refused)

        return excess

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State that somebody is not in a group or class."""
        if self.what in ("group", "class"):
            here = decisions.members(self.value).get(self.whom, False)
            posting.not_all((here,), (self.whom, self.value))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield the choice where it is made."""
        chosen = {
            "host": view.host_of, "coach": view.coach_of, "group": view.group_of,
            "class": view.class_of,
        }  # fmt: skip
        if self.what == "day":
            made = {str(key): day.isoformat() for key, day in view.dated.items()}
        else:
            made = dict(chosen[self.what])
        if made.get(self.whom) == self.value:
            yield self.broken((self.whom, self.value), whom=self.whom, value=self.value)
