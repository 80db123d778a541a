"""Whose calendars there are, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator

from leaderplan.domain.plan import Plan
from leaderplan.domain.posts import KnownPosts
from leaderplan.domain.programme import Programme
from leaderplan.feeds.ledger import FeedKey, FeedKind
from leaderplan.feeds.text import calendar_name
from leaderplan.locale import Language, Words

PROGRAMME = Words("Ledertalentforløb", "Leadership programme")

KINDS: dict[FeedKind, Words] = {
    "participant": Words("personlig kalender", "personal calendar"),
    "group": Words("netværksgruppe", "network group"),
    "coach": Words("coach", "coach"),
    "facilitator": Words("facilitator", "facilitator"),
    "host": Words("praktikvært", "practicum host"),
    "manager": Words("egen enhed", "own unit"),
    "director": Words("områdedirektør", "area director"),
    "room": Words("lokale", "room"),
    "cohort": Words("hold", "cohort"),
}
"""What each kind of calendar is called."""


def feed_keys(
    programme: Programme, plan: Plan, posts: KnownPosts
) -> tuple[FeedKey, ...]:
    """Return every feed of a programme, by kind and in the order of its tables."""
    return tuple(dict.fromkeys(_keys(programme, plan, posts)))


def _keys(programme: Programme, plan: Plan, posts: KnownPosts) -> Iterator[FeedKey]:
    yield from (FeedKey("participant", p.id) for p in programme.participants)
    yield from (FeedKey("group", group.id) for group in plan.groups)
    yield from (FeedKey("coach", s) for s in _coaches(programme, plan))
    yield from (FeedKey("facilitator", s) for s in _facilitators(programme, plan))
    yield from (FeedKey("host", host.unit) for host in programme.hosts)
    yield from (FeedKey("manager", s) for s in _managers(programme, posts))
    yield from (FeedKey("director", s) for s in _directors(programme))
    yield from (FeedKey("room", room.id) for room in programme.rooms)
    own = (cohort for cohort in programme.cohorts if cohort.make_up_for is None)
    yield from (FeedKey("cohort", cohort.id) for cohort in own)


def _roles(programme: Programme, relation: str) -> set[str]:
    return {
        lead.role
        for activity in programme.activities
        for lead in activity.leads
        if lead.relation == relation
    }


def _coaches(programme: Programme, plan: Plan) -> list[str]:
    roles = _roles(programme, "coach") | {"coach"}
    matched = {match.coach for match in plan.matches}
    return [s.id for s in programme.staff if s.id in matched or _in(s.roles, roles)]


def _facilitators(programme: Programme, plan: Plan) -> list[str]:
    roles = _roles(programme, "group") | {"facilitator"}
    chosen = {group.facilitator for group in plan.groups}
    return [s.id for s in programme.staff if s.id in chosen or _in(s.roles, roles)]


def _in(loads: tuple[object, ...], roles: set[str]) -> bool:
    return any(getattr(load, "role", None) in roles for load in loads)


def _managers(programme: Programme, posts: KnownPosts) -> list[str]:
    calendar = programme.calendar
    held = {
        post.manager
        for person in programme.participants
        for post in person.posts_between(calendar.first, calendar.last)
        if posts.is_known(post)
    }
    return [member.id for member in programme.staff if member.id in held]


def _directors(programme: Programme) -> list[str]:
    calendar = programme.calendar
    held = {
        directorship.staff
        for area in programme.areas
        for directorship in area.directors
        if directorship.span.overlaps(calendar.first, calendar.last)
    }
    return [member.id for member in programme.staff if member.id in held]


def subject_name(programme: Programme, key: FeedKey) -> str:
    """Return whose feed it is, for the coordinator's index; it may be a person."""
    if key.kind == "participant":
        return programme.participant(key.subject).name
    if key.kind in {"coach", "facilitator", "manager", "director"}:
        return programme.member(key.subject).name
    return _place_name(programme, key)


def _place_name(programme: Programme, key: FeedKey) -> str:
    if key.kind == "host":
        return programme.unit(key.subject).name
    if key.kind == "room":
        room = programme.room(key.subject)
        return "" if room is None else f"{room.name} {programme.venue(room.venue).name}"
    names = {cohort.id: cohort.name for cohort in programme.cohorts}
    if key.kind == "cohort":
        return names[key.subject]
    cohort, _, letter = key.subject.rpartition("-")
    several = sum(c.make_up_for is None for c in programme.cohorts) > 1
    return f"{letter} {names.get(cohort, '')}" if several else letter


def feed_title(programme: Programme, key: FeedKey, language: Language) -> str:
    """Return what a calendar is called by its readers; never a person's name.

    A calendar that is seen over a shoulder should not say whose it is.
    """
    kind = KINDS[key.kind].to(language)
    if key.kind in {"group", "host", "room", "cohort"}:
        place = _place_name(programme, key)
        kind = place if key.kind == "cohort" and place else f"{kind} {place}"
    parts = (
        calendar_name(part) for part in (programme_title(programme, language), kind)
    )
    return " – ".join(part for part in parts if part)


def programme_title(programme: Programme, language: Language) -> str:
    """Return what a programme is called in calendars."""
    return calendar_name(programme.name) or PROGRAMME.to(language)
