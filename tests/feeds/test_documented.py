"""docs/calendars.md says of publishing and of privacy what the code does."""

from __future__ import annotations

from pathlib import Path

from leaderplan.feeds.privacy import BUSY, CLASSES, PrivacyClass

PAGE = Path(__file__).resolve().parents[2] / "docs" / "calendars.md"

TITLES = {
    "label": "title",
    "label_and_name": "title and participant",
    "label_and_initials": "title and initials",
    "busy": f'"{BUSY.en}"',
}
DETAILS = {
    "due": "due date",
    "coach": "coach's first name",
    "person": "participant's name",
    "attending": "participants, counted",
    "heads": "people in the room, counted",
}
PRIVATE = {"always": "yes", "never": "no", "confidential": "what is confidential"}


def _row(kind: str, privacy: PrivacyClass) -> tuple[str, ...]:
    own = {"manager": ", own talks", "unit": ", own unit"}
    title = TITLES[privacy.title]
    if privacy.kinds is not None:
        assert privacy.kinds == {"kick_off", "theme_day", "kick_on"}
        title += " of kick-off, theme days, kick-on"
    further = ", ".join(DETAILS[detail] for detail in privacy.details)
    return (
        kind + own.get(privacy.name, ""),
        title,
        "yes" if privacy.place else "no",
        further + ("; half days only" if privacy.half_days else ""),
        PRIVATE[privacy.private],
        "the participant" if privacy.names_person else "",
    )


def test_the_page_shows_what_each_audience_sees():
    """The table of docs/calendars.md is that of the privacy classes, row by row."""
    text = PAGE.read_text("utf-8").split("## What each audience sees")[1]
    text = text.split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    shown = [tuple(cell.strip() for cell in line.split("|")[1:-1]) for line in lines]
    assert shown == [
        _row(kind, privacy) for kind, found in CLASSES.items() for privacy in found
    ]
