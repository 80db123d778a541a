"""From a programme and its plan to the entries of every feed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, time

from leaderplan.domain.calendar import Block
from leaderplan.domain.plan import Plan, Session
from leaderplan.domain.posts import KnownPosts
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.feeds.facts import Facts
from leaderplan.feeds.ledger import Entry, FeedKey, FeedKind
from leaderplan.feeds.privacy import CLASSES, UNIT, PrivacyClass, Told
from leaderplan.feeds.subjects import feed_keys
from leaderplan.feeds.text import lines, one_line
from leaderplan.locale import Language, Words

NOON = time(12)
"""Blocks that begin before it are the morning."""

UNTITLED = Words("Aftale", "Appointment")
EMPTY = Words("Ingen aftaler i kalenderen", "Nothing in this calendar")
CLOSED = Words("Denne kalender er lukket", "This calendar is closed")

_LED: dict[str, FeedKind] = {
    "coach": "coach",
    "group": "facilitator",
    "manager": "manager",
    "director": "director",
}
"""Whose feed a session stands in when somebody leads it through a relation."""


def uid_of(programme: str, identity: str, privacy: str) -> str:
    """Return the UID of an entry: the same for life, and different in each class.

    Parameters
    ----------
    programme
        Id of the programme.
    identity
        Id of the session or due date.
    privacy
        Name of the privacy class.
    """
    text = "\n".join((programme, identity, privacy))
    return f"{hashlib.sha256(text.encode()).hexdigest()[:40]}@leaderplan"


def note(programme: str, key: FeedKey, words: str, day: date) -> Entry:
    """Return the whole-day note of a feed that has nothing else to say."""
    uid = uid_of(programme, str(key), "note")
    return Entry(uid=uid, summary=words, day=day, blocking=False, quiet=True)


class Writer:
    """Writes the entries of all feeds, each in its privacy class.

    Parameters
    ----------
    programme, plan
        What is told of.
    today
        The day of the release; later ``visible_from`` posts are not told.
    language
        In which the entries are written.
    """

    def __init__(
        self, programme: Programme, plan: Plan, today: date, language: Language
    ) -> None:
        self._programme = programme
        self._plan = plan
        self._language = language
        self._view = PlanView(programme, plan)
        self._posts = KnownPosts(self._view, today)
        told = (s for s in plan.sessions if self._posts.is_told(s.activity))
        self._told = tuple(told)

    def write(self) -> dict[FeedKey, tuple[Entry, ...]]:
        """Return the entries of every feed there is; a feed may have none."""
        feeds: dict[FeedKey, dict[str, Entry]] = {
            key: {} for key in feed_keys(self._programme, self._plan, self._posts)
        }
        for key, entry in self._entries():
            feeds.setdefault(key, {})[entry.uid] = entry
        return {key: tuple(found.values()) for key, found in feeds.items()}

    def _entries(self) -> Iterator[tuple[FeedKey, Entry]]:
        for session in self._told:
            yield from self._of_session(session)
        yield from self._absences()
        for milestone in self._plan.milestones:
            if not self._posts.is_told(milestone.activity):
                continue
            facts = Facts(self._view, self._posts, milestone)
            entry = self._entry(facts, CLASSES["participant"][0], str(milestone.key))
            yield FeedKey("participant", milestone.participant), entry

    def _of_session(self, session: Session) -> Iterator[tuple[FeedKey, Entry]]:
        facts = Facts(self._view, self._posts, session)
        kinds: dict[FeedKind, list[str]] = defaultdict(list)
        for key in self._readers(facts, session):
            kinds[key.kind].append(key.subject)
        for kind, subjects in kinds.items():
            privacy = CLASSES[kind][0]
            if privacy.kinds is None or facts.activity.kind in privacy.kinds:
                entry = self._entry(facts, privacy, session.id)
                yield from ((FeedKey(kind, subject), entry) for subject in subjects)

    def _readers(self, facts: Facts, session: Session) -> Iterator[FeedKey]:
        """Yield the feeds in which a session itself stands."""
        for person in self._view.attendees(session.key, session.day):
            yield FeedKey("participant", person)
        if self._posts.is_secret(session):
            return
        if facts.activity.audience == "network_group":
            yield FeedKey("group", session.audience)
        if facts.activity.audience == "cohort":
            yield FeedKey("cohort", session.audience)
        if session.place and self._programme.room(session.place):
            yield FeedKey("room", session.place)
        for relation, kind in _LED.items():
            yield from (FeedKey(kind, who) for who in facts.seats(relation))
        if facts.person and self._is_at_host(facts, session):
            yield FeedKey("host", self._view.host_of[facts.person])

    def _is_at_host(self, facts: Facts, session: Session) -> bool:
        """Tell whether a session is the host's: held there, or led by its leader."""
        host = self._view.host_of.get(session.audience)
        there = "host_unit" in facts.activity.where and session.place == host
        return host is not None and (there or bool(facts.seats("host_leader")))

    # --- what a unit is told of its own participants ----------------------------

    def _absences(self) -> Iterator[tuple[FeedKey, Entry]]:
        """Yield who is away on which days, and nothing of what for.

        An entry is the person's day, not the session: two short talks look like
        one long meeting, and a UID that followed a session would tell which
        absences belong together.
        """
        away: dict[tuple[str, date], set[bool]] = defaultdict(set)
        facts: dict[tuple[str, date], Facts] = {}
        calendar = self._programme.calendar
        for session in self._told:
            leaders = Facts(self._view, self._posts, session).seats("manager")
            for person in self._posts.attendees(session):
                row = person, session.day
                if self._posts.manager_on(*row) in {None, *leaders}:
                    continue
                blocks = self._view.blocks(session)
                away[row] |= {calendar.blocks[b].start < NOON for b in blocks}
                facts[row] = Facts(self._view, self._posts, session, about=person)
        for (person, day), mornings in away.items():
            manager = self._posts.manager_on(person, day)
            taken = [b for b in calendar.blocks if (b.start < NOON) in mornings]
            entry = self._entry(facts[person, day], UNIT, f"{person}/{day}", taken)
            yield FeedKey("manager", manager or ""), entry

    # --- one entry ----------------------------------------------------------------

    def _entry(
        self,
        facts: Facts,
        privacy: PrivacyClass,
        identity: str,
        blocks: list[Block] | None = None,
    ) -> Entry:
        item = facts.item

        def say(told: Told) -> str:
            words = facts.say(told)
            return "" if words is None else words.to(self._language)

        starts = None if facts.is_due_date else getattr(item, "starts", None)
        ends = None if facts.is_due_date else getattr(item, "ends", None)
        if blocks and privacy.half_days:
            starts, ends = blocks[0].start, blocks[-1].end
        return Entry(
            uid=uid_of(self._programme.id, identity, privacy.name),
            summary=one_line(say(privacy.title)) or UNTITLED.to(self._language),
            nameless=one_line(say(privacy.nameless)),
            location=one_line(say("place")) if privacy.place else "",
            description=lines(*map(say, privacy.details)),
            person=facts.person if privacy.names_person else None,
            day=item.day,
            starts=starts,
            ends=ends,
            private=facts.is_private(privacy),
            blocking=not facts.is_due_date,
        )
