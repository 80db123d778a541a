"""Whoever leads a session knows its theme."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Leading


class LeaderSpeciality(Rule):
    r"""The leader picked for a session has its theme as a speciality.

    .. math:: \theta_s \in S_{l(s)} \qquad
        \text{for each session } s \text{ with a theme}

    with :math:`\theta_s` the theme of the occurrence, :math:`l(s)` whoever fills one
    of the ``roles`` and :math:`S_l` the specialities of that staff member. Only
    leaders who are picked count: coaches, managers and directors are who they are.

    Broken by one leader; the amount is 1 for each session and leader. Themes come
    from the activities, specialities from the staff.

    Parameters
    ----------
    roles
        The roles that must know the theme.
    """

    kind: ClassVar[str] = "leader_speciality"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "den, der leder et møde, kan dets tema",
        "whoever leads a session knows its theme",
    )
    said: ClassVar[Words] = Words(
        "{staff} har ikke temaet {theme}, som {session} handler om",
        "{staff} does not have the theme {theme} of {session}",
    )
    judges: ClassVar[tuple[type, ...]] = (Leading,)

    roles: tuple[Id, ...] = ("lecturer",)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where a picked leader lacks the theme."""
        picked = {
            (activity.id, lead.role)
            for activity in programme.activities
            for lead in activity.leads
            if activity.themes and lead.relation == "pick" and lead.role in self.roles
        }
        known = {s.id: frozenset(s.specialities) for s in programme.staff}

        def excess(choice: Leading) -> int:
            if (choice.activity.id, choice.role) not in picked:
                return 0
            theme = choice.activity.themes[choice.occurrence - 1]
            return int(theme not in known[choice.staff.id])

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every leader who lacks the theme of a session."""
        for session in view.plan.sessions:
            activity = view.activity(session.key)
            if not activity.themes:
                continue
            theme = list(activity.themes)[session.occurrence - 1]
            relation = {lead.role: lead.relation for lead in activity.leads}
            for seat in session.staff:
                if seat.role not in self.roles or relation.get(seat.role) != "pick":
                    continue
                member = view.programme.member(seat.staff)
                if not any(theme == speciality for speciality in member.specialities):
                    yield self.broken(
                        (session.id, member.id),
                        staff=member.name,
                        theme=theme,
                        session=session.id,
                    )
