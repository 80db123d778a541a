"""Whom each change of a repair touches: for whom a plan would not do without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leaderplan.answers import Made
from leaderplan.check import check
from leaderplan.domain.mending import Offer
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView


def made_of(
    programme: Programme, made: Mapping[Offer, int], plan: Plan
) -> tuple[Made, ...]:
    """Tell what each of some changes costs, and whom it touches in a plan.

    Parameters
    ----------
    programme
        The facts and rules without the changes.
    made
        The changes, and how many times each is made.
    plan
        A plan that keeps the programme with all of them made.
    """
    rows = [(offer.change.times(count), offer.price * count)
            for offer, count in made.items()]  # fmt: skip
    view = PlanView(programme, plan)
    found = []
    for number, (change, price) in enumerate(rows):
        without = programme
        for other, (row, _) in enumerate(rows):
            if other != number:
                without = row.apply(without)
        tokens = {t for broken in check(without, plan).hard for t in broken.subject}
        people = {who for token in tokens for who in _people(view, token)}
        if not people:
            activities = (a for a in programme.activities if a.id in tokens)
            people = {p.id for a in activities for p in programme.followers(a.id)}
        found.append(Made(change, price, tuple(sorted(people))))
    return tuple(found)


def _people(view: PlanView, token: str) -> Iterator[str]:
    """Yield whom an id of a subject is about: of people, sessions, groups and units."""
    programme, plan = view.programme, view.plan
    people = {row.id for row in programme.participants}
    if token in people | {row.id for row in programme.staff}:
        yield token
    for session in plan.sessions:
        if session.id == token:
            yield from view.attendees(session.key, session.day)
            yield from (seat.staff for seat in session.staff)
    for key, day in view.dated.items():
        if str(key) == token and view.activity(key).is_milestone:
            yield from view.attendees(key, day)
    yield from (who for who, group in view.group_of.items() if group == token)
    yield from (who for who, made in view.class_of.items() if made == token)
    yield from (who for who, host in view.host_of.items() if host == token)
