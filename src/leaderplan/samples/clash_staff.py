"""Conflicts of those who lead: away, too busy, too close, or none at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from leaderplan import rules as r
from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Impartiality, Post, RoleLoad, Staff
from leaderplan.domain.places import Directorship, Unit
from leaderplan.samples.bench import Bench, stuck, week_of
from leaderplan.samples.clash_dates import window
from leaderplan.samples.extras import extra, first_of

MENTOR = Lead(role="mentor")
"""Mentors are picked for each talk."""

NEW_POST = date(2028, 6, 14)
"""A Wednesday after the year's last meeting."""


def _mentors(bench: Bench, count: int, **load: int) -> list[str]:
    """Add mentors who are always free."""
    ids = [f"mentor-{number}" for number in range(1, count + 1)]
    roles = (RoleLoad(role="mentor", **load),)
    bench.insert("staff", *(Staff(id=i, name=i.capitalize(), roles=roles) for i in ids))
    return ids


def manager_away(bench: Bench) -> None:
    """The manager is away in the week of a talk."""
    person = bench.people()[0]
    post = bench.person(person).posts[-1]
    manager = post.manager or ""
    quiet = [d for d in bench.quiet(person, manager) if d in post.span]
    weeks = [
        week
        for week in sorted({week_of(day) for day in quiet})
        if not any((manager, day) in bench.taken for day in _days(*week))
    ]
    first, last = bench.draw.choice(weeks)
    day = next(d for d in quiet if first <= d <= last)
    other = bench.draw.choice([d for d in quiet if not first <= d <= last])
    lead = Lead(role="manager", relation="manager")
    bench.add(extra("lederstatus", where=("home_unit",), leads=(lead,)), [person])
    bench.ask(window("lederstatus", first, last))
    bench.absent(manager, first, last)
    key, seats = first_of("lederstatus", person), [("manager", manager)]
    bench.needs("period-lederstatus", [key],
                bench.session(key, other, 0, post.unit, seats))  # fmt: skip
    bench.needs("staff_availability", [manager, key],
                bench.session(key, day, 0, post.unit, seats))  # fmt: skip


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _next_units(bench: Bench, post: Post) -> list[Unit]:
    """Other units of the area and sector, where nobody of the cohort works or stays."""
    sector, hosts = bench.programme.unit(post.unit).sector, bench.view.host_of.values()
    known = {p.unit for who in bench.programme.participants for p in who.posts}
    return [
        unit
        for unit in bench.programme.units
        if (unit.sector, unit.area) == (sector, post.area)
        and unit.id not in known.union(hosts)
    ]


def _mover(bench: Bench) -> tuple[str, Unit]:
    """Draw somebody who can change jobs after the year's last meeting, and where to."""
    around = {NEW_POST - timedelta(days=1), NEW_POST}
    for who in bench.people():
        post = bench.person(who).posts[-1]
        stays = (post.valid_from or date.min) < bench.programme.calendar.first
        units = _next_units(bench, post)
        if stays and units and around <= set(bench.quiet(who)):
            return who, bench.draw.choice(units)
    raise stuck("new_manager")


def new_manager(bench: Bench) -> None:
    """The old manager is away until a job change, the new one from it on."""
    person, unit = _mover(bench)
    *former, post = bench.person(person).posts
    managers = (post.manager or "", f"leder-{unit.id}")
    monday, friday = week_of(NEW_POST)
    before = NEW_POST - timedelta(days=1)
    # Made anew: a copy would keep the days of the old one.
    held = {name: getattr(post, name) for name in Post.model_fields}
    ended = Post(**held | {"valid_to": before})
    new = Post(unit=unit.id, area=unit.area, manager=managers[1], role=post.role,
               valid_from=NEW_POST)  # fmt: skip
    bench.change("participants", person, posts=(*former, ended, new))
    for manager in managers:
        bench.freed(manager, *_days(monday, friday))
    bench.absent(managers[0], monday, before)
    bench.absent(managers[1], NEW_POST, friday)
    lead = Lead(role="manager", relation="manager")
    bench.add(extra("lederstatus", where=("home_unit",), leads=(lead,)), [person])
    bench.ask(window("lederstatus", monday, friday))
    key = first_of("lederstatus", person)
    other = next(d for d in bench.quiet(person, managers[0]) if d < monday)
    rows = (
        ("period-lederstatus", [key], other, post.unit, managers[0]),
        ("staff_availability", [managers[0], key], before, post.unit, managers[0]),
        ("staff_availability", [managers[1], key], NEW_POST, unit.id, managers[1]),
    )
    for rule, subject, day, place, manager in rows:
        seats = [("manager", manager)]
        bench.needs(rule, subject, bench.session(key, day, 0, place, seats))


def director_vacancy(bench: Bench) -> None:
    """Nobody directs an area in the week of a talk with the director."""
    person = bench.people()[0]
    post = bench.person(person).posts[-1]
    area = bench.programme.area(post.area)
    held = area.directors[0]
    quiet = [d for d in bench.quiet(person, held.staff) if d in post.span]
    weeks = [
        week
        for week in sorted({week_of(day) for day in quiet})
        if not any((held.staff, day) in bench.taken for day in _days(*week))
    ]
    first, last = bench.draw.choice(weeks)
    day = next(d for d in quiet if first <= d <= last)
    other = bench.draw.choice([d for d in quiet if not first <= d <= last])
    until = Directorship(staff=held.staff, valid_to=first - timedelta(days=1))
    since = Directorship(staff=held.staff, valid_from=last + timedelta(days=1))
    bench.change("areas", area.id, directors=(until, since))
    lead = Lead(role="director", relation="director")
    bench.add(extra("direktoerstatus", leads=(lead,)), [person])
    bench.ask(window("direktoerstatus", first, last))
    key, seats = first_of("direktoerstatus", person), [("director", held.staff)]
    bench.needs("period-direktoerstatus", [key],
                bench.session(key, other, 0, "online", seats))  # fmt: skip
    bench.needs("right_leader", [key], bench.session(key, day))


def mentor_days(bench: Bench) -> None:
    """One mentor, with one talk a day, has two days for three people."""
    (mentor,) = _mentors(bench, 1, per_day=1)
    people = bench.people()[:3]
    bench.add(extra("mentorsamtale", leads=(MENTOR,)), people)
    quiet = bench.quiet(*people)
    pairs = [d for d in quiet if d + timedelta(days=1) in quiet]
    first = bench.draw.choice(pairs)
    days = (first, first + timedelta(days=1))
    other = bench.draw.choice([day for day in quiet if day not in days])
    bench.ask(window("mentorsamtale", *days))
    keys = [first_of("mentorsamtale", who) for who in people]

    def plan(rule: str, subject: list[object], at: Iterable[date]) -> None:
        seats = [("mentor", mentor)]
        bench.needs(rule, subject, *(
            bench.session(key, day, slot, "online", seats)
            for slot, (key, day) in enumerate(zip(keys, at, strict=True))
        ))  # fmt: skip

    for number, key in enumerate(keys):
        at = list(days)
        at.insert(number, other)
        plan("period-mentorsamtale", [key], at)
    for day in days:
        plan("leader_per_day", [mentor, "mentor", day], (*days, day))


def mentor_loads(bench: Bench) -> None:
    """Two mentors have agreed to one talk each; three people need one."""
    mentors = _mentors(bench, 2, largest=1)
    people = bench.people()[:3]
    bench.add(extra("mentorsamtale", leads=(MENTOR,)), people)
    keys = [first_of("mentorsamtale", who) for who in people]
    day = bench.draw.choice(bench.quiet(*people))
    for mentor in mentors:
        led = [*mentors, mentor]
        bench.needs("leader_load", [mentor, "mentor"], *(
            bench.session(key, day, slot, "online", [("mentor", who)])
            for slot, (key, who) in enumerate(zip(keys, led, strict=True))
        ))  # fmt: skip


def mentor_speciality(bench: Bench) -> None:
    """Of two mentors one does not know the theme, the other is away on the day."""
    mentors = _mentors(bench, 2)
    person = bench.people()[0]
    day, other = bench.draw.sample(bench.quiet(person), 2)
    theme = bench.draw.choice(("databaseret_ledelse", "personaleledelse"))
    bench.add(extra("mentorsamtale", leads=(MENTOR,), themes=(theme,)), [person])
    bench.change("staff", mentors[1], specialities=(theme,))
    bench.absent(mentors[1], day)
    bench.ask(
        window("mentorsamtale", day, day),
        r.LeaderSpeciality(id="mentors-tema", roles=("mentor",)),
    )
    key = first_of("mentorsamtale", person)
    rows = (
        ("mentors-tema", [key, mentors[0]], day, mentors[0]),
        ("staff_availability", [mentors[1], key], day, mentors[1]),
        ("period-mentorsamtale", [key], other, mentors[1]),
    )
    for rule, subject, at, mentor in rows:
        seats = [("mentor", mentor)]
        bench.needs(rule, subject, bench.session(key, at, 0, "online", seats))


def mentor_too_close(bench: Bench) -> None:
    """Both mentors know somebody too well: the own manager, and a friend."""
    (mentor,) = _mentors(bench, 1)
    person = bench.people()[0]
    manager = bench.person(person).posts[-1].manager or ""
    roles = bench.programme.member(manager).roles
    bench.change("staff", manager, roles=(*roles, RoleLoad(role="mentor")))
    declared = (Impartiality(kind="participant", of=person),)
    bench.change("staff", mentor, impartiality=declared)
    bench.add(extra("mentorsamtale", leads=(MENTOR,)), [person])
    bench.ask(r.Impartiality(id="habile-mentorer", roles=("mentor",), same_area=()))
    key = first_of("mentorsamtale", person)
    day = bench.draw.choice(bench.quiet(person, manager))
    for who in (mentor, manager):
        talk = bench.session(key, day, 0, "online", [("mentor", who)])
        bench.needs("habile-mentorer", [key, who], talk)


KINDS: dict[str, Callable[[Bench], None]] = {
    "manager_away": manager_away,
    "new_manager": new_manager,
    "director_vacancy": director_vacancy,
    "mentor_days": mentor_days,
    "mentor_loads": mentor_loads,
    "mentor_speciality": mentor_speciality,
    "mentor_too_close": mentor_too_close,
}
"""Conflicts of staff by name."""
