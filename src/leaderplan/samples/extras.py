"""Activities that are added to a sample so that little else depends on them."""

from __future__ import annotations

from typing import Any

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import title
from leaderplan.domain.plan import SessionKey

TALK, BLOCK, HALF, DAY = 1, 2, 4, 8
"""Lengths in slots of 45 minutes."""

TITLES = {
    "afklaring": ("Afklarende samtale", "Clarifying talk"),
    "opfoelgning": ("Opfølgende samtale", "Follow-up talk"),
    "sparring": ("Sparring om ledelsesopgaven", "Talk on the leadership task"),
    "kollegial": ("Kollegial sparring", "Talk with a colleague"),
    "evaluering": ("Evaluerende samtale", "Evaluating talk"),
    "karrieredag": ("Karrieredag", "Career day"),
    "inspirationsdag": ("Inspirationsdag", "Inspiration day"),
    "feltbesoeg": ("Feltbesøg", "Field visit"),
    "webinar": ("Webinar for holdet", "Webinar of the cohort"),
    "seminar": ("Seminar for holdet", "Seminar of the cohort"),
    "mentorsamtale": ("Mentorsamtale", "Talk with a mentor"),
    "lederstatus": ("Status med nærmeste leder", "Review with the manager"),
    "direktoerstatus": ("Status med direktøren", "Review with the director"),
    "proeveeksamen": ("Prøveeksamen", "Rehearsal of the exam"),
    "besoegsdag": ("Besøgsdag hos værten", "Day of visit at the host"),
}
"""What the additional activities are called, by id."""


def extra(name: str, **fields: Any) -> Activity:
    """Make an additional activity: a short talk online, but for what is given."""
    given: dict[str, Any] = {"length": TALK, "where": ("online",), "away": False}
    given |= fields
    return Activity(id=name, title=title(*TITLES[name]), **given)


def first_of(name: str, audience: str, occurrence: int = 1) -> SessionKey:
    """Name a session of an additional activity."""
    return SessionKey(name, audience, occurrence)
