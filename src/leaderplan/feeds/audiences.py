"""Privacy classes: what the readers of each kind of feed may see, as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leaderplan.feeds.facts import Facts
from leaderplan.feeds.ledger import FeedKind
from leaderplan.locale import Words

Says = Callable[[Facts], "Words | None"]
"""Picks one text from the facts; ``None`` tells nothing."""

BUSY = Words("Optaget (ledertalentforløb)", "Busy (leadership programme)")
"""All that a unit is told of its participant's day (DOMAIN.md, section 3.3)."""


def _label(facts: Facts) -> Words | None:
    return facts.label


def _place(facts: Facts) -> Words | None:
    return facts.place


def _nothing(_: Facts) -> Words | None:
    return None


def _busy(_: Facts) -> Words | None:
    return BUSY


@dataclass(frozen=True, slots=True)
class PrivacyClass:
    """What one circle of readers may see; whatever is not named here is not told.

    Parameters
    ----------
    name
        Part of every UID of the class, so that circles cannot compare entries.
    title, place
        Title and place of an entry.
    nameless
        The title once the person whom it names has left the programme.
    details
        Lines of its description.
    names_person
        Whether title or details name the participant it is for.
    private
        Whether calendars are asked to keep it private.
    half_days
        Whether only mornings, afternoons and whole days are told, not the times:
        ninety minutes on their own would be known as coaching or a talk.
    kinds
        Kinds of activity that are told of, ``None`` for all.
    """

    name: str
    title: Says
    place: Says
    details: tuple[Says, ...] = ()
    nameless: Says = _label
    names_person: bool = False
    private: Callable[[Facts], bool] = lambda _: True
    half_days: bool = False
    kinds: frozenset[str] | None = None


def _with_name(facts: Facts) -> Words | None:
    return _joined(facts.label, facts.name)


def _with_initials(facts: Facts) -> Words | None:
    return _joined(facts.label, facts.initials)


def _joined(label: Words, name: str) -> Words:
    return Words(f"{label.da}, {name}", f"{label.en}, {name}") if name else label


def _person(facts: Facts) -> Words | None:
    return Words(f"Deltager: {facts.name}", f"Participant: {facts.name}")


def _coach(facts: Facts) -> Words | None:
    name = facts.coach
    return Words(f"Coach: {name}", f"Coach: {name}") if name else None


def _attending(facts: Facts) -> Words | None:
    count = facts.attending
    return Words(f"Antal deltagere: {count}", f"Participants: {count}")


def _heads(facts: Facts) -> Words | None:
    return Words(f"Antal personer: {facts.heads}", f"People: {facts.heads}")


def _due(facts: Facts) -> Words | None:
    return Words("Frist", "Due date") if facts.is_due_date else None


def _confidential(facts: Facts) -> bool:
    return facts.confidential


def _open(_: Facts) -> bool:
    return False


PARTICIPANT = PrivacyClass(
    "participant", _label, _place, (_due, _coach), private=_confidential
)
GROUP = PrivacyClass("group", _label, _place, private=_open)
COACH = PrivacyClass("coach", _with_name, _place, names_person=True)
FACILITATOR = PrivacyClass("facilitator", _label, _place, (_attending,), private=_open)
HOST = PrivacyClass("host", _with_name, _place, names_person=True)
MANAGER = PrivacyClass("manager", _with_name, _place, names_person=True)
UNIT = PrivacyClass(
    "unit", _busy, _nothing, (_person,),
    nameless=_busy, names_person=True, half_days=True,
)  # fmt: skip
DIRECTOR = PrivacyClass(
    "director", _with_initials, _place, (_attending,), names_person=True
)
ROOM = PrivacyClass("room", _label, _nothing, (_heads,), private=_confidential)
COHORT = PrivacyClass(
    "cohort", _label, _place,
    private=_open, kinds=frozenset({"kick_off", "theme_day", "kick_on"}),
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
