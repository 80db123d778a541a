"""The feed ledger: what each feed said last, so that every change is told once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from leaderplan.domain.base import Frozen, Id
from leaderplan.locale import Language

FeedKind = Literal[
    "participant",
    "group",
    "coach",
    "facilitator",
    "host",
    "manager",
    "director",
    "room",
    "cohort",
]
"""Whose calendar a feed is."""

LARGEST_SEQUENCE = 2**31 - 1
"""What a SEQUENCE can hold (RFC 5545, 3.3.8)."""

Token = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,120}$")]
"""The unguessable part of a file name, fit for a URL as it is."""


class FeedKey(NamedTuple):
    """Identity of a feed: whose calendar it is.

    ``subject`` is the id of a participant, network group, staff member, host's
    unit, room or cohort, as ``kind`` says.
    """

    kind: FeedKind
    subject: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.subject}"


class Entry(Frozen):
    """One entry of a feed as its readers see it; free of stamps.

    Parameters
    ----------
    uid
        Identity of the entry, the same for life.
    summary, location, description
        What is shown; empty where nothing is told.
    nameless
        The summary without a person's name, for when that person has left.
    person
        Id of the participant whom the text is about, ``None`` where it names none.
    day, starts, ends
        When, as wall-clock times of the programme's zone; without times it is a
        note for the whole day.
    private
        Whether calendars are asked to show only that the time is taken.
    blocking
        Whether it takes the reader's time.
    quiet
        A note that may vanish without being called off.
    """

    uid: str
    summary: str
    nameless: str = ""
    location: str = ""
    description: str = ""
    person: Id | None = None
    day: date
    starts: time | None = None
    ends: time | None = None
    private: bool = False
    blocking: bool = True
    quiet: bool = False

    @model_validator(mode="after")
    def _times_go_together(self) -> Self:
        if (self.starts is None) != (self.ends is None):
            raise ValueError("an entry has both a start and an end, or neither")
        if self.starts and self.ends and self.ends <= self.starts:
            raise ValueError(
                f"an entry must end after it starts; found {self.starts} to {self.ends}"
            )
        return self

    @property
    def when(self) -> tuple[date, time | None, time | None]:
        """Day, start and end; what "moved" compares."""
        return self.day, self.starts, self.ends


class Line(Frozen):
    """One entry's history in a feed: its revision and what it says now.

    ``changed`` is when it last changed. A ``gone`` line keeps the revision alone:
    should the entry come back, its SEQUENCE goes on from there.
    """

    uid: str
    sequence: Annotated[int, Field(ge=0, le=LARGEST_SEQUENCE, strict=True)] = 0
    changed: datetime
    state: Literal["live", "cancelled", "gone"] = "live"
    entry: Entry | None = None

    @model_validator(mode="after")
    def _shown_has_entry(self) -> Self:
        if (self.entry is None) != (self.state == "gone"):
            raise ValueError(f"a line that is {self.state} has the wrong contents")
        if self.changed.tzinfo is None:
            raise ValueError("the time of a change must have a zone")
        return self


class FeedLines(Frozen):
    """What is kept of one feed.

    ``modified`` is when the feed last changed in any way, ``token`` the file name's
    unguessable part, once there is a file, and ``closed`` when the feed's subject
    left the programme.
    """

    kind: FeedKind
    subject: Id
    lines: tuple[Line, ...] = ()
    modified: datetime
    token: Token | None = None
    closed: datetime | None = None

    @property
    def key(self) -> FeedKey:
        """Identity of the feed."""
        return FeedKey(self.kind, self.subject)

    @property
    def shown(self) -> tuple[Line, ...]:
        """Lines that stand in the feed, in its order: by day, time and UID."""
        return shown(self.lines)


def shown(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines that stand in a feed, by day, time and UID."""
    return tuple(sorted((li for li in lines if li.entry is not None), key=_order))


def _order(line: Line) -> tuple[date, time, str]:
    day, starts, _ = line.entry.when if line.entry else (date.min, None, None)
    return day, starts or time.min, line.uid


class FeedLedger(Frozen):
    """The state of all feeds of a programme after a release.

    An empty one starts a programme's first release. It names people: keep it out
    of the folder that is served.

    Parameters
    ----------
    version
        Of this form; 1.
    programme
        Id of the programme, ``None`` before the first release.
    language
        In which the feeds were written.
    released
        The latest moment that any release was made at; never falls.
    feeds
        One row for each feed there is or ever was.
    """

    version: Literal[1] = 1
    programme: Id | None = None
    language: Language = "da"
    released: datetime | None = None
    feeds: tuple[FeedLines, ...] = ()

    @cached_property
    def _index(self) -> dict[FeedKey, FeedLines]:
        return {feed.key: feed for feed in self.feeds}

    def of(self, key: FeedKey) -> FeedLines | None:
        """What is kept of a feed, ``None`` for one never released."""
        return self._index.get(key)

    def file_of(self, key: FeedKey) -> str | None:
        """File name of a feed, ``None`` where it has no file."""
        feed = self.of(key)
        return f"{feed.token}.ics" if feed and feed.token else None
