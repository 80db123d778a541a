"""Cross-reference checks of a programme: every fault at once, each with its place."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from leaderplan.domain.guests import guest_faults, make_up_faults
from leaderplan.errors import InputError, Issue

if TYPE_CHECKING:
    from leaderplan.domain.programme import Programme

TABLES = (
    "areas", "units", "venues", "rooms", "staff",
    "cohorts", "participants", "activities", "levels", "rules",
)  # fmt: skip


def raise_on_faults(programme: Programme) -> None:
    """Check that ids are unique and name something.

    Raises
    ------
    InputError
        With every fault found.
    """
    faults = [
        *_repeated(programme),
        *_unknown(programme),
        *_posts(programme),
        *_managers(programme),
        *_mixed_classes(programme),
        *make_up_faults(programme),
        *_activities(programme),
    ]
    faults += [] if faults else guest_faults(programme)
    if faults:
        raise InputError(faults)


def nearest(wanted: str, known: Iterable[str]) -> str:
    """Return a hint with the nearest known names, empty where none is near."""
    near = difflib.get_close_matches(wanted, list(known), 3, 0.6)
    return f"Did you mean {' or '.join(near)}?" if near else ""


def _repeated(programme: Programme) -> Iterator[Issue]:
    for table in TABLES:
        counts = Counter(row.id for row in getattr(programme, table))
        for key, count in counts.items():
            if count > 1:
                yield Issue(f"{table}/{key}", f"the id {key} stands {count} times.")
    hosts = Counter(host.unit for host in programme.hosts)
    for unit, count in hosts.items():
        if count > 1:
            yield Issue(f"hosts/{unit}", f"the host unit {unit} stands {count} times.")
    places = Counter(
        row.id
        for table in (programme.units, programme.venues, programme.rooms)
        for row in table
    )
    for key, count in places.items():
        if count > 1 or key == "online":
            message = f"{key} is used for more than one unit, venue or room."
            yield Issue(f"places/{key}", message)


def _mixed_classes(programme: Programme) -> Iterator[Issue]:
    cohorts = {cohort.id: cohort for cohort in programme.cohorts}
    for cohort in programme.cohorts:
        lead = cohorts.get(cohort.classes_with or "")
        if lead is None:
            continue
        place = f"cohorts/{cohort.id}/classes_with"
        if cohort.module_classes:
            message = (
                f"expected no classes of its own, as they are mixed with those of "
                f"{lead.id}; found {cohort.module_classes}."
            )
            yield Issue(place, message)
        if lead.classes_with is not None:
            message = (
                f"expected a cohort that forms classes itself; {lead.id} has them "
                f"with {lead.classes_with}."
            )
            yield Issue(place, message)


class _References:
    """Collects references that name nothing."""

    def __init__(self, programme: Programme) -> None:
        self.names: dict[str, set[str]] = {
            table: {row.id for row in getattr(programme, table)} for table in TABLES
        }
        calendar = programme.calendar
        self.names["profiles"] = {p.id for p in calendar.profiles}
        self.names["closures"] = {c.id for c in calendar.closures}
        self.names["hosts"] = {h.unit for h in programme.hosts}
        self.names["sites"] = self.names["units"] | self.names["venues"]
        self.names["sectors"] = {u.sector for u in programme.units}
        self.issues: list[Issue] = []

    def need(self, table: str, key: str | None, place: str) -> None:
        """Note a fault where ``key`` is not in ``table``."""
        if key is None or key in self.names[table]:
            return
        message = f"expected an id of {table}, found {key!r}."
        self.issues.append(Issue(place, message, nearest(key, self.names[table]), key))

    def need_all(self, table: str, keys: Collection[str], place: str) -> None:
        """Note a fault for each of ``keys`` that is not in ``table``."""
        for key in keys:
            self.need(table, key, place)


def _unknown(programme: Programme) -> Iterator[Issue]:
    found = _References(programme)
    _calendar_references(programme, found)
    _place_references(programme, found)
    _people_references(programme, found)
    for activity in programme.activities:
        place = f"activities/{activity.id}"
        found.need_all("cohorts", activity.cohorts, f"{place}/cohorts")
        found.need_all("participants", activity.only, f"{place}/only")
    for rule in programme.rules:
        for field, key in rule.refers():
            found.need("activities", key, f"rules/{rule.id}/{field}")
        found.need("levels", rule.level, f"rules/{rule.id}/level")
        cohorts = getattr(rule, "cohorts", ())
        found.need_all("cohorts", cohorts, f"rules/{rule.id}/cohorts")
        people = getattr(rule, "participants", ())
        found.need_all("participants", people, f"rules/{rule.id}/participants")
    yield from found.issues


def _calendar_references(programme: Programme, found: _References) -> None:
    calendar = programme.calendar
    found.need("profiles", calendar.default_profile, "calendar/default_profile")
    for profile in calendar.profiles:
        found.need_all("closures", profile.closures, f"calendar/profiles/{profile.id}")


def _place_references(programme: Programme, found: _References) -> None:
    for area in programme.areas:
        for post in area.directors:
            found.need("staff", post.staff, f"areas/{area.id}/directors")
    for unit in programme.units:
        found.need("areas", unit.area, f"units/{unit.id}/area")
        found.need("profiles", unit.profile, f"units/{unit.id}/profile")
    for host in programme.hosts:
        found.need("units", host.unit, f"hosts/{host.unit}/unit")
        found.need("staff", host.leader, f"hosts/{host.unit}/leader")
    for room in programme.rooms:
        found.need("venues", room.venue, f"rooms/{room.id}/venue")
    for journey in programme.travel:
        place = f"travel/{journey.origin}-{journey.destination}"
        found.need_all("sites", (journey.origin, journey.destination), place)


def _people_references(programme: Programme, found: _References) -> None:
    for cohort in programme.cohorts:
        place = f"cohorts/{cohort.id}"
        found.need("cohorts", cohort.classes_with, f"{place}/classes_with")
        found.need("cohorts", cohort.make_up_for, f"{place}/make_up_for")
    for member in programme.staff:
        place = f"staff/{member.id}"
        found.need("units", member.unit, f"{place}/unit")
        found.need("areas", member.area, f"{place}/area")
        found.need("staff", member.reports_to, f"{place}/reports_to")
        found.need("profiles", member.profile, f"{place}/profile")
        tables = {"participant": "participants", "staff": "staff", "unit": "units",
                  "area": "areas"}  # fmt: skip
        for bias in member.impartiality:
            if bias.kind in tables:
                found.need(tables[bias.kind], bias.of, f"{place}/impartiality")
    for person in programme.participants:
        place = f"participants/{person.id}"
        found.need("cohorts", person.cohort, f"{place}/cohort")
        found.need_all("activities", person.exempt, f"{place}/exempt")
        for skip in person.skips:
            found.need("activities", skip.activity, f"{place}/skips/activity")
        for row in person.guest_at:
            found.need("activities", row.activity, f"{place}/guest_at/activity")
        found.need_all("hosts", person.vetoes, f"{place}/vetoes")
        for post in person.posts:
            found.need("units", post.unit, f"{place}/posts/unit")
            found.need("areas", post.area, f"{place}/posts/area")
            found.need("staff", post.manager, f"{place}/posts/manager")
        for wish in person.wishes:
            found.need("hosts", wish.host, f"{place}/wishes/host")
            found.need("areas", wish.area, f"{place}/wishes/area")
    for pair in programme.pairs:
        place = f"pairs/{pair.first}-{pair.second}"
        found.need_all("participants", (pair.first, pair.second), place)


def _posts(programme: Programme) -> Iterator[Issue]:
    for person in programme.participants:
        for one, other in combinations(person.posts, 2):
            late = max(
                (p.span.first for p in (one, other) if p.span.first), default=None
            )
            if late is None or (late in one.span and late in other.span):
                message = f"two posts are held at once: {one.unit} and {other.unit}."
                hint = "Give the first one a last day."
                yield Issue(f"participants/{person.id}/posts", message, hint)


def _managers(programme: Programme) -> Iterator[Issue]:
    """Nobody is above themselves, at first hand or in a circle."""
    above = {m.id: m.reports_to for m in programme.staff}
    for member in programme.staff:
        chain, boss = [member.id], member.reports_to
        while boss is not None and boss not in chain:
            chain.append(boss)
            boss = above.get(boss)
        if boss == member.id == min(chain):
            circle = " > ".join([*chain, boss])
            message = f"nobody may report to themselves; found {circle}."
            place = f"staff/{member.id}/reports_to"
            yield Issue(place, message, value=member.reports_to or "")
    for person in programme.participants:
        if any(post.manager == person.id for post in person.posts):
            message = f"nobody may be their own manager; found {person.id}."
            place = f"participants/{person.id}/posts/manager"
            yield Issue(place, message, value=person.id)


def _activities(programme: Programme) -> Iterator[Issue]:
    calendar = programme.calendar
    for activity in programme.activities:
        place = f"activities/{activity.id}"
        if activity.length and not calendar.starts(activity.length):
            yield Issue(
                f"{place}/length",
                f"a session must fit in a day of {calendar.slots_per_day} slots; "
                f"found {activity.length}.",
            )
        needs = {"network_group": "network_groups", "class": "module_classes"}
        field = needs.get(activity.audience)
        for cohort in programme.cohorts if field else ():
            mixed = field == "module_classes" and cohort.classes_with is not None
            if mixed or cohort.make_up_for is not None:
                continue
            if activity.of_cohort(cohort.id) and not getattr(cohort, field or ""):
                yield Issue(
                    f"cohorts/{cohort.id}/{field}",
                    f"{activity.id} needs at least 1, found 0.",
                )
