"""A programme as rows of its tables: what a template is filled with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from leaderplan.domain.people import Availability, Participant, Post
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.errors import InputError, Issue
from leaderplan.io.layout import TABLES
from leaderplan.io.schema import ATTRIBUTE, Table

Line = dict[str, Any]
"""A row: values by column name; a column left out is blank."""


def flatten(programme: Programme) -> dict[str, list[Line]]:
    """Return the rows of every table, such that reading them gives the programme.

    Raises
    ------
    InputError
        When requirements are waived: no table holds that, a JSON file does.
    """
    untold = dict(_untold(programme))
    if untold:
        raise InputError(
            Issue(place, message, "Write it as JSON, which holds them.")
            for place, message in untold.items()
        )
    return {table.name: list(_rows(table, programme)) for table in TABLES}


def _untold(programme: Programme) -> Iterator[tuple[str, str]]:
    """Yield what no table has a column for, by place."""
    if programme.waivers:
        told = "; ".join(map(str, programme.waivers[:3]))
        yield "waivers", f"expected a programme without waivers, found {told}."
    for person in programme.participants:
        if person.skips:
            told = ", ".join(f"{s.activity}/{s.occurrence}" for s in person.skips[:3])
            place = f"participants/{person.id}/skips"
            yield place, f"expected nobody to skip single occurrences, found {told}."
        if person.guest_at:
            told = ", ".join(
                f"{g.activity}/{g.audience}/{g.occurrence}" for g in person.guest_at[:3]
            )
            place = f"participants/{person.id}/guest_at"
            yield place, f"expected nobody to be a guest of others, found {told}."
    for activity in programme.activities:
        if activity.only:
            told = ", ".join(activity.only[:3])
            place = f"activities/{activity.id}/only"
            yield place, f"expected activities for whole cohorts, found {told}."
        if activity.visible_from is not None:
            place = f"activities/{activity.id}/visible_from"
            yield place, f"expected it in feeds at once, found {activity.visible_from}."


def _rows(table: Table, programme: Programme) -> Iterable[Line]:
    if table.name in _SPECIAL:
        return _SPECIAL[table.name](programme)
    return (_line(table, row) for row in getattr(programme, table.name))


def _line(table: Table, row: Any, **more: Any) -> Line:
    """Take from a value what the table has columns for."""
    names = [column.name for column in table.columns if column.name not in more]
    return more | {name: getattr(row, name) for name in names if hasattr(row, name)}


def _of(name: str) -> Table:
    return next(table for table in TABLES if table.name == name)


def _settings(programme: Programme) -> Iterator[Line]:
    table = _of("programme")
    yield _line(table, programme) | _line(table, programme.calendar)


def _directors(programme: Programme) -> Iterator[Line]:
    for area in programme.areas:
        for post in area.directors:
            yield _line(_of("directors"), post, area=area.id)


def _sited(name: str) -> Callable[[Programme], Iterator[Line]]:
    def lines(programme: Programme) -> Iterator[Line]:
        for row in getattr(programme, name):
            line = _line(_of(name), row)
            if row.coordinates is not None:
                line["latitude"] = row.coordinates.latitude
                line["longitude"] = row.coordinates.longitude
            yield line

    return lines


def _openings(programme: Programme) -> Iterator[Line]:
    for host in programme.hosts:
        for span in host.open:
            yield {"host": host.unit, "first": span.first, "last": span.last}


def _roles(programme: Programme) -> Iterator[Line]:
    for member in programme.staff:
        for load in member.roles:
            yield _line(_of("roles"), load, staff=member.id)


def _impartiality(programme: Programme) -> Iterator[Line]:
    for member in programme.staff:
        for bar in member.impartiality:
            yield {"staff": member.id, "kind": bar.kind, "of": bar.of}


def _in_place(person: Participant) -> Post | None:
    """Return the only, undated post, which stands with the participant."""
    only = person.posts[0]
    dated = (only.valid_from, only.valid_to, only.visible_from)
    return only if len(person.posts) == 1 and dated == (None, None, None) else None


def _participants(programme: Programme) -> Iterator[Line]:
    table = _of("participants")
    for person in programme.participants:
        job = _in_place(person)
        names = ("unit", "area", "manager", "role")
        post = {name: getattr(job, name) for name in names} if job else {}
        named = {ATTRIBUTE + name: v for name, v in person.attributes.items()}
        yield _line(table, person, **post) | named


def _posts(programme: Programme) -> Iterator[Line]:
    for person in programme.participants:
        for post in () if _in_place(person) else person.posts:
            yield _line(_of("posts"), post, participant=person.id)


def _wishes(programme: Programme) -> Iterator[Line]:
    for person in programme.participants:
        for wish in person.wishes:
            yield _line(_of("wishes"), wish, participant=person.id)


def _availability(programme: Programme) -> Iterator[Line]:
    held: tuple[tuple[str, Any], ...] = (
        ("participants", programme.participants),
        ("staff", programme.staff),
        ("rooms", programme.rooms),
    )
    for name, rows in held:
        for row in rows:
            period: Availability
            for period in row.availability:
                yield _line(_of("availability"), period, of=name, who=row.id)


def _titled(name: str) -> Callable[[Programme], Iterator[Line]]:
    def lines(programme: Programme) -> Iterator[Line]:
        for row in getattr(programme, name):
            da, en = row.title.da, row.title.en
            line = _line(_of(name), row, title_da=da, title_en=en or '""')
            if name == "activities":
                line["leads"] = tuple((lead.role, lead.relation) for lead in row.leads)
            yield line

    return lines


def _rules(programme: Programme) -> Iterator[Line]:
    for rule in programme.rules:
        yield {
            "kind": rule.kind,
            "id": rule.id,
            "level": rule.level,
            "weight": rule.weight,
            "parameters": parameters_of(rule),
        }


def parameters_of(rule: Rule) -> dict[str, Any]:
    """Return the parameters of a rule as JSON values, in order.

    One that is ``None`` is left out where that is what it is without being given.
    """
    given = rule.model_dump(mode="json")
    defaults = {name: field.default for name, field in type(rule).model_fields.items()}
    return {
        name: value
        for name, value in given.items()
        if name not in {"kind", "id", "level", "weight"}
        and not (value is None and defaults[name] is None)
    }


_SPECIAL: dict[str, Callable[[Programme], Iterator[Line]]] = {
    "programme": _settings,
    "blocks": lambda p: ({"start": b.start, "end": b.end} for b in p.calendar.blocks),
    "closures": lambda p: (_line(_of("closures"), c) for c in p.calendar.closures),
    "profiles": lambda p: (_line(_of("profiles"), c) for c in p.calendar.profiles),
    "directors": _directors,
    "units": _sited("units"),
    "openings": _openings,
    "venues": _sited("venues"),
    "roles": _roles,
    "impartiality": _impartiality,
    "participants": _participants,
    "posts": _posts,
    "wishes": _wishes,
    "availability": _availability,
    "activities": _titled("activities"),
    "levels": _titled("levels"),
    "rules": _rules,
}
