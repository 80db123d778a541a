"""Hypothesis strategies for small programmes and well-formed plans of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.base import Span, title
from leaderplan.domain.calendar import (
    DEFAULT_BLOCKS,
    Block,
    CalendarProfile,
    Closure,
    PlanningCalendar,
)
from leaderplan.domain.change.base import edited
from leaderplan.domain.people import (
    Availability,
    Cohort,
    GuestAt,
    Impartiality,
    Pair,
    Participant,
    PastLoad,
    Post,
    RoleLoad,
    Skip,
    Staff,
    Wish,
)
from leaderplan.domain.places import (
    Area,
    Directorship,
    HostUnit,
    Room,
    Travel,
    Unit,
    Venue,
)
from leaderplan.domain.programme import Programme
from tests.drawn_plans import Draw, plans

__all__ = ["plans", "small_programmes", "visited"]

T = TypeVar("T")

FIRST = date(2027, 9, 1)
"""A Wednesday, so that weeks do not start with the horizon."""
SECTORS = ("school", "day-care", "leisure")
SUBJECTS = ("strategy", "feedback", "economy")


class Dice(Random):
    """Chance that a programme's details are made from; plain dice show the first.

    Single draws for some hundred details, or several of one kind, would make most
    examples of Hypothesis variants of each other; so it draws one seed.
    """

    plain = False

    def pick(self, options: Sequence[T]) -> T:
        """Choose one of some options; plain dice the first."""
        return options[0] if self.plain else self.choice(options)

    def between(self, least: int, most: int) -> int:
        """Choose a number; plain dice the least."""
        return least if self.plain else self.randint(least, most)

    def often(self, share: int = 2) -> bool:
        """Say yes in one of ``share`` cases; plain dice never."""
        return not self.plain and self.randrange(share) == 0


def some(dice: Dice, options: Sequence[T], most: int) -> tuple[T, ...]:
    """Draw up to ``most`` different options, in their order."""
    chosen = {dice.between(0, len(options) - 1) for _ in range(most)}
    return tuple(options[i] for i in sorted(chosen) if dice.often())


def _availability(dice: Dice, first: date, days: int) -> tuple[Availability, ...]:
    """Draw up to two rows: free periods, weekdays and half days of every state."""
    rows = []
    for _ in range(dice.between(0, 2)):
        start = first + timedelta(days=dice.between(0, days - 1))
        by_weekday = dice.often()
        rows.append(
            Availability(
                state=dice.pick(("unavailable", "prefer_not", "unanswered")),
                first=start,
                last=start + timedelta(days=dice.between(0, 9)),
                weekdays=(dice.between(0, 4),) if by_weekday else None,
                blocks=dice.pick((None, (0,), (1, 2))),
            )
        )
    return tuple(rows)


def _calendar(dice: Dice) -> PlanningCalendar:
    """Draw a horizon of 8 to 10 weeks with closures and two profiles."""
    first = FIRST + timedelta(days=dice.between(0, 2))
    days = dice.between(56, 70)

    def closure(key: str, length: int, blocks: tuple[int, ...] | None) -> Closure:
        start = first + timedelta(days=dice.between(0, days - length))
        last = start + timedelta(days=length - 1)
        return Closure(id=key, name=key, first=start, last=last, blocks=blocks)

    closures = (
        closure("autumn", dice.between(1, 5), None),
        closure("fair", 2, (2,)),
        closure("holiday", 1, None),
    )
    return PlanningCalendar(
        first=first,
        last=first + timedelta(days=days - 1),
        blocks=dice.pick(
            (
                DEFAULT_BLOCKS[:3],
                (*DEFAULT_BLOCKS, Block(start=time(16), end=time(17))),
            ),
        ),
        slots_per_block=dice.between(1, 2),
        weekdays=dice.pick(((0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5))),
        closures=closures,
        profiles=(
            CalendarProfile(id="office", name="office", closures=("holiday",)),
            CalendarProfile(
                id="school", name="school", closures=("autumn", "fair", "holiday")
            ),
        ),
        default_profile=dice.pick(("office", None)),
    )


def _areas(dice: Dice, first: date) -> tuple[Area, ...]:
    change = first + timedelta(days=dice.between(7, 50))
    before = change - timedelta(days=1)
    whole = Directorship(staff="d1")
    shared = (
        Directorship(staff="d2", sector="school"),
        Directorship(staff="d1", valid_to=before),
        Directorship(staff="d3", valid_from=change + timedelta(days=dice.pick((0, 5)))),
    )
    return (
        Area(id="east", name="Øst", directors=(whole,)),
        Area(id="west", name="Vest", directors=dice.pick(((whole,), shared))),
    )


def _units(dice: Dice) -> tuple[Unit, ...]:
    return tuple(
        Unit(
            id=f"u{i}",
            name=f"Enhed {i}",
            sector=SECTORS[i % 3],
            area=("east", "west")[i % 2],
            staff_count=dice.pick((20, 45, 80)),
            profile=dice.pick((None, "school")),
            max_away=dice.between(1, 2),
        )
        for i in range(5)
    )


def _hosts(dice: Dice, calendar: PlanningCalendar) -> tuple[HostUnit, ...]:
    middle = calendar.first + timedelta(days=dice.between(14, 40))
    opens = ((), (Span(last=middle),), (Span(first=middle, last=calendar.last),))
    return tuple(
        HostUnit(
            unit=f"u{i}",
            leader=f"l{i}",
            capacity_week=dice.between(1, 2),
            capacity_year=dice.between(1, 3),
            open=dice.pick(opens),
            specialities=some(dice, SUBJECTS, 1),
        )
        for i in range(1, 4 + dice.between(0, 1))
    )


def _rooms(dice: Dice, calendar: PlanningCalendar) -> tuple[Room, ...]:
    days = len(calendar.days())
    return tuple(
        Room(
            id=f"r{i}",
            name=f"Lokale {i}",
            venue=("hall", "library")[i % 2],
            capacity=dice.pick((12, 7, 5, 2)),
            features=some(dice, ("projector", "step-free"), 2),
            availability=_availability(dice, calendar.first, days),
            cost=dice.pick((0, 250, 1000)),
        )
        for i in range(3 + dice.between(0, 1))
    )


def _travel(dice: Dice) -> tuple[Travel, ...]:
    sites = ("hall", "library", "u0", "u1", "u2", "u3", "u4")
    pairs = [(a, b) for i, a in enumerate(sites) for b in sites[i + 1 :]]
    return tuple(
        Travel(origin=a, destination=b, minutes=dice.pick((20, 0, 45, 95)))
        for a, b in pairs
        if dice.often()
    )


def _roles(dice: Dice, *names: str) -> tuple[RoleLoad, ...]:
    return tuple(
        RoleLoad(
            role=name,
            smallest=dice.between(0, 1),
            largest=dice.pick((None, 6, 3, 1)),
            per_day=dice.pick((None, 2, 1)),
        )
        for name in names
    )


BARRED = (
    (),
    (Impartiality(kind="participant", of="p1"),),
    (Impartiality(kind="unit", of="u1"),),
    (Impartiality(kind="area", of="west"),),
    (Impartiality(kind="role", of="teacher"),),
    (Impartiality(kind="staff", of="l2"),),
)


def _staff(dice: Dice, calendar: PlanningCalendar) -> tuple[Staff, ...]:
    days = len(calendar.days())

    def made(key: str, roles: tuple[str, ...], unit: int | None = None) -> Staff:
        return Staff(
            id=key,
            name=f"Person {key}",
            roles=_roles(dice, *roles),
            unit=None if unit is None else f"u{unit}",
            area=None if unit is None else ("east", "west")[unit % 2],
            reports_to=dice.pick((None, "d1", "l1"))
            if key not in {"d1", "l1"}
            else None,
            specialities=some(dice, SUBJECTS, 2),
            availability=_availability(dice, calendar.first, days),
            profile=dice.pick((None, "school")),
            impartiality=dice.pick(BARRED),
        )

    leaders = [made(f"l{i}", ("manager", "host_leader"), i) for i in range(5)]
    participant = made("p0", ("manager",), 0)
    directors = [made(f"d{i}", ("director",)) for i in (1, 2, 3)]
    coaches = [
        made(f"c{i}", ("coach",), dice.pick((None, 0, 1)))
        for i in range(2 + dice.between(0, 1))
    ]
    facilitators = [
        made("f0", ("facilitator",)),
        made("f1", ("facilitator", "lecturer")),
    ]
    others = [
        made("t0", ("lecturer", "examiner"), dice.pick((None, 1))),
        made("x0", ("external_examiner",)),
        made("x1", ("examiner", "external_examiner")),
    ]
    return (*leaders, participant, *directors, *coaches, *facilitators, *others)


def _posts(dice: Dice, calendar: PlanningCalendar, number: int) -> tuple[Post, ...]:
    def post(unit: int, first: date | None, last: date | None) -> Post:
        area = ("east", "west")[unit % 2]
        boss = dice.pick((f"l{unit}", "l0", *(("p0",) if number else (None,))))
        role = dice.pick(("pedagogue", "teacher"))
        return Post(unit=f"u{unit}", area=area, manager=boss, role=role,
                    valid_from=first, valid_to=last)  # fmt: skip

    here = dice.between(0, 4)
    if not dice.often(3):
        return (post(here, None, None),)
    days = dice.pick((dice.between(1, 50), dice.between(-400, 0)))
    change = calendar.first + timedelta(days=days)
    former = post(here, None, change - timedelta(days=1))
    return (former, post(dice.between(0, 4), change, None))


SKIPPED = (("career_talk",), ("theme",), ("teaching",), ("exam", "career_talk"))


def _skips(dice: Dice) -> tuple[Skip, ...]:
    """Draw single occurrences that somebody does not take part in, mostly none."""
    names = ("theme", "teaching", "career_talk", "exam")
    rows = [Skip(activity=dice.pick(names), occurrence=dice.pick((1, 2)))]
    return tuple(rows) if dice.often(5) else ()


def _participants(
    dice: Dice, calendar: PlanningCalendar, hosts: Sequence[HostUnit]
) -> tuple[Participant, ...]:
    days, units = len(calendar.days()), [h.unit for h in hosts]
    wishes = (
        (),
        (Wish(rank=1, host=units[0]), Wish(rank=2, sector="leisure")),
        (Wish(rank=1, area="west"), Wish(rank=3, sector="school", area="east")),
    )
    return tuple(
        Participant(
            id=f"p{i}",
            name=f"Deltager {i}",
            cohort="h27",
            posts=_posts(dice, calendar, i),
            availability=_availability(dice, calendar.first, days),
            attributes=dice.pick(({"gender": "f"}, {"gender": "m"}, {})),
            wishes=dice.pick(wishes),
            vetoes=some(dice, units, 1),
            goals=some(dice, (*SUBJECTS, *SECTORS), 2),
            admitted=not dice.often(4),
            rpl_by=dice.pick((None, calendar.first + timedelta(days=3))),
            exempt=dice.pick(SKIPPED) if dice.often(4) else (),
            skips=_skips(dice),
        )
        for i in range(7)
    )


def _joint_activities(dice: Dice, slots: int, per: int) -> list[Activity]:
    """Kick-off, theme days, network meetings, teaching days and kick-on."""
    name, picked = title("Dag", "Day"), (Lead(role="lecturer"),)
    whole, half = slots, per * 2
    room: Any = {"where": ("room",)}
    seen = {"plenary": True, "audience": "cohort", **room}
    network_place = dice.pick((("room", "member_unit"), ("member_unit",), ("room",)))
    return [
        Activity(id="kick_off", title=name, kind="kick_off", length=whole,
                 quarter_days=4, guests=dice.between(0, 3), **seen),
        Activity(id="theme", title=name, kind="theme_day", length=whole, occurrences=2,
                 leads=picked, features=("projector",), quarter_days=4,
                 themes=("strategy", dice.pick(SUBJECTS)), **seen),
        Activity(id="network", title=name, kind="network_meeting", length=half,
                 occurrences=2, audience="network_group", where=network_place,
                 leads=(Lead(role="facilitator", relation="group"),), quarter_days=2),
        Activity(id="teaching", title=name, kind="teaching_day", length=whole,
                 occurrences=2 + dice.between(0, 1), audience="class",
                 leads=picked, quarter_days=4, ects=5,
                 forms=dice.pick((("free",), ("single_days",), ("two_two_one",),
                                   ("two_two_one", "single_days"))), **room),
        Activity(id="kick_on", title=name, kind="kick_on", length=half,
                 quarter_days=2, **seen),
    ]  # fmt: skip


PRACTICUM_FORMS = (
    ("week",),
    ("week", "three_two"),
    ("three_two",),
    ("week", "five_single"),
    ("five_single",),
)


def _own_activities(dice: Dice, slots: int, per: int) -> list[Activity]:
    """Director meetings, practicum, exam, talks and due dates."""
    name = title("Samtale", "Talk")
    director = (Lead(role="director", relation="director"),)
    manager = Lead(role="manager", relation="manager")
    host = Lead(role="host_leader", relation="host_leader")
    guided = dice.pick(((host,), (host, manager)))
    return [
        Activity(id="director_meeting", title=name, kind="director_meeting", length=per,
                 audience="area", where=("room",), leads=director, away=False,
                 smallest_area=dice.between(1, 3)),
        Activity(id="coaching", title=name, kind="coaching", length=per, occurrences=2,
                 where=("online", "room"), quarter_days=1,
                 leads=(Lead(role="coach", relation="coach"),)),
        Activity(id="practicum", title=name, kind="practicum", length=slots,
                 occurrences=5, forms=dice.pick(PRACTICUM_FORMS), where=("host_unit",),
                 quarter_days=4, leads=guided),
        Activity(id="exam", title=name, kind="exam", length=1, where=("room",),
                 leads=(Lead(role="examiner"), Lead(role="external_examiner"))),
        Activity(id="three_way", title=name, kind="three_way_talk", length=per,
                 where=("home_unit",), leads=(manager,), away=False),
        Activity(id="career_talk", title=name, kind="career_talk", length=1,
                 where=("online",), leads=director),
        Activity(id="plan_due", title=name, kind="milestone", length=0),
        Activity(id="hand_in", title=name, kind="milestone", length=0,
                 occurrences=dice.between(1, 2)),
    ]  # fmt: skip


def _pairs(dice: Dice, people: Sequence[Participant]) -> tuple[Pair, ...]:
    found = {}
    for _ in range(dice.between(0, 3)):
        one, other = dice.between(0, 3), dice.between(0, 3)
        if one < other:
            relation = dice.pick(("apart", "linked", "acquainted"))
            found[one, other] = Pair(
                first=people[one].id, second=people[other].id, relation=relation
            )
    return tuple(found.values())


def _history(dice: Dice, hosts: Sequence[HostUnit]) -> tuple[PastLoad, ...]:
    subjects = (hosts[0].unit, hosts[-1].unit, "c0", "hall")
    return tuple(
        PastLoad(
            subject=dice.pick(subjects),
            year=FIRST.year - dice.between(1, 3),
            uses=dice.between(1, 2),
            participant=dice.pick((None, "p1", "p2")),
        )
        for _ in range(dice.between(0, 3))
    )


def _split(
    seed: int, people: tuple[Participant, ...], activities: list[Activity]
) -> tuple[tuple[Participant, ...], list[Activity]]:
    """Let every other participant follow a second cohort; areas meet by cohort."""
    moved = tuple(
        person.model_copy(update={"cohort": "f28"}) if number % 2 else person
        for number, person in enumerate(people)
    )
    by_cohort = {"audience": "cohort_area"} if seed % 5 else {}
    return moved, [
        a.model_copy(update=by_cohort) if a.id == "director_meeting" else a
        for a in activities
    ]


def _second(seed: int) -> Cohort:
    """Make a second cohort: with a class of its own, or mixed with the first."""
    if seed % 7 < 3:
        return Cohort(id="f28", name="Hold 28", network_groups=1, module_classes=1)
    return Cohort(id="f28", name="Hold 28", network_groups=1, classes_with="h27")


def visited(dice: Dice, made: Programme) -> Programme:
    """Let a few be guests at sessions of others, and keep seats for such."""
    people = {person.id: person for person in made.participants}
    joint = [
        key
        for key in made.session_keys
        if made.activity(key.activity).audience != "participant"
    ]
    for _ in range(dice.between(1, 3)):
        person = people[dice.pick(list(people))]
        taken = {(row.activity, row.occurrence) for row in person.guest_at}
        left = [
            key
            for key in joint
            if key.audience != person.cohort
            and key.activity not in person.exempt
            and (key.activity, key.occurrence) not in taken
        ]
        if left:
            key = dice.pick(left)
            rows = (*person.guest_at, GuestAt(**key._asdict()))
            people[person.id] = edited(person, guest_at=rows)
    activities = tuple(
        edited(a, spare_seats=dice.pick((0, 1, 2)))
        if a.audience != "participant"
        else a
        for a in made.activities
    )
    return made.replace(participants=tuple(people.values()), activities=activities)


def made_up(dice: Dice, made: Programme) -> Programme:
    """Buy make-up dates of what a cohort has, with a seat or two."""
    first = made.cohorts[0]
    dates = Cohort(
        id="make-up", name="Opsamling", make_up_for=first.id, seats=dice.between(1, 2)
    )
    cohorts = tuple(cohort.id for cohort in made.cohorts)
    bought = some(dice, ("kick_off", "theme", "kick_on"), 3) or ("theme",)
    activities = tuple(
        edited(a, cohorts=(*(a.cohorts or cohorts),
                           *((dates.id,) if a.id in bought else ())))
        if a.audience == "cohort"
        else a
        for a in made.activities
    )  # fmt: skip
    return made.replace(cohorts=(*made.cohorts, dates), activities=activities)


@st.composite
def small_programmes(draw: Draw) -> Programme:
    """Draw a small but complete programme of one cohort or two, without rules.

    Activities are ``kick_off``, ``theme``, ``network``, ``teaching``,
    ``kick_on``, ``director_meeting``, ``coaching``, ``practicum``, ``exam``,
    ``three_way``, ``career_talk``, ``plan_due`` and ``hand_in``; ``p0`` is both
    a participant and, for some, the manager.
    """
    seed = draw(st.integers(0, 2**32 - 1))
    dice = Dice(seed)
    dice.plain = seed % 8 == 0
    size, classes = 4 + seed % 4, 1 + seed % 2
    calendar = _calendar(dice)
    slots, per = calendar.slots_per_day, calendar.slots_per_block
    hosts = _hosts(dice, calendar)
    people = _participants(dice, calendar, hosts)[:size]
    activities = _joint_activities(dice, slots, per) + _own_activities(dice, slots, per)
    if dice.often(4):
        few = tuple(person.id for person in people[:3])
        activities = [
            a.model_copy(update={"only": few}) if a.id in ("three_way", "theme") else a
            for a in activities
        ]
    cohorts = (
        Cohort(id="h27", name="Hold 27", network_groups=2, module_classes=classes),
    )
    if seed % 5 < 2:
        people, activities = _split(seed, people, activities)
        cohorts += (_second(seed),)
    promised = sum(a.quarter_days * a.occurrences for a in activities)
    made = Programme(
        id="small",
        calendar=calendar,
        areas=_areas(dice, calendar.first),
        units=_units(dice),
        hosts=hosts,
        venues=(
            Venue(id="hall", name="Salen"),
            Venue(id="library", name="Biblioteket"),
        ),
        rooms=_rooms(dice, calendar),
        travel=_travel(dice),
        default_travel=10,
        staff=_staff(dice, calendar),
        cohorts=cohorts,
        participants=people,
        pairs=_pairs(dice, people),
        activities=tuple(activities),
        ledger_total=dice.pick((promised, promised + 2, None)),
        history=_history(dice, hosts),
    )
    return visited(dice, made) if dice.often(3) else made
