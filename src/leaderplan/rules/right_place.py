"""Sessions stand where the activity may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date
from functools import cache
from typing import Any, ClassVar

from leaderplan.domain.people import Participant
from leaderplan.domain.plan import Session
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import Decisions, Literal_, Posting, SessionDay


class RightPlace(Rule):
    r"""A session stands at one of the kinds of place that its activity allows.

    .. math:: v_s \in \bigcup_{k \in K_a} V_k(s, d_s)
              \qquad \text{for each session } s \text{ of activity } a

    with :math:`v_s` the place, :math:`K_a` the kinds that the activity's ``where``
    names and :math:`V_k` the places of a kind on the day :math:`d_s`: the rooms;
    ``online``; the unit where the participant works; the participant's host unit; or
    a unit where a member of the group or class works. An activity that names no kind
    has no place.

    Broken by any other place, or none where one is needed; the amount is 1 for each
    session. A talk at the own unit has no place on a day without a post. Always hard.
    """

    kind: ClassVar[str] = "right_place"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "møderne holdes de rigtige steder",
        "sessions are held at the right places",
    )
    said: ClassVar[Words] = Words(
        "{session} {day_da} holdes i {place_da}; ventet var {where_da}",
        "{session} on {day_en} is held at {place_en}; expected was {where_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (SessionDay,)
    hard_only: ClassVar[bool] = True

    def alike(self, choice: SessionDay) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        at_home = choice.activity.where == ("home_unit",)
        return choice.session.audience if at_home else None

    def judge(self, programme: Programme) -> Judge:
        """Return 1 for a talk at the own unit on a day without a post."""
        at_home = {a.id for a in programme.activities if a.where == ("home_unit",)}

        def excess(choice: SessionDay) -> int:
            if choice.activity.id not in at_home:
                return 0
            who = programme.participant(choice.session.audience)
            return int(who.post_on(choice.day) is None)

        return excess

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each unit where a group may meet that a member works there."""
        programme = decisions.programme
        working = cache(
            lambda who: _days_by_unit(programme, programme.participant(who))
        )
        for key in decisions.sessions():
            activity = decisions.activity(key)
            if activity.audience == "participant":
                if len(activity.where) < 2 or "home_unit" not in activity.where:
                    continue
                members = {key.audience: True}
            elif "member_unit" in activity.where:
                members = decisions.members(key.audience)
            else:
                continue
            # Who meets there has changed since, but not where it was.
            held = {} if key in decisions.stood else decisions.places(key)
            for place, here in held.items():
                if place == "online" or programme.room(place) is not None:
                    continue
                present: Any = 0
                for who, member in members.items():
                    days = working(who).get(place)
                    if days and member is not False:
                        inside = decisions.on_days(key, days)
                        present += _both(posting, member, inside)
                posting.at_least(present, 1, (str(key), place), (here,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every session at a place that its activity does not allow."""
        for session in view.plan.sessions:
            where = view.activity(session.key).where
            if not where and session.place is None:
                continue
            if not any(_is_such(view, session, kind) for kind in where):
                day = session.day
                yield self.broken(
                    (session.id, session.place) if session.place else (session.id,),
                    session=session.id,
                    place_da=session.place or "intet sted",
                    place_en=session.place or "no place",
                    where_da=" eller ".join(where) or "intet sted",
                    where_en=" or ".join(where) or "no place",
                    day_da=day_text(day, "da"),
                    day_en=day_text(day, "en"),
                )


def _days_by_unit(programme: Programme, person: Participant) -> dict[str, list[date]]:
    """Days on which somebody works in each unit."""
    found: dict[str, list[date]] = defaultdict(list)
    for day in programme.calendar.days():
        post = person.post_on(day)
        if post is not None:
            found[post.unit].append(day)
    return found


def _both(posting: Posting, member: Literal_, inside: Literal_) -> Any:
    """1 where somebody is a member and works there on the day, else 0."""
    if member is True or inside is False:
        return inside + 0
    return member + 0 if inside is True else posting.both(member, inside)


def _is_such(view: PlanView, session: Session, kind: str) -> bool:
    """Whether a session's place is of a kind that activities name."""
    programme, place = view.programme, session.place
    if place is None:
        return False
    if kind == "online":
        return place == "online"
    if kind == "room":
        return programme.room(place) is not None
    if kind == "host_unit":
        return place == view.host_of.get(session.audience)
    people: tuple[str, ...] = (session.audience,)
    if kind == "member_unit":
        grouped = view.activity(session.key).audience == "network_group"
        home = view.group_of if grouped else view.class_of
        people = tuple(p for p, label in home.items() if label == session.audience)
    posts = (programme.participant(who).post_on(session.day) for who in people)
    return any(post is not None and post.unit == place for post in posts)
