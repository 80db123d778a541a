"""Pairs of sessions that somebody is at both of, in a plan; for checkers only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import product

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.view import PlanView

Pair = tuple[SessionKey, SessionKey]


def pairs_of_sessions(
    view: PlanView,
    firsts: Iterable[str],
    thens: Iterable[str],
    meant: Callable[[SessionKey, SessionKey], bool],
) -> list[Pair]:
    """Return those pairs of two sets of activities that are meant, in order.

    Two sessions or due dates of one audience are a pair, one of a cohort and one of its
    classes or groups are; any others when a participant is at both with the own people,
    no guest.
    """
    one, two = dict.fromkeys(firsts), dict.fromkeys(thens)
    found = set(_of_one_audience(view, one, two))
    own = view.own_of_activity
    for early, late in product(one, two):
        others = own.get(late, {})
        for who, keys in own.get(early, {}).items():
            found.update(product(keys, others.get(who, ())))
    return sorted(pair for pair in found if pair[0] != pair[1] and meant(*pair))


def _of_one_audience(
    view: PlanView, firsts: Iterable[str], thens: Iterable[str]
) -> Iterator[Pair]:
    cohorts_of = _cohorts(view)
    held: dict[tuple[str, str], list[SessionKey]] = defaultdict(list)
    for key in (key for then in thens for key in view.of_activity.get(then, ())):
        kind = view.activity(key).audience
        held[kind, key.audience].append(key)
        if kind in ("class", "network_group"):
            for cohort in cohorts_of[key.audience]:
                held["part", cohort].append(key)
    for key in (key for first in firsts for key in view.of_activity.get(first, ())):
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
