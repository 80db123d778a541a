"""Pairs of sessions that somebody is at both of, as decisions; not for checkers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import NamedTuple

from leaderplan.domain.plan import SessionKey
from leaderplan.rules._base import Decisions, Literal_, Posting

SPLIT = ("cohort", "class", "network_group")
"""Audiences of which each person is in one at most."""


class SeatPair(NamedTuple):
    """Two sessions, and the literals under which they have somebody in common."""

    first: SessionKey
    then: SessionKey
    given: tuple[Literal_, ...]


Chosen = Callable[[SessionKey, SessionKey], bool]


def pairs_of_seats(
    decisions: Decisions,
    posting: Posting,
    firsts: Iterable[str],
    thens: Iterable[str],
    chosen: Chosen,
) -> Iterator[SeatPair]:
    """Yield the pairs of sessions of two sets of activities, each pair once.

    Sessions of one audience, and those of a cohort and its classes or groups,
    are pairs whoever comes; others where a participant is at both, as a guest of
    others at neither.
    """
    one, two = tuple(firsts), tuple(thens)
    joint = _JointAudiences(decisions)
    settled = {pair for pair in joint.pairs(one, two) if chosen(*pair)}
    open_: dict[tuple[SessionKey, SessionKey], list[tuple[Literal_, Literal_]]] = {}
    for person in decisions.programme.participants:
        seats = decisions.seats(person.id, one), decisions.seats(person.id, two)
        visits = {
            SessionKey(row.activity, row.audience, row.occurrence)
            for row in person.guest_at
        }
        for early, late in product(*seats):
            pair = (early.session, late.session)
            if pair in settled or pair[0] == pair[1] or not chosen(*pair):
                continue
            if joint.apart(*pair) or visits & set(pair):
                continue
            if early.here is True and late.here is True:
                settled.add(pair)
            else:
                open_.setdefault(pair, []).append((early.here, late.here))
    for first, then in sorted(settled):
        yield SeatPair(first, then, ())
    for (first, then), rows in sorted(open_.items(), key=lambda item: item[0]):
        if (first, then) not in settled:
            shared = posting.any_of([_both(posting, *row) for row in rows])
            yield SeatPair(first, then, (shared,))


def _both(posting: Posting, one: Literal_, other: Literal_) -> Literal_:
    if one is True:
        return other
    if other is True or one is other:
        return one
    return posting.both(one, other)


class _JointAudiences:
    """Which audiences are the same people, and which share nobody."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions
        programme = decisions.programme
        self._cohorts: dict[str, list[str]] = defaultdict(list)
        for cohort in programme.cohorts:
            for label in (
                cohort.id,
                *programme.group_ids(cohort.id),
                *programme.class_ids(cohort.id),
            ):
                self._cohorts[label].append(cohort.id)

    def _kind(self, session: SessionKey) -> str:
        return self._decisions.activity(session).audience

    def pairs(
        self, firsts: Iterable[str], thens: Iterable[str]
    ) -> Iterator[tuple[SessionKey, SessionKey]]:
        own: dict[tuple[str, str], list[SessionKey]] = defaultdict(list)
        whole: dict[str, list[SessionKey]] = defaultdict(list)
        part: dict[str, list[SessionKey]] = defaultdict(list)
        for key in self._decisions.sessions(thens):
            own[self._kind(key), key.audience].append(key)
            if self._kind(key) in SPLIT:
                side = whole if self._kind(key) == "cohort" else part
                for cohort in self._cohorts[key.audience]:
                    side[cohort].append(key)
        for key in self._decisions.sessions(firsts):
            others = list(own[self._kind(key), key.audience])
            if self._kind(key) in SPLIT:
                side = part if self._kind(key) == "cohort" else whole
                for cohort in self._cohorts[key.audience]:
                    others += side[cohort]
            yield from ((key, other) for other in others if other != key)

    def apart(self, first: SessionKey, then: SessionKey) -> bool:
        kind = self._kind(first)
        if kind != "cohort" and {first, then} & self._decisions.stood:
            return False  # somebody may be in another group or class since
        return kind == self._kind(then) and kind in (*SPLIT, "participant")
