"""Marks in every field of every model, by walking what pydantic knows of them."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date, time, timedelta
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import leaderplan as lp
from leaderplan.domain.base import Frozen, Title
from leaderplan.domain.calendar import CalendarProfile, Closure
from leaderplan.domain.people import (
    Availability,
    GuestAt,
    Impartiality,
    Pair,
    PastLoad,
    RoleLoad,
    Skip,
    Wish,
)
from leaderplan.domain.places import Coordinates, Directorship, Travel
from leaderplan.domain.plan import Lock, Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.waiver import Waiver
from tests.feeds.example import CALENDAR, plan, programme

STRUCTURE = {
    "PlanningCalendar.time_zone": "names the zone of every time",
    "PlanningCalendar.first": "bounds the year",
    "PlanningCalendar.last": "bounds the year",
    "PlanningCalendar.slots_per_block": "places the slots of the day",
    "PlanningCalendar.weekdays": "days of the week",
    "Block.start": "places the slots of the day",
    "Block.end": "places the slots of the day",
    "Closure.weekdays": "days of the week",
    "Closure.blocks": "blocks of the day",
    "Availability.weekdays": "days of the week",
    "Availability.blocks": "blocks of the day",
    "Cohort.network_groups": "how many groups there are",
    "Cohort.module_classes": "how many classes there are",
    "Cohort.make_up_for": "whose dates they are; it has no calendar",
    "Activity.occurrences": "how many sessions there are",
    "Activity.length": "how long a session is",
    "Activity.guests": "a room is told how many come",
    "Session.occurrence": "which session it is",
    "Session.day": "is told",
    "Session.slot": "which session it is",
    "Session.attended": "decides who is told what",
    "Session.starts": "is told",
    "Session.ends": "is told",
    "Milestone.occurrence": "which due date it is",
    "Milestone.day": "is told",
    "Post.valid_from": "decides who is told what",
    "Post.valid_to": "decides who is told what",
    "Post.visible_from": "decides who is told what",
    "Activity.visible_from": "decides when it is told",
    "Directorship.valid_from": "decides who is told what",
    "Directorship.valid_to": "decides who is told what",
}
"""Fields without a mark, each with its reason; all others of every model have one."""

RULE = lp.rules.ClosedDays(id="closed", weight=1, level="dates")

SPECIAL = {"online", "coach", "facilitator", ""}
"""Ids that mean something by themselves."""

FIRST_NUMBER, FIRST_DAY = 9_300_000, date(1903, 1, 1)


def fields() -> set[str]:
    """Return every field that holds a text, an id, a number, a day or a time."""
    return {
        f"{model.__name__}.{name}"
        for model in _models(Programme) | _models(Plan)
        for name, annotation in fields_of(model).items()
        if model is not Title and set(_leaves(annotation)) & LEAVES
    }


LEAVES = {str, int, float, date, time}


def _leaves(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Literal:
        return
    if annotation is Title:
        yield str
    parts = get_args(annotation)
    yield from (leaf for part in parts for leaf in _leaves(part))
    if not parts:
        yield annotation


def _models(model: type[Frozen]) -> set[type[Frozen]]:
    seen, waiting = set(), {model}
    while waiting:
        current = waiting.pop()
        seen.add(current)
        for info in current.model_fields.values():
            waiting |= set(_inside(info.annotation)) - seen
    return seen


def _inside(annotation: Any) -> Iterator[type[Frozen]]:
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        yield annotation
    for part in get_args(annotation):
        yield from _inside(part)


class Salt:
    """Puts marks into models and remembers which field each mark stands for."""

    def __init__(self) -> None:
        self.marks: dict[str, str] = {}
        self.salted: set[str] = set()

    def model(self, given: Any) -> Any:
        """Return a copy with a mark in each field; nothing is validated again."""
        kind = type(given)
        name_of = "Rule" if isinstance(given, lp.Rule) else kind.__name__
        values = {
            name: self.value(
                getattr(given, name), fields_of(kind)[name], f"{name_of}.{name}"
            )
            for name in kind.model_fields
        }
        return kind.model_construct(**values)

    def value(self, given: Any, annotation: Any, place: str) -> Any:
        """Return a value with a mark; what bears the structure stays."""
        if place in STRUCTURE or given is None or isinstance(given, bool):
            return given
        if isinstance(given, Title):
            both = (self._text(place) for _ in range(2))
            return Title.model_construct(**dict(zip(("da", "en"), both, strict=True)))
        if isinstance(given, Frozen):
            return self.model(given)
        if isinstance(given, dict):
            return {
                self._id(k, place): self.value(v, str, place) for k, v in given.items()
            }
        if isinstance(given, tuple):
            inner = _item(annotation)
            return tuple(self.value(row, inner, place) for row in given)
        return self._plain(given, annotation, place)

    def _plain(self, given: Any, annotation: Any, place: str) -> Any:
        if _is_literal(annotation):
            return given
        number = len(self.marks)
        if isinstance(given, str):
            if _is_id(annotation):
                return self._id(given, place)
            mail = "@" in given or place.endswith(".email")
            return self._text(place, mail=mail) if given else given
        if isinstance(given, int | float):
            self._mark(str(FIRST_NUMBER + number), place)
            return FIRST_NUMBER + number + (0.5 if isinstance(given, float) else 0)
        if isinstance(given, date):
            day = FIRST_DAY + timedelta(days=number)
            self._mark(str(day), place)
            return day
        assert isinstance(given, time), f"{place}: no mark for {given!r}"
        return given

    def _id(self, given: str, place: str) -> str:
        if given in SPECIAL:
            return given
        self._mark(f"canaryId{given}", place)
        return f"canaryId{given}"

    def _text(self, place: str, *, mail: bool = False) -> str:
        stem = f"canary{place.replace('.', '').replace('_', '')}{len(self.marks)}x"
        if mail:
            self._mark(stem, place)
            return f"{stem}@example.org"
        self._mark(f"{stem}first", f"{place}:first")
        self._mark(f"{stem}last", f"{place}:last")
        return f"{stem}first {stem}last"

    def _mark(self, mark: str, place: str) -> None:
        self.marks.setdefault(mark, place)
        self.salted.add(place.partition(":")[0])

    def told_in(self, text: str) -> set[str]:
        """Return the fields whose marks stand in a text."""
        return {place for mark, place in self.marks.items() if mark in text}


@cache
def fields_of(kind: type[Frozen]) -> dict[str, Any]:
    """Return the annotations of a model's fields."""
    return {n: i.rebuild_annotation() for n, i in kind.model_fields.items()}


def _item(annotation: Any) -> Any:
    """Return what a tuple's annotation says of its items."""
    for part in (annotation, *get_args(annotation)):
        if get_origin(part) is tuple:
            return get_args(part)[0]
        if get_origin(part) in {Union, types.UnionType} or hasattr(
            part, "__metadata__"
        ):
            inner = _item(part) if part is not annotation else None
            if inner is not None:
                return inner
    return annotation


def _is_literal(annotation: Any) -> bool:
    return get_origin(annotation) is Literal or any(
        _is_literal(part) for part in get_args(annotation)
    )


def _is_id(annotation: Any) -> bool:
    return "_identifier" in repr(annotation)


def without(what: Any, **values: Any) -> Any:
    """Return a model with values that nothing has validated together."""
    return what.model_copy(update=values)


AWAY = Availability(first=date(2027, 9, 1), last=date(2027, 9, 2))
HERE = Coordinates(latitude=55.0, longitude=10.0)


def complete() -> Programme:
    """Return the example with a value in every field of every table."""
    given = programme()
    first = {
        "participants": {
            "email": "p@example.org", "availability": (AWAY,), "goals": ("goal",),
            "attributes": {"mbti": "ENTP", "gender": "f"}, "vetoes": ("coach2",),
            "wishes": (Wish(rank=1, host="vaert"), Wish(rank=2, sector="school"),
                       Wish(rank=3, area="nord")),
            "rpl_by": date(2027, 10, 1), "exempt": ("other",),
            "skips": (Skip(activity="other", occurrence=3),),
            "guest_at": (GuestAt(activity="other", occurrence=2, audience="h27"),),
        },
        "staff": {
            "email": "s@example.org", "unit": "birk", "area": "nord",
            "reports_to": "dir", "specialities": ("exams",), "availability": (AWAY,),
            "impartiality": (Impartiality(kind="unit", of="elm"),),
            "profile": "schools",
            "roles": (RoleLoad(role="coach", smallest=1, largest=9, per_day=4),
                      RoleLoad(role="examiner")),
        },
        "units": {"address": "Byvej 1", "coordinates": HERE, "staff_count": 40,
                  "profile": "schools"},
        "venues": {"area": "nord", "coordinates": HERE},
        "rooms": {"features": ("projector",), "availability": (AWAY,), "cost": 500},
        "hosts": {"open": (lp.Span(first=date(2027, 9, 1), last=date(2028, 1, 1)),),
                  "specialities": ("play",)},
        "areas": {"directors": (Directorship(staff="dir", sector="school"),
                                Directorship(staff="dir"))},
        "cohorts": {"classes_with": "h27"},
    }  # fmt: skip
    tables = {
        name: tuple(without(row, **values) for row in getattr(given, name))
        for name, values in first.items()
        if name not in {"areas", "hosts", "staff"}
    }
    for name in ("areas", "hosts", "staff"):
        head, *rest = getattr(given, name)
        tables[name] = (without(head, **first[name]), *rest)
    posts = tuple(
        without(p, posts=tuple(without(post, role="teacher") for post in p.posts))
        for p in tables["participants"]
    )
    activities = tuple(
        without(a, themes=tuple(f"theme{i}" for i in range(a.occurrences)),
                features=("projector",), cohorts=("h27",), quarter_days=4, ects=1,
                only=tuple(p.id for p in given.participants))
        for a in given.activities
    )  # fmt: skip
    calendar = without(
        CALENDAR, default_profile="schools",
        closures=(Closure(id="jul", name="Jul", first=date(2027, 12, 24),
                          last=date(2027, 12, 31)),),
        profiles=(CalendarProfile(id="schools", name="Skoler", closures=("jul",)),),
    )  # fmt: skip
    return without(
        given, **tables | {"participants": posts}, activities=activities,
        calendar=calendar, rules=(RULE,), ledger_total=84, default_travel=30,
        travel=(Travel(origin="birk", destination="hus", minutes=20),),
        pairs=(Pair(first="p1", second="p2", relation="apart"),),
        history=(PastLoad(subject="vaert", year=2026, uses=1, participant="p1"),),
        waivers=(Waiver(rule="w", subject=("p1",), reason="ill", by="Kim"),),
    )  # fmt: skip


def locked(given: Plan | None = None) -> Plan:
    """Return a plan in which every session has a reason not to move."""
    found = given or plan()
    lock = Lock(reason="agreed", by="Kim", on=date(2027, 9, 1))
    rows = tuple(without(s, locked=lock) for s in found.sessions)
    return without(found, sessions=rows)
