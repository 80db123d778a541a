"""Sessions are led by the right people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from typing import ClassVar

from leaderplan.domain.activity import Lead
from leaderplan.domain.plan import Session
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Leading, SessionDay


class RightLeader(Rule):
    r"""Each role at a session is filled by whom the activity asks for, on the date.

    .. math:: M_{s,r} = R_r(s, d_s) \qquad \text{for each session } s
              \text{ and role } r

    with :math:`M_{s,r}` who fills the role and :math:`R_r` whom its relation names on
    the day :math:`d_s`: the participant's manager or area director, all directors of
    the areas that meet, the coach, the facilitator of the group, the leader of the
    host unit; or one person of those who have the role (``pick``).

    Broken by somebody else, nobody, or somebody without the role; the amount is the
    roles, for each session. A day on which nobody is manager or director is no day for
    a talk with one. Always hard.
    """

    kind: ClassVar[str] = "right_leader"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "de rette personer leder møderne",
        "the right people lead the sessions",
    )
    said: ClassVar[Words] = Words(
        "{role} ved {session} {day_da} er {found_da}; ventet var {expected_da}",
        "{role} at {session} on {day_en} is {found_en}; expected was {expected_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (Leading, SessionDay)
    hard_only: ClassVar[bool] = True

    def alike(self, choice: SessionDay | Leading) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        if isinstance(choice, Leading):
            return super().alike(choice)
        if choice.activity.audience != "participant":
            return None
        relations = {lead.relation for lead in choice.activity.leads}
        found = sorted(relations & {"manager", "director"})
        return (choice.session.audience, *found) if found else None

    def judge(self, programme: Programme) -> Judge:
        """Return 1 for somebody without the role, or a day when nobody has the post."""
        finders = {"manager": programme.manager_on, "director": programme.director_on}
        personal = {
            a.id: [finders[x.relation] for x in a.leads if x.relation in finders]
            for a in programme.activities
            if a.audience == "participant"
        }

        def excess(choice: Leading | SessionDay) -> int:
            if isinstance(choice, Leading):
                return int(choice.staff.load(choice.role) is None)
            who = choice.session.audience
            found = personal.get(choice.activity.id, ())
            return int(any(find(who, choice.day) is None for find in found))

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every role that is not filled rightly."""
        holders: dict[str, set[str]] = defaultdict(set)
        for member in view.programme.staff:
            for load in member.roles:
                holders[load.role].add(member.id)
        for session in view.plan.sessions:
            wrong = []
            for lead in view.activity(session.key).leads:
                found = {s.staff for s in session.staff if s.role == lead.role}
                expected = _expected(view, session, lead)
                right = found == expected
                if expected is None:
                    right = len(found) == 1 and found <= holders[lead.role]
                elif not expected:
                    right = not found and _may_be_nobody(view, session, lead)
                if not right:
                    wrong.append((lead, found, expected))
            if wrong:
                yield self._found(session, len(wrong), *wrong[0])

    def _found(
        self,
        session: Session,
        amount: int,
        lead: Lead,
        found: set[str],
        expected: set[str] | None,
    ) -> Violation:
        people = ", ".join(sorted(found))
        wanted = ", ".join(sorted(expected or ()))
        return self.broken(
            (session.id,),
            amount,
            role=lead.role,
            session=session.id,
            day_da=day_text(session.day, "da"),
            day_en=day_text(session.day, "en"),
            found_da=people or "ingen",
            found_en=people or "nobody",
            expected_da=wanted or f"en person med rollen {lead.role}",
            expected_en=wanted or f"one person with the role {lead.role}",
        )


def _expected(view: PlanView, session: Session, lead: Lead) -> set[str] | None:
    """Who must fill a role; ``None`` where anybody with the role may."""
    programme, who, day = view.programme, session.audience, session.day
    if lead.relation == "pick":
        return None
    if lead.relation == "director" and view.activity(session.key).by_area:
        return {
            post.staff
            for area in programme.areas_at(session.activity, who)
            for post in area.directors
            if day in post.span
        }
    if lead.relation == "host_leader":
        one = programme.host(view.host_of[who]).leader
    else:
        one = {
            "group": lambda: view.facilitator_of.get(who),
            "coach": lambda: view.coach_of.get(who),
            "manager": lambda: programme.manager_on(who, day),
            "director": lambda: programme.director_on(who, day),
        }[lead.relation]()
    return {one} if one else set()


def _may_be_nobody(view: PlanView, session: Session, lead: Lead) -> bool:
    """Whether a role may stand empty: a host without leader, areas without director."""
    return lead.relation == "host_leader" or (
        lead.relation == "director" and view.activity(session.key).by_area
    )
