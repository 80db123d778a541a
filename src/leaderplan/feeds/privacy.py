"""Privacy classes: what the readers of each kind of feed may see, as one table.

Nothing here computes: :mod:`leaderplan.feeds.events` writes entries from this table,
and what each word of it says is in :mod:`leaderplan.feeds.facts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from leaderplan.feeds.ledger import FeedKind
from leaderplan.locale import Words

Told = Literal[
    "label",
    "label_and_name",
    "label_and_initials",
    "busy",
    "place",
    "due",
    "coach",
    "person",
    "attending",
    "heads",
]
"""One thing that can be told of a session or due date.

``label`` is its title with occurrence, group letter or class number; ``coach`` the
coach's first name; ``person`` the participant's name on a line of its own;
``attending`` how many participants, ``heads`` how many people are in the room.
"""

Hidden = Literal["always", "confidential", "never"]
"""When calendars are asked to keep an entry private."""

BUSY = Words("Optaget (ledertalentforløb)", "Busy (leadership programme)")
"""All that a unit is told of its participant's day (DOMAIN.md, section 3.3)."""

NEUTRAL = {"re_exam": Words("Reserveret dato", "Reserved date")}
"""Kinds whose own title would tell something: a second attempt reveals a failure."""

CONFIDENTIAL = frozenset(
    {
        "coaching", "exam", "re_exam", "type_feedback", "three_way_talk",
        "career_talk", "director_meeting",
    }
)  # fmt: skip
"""Kinds that calendars are asked to keep private (DOMAIN.md, section 3.3)."""


@dataclass(frozen=True, slots=True)
class PrivacyClass:
    """What one circle of readers may see; whatever is not named here is not told.

    Parameters
    ----------
    name
        Part of every UID of the class, so that circles cannot compare entries.
    title
        What an entry is called.
    place
        Whether room or unit are told, with the address.
    details
        Lines of its description.
    nameless
        The title once the person whom it names has left the programme.
    names_person
        Whether title or details name the participant it is for.
    private
        When calendars are asked to keep it private.
    half_days
        Whether only mornings, afternoons and whole days are told, not the times:
        ninety minutes on their own would be known as coaching or a talk.
    kinds
        Kinds of activity that are told of, ``None`` for all.
    """

    name: str
    title: Told
    place: bool
    details: tuple[Told, ...] = ()
    nameless: Told = "label"
    names_person: bool = False
    private: Hidden = "always"
    half_days: bool = False
    kinds: frozenset[str] | None = None


PARTICIPANT = PrivacyClass(
    "participant", "label", place=True, details=("due", "coach"), private="confidential"
)
GROUP = PrivacyClass("group", "label", place=True, private="never")
COACH = PrivacyClass("coach", "label_and_name", place=True, names_person=True)
FACILITATOR = PrivacyClass(
    "facilitator", "label", place=True, details=("attending",), private="never"
)
HOST = PrivacyClass("host", "label_and_name", place=True, names_person=True)
MANAGER = PrivacyClass("manager", "label_and_name", place=True, names_person=True)
UNIT = PrivacyClass(
    "unit", "busy", place=False, details=("person",),
    nameless="busy", names_person=True, half_days=True,
)  # fmt: skip
DIRECTOR = PrivacyClass(
    "director", "label_and_initials", place=True, details=("attending",),
    names_person=True,
)  # fmt: skip
ROOM = PrivacyClass(
    "room", "label", place=False, details=("heads",), private="confidential"
)
COHORT = PrivacyClass(
    "cohort", "label", place=True,
    private="never", kinds=frozenset({"kick_off", "theme_day", "kick_on"}),
)  # fmt: skip

CLASSES: dict[FeedKind, tuple[PrivacyClass, ...]] = {
    "participant": (PARTICIPANT,),
    "group": (GROUP,),
    "coach": (COACH,),
    "facilitator": (FACILITATOR,),
    "host": (HOST,),
    "manager": (MANAGER, UNIT),
    "director": (DIRECTOR,),
    "room": (ROOM,),
    "cohort": (COHORT,),
}
"""Classes that stand in each kind of feed; a manager's has own talks and absences."""
