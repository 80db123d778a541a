"""Activities: what the programme consists of, before anything is decided."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from leaderplan.domain.base import Frozen, Id, Title

Audience = Literal[
    "cohort", "class", "network_group", "area", "cohort_area", "participant"
]
Relation = Literal["pick", "group", "coach", "manager", "director", "host_leader"]
Where = Literal["room", "member_unit", "home_unit", "host_unit", "online"]
Form = Literal["free", "single_days", "two_two_one", "week", "three_two", "five_single"]

Kind = Literal[
    "kick_off",
    "theme_day",
    "network_meeting",
    "teaching_day",
    "exam",
    "re_exam",
    "practicum",
    "practicum_preparation",
    "practicum_feedback",
    "type_feedback",
    "coaching",
    "three_way_talk",
    "career_talk",
    "director_meeting",
    "kick_on",
    "milestone",
    "meeting",
]


class Lead(Frozen):
    """Who must be there to lead a session.

    ``relation`` says how the person is found: ``pick`` among staff with the
    role, the participant's ``coach``, the ``group``'s facilitator (the same all
    year), the own ``manager`` or area ``director`` on the date, or the
    ``host_leader`` of the placement. ``role`` names it in plan and feeds.
    """

    role: Id
    relation: Relation = "pick"


COMPANY = {"network_group": "groups", "class": "classes"}
"""Audiences whose people are decided, with the family of those decisions."""


class Activity(Frozen):
    """One kind of session or due date, with its occurrences.

    Parameters
    ----------
    id, title, kind
        Name in the plan, name for people, and what it is (drives titles in
        feeds and the defaults of samples; no solver code reads it).
    audience
        Who meets together: the cohort, a class, a network group, the
        participants of an area, those of one cohort in an area, or one
        participant.
    cohorts
        Cohorts that follow it; empty means all.
    occurrences
        How many times, 1 to 20.
    length
        Slots of the calendar, 0 (a due date) to a whole day.
    plenary
        Absence is priced instead of forbidden.
    forms
        How the occurrences may lie, one form or several to choose from:
        ``single_days`` (different days, in order), ``two_two_one`` (pairs of
        consecutive days, a single day last where the number is odd), ``week``
        (Monday to Friday of one week), ``three_two`` (three consecutive days,
        then two in the next week), ``five_single`` (different days, in order,
        within 42 days), or ``free``.
    leads
        Who leads each occurrence.
    where
        Kinds of place allowed; empty for due dates.
    features
        Room features needed.
    themes
        Focus areas or specialities, one for each occurrence (empty: none).
    quarter_days
        Weight of each occurrence in the day ledger, in quarters of a day.
    ects
        Credit points of the whole activity.
    away
        Whether participants are away from their unit while it lasts.
    guests
        Seats beyond participants and leaders, for the room's capacity.
    spare_seats
        Seats kept for participants of others who make up for what they missed;
        those who do take them.
    smallest_area
        For area meetings: areas with fewer participants join the nearest one.
    only
        Participants who follow it, of its cohorts; empty means all. A re-exam, say.
    visible_from
        First day on which it stands in feeds (``None``: always): what a new job asks
        for would give it away.
    """

    id: Id
    title: Title
    kind: Kind = "meeting"
    audience: Audience = "participant"
    cohorts: tuple[Id, ...] = ()
    occurrences: Annotated[int, Field(ge=1, le=20)] = 1
    length: Annotated[int, Field(ge=0, le=72)]
    plenary: bool = False
    forms: tuple[Form, ...] = ("free",)
    leads: tuple[Lead, ...] = ()
    where: tuple[Where, ...] = ()
    features: tuple[Id, ...] = ()
    themes: tuple[Id, ...] = ()
    quarter_days: Annotated[int, Field(ge=0, le=80)] = 0
    ects: Annotated[int, Field(ge=0, le=60)] = 0
    away: bool = True
    guests: Annotated[int, Field(ge=0, le=10_000)] = 0
    spare_seats: Annotated[int, Field(ge=0, le=1_000)] = 0
    smallest_area: Annotated[int, Field(ge=1, le=100)] = 1
    only: tuple[Id, ...] = ()
    visible_from: date | None = None

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        if self.themes and len(self.themes) != self.occurrences:
            raise ValueError(
                f"themes must name one theme for each of the {self.occurrences} "
                f"occurrences; found {len(self.themes)}"
            )
        relations = {lead.relation for lead in self.leads}
        fixed = {"week": 5, "three_two": 5}
        for form in self.forms:
            if fixed.get(form, self.occurrences) != self.occurrences:
                raise ValueError(
                    f"the form {form} needs 5 occurrences; found {self.occurrences}"
                )
        if not self.forms:
            raise ValueError("an activity needs at least one form; found none")
        personal = {"coach", "manager", "host_leader"} & relations
        if personal and self.audience != "participant":
            raise ValueError(
                f"only an activity for one participant can be led by "
                f"{', '.join(sorted(personal))}; found audience {self.audience}"
            )
        if "group" in relations and self.audience != "network_group":
            raise ValueError("only a network meeting can be led by its facilitator")
        if len({lead.role for lead in self.leads}) != len(self.leads):
            raise ValueError("the roles that lead an activity must differ")
        if {"home_unit", "host_unit"} & set(self.where) and (
            self.audience != "participant"
        ):
            raise ValueError(
                "only a participant's own activity is at a home or host unit"
            )
        return self

    @property
    def by_area(self) -> bool:
        """Whether those meet whose posts lie in the same area on the day."""
        return self.audience in ("area", "cohort_area")

    @property
    def is_milestone(self) -> bool:
        """Whether it is a due date rather than a meeting."""
        return self.length == 0

    @property
    def extra_seats(self) -> int:
        """Seats that a room must have beside those of participants and leaders."""
        return self.guests + self.spare_seats

    def led_by(self, relation: str) -> bool:
        """Whether somebody leads it who is found by a relation."""
        return any(lead.relation == relation for lead in self.leads)

    def of_cohort(self, cohort: str) -> bool:
        """Whether a cohort follows it."""
        return not self.cohorts or cohort in self.cohorts
