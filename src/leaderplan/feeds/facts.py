"""What can be said of one session or due date; a privacy class picks from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Title
from leaderplan.domain.plan import Milestone, Session
from leaderplan.domain.posts import KnownPosts
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.feeds.privacy import BUSY, CONFIDENTIAL, NEUTRAL, PrivacyClass, Told
from leaderplan.locale import Words

ONLINE = Words("Online", "Online")
OWN_UNIT = Words("Egen enhed", "Own unit")
LATER = Words("Sted meddeles senere", "Place to be told")

_ALONE = Words("{title}", "{title}")
_NUMBERED = Words("{title} {number}", "{title} {number}")
_PRACTICUM = Words("{title} dag {number} af {count}", "{title} day {number} of {count}")
_OF_AUDIENCE = {
    "network_group": Words(", gruppe {label}", ", group {label}"),
    "class": Words(", hold {label}", ", class {label}"),
}
_MAKE_UP = Words(" (opsamling)", " (make-up date)")


@dataclass(frozen=True, slots=True)
class Facts:
    """One session or due date with all that is known of it.

    ``about`` is the id of a participant to tell of where several attend.

    Nothing here is fit for a feed as a whole: each privacy class in
    :mod:`leaderplan.feeds.privacy` names the few things its readers may see.
    """

    view: PlanView
    posts: KnownPosts
    item: Session | Milestone
    about: str | None = None

    def say(self, told: Told) -> Words | None:
        """Return one thing in words, ``None`` where there is nothing to tell."""
        return SAYS[told](self)

    def is_private(self, privacy: PrivacyClass) -> bool:
        """Tell whether calendars are asked to keep it private in a class."""
        if privacy.private == "confidential":
            return self.confidential
        return privacy.private == "always"

    @property
    def programme(self) -> Programme:
        """The programme."""
        return self.view.programme

    @property
    def activity(self) -> Activity:
        """The activity that it is an occurrence of."""
        return self.programme.activity(self.item.activity)

    @property
    def is_due_date(self) -> bool:
        """Whether it is a due date: a session without length, or a milestone."""
        return isinstance(self.item, Milestone) or self.activity.is_milestone

    @property
    def confidential(self) -> bool:
        """Whether its kind asks calendars to keep it private."""
        return self.is_due_date or self.activity.kind in CONFIDENTIAL

    @property
    def person(self) -> str | None:
        """Id of the participant to tell of, ``None`` where it is for several."""
        if self.about is not None:
            return self.about
        if isinstance(self.item, Milestone):
            return self.item.participant
        alone = self.activity.audience == "participant"
        return self.item.audience if alone else None

    @property
    def label(self) -> Words:
        """Title with occurrence and group letter or class number, without names."""
        title: Title | Words = NEUTRAL.get(self.activity.kind, self.activity.title)
        count = self.activity.occurrences
        if count == 1:
            form = _ALONE
        else:
            form = _PRACTICUM if self.activity.kind == "practicum" else _NUMBERED
        tail = Words("", "")
        if isinstance(self.item, Session):
            letter = self.item.audience.rsplit("-", 1)[-1]
            words = _OF_AUDIENCE.get(self.activity.audience, tail)
            tail = words.fill(label=letter)
            if self.programme.makes_up(self.item.key):
                tail = _MAKE_UP
        fields = {"number": self.item.occurrence, "count": count}
        return Words(
            form.da.format(title=title.da, **fields) + tail.da,
            form.en.format(title=title.en, **fields) + tail.en,
        )

    @property
    def name(self) -> str:
        """Name of the participant to tell of."""
        return self.programme.participant(self.person).name if self.person else ""

    @property
    def initials(self) -> str:
        """Initials of the participant to tell of."""
        return "".join(f"{word[0]}." for word in self.name.split())

    @property
    def coach(self) -> str:
        """First name of the coach who leads it, empty where no coach does."""
        names = (self.programme.member(s).name.split() for s in self.seats("coach"))
        return next((words[0] for words in names if words), "")

    @property
    def place(self) -> Words | None:
        """Room or unit with its address, ``None`` where none is decided or told."""
        where = self.item.place if isinstance(self.item, Session) else None
        if where is None:
            return None
        if where == "online":
            return ONLINE
        if self.person and self.posts.hides(self.person, where):
            return OWN_UNIT
        if isinstance(self.item, Session) and self.posts.gives_away(self.item):
            return LATER
        room = self.programme.room(where)
        if room is None:
            unit = self.programme.unit(where)
            parts = [unit.name, unit.address]
        else:
            venue = self.programme.venue(room.venue)
            parts = [room.name, venue.name, venue.address]
        text = ", ".join(part for part in parts if part)
        return Words(text, text)

    def seats(self, relation: str) -> tuple[str, ...]:
        """Ids of the staff who lead it through a relation, as others may know."""
        if isinstance(self.item, Milestone):
            return ()
        roles = {r.role for r in self.activity.leads if r.relation == relation}
        return tuple(s.staff for s in self.posts.seats(self.item) if s.role in roles)

    @property
    def attending(self) -> int:
        """Number of participants."""
        if isinstance(self.item, Milestone):
            return 1
        return len(self.posts.attendees(self.item))

    @property
    def heads(self) -> int:
        """Number of people in the room: participants, those who lead, guests."""
        leaders = len(self.item.staff) if isinstance(self.item, Session) else 0
        return self.attending + leaders + self.activity.guests


def _joined(label: Words, name: str) -> Words:
    return Words(f"{label.da}, {name}", f"{label.en}, {name}") if name else label


def _coach(facts: Facts) -> Words | None:
    name = facts.coach
    return Words(f"Coach: {name}", f"Coach: {name}") if name else None


PERSON = Words("Deltager: ", "Participant: ")
"""What stands before the name of whoever is away."""

_ATTENDING = Words("Antal deltagere: {count}", "Participants: {count}")
_HEADS = Words("Antal personer: {count}", "People: {count}")
_DUE = Words("Frist", "Due date")

SAYS: dict[Told, Callable[[Facts], Words | None]] = {
    "label": lambda facts: facts.label,
    "label_and_name": lambda facts: _joined(facts.label, facts.name),
    "label_and_initials": lambda facts: _joined(facts.label, facts.initials),
    "busy": lambda _: BUSY,
    "place": lambda facts: facts.place,
    "due": lambda facts: _DUE if facts.is_due_date else None,
    "coach": _coach,
    "person": lambda facts: Words(PERSON.da + facts.name, PERSON.en + facts.name),
    "attending": lambda facts: _ATTENDING.fill(count=facts.attending),
    "heads": lambda facts: _HEADS.fill(count=facts.heads),
}
"""How each thing that a privacy class may name is said."""
