"""A notice: what one person is told of a release, as text and in a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from leaderplan.feeds.ledger import FeedKey
from leaderplan.feeds.sentences import KINDS, Sentence
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

CHANGES = Words("{programme}: ændringer i din kalender",
                "{programme}: changes in your calendar")  # fmt: skip
WELCOME = Words("{programme}: din kalender er klar",
                "{programme}: your calendar is ready")  # fmt: skip
DEAR = Words("Kære {name}", "Dear {name}")
LAG = Words(
    "Noget i din kalender er ændret. Kalenderen retter sig selv, men nogle programmer "
    "er op til et døgn om det.",
    "Something in your calendar has changed. It corrects itself, but some programs "
    "take up to a day.",
)
REGARDS = Words("Venlig hilsen", "Kind regards")
NOBODY = Words("Ingen skal have besked.", "Nobody needs to be told.")
COUNTED = Words("{count} får besked om ændringer.", "{count} are told of changes.")
COUNTED_ONE = Words("1 får besked om ændringer.", "1 is told of changes.")
SEND_BY = Words("{names} (send senest {day})", "{names} (to be sent by {day})")
LATER = Words(
    "Får først besked siden: {names}.", "Not to be told before a later day: {names}."
)
FROM = Words("{name} (tidligst {day})", "{name} (not before {day})")
OTHERWISE = Words(
    "Deres kalendere siger intet nyt; giv dem besked selv: {names}.",
    "Their calendars say nothing new; tell them yourself: {names}.",
)
BY = Words("{name} (senest {day})", "{name} (by {day})")
UNREACHED = Words("Uden e-mailadresse: {names}.", "Without an e-mail address: {names}.")

Role = Literal["participant", "staff"]
"""In which table of the programme a reader stands."""

COLUMNS = ("role", "person", "name", "calendar", "change", "what", "when", "was",
           "place", "note", "text", "send_by")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """What changes in one calendar of somebody's.

    A calendar that is new to its reader has a ``welcome`` in place of a sentence
    for each of its entries.
    """

    feed: FeedKey
    title: str
    sentences: tuple[Sentence, ...]
    welcome: str = ""
    marks: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """What its reader is told, line by line."""
        told = tuple(s.text for s in self.sentences)
        return (self.welcome,) if self.welcome else told

    @property
    def text(self) -> str:
        """The calendar's name with what its reader is told."""
        sign = "" if self.welcome else "- "
        return "\n".join([self.title, *(sign + line for line in self.lines)])


@dataclass(frozen=True, slots=True)
class Notice:
    """What one person is told: of each of their calendars what changes in it.

    ``send_by`` is the last day to send it, for the coordinator: it is not in the text.
    """

    role: Role
    person: str
    name: str
    email: str
    programme: str
    language: Language
    parts: tuple[Part, ...]
    send_by: date | None = None

    @property
    def reachable(self) -> bool:
        """Whether there is an e-mail address that a mail can be written to."""
        from leaderplan.feeds.outbox import reader_of

        return reader_of(self.name, self.email) is not None

    @property
    def subject(self) -> str:
        """The subject of a mail; it names nobody."""
        new = all(part.welcome for part in self.parts)
        words = WELCOME if new else CHANGES
        return words.to(self.language).replace("{programme}", self.programme)

    @property
    def greeting(self) -> str:
        """How it begins."""
        return DEAR.to(self.language).replace("{name}", self.name) + ","

    @property
    def preface(self) -> str:
        """Why it is sent, where something changes."""
        new = all(part.welcome for part in self.parts)
        return "" if new else LAG.to(self.language)

    @property
    def regards(self) -> str:
        """How it ends."""
        return f"{REGARDS.to(self.language)}\n{self.programme}"

    @property
    def text(self) -> str:
        """All of it as plain text."""
        rows = [self.greeting, *filter(None, [self.preface])]
        rows += [part.text for part in self.parts]
        return "\n\n".join([*rows, self.regards]) + "\n"


@dataclass(frozen=True, slots=True)
class Notices:
    """Who is touched by a release, and what each of them is told.

    Each notice says no more than what its reader's own calendars say; all together
    are for the coordinator alone. Where they are told by a change sheet by when,
    ``later`` names those who are not to be told of something before a day, and
    ``otherwise`` those whom something changes for that no calendar of theirs says.
    """

    notices: tuple[Notice, ...]
    programme: str
    language: Language
    released: datetime
    later: tuple[tuple[str, date], ...] = ()
    otherwise: tuple[tuple[str, date], ...] = ()

    def __len__(self) -> int:
        return len(self.notices)

    @property
    def summary(self) -> str:
        """How many are told, who has no e-mail address, and who is told otherwise."""
        count = len(self.notices)
        words = COUNTED if count > 1 else COUNTED_ONE if count else NOBODY
        rows = [words.fill(count=count).to(self.language)]
        if lost := ", ".join(n.name for n in self.notices if not n.reachable):
            rows.append(UNREACHED.to(self.language).replace("{names}", lost))
        for words, each, people in (
            (OTHERWISE, BY, self.otherwise), (LATER, FROM, self.later),
        ):  # fmt: skip
            if named := ", ".join(self._dated(each, *row) for row in people):
                rows.append(words.to(self.language).replace("{names}", named))
        return " ".join(rows)

    def _dated(self, words: Words, name: str, day: date) -> str:
        said = words.to(self.language).replace("{day}", day_text(day, self.language))
        return said.replace("{name}", name)

    @property
    def alike(self) -> tuple[tuple[str, tuple[Part, ...]], ...]:
        """Who is told the same, by name with the last day to send it, and what it is.

        Those who must know first stand first.
        """
        found: dict[tuple[date | None, tuple[str, ...]], list[Notice]] = {}
        for notice in self.notices:
            told = notice.send_by, tuple(p.text for p in notice.parts)
            found.setdefault(told, []).append(notice)
        rows = sorted(found.items(), key=lambda item: item[0][0] or date.max)
        return tuple(
            (self._named(", ".join(n.name for n in own), by), own[0].parts)
            for (by, _), own in rows
        )

    def _named(self, names: str, by: date | None) -> str:
        if by is None:
            return names
        said = SEND_BY.to(self.language)
        said = said.replace("{day}", day_text(by, self.language))
        return said.replace("{names}", names)

    @property
    def text(self) -> str:
        """The summary, and what is told, once with the names of all who are told it."""
        blocks = (
            "\n".join([names, *(part.text for part in parts)])
            for names, parts in self.alike
        )
        return "\n\n".join([self.summary, *blocks])

    def __str__(self) -> str:
        return self.text

    @property
    def table(self) -> pd.DataFrame:
        """A row of each sentence of each notice; all columns are text."""
        import pandas as pd

        rows = [
            (n.role, n.person, n.name, part.title, *cells)
            for n in self.notices
            for part in n.parts
            for row in _cells(part, self.language)
            for cells in [(*row, n.send_by.isoformat() if n.send_by else "")]
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS), dtype="str")

    def _repr_html_(self) -> str:
        from leaderplan.feeds.outbox import notices_html

        return notices_html(self)

    def write_outbox(self, folder: str | Path, *, sender: str) -> tuple[Path, ...]:
        """Write each notice as a mail that is ready to be sent, and send none.

        One ``.eml`` file (RFC 5322) for each person with an e-mail address, as plain
        text and HTML. Its name names nobody; the same notice has the same name and
        Message-ID, so writing it twice is writing it once.

        Parameters
        ----------
        folder
            Where they go; made where missing. They name people: keep it private.
        sender
            The address they come from, as ``kim@example.org`` or
            ``Kim Holm <kim@example.org>``.

        Returns
        -------
        tuple of Path
            The files.

        Raises
        ------
        InputError
            When ``sender`` is no e-mail address.
        LeaderplanError
            When the disk does not take the files.
        """
        from leaderplan.feeds.outbox import write_outbox

        return write_outbox(self, Path(folder), sender)


def _cells(part: Part, language: Language) -> Iterator[tuple[str, ...]]:
    if part.welcome:
        yield (KINDS["new"].to(language), "", "", "", "", "", part.welcome)
        return
    for s in part.sentences:
        kind = KINDS[s.kind].to(language)
        yield (kind, s.what, s.when, s.was, s.place, s.note, s.text)
