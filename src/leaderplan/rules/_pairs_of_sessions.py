"""Pairs of sessions that somebody is at both of, in a plan; for checkers only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.view import PlanView

Pair = tuple[SessionKey, SessionKey]


def pairs_of_sessions(
    view: PlanView, firsts: Iterable[str], thens: Iterable[str]
) -> list[Pair]:
    """Return pairs of sessions or due dates of two sets of activities, in order.

    Two of one audience are a pair, one of a cohort and one of its classes or
    groups are; any others when a participant is at both with the own people, no guest.
    """
    one, two = set(firsts), set(thens)
    found = set(_of_one_audience(view, one, two))
    for person in view.programme.participants:
        guest = {(g.activity, g.audience, g.occurrence) for g in person.guest_at}
        early = [k for k, _ in view.of_participant(person.id, one) if k not in guest]
        late = [k for k, _ in view.of_participant(person.id, two) if k not in guest]
        found |= {(first, then) for first in early for then in late}
    return sorted(pair for pair in found if pair[0] != pair[1])


def _of_one_audience(
    view: PlanView, firsts: set[str], thens: set[str]
) -> Iterator[Pair]:
    cohorts_of = _cohorts(view)
    held: dict[tuple[str, str], list[SessionKey]] = defaultdict(list)
    for key in view.dated:
        if key.activity in thens:
            kind = view.activity(key).audience
            held[kind, key.audience].append(key)
            if kind in ("class", "network_group"):
                for cohort in cohorts_of[key.audience]:
                    held["part", cohort].append(key)
    for key in view.dated:
        if key.activity in firsts:
            kind = view.activity(key).audience
            others = list(held[kind, key.audience])
            if kind == "cohort":
                others += held["part", key.audience]
            elif kind in ("class", "network_group"):
                for cohort in cohorts_of[key.audience]:
                    others += held["cohort", cohort]
            yield from ((key, then) for then in others)


def _cohorts(view: PlanView) -> dict[str, list[str]]:
    """Cohorts of the people in each group and class."""
    programme, found = view.programme, defaultdict(list)
    for cohort in programme.cohorts:
        for label in programme.group_ids(cohort.id) + programme.class_ids(cohort.id):
            found[label].append(cohort.id)
    return found
