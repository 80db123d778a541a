"""A small programme and its plan, made by hand, that tests of feeds start from."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.base import title
from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.people import Cohort, Participant, Post, RoleLoad, Staff
from leaderplan.domain.places import Area, Directorship, HostUnit, Room, Unit, Venue
from leaderplan.domain.plan import (
    CoachMatch,
    Milestone,
    ModuleClass,
    NetworkGroup,
    Placement,
    Plan,
    Session,
    SessionStaff,
)
from leaderplan.domain.programme import Programme

NOW = datetime(2027, 6, 1, 9, 30, tzinfo=UTC)
CALENDAR = PlanningCalendar(first=date(2027, 9, 1), last=date(2028, 6, 16))

MORNING, AFTERNOON, SECOND = 0, 4, 2
"""First slots of a morning's, an afternoon's and the second block's session."""

ACTIVITIES = (
    ("kick_off", "cohort", 1, 8, "Kick-off", "Kick-off", None),
    ("theme_day", "cohort", 4, 8, "Temadag", "Theme day", None),
    ("network_meeting", "network_group", 3, 8, "Netværksmøde", "Meeting", "group"),
    ("teaching_day", "class", 5, 8, "DIL dag", "DIL day", None),
    ("exam", "participant", 1, 1, "Eksamen", "Exam", None),
    ("re_exam", "participant", 1, 1, "Omprøve", "Re-exam", None),
    ("practicum", "participant", 5, 8, "Ledelsespraktik", "Practicum", "host_leader"),
    ("coaching", "participant", 2, 2, "Coaching", "Coaching", "coach"),
    ("three_way_talk", "participant", 1, 2, "Trepartssamtale", "Talk", "manager"),
    ("director_meeting", "area", 1, 2, "Områdemøde", "Area meeting", "director"),
    ("career_talk", "participant", 1, 1, "Karrieresamtale", "Career talk", "director"),
    ("kick_on", "cohort", 1, 8, "Kick-on", "Kick-on", None),
)  # fmt: skip

WHERE = {
    "practicum": ("host_unit",),
    "three_way_talk": ("home_unit",),
    "coaching": ("room", "online"),
}


def _activities() -> tuple[Activity, ...]:
    rows = [
        Activity(
            id=kind, kind=kind, audience=audience, occurrences=count, length=length,
            title=title(da, en), where=WHERE.get(kind, ("room",)),
            leads=(Lead(role=relation, relation=relation),) if relation else (),
        )
        for kind, audience, count, length, da, en, relation in ACTIVITIES
    ]  # fmt: skip
    plan_due = Activity(
        id="plan", kind="milestone", length=0, title=title("Udviklingsplan", "Plan")
    )
    return (*rows, plan_due)


def _staff() -> tuple[Staff, ...]:
    rows = [
        ("coach1", "Mette Coachsen", "coach"),
        ("coach2", "Ulla Coachsen", "coach"),
        ("fac", "Finn Facilitator", "group"),
        ("boss", "Bodil Boss", "manager"),
        ("boss2", "Niels Nyboss", "manager"),
        ("dir", "Dorte Direktør", "director"),
        ("dir2", "Dan Direktør", "director"),
        ("hostlead", "Hanne Vært", "host_leader"),
    ]
    return tuple(
        Staff(id=key, name=name, roles=(RoleLoad(role=role),))
        for key, name, role in rows
    )


def programme(**changes: Any) -> Programme:
    """Make the programme: three participants of one group, class and area."""
    facts: dict[str, Any] = {
        "id": "ledere-27",
        "name": "Bedre ledelse",
        "calendar": CALENDAR,
        "areas": (
            Area(id="nord", name="Nord", directors=(Directorship(staff="dir"),)),
            Area(id="syd", name="Syd", directors=(Directorship(staff="dir2"),)),
        ),
        "units": (
            Unit(id="birk", name="Skole Birk", sector="school", area="nord"),
            Unit(id="elm", name="Børnehuset Elm", sector="day_care", area="nord"),
            Unit(
                id="vaert", name="Fritidscenter Ærø", sector="leisure", area="nord",
                address="Gågade 1",
            ),
            Unit(id="hemmelig", name="Skole Hemmelig", sector="school", area="syd"),
        ),
        "hosts": (HostUnit(unit="vaert", leader="hostlead", capacity_year=3),),
        "venues": (Venue(id="hus", name="Kursushuset", address="Åvej 2, Øby"),),
        "rooms": (
            Room(id="sal", name="Salen", venue="hus", capacity=60),
            Room(id="lille", name="Lille rum", venue="hus", capacity=8),
        ),
        "staff": _staff(),
        "cohorts": (
            Cohort(id="h27", name="Hold 2027", network_groups=1, module_classes=1),
        ),
        "participants": tuple(
            Participant(id=key, name=name, cohort="h27", posts=(post(unit),))
            for key, name, unit in (
                ("p1", "Anna Holm", "birk"),
                ("p2", "Bo Æbelø", "elm"),
                ("p3", "Cleo Ørsted", "birk"),
            )
        ),
        "activities": _activities(),
    }  # fmt: skip
    return Programme(**(facts | changes))


def post(unit: str, manager: str = "boss", **more: Any) -> Post:
    """Make a post in a unit, in the area north."""
    return Post(**({"unit": unit, "area": "nord", "manager": manager} | more))


def session(
    activity: str,
    audience: str,
    occurrence: int,
    day: date,
    slot: int = MORNING,
    place: str | None = "sal",
    **staff: str,
) -> Session:
    """Make a session with the clock times that follow from its slot."""
    length = next(row[3] for row in ACTIVITIES if row[0] == activity)
    starts, ends = CALENDAR.clock(slot, length)
    return Session(
        activity=activity, audience=audience, occurrence=occurrence, day=day,
        slot=slot, starts=starts, ends=ends, place=place,
        staff=tuple(SessionStaff(role=r, staff=s) for r, s in staff.items()),
    )  # fmt: skip


def _joint_sessions() -> list[Session]:
    days = {
        "kick_off": [date(2027, 9, 1)],
        "theme_day": [
            date(2027, 9, 14), date(2027, 11, 2), date(2028, 2, 1), date(2028, 3, 28),
        ],
        "kick_on": [date(2028, 6, 1)],
    }  # fmt: skip
    rows = [
        session(activity, "h27", number, day)
        for activity, found in days.items()
        for number, day in enumerate(found, 1)
    ]
    # The working days around both clock changes: 31 October and 26 March.
    meetings = [date(2027, 10, 29), date(2027, 11, 1), date(2028, 3, 27)]
    rows += [
        session("network_meeting", "h27-A", number, day, group="fac")
        for number, day in enumerate(meetings, 1)
    ]
    rows += [
        session("teaching_day", "h27-1", number, date(2027, 9, day))
        for number, day in enumerate((16, 17, 23, 24, 30), 1)
    ]
    return rows


def _own_sessions(number: int, person: str) -> list[Session]:
    day = date(2028, 1, 2 + 7 * number)
    rows = [
        session("exam", person, 1, date(2027, 12, 13), MORNING + number, "lille"),
        session("re_exam", person, 1, date(2028, 2, 14), MORNING + number, "lille"),
        session("coaching", person, 1, date(2027, 10, 4 + number), MORNING, "online",
                coach="coach1"),
        session("coaching", person, 2, date(2028, 3, 6 + number), AFTERNOON, "lille",
                coach="coach1"),
        session("three_way_talk", person, 1, date(2027, 10, 11 + number), SECOND,
                "birk" if person != "p2" else "elm", manager="boss"),
        session("career_talk", person, 1, date(2027, 10, 4 + number), SECOND, "lille",
                director="dir"),
    ]  # fmt: skip
    rows += [
        session("practicum", person, i, date(day.year, 1, day.day + i), MORNING,
                "vaert", host_leader="hostlead")
        for i in range(1, 6)
    ]  # fmt: skip
    return rows


@cache
def plan() -> Plan:
    """Make the plan of :func:`programme`."""
    people = ("p1", "p2", "p3")
    own = [s for i, person in enumerate(people) for s in _own_sessions(i, person)]
    area = session("director_meeting", "nord", 1, date(2027, 11, 9), director="dir")
    return Plan(
        sessions=(*_joint_sessions(), *own, area),
        groups=(
            NetworkGroup(
                id="h27-A", cohort="h27", participants=people, facilitator="fac"
            ),
        ),
        classes=(ModuleClass(id="h27-1", cohort="h27", participants=people),),
        placements=tuple(Placement(participant=p, host="vaert") for p in people),
        matches=tuple(CoachMatch(participant=p, coach="coach1") for p in people),
        milestones=tuple(
            Milestone(
                activity="plan", participant=p, occurrence=1, day=date(2027, 9, 20)
            )
            for p in people
        ),
    )


def with_session(given: Plan, changed: Session) -> Plan:
    """Return the plan with one session in place of the one of the same identity."""
    rows = tuple(changed if s.key == changed.key else s for s in given.sessions)
    assert rows != given.sessions
    return given.model_copy(update={"sessions": rows})
