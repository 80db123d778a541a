"""People: participants with dated posts, staff with roles, cohorts."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from leaderplan.domain.base import Count, Email, Frozen, Id, Span, Text, Weekday


class Post(Frozen):
    """A job that somebody holds from ``valid_from`` to ``valid_to``.

    ``manager`` is the staff id of the nearest leader; ``visible_from`` the day
    from which others may see the post in feeds (``None``: always).
    """

    unit: Id
    area: Id
    manager: Id | None = None
    role: Text = ""
    valid_from: date | None = None
    valid_to: date | None = None
    visible_from: date | None = None

    def model_post_init(self, _context: Any) -> None:
        """Refuse a post that ends before it starts."""
        Span(first=self.valid_from, last=self.valid_to)

    @cached_property
    def span(self) -> Span:
        """The days on which the post is held."""
        return Span(first=self.valid_from, last=self.valid_to)


class Availability(Frozen):
    """Days and blocks on which somebody (or a room) is not simply free.

    ``weekdays`` and ``blocks`` narrow the days ``first`` to ``last``; ``None``
    means all of them. ``unanswered`` is neither free nor busy: it is reported
    and binds nothing.
    """

    state: Literal["unavailable", "prefer_not", "unanswered"] = "unavailable"
    first: date | None = None
    last: date | None = None
    weekdays: tuple[Weekday, ...] | None = None
    blocks: tuple[Annotated[int, Field(ge=0, le=11)], ...] | None = None

    def model_post_init(self, _context: Any) -> None:
        """Refuse a period that ends before it starts."""
        Span(first=self.first, last=self.last)

    def covers(self, day: date, block: int) -> bool:
        """Tell whether a block of a day is covered."""
        return (
            (self.first is None or self.first <= day)
            and (self.last is None or day <= self.last)
            and (self.weekdays is None or day.weekday() in self.weekdays)
            and (self.blocks is None or block in self.blocks)
        )


class Wish(Frozen):
    """A ranked wish for the practicum; rank 1 is the strongest.

    A wish names a host unit, a sector, an area, or a sector in an area.
    """

    rank: Annotated[int, Field(ge=1, le=20)]
    host: Id | None = None
    sector: Id | None = None
    area: Id | None = None


class Skip(Frozen):
    """An occurrence of an activity, 1 the first, that somebody does not take part in.

    Unlike an exemption it is no credit: nothing of it counts in the day ledger.
    """

    activity: Id
    occurrence: Annotated[int, Field(ge=1, le=20)]


class GuestAt(Frozen):
    """A session of another audience that somebody is at instead of the own one.

    Of ``activity`` and its ``occurrence``, 1 the first; ``audience`` is the id of the
    other cohort, class, network group or area. It counts in the day ledger; how far it
    lies from what they have with their own is no matter.
    """

    activity: Id
    occurrence: Annotated[int, Field(ge=1, le=20)]
    audience: Id


def _known(attributes: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in sorted(attributes.items()) if value}


Attributes = Annotated[dict[Id, Text], AfterValidator(_known)]
"""Values by name, in order of the names; an empty value is none."""


class Participant(Frozen):
    """Somebody who follows the programme.

    Parameters
    ----------
    posts
        Every job known, in order of time, former ones too; at most one on a day.
    availability
        When the person is not simply free (part-time days are weekdays here).
    attributes
        Coarse groups such as ``gender`` or ``seniority``; optional, used only
        by rules that name them, never shown in feeds or explanations.
    wishes, vetoes, goals
        Ranked wishes and refused host units for the practicum, and the sectors
        or specialities that the development plan asks for.
    admitted
        Whether the credit-bearing module's admission is granted or underway;
        ``rpl_by`` is the day recognition of prior learning must be finished.
    exempt
        Activities that this person skips (merit, an optional talk declined).
    skips
        Single occurrences without this person: after they have left, say.
    guest_at
        Sessions of other audiences instead of the own ones: before they came to this
        cohort, or to make up for what they missed.
    """

    id: Id
    name: Text
    cohort: Id
    posts: Annotated[tuple[Post, ...], Field(min_length=1)]
    email: Email = ""
    availability: tuple[Availability, ...] = ()
    attributes: Attributes = Field(default_factory=dict)
    wishes: tuple[Wish, ...] = ()
    vetoes: tuple[Id, ...] = ()
    goals: tuple[Id, ...] = ()
    admitted: bool = True
    rpl_by: date | None = None
    exempt: tuple[Id, ...] = ()
    skips: tuple[Skip, ...] = ()
    guest_at: tuple[GuestAt, ...] = ()

    @cached_property
    def _not_there(self) -> frozenset[tuple[str, int]]:
        skipped = {(row.activity, row.occurrence) for row in self.skips}
        visited = {(row.activity, row.occurrence) for row in self.guest_at}
        return frozenset(skipped | visited)

    def takes_part(self, activity: str, occurrence: int) -> bool:
        """Whether the person is at the own cohort's occurrence of an activity.

        A guest of others is not: :meth:`Following.guests` tells who that is.
        """
        if activity in self.exempt:
            return False
        return (activity, occurrence) not in self._not_there

    def post_on(self, day: date) -> Post | None:
        """The post held on a day, or ``None`` in a gap."""
        return next((post for post in self.posts if day in post.span), None)

    def posts_between(self, first: date, last: date) -> tuple[Post, ...]:
        """Posts held on any day of ``first`` to ``last``."""
        return tuple(p for p in self.posts if p.span.overlaps(first, last))


class Cohort(Frozen):
    """Participants who start together.

    ``network_groups`` and ``module_classes`` are how many groups and classes
    are formed of it; 0 forms none. Where ``classes_with`` names a cohort, these
    participants stand in that cohort's classes, mixed with its own.

    A cohort with ``make_up_for`` has nobody of its own: its sessions are make-up dates
    of that cohort's, with leaders, room and day, and ``seats`` for guests who missed
    the day (:class:`GuestAt`), 0 to 1,000. It follows activities that name it.
    """

    id: Id
    name: Text
    network_groups: Annotated[int, Field(ge=0, le=200)] = 0
    module_classes: Annotated[int, Field(ge=0, le=50)] = 0
    classes_with: Id | None = None
    make_up_for: Id | None = None
    seats: Annotated[int, Field(ge=0, le=1_000)] = 0


class RoleLoad(Frozen):
    """A role that a staff member fills, and how much of it.

    ``smallest`` and ``largest`` count what the role is counted in: sessions for
    a coach, groups for a facilitator, sessions in the horizon for other roles.
    ``per_day`` is the most sessions of the role on one day.
    """

    role: Id
    smallest: Count = 0
    largest: Count | None = None
    per_day: Count | None = None


class Impartiality(Frozen):
    """Somebody this staff member must not serve.

    ``of`` is a participant, staff member, unit, area or role, as ``kind`` says.
    """

    kind: Literal["participant", "staff", "unit", "area", "role"]
    of: Id


class Staff(Frozen):
    """Somebody who leads sessions: a coach, lecturer, manager or director.

    ``unit`` and ``area`` are where an internal one works (``None``: external);
    ``reports_to`` is the staff member above.
    """

    id: Id
    name: Text
    roles: tuple[RoleLoad, ...]
    email: Email = ""
    unit: Id | None = None
    area: Id | None = None
    reports_to: Id | None = None
    specialities: tuple[Id, ...] = ()
    availability: tuple[Availability, ...] = ()
    profile: Id | None = None
    impartiality: tuple[Impartiality, ...] = ()

    def load(self, role: str) -> RoleLoad | None:
        """What the person carries of a role, ``None`` when not in it."""
        return next((load for load in self.roles if load.role == role), None)


class Pair(Frozen):
    """Two participants declared to stand apart or together; never a reason."""

    first: Id
    second: Id
    relation: Literal["apart", "linked", "acquainted"]


class PastLoad(Frozen):
    """What an earlier year used: a host unit, venue or staff member, how often."""

    subject: Id
    year: Annotated[int, Field(ge=1990, le=2100)]
    uses: Count
    participant: Id | None = None
