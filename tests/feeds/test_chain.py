"""Any chain of releases keeps UIDs, sequences, stamps and what did not change."""

from __future__ import annotations

from datetime import datetime, timedelta

import icalendar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.feeds import FeedKey, FeedLedger, Release, release
from leaderplan.feeds.events import uid_of
from tests.feeds.example import NOW
from tests.feeds.reading import blocks_of
from tests.strategies import plans, small_programmes

STEP = st.integers(min_value=-3, max_value=40)
"""Days from one release to the next; a clock may go back."""

Uid = tuple[FeedKey, str]


class Witness:
    """Follows a chain of releases with nothing but the bytes that are served."""

    def __init__(self) -> None:
        self.bytes_of: dict[Uid, bytes] = {}
        self.sequence: dict[Uid, int] = {}
        self.left: set[Uid] = set()
        self.highest: dict[str, int] = {}
        self.stamp: dict[Uid, datetime] = {}
        self.when: dict[Uid, tuple[object, ...]] = {}
        self.title: dict[str, str] = {}

    def see(self, made: Release) -> None:
        """Check a release against all that were seen before."""
        for feed in made.feeds:
            entries = blocks_of(feed.data)
            assert entries, "a feed without an entry"
            for uid, body in entries.items():
                if self.bytes_of.get((feed.key, uid)) != body:
                    self._see_entry((feed.key, uid), body)
            for key in [k for k in self.bytes_of if k[0] == feed.key]:
                if key[1] not in entries:
                    self.left.add(key)

    def _see_entry(self, key: Uid, body: bytes) -> None:
        whole = b"BEGIN:VEVENT\r\n" + body + b"END:VEVENT\r\n"
        event = icalendar.Event.from_ical(whole)
        sequence, stamp = int(event["SEQUENCE"]), event["DTSTAMP"].dt
        when = event["DTSTART"].dt, event["DTEND"].dt, str(event["STATUS"])
        if key in self.bytes_of:
            assert sequence >= self.sequence[key]
            assert stamp > self.stamp[key], "changed without a later stamp"
            if when != self.when[key]:
                assert sequence > self.sequence[key], "moved without a sequence"
            elif key not in self.left:
                assert sequence == self.sequence[key], "a sequence without a move"
            self.left.discard(key)
        elif key[1] in self.highest:
            # An entry that is new to a feed never falls behind another feed's.
            assert sequence >= self.highest[key[1]]
        said = str(event["SUMMARY"])
        title = said.removeprefix("Aflyst: ").removeprefix("Cancelled: ")
        assert self.title.setdefault(key[1], title) == title, "a UID used again"
        self.bytes_of[key] = body
        self.sequence[key] = sequence
        self.stamp[key] = stamp
        self.when[key] = when
        self.highest[key[1]] = max(sequence, self.highest.get(key[1], 0))


def _moved(given: Plan, programme: Programme, draw: st.DataObject) -> Plan:
    """Move one session to another day, at its old time and place."""
    days = st.sampled_from(programme.calendar.days())
    number = draw.draw(st.integers(0, len(given.sessions) - 1))
    old = given.sessions[number]
    new = old.model_copy(update={"day": draw.draw(days)})
    return Plan(
        **{
            name: getattr(given, name)
            for name in Plan.model_fields
            if name != "sessions"
        },
        sessions=tuple(new if s is old else s for s in given.sessions),
    )


def _untouched(before: Plan, after: Plan) -> set[str]:
    """UIDs that personal feeds give to sessions that are equal in both plans."""
    old = {session.key: session for session in before.sessions}
    return {session.id for session in after.sessions if old.get(session.key) == session}


def next_plan(given: Plan, programme: Programme, draw: st.DataObject) -> Plan:
    """Draw the plan of the next release: the same, one session moved, or another."""
    step = draw.draw(st.sampled_from(["same", "move", "move", "anew"]))
    if step == "anew":
        return draw.draw(plans(programme))
    return (
        _moved(given, programme, draw) if step == "move" and given.sessions else given
    )


def _check_step(programme: Programme, plans: tuple[Plan, Plan], *made: Release) -> None:
    """Personal entries of sessions that did not change have the same bytes."""
    untouched = {uid_of(programme.id, i, "participant") for i in _untouched(*plans)}
    secret = {
        person.id
        for person in programme.participants
        if any(post.visible_from for post in person.posts)
    }
    for feed in made[0].feeds:
        if feed.key.kind != "participant" or feed.key.subject in secret:
            continue
        old, new = blocks_of(feed.data), blocks_of(made[1].feed(feed.key).data)
        called_off = {u for u in old if b"STATUS:CANCELLED" in old[u]}
        for uid in (untouched & old.keys() & new.keys()) - called_off:
            if b"STATUS:CANCELLED" not in new[uid]:
                assert new[uid] == old[uid]


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(draw=st.data())
def test_chain_of_releases(draw: st.DataObject):
    """Over any chain: UIDs are never reused, SEQUENCE and stamps never fall, each
    change has a later stamp, each move a higher SEQUENCE, and the rest stays as it is.
    """
    programme = draw.draw(small_programmes())
    current = draw.draw(plans(programme))
    now, witness = NOW, Witness()
    made = release(programme, current, FeedLedger(), now)
    witness.see(made)
    for days in draw.draw(st.lists(STEP, min_size=1, max_size=4)):
        now += timedelta(days=days, seconds=draw.draw(st.integers(0, 2)))
        following = next_plan(current, programme, draw)
        later = release(programme, following, made.ledger, now)
        witness.see(later)
        _check_step(programme, (current, following), made, later)
        if following == current:
            assert not later.changes or _has_secrets(programme)
        text = later.ledger.model_dump_json(exclude_defaults=True)
        assert FeedLedger.model_validate_json(text) == later.ledger
        made, current = later, following


def _has_secrets(programme: Programme) -> bool:
    """Tell whether a job may become visible from one release to the next."""
    return any(post.visible_from for p in programme.participants for post in p.posts)
