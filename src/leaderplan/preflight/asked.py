"""The distances between sessions that hard rules ask for, whoever is with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.preflight.grounds import Grounds
from leaderplan.rules._base import Seat

OPEN_AUDIENCES = ("network_group", "class")


class Distance(NamedTuple):
    """Days that a rule asks for at least (and at most) between two sessions."""

    first: SessionKey
    then: SessionKey
    least: int | None
    most: int | None
    rule: Rule


class _Open:
    """Stands for a literal, or an amount of literals, that is not known."""

    def _self(self, _other: object = None) -> _Open:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _self


OPEN = _Open()


class _Undecided:
    """A programme of which nothing is decided, as rules that space sessions see it.

    Implements what such a rule asks of :class:`leaderplan.rules._base.Decisions`.
    """

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self._keys: dict[str, list[SessionKey]] = defaultdict(list)
        self._seats: dict[tuple[str, str], list[Seat]] = defaultdict(list)
        for key in programme.session_keys:
            self._keys[key.activity].append(key)
        for activity in programme.activities:
            self._seat(activity)

    def _seat(self, activity: Activity) -> None:
        held: dict[str, list[SessionKey]] = defaultdict(list)
        for key in self._keys[activity.id]:
            held[key.audience].append(key)
        for person in self.programme.followers(activity.id):
            row = self._seats[person.id, activity.id]
            for audience in self._audiences(activity, person):
                here = audience in (person.id, person.cohort)
                row += [
                    Seat(key, True if here else OPEN) for key in held.get(audience, ())
                ]

    def _audiences(self, activity: Activity, person: Any) -> Iterable[str]:
        programme = self.programme
        if activity.audience == "participant":
            return (person.id,)
        if activity.audience == "cohort":
            return (person.cohort,)
        if activity.audience == "network_group":
            return programme.group_ids(person.cohort)
        if activity.audience == "class":
            return programme.class_ids(person.cohort)
        return dict.fromkeys(
            programme.meeting_of(activity.id, person.cohort, post.area)
            for post in person.posts
        )

    def sessions(self, activities: Iterable[str] | None = None) -> list[SessionKey]:
        """Sessions and due dates, all or those of some activities."""
        names = self._keys if activities is None else dict.fromkeys(activities)
        return [key for name in names for key in self._keys.get(name, ())]

    def activity(self, session: SessionKey) -> Activity:
        """Activity of a session."""
        return self.programme.activity(session.activity)

    def day(self, session: SessionKey) -> _Open:
        """Day number of a session."""
        return OPEN

    def on_days(self, session: SessionKey, days: Iterable[date]) -> _Open:
        """Whether a session stands on one of some days."""
        return OPEN

    def seats(
        self, participant: str, activities: Iterable[str] | None = None
    ) -> list[Seat]:
        """Sessions that a participant may be at."""
        names = self._keys if activities is None else dict.fromkeys(activities)
        return [
            seat for name in names for seat in self._seats.get((participant, name), ())
        ]


class _Recorder:
    """Notes the distances that a rule asks for whoever comes.

    Implements what a rule that spaces sessions asks of
    :class:`leaderplan.rules._base.Posting`.
    """

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self.found: list[Distance] = []

    def any_of(self, literals: Iterable[Any]) -> Any:
        """Return what is known of a literal that holds where any of some does."""
        rows = [literal for literal in literals if literal is not False]
        return any(literal is True for literal in rows) or (OPEN if rows else False)

    def both(self, literal: Any, other: Any) -> Any:
        """Return what is known of a literal that holds where two do."""
        return (literal is True and other is True) or OPEN

    def alternatives(
        self, names: Sequence[str], subject: tuple[str, ...]
    ) -> dict[str, Any]:
        """Return what is known of literals of which one holds at least."""
        return dict.fromkeys(names, True if len(names) == 1 else OPEN)

    def at_least(self, *_asked: Any) -> None:
        """Pass over what is no distance."""

    at_most = at_least

    def distance(
        self,
        first: SessionKey,
        then: SessionKey,
        least: int | None,
        most: int | None,
        subject: tuple[str, ...],
        given: Iterable[Any] = (),
    ) -> None:
        """Note a distance that binds whoever comes."""
        if all(literal is True for literal in given):
            self.found.append(Distance(first, then, least, most, self._rule))


def distances(grounds: Grounds) -> list[Distance]:
    """Gather what the rules that space sessions ask for."""
    undecided = _Undecided(grounds.programme)
    found: list[Distance] = []
    for rule in grounds.rules:
        if rule.spaces:
            recorder = _Recorder(rule)
            rule.post(undecided, recorder)
            found += recorder.found
    return found
