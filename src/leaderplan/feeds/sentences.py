"""A change of an entry as a sentence for the reader of its feed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from leaderplan.feeds.facts import PERSON
from leaderplan.feeds.ledger import Entry
from leaderplan.feeds.privacy import BUSY
from leaderplan.feeds.revise import ChangeKind, when_text
from leaderplan.feeds.text import one_line
from leaderplan.locale import Language, Words, day_text

KINDS: dict[ChangeKind, Words] = {
    "new": Words("Ny", "New"),
    "moved": Words("Flyttet", "Moved"),
    "changed": Words("Ændret", "Changed"),
    "cancelled": Words("Aflyst", "Cancelled"),
}

AWAY: dict[ChangeKind, Words] = {
    "new": Words("Optaget", "Busy"),
    "moved": Words("Optaget på andre tider", "Busy at other times"),
    "changed": Words("Optaget", "Busy"),
    "cancelled": Words("Ikke længere optaget", "No longer busy"),
}
"""The same of somebody's being away, of which a unit is told nothing more."""

_FROM = Words("fra {was} til {now}", "from {was} to {now}")
_PLACE = Words("nyt sted: {now}, i stedet for {was}", "new place: {now}, not {was}")
_NO_PLACE = Words("ikke fastlagt", "not decided")
_TITLE = Words("hed før {was}", "was called {was}")
_DETAIL = Words("nu {now}, før {was}", "now {now}, formerly {was}")
_NOTHING = Words("intet", "nothing")


class Sentence(NamedTuple):
    """What changed about one entry: its parts, and all of it as one line.

    ``was`` is empty unless the entry moved; ``note`` holds its description, or what
    else changed about it.
    """

    kind: ChangeKind
    what: str
    when: str
    was: str
    place: str
    note: str
    text: str


def sentence(
    kind: ChangeKind, entry: Entry, before: Entry | None, language: Language
) -> Sentence | None:
    """Tell a change, by no more than what the feed says now and said before.

    ``None`` where a reader would see no difference.

    Parameters
    ----------
    kind
        How the entry differs.
    entry
        What the feed says now; of one called off, what it still says.
    before
        What the feed said in the release before, if it stood in it.
    language
        Of the sentence; the entry's own texts are in that of the feed.
    """
    old = before if kind in {"moved", "changed"} and before is not None else entry
    differences = list(_differences(entry, old, language))
    moved = kind == "moved"
    if kind == "changed" and not differences:
        return None
    when, was = when_text(entry, language), ""
    told = when
    if moved:
        was, told = when_text(old, language), _move(entry, old, language)
    place = one_line(entry.location)
    note = "; ".join(differences) or _details(entry)
    shown = place if entry.location == old.location else ""
    what, head = one_line(entry.summary), KINDS[kind].to(language)
    if is_away(entry):
        who = _details(entry).removeprefix(PERSON.to(language))
        text = f"{AWAY[kind].to(language)}: {', '.join(filter(None, (who, told)))}"
    else:
        text = ", ".join(filter(None, (f"{head}: {what}", told, shown)))
        text += "".join(f"; {part}" for part in differences)
        text += f" ({note})" if note and not differences else ""
    return Sentence(kind, what, when, was, place, note, text)


def is_away(entry: Entry) -> bool:
    """Tell whether an entry says that somebody is away, and not what for."""
    return entry.summary in BUSY


def _move(entry: Entry, old: Entry, language: Language) -> str:
    """Say from when to when, without what is the same on both sides."""
    form = _FROM.to(language)
    if entry.day == old.day:
        now, was = (_clock(e, language) for e in (entry, old))
        return f"{day_text(entry.day, language)}, {form.format(was=was, now=now)}"
    same = (entry.starts, entry.ends) == (old.starts, old.ends)
    was = day_text(old.day, language) if same else when_text(old, language)
    if entry.day.year == old.day.year:
        was = was.replace(f" {old.day.year}", "", 1)
    return form.format(was=was, now=when_text(entry, language))


def _clock(entry: Entry, language: Language) -> str:
    """Return the times of an entry; the day where it has none."""
    whole, day = when_text(entry, language), day_text(entry.day, language)
    return whole.removeprefix(day).strip() or day


def _differences(entry: Entry, old: Entry, language: Language) -> Iterator[str]:
    fields = {"was": one_line(old.location), "now": one_line(entry.location)}
    if fields["was"] != fields["now"]:
        unknown = _NO_PLACE.to(language)
        filled = {key: text or unknown for key, text in fields.items()}
        yield _PLACE.to(language).format(**filled)
    if one_line(entry.summary) != one_line(old.summary):
        yield _TITLE.to(language).format(was=one_line(old.summary))
    now, was = _details(entry), _details(old)
    if now != was:
        nothing = _NOTHING.to(language)
        yield _DETAIL.to(language).format(now=now or nothing, was=was or nothing)


def _details(entry: Entry) -> str:
    rows = (one_line(row) for row in entry.description.split("\n"))
    return ", ".join(row for row in rows if row)
