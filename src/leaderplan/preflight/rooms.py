"""Sessions for which there is no room, on whatever day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from leaderplan.domain.activity import Activity
from leaderplan.domain.places import Room
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.locale import Words
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.naming import counted, listed, people
from leaderplan.rules._base import Location
from leaderplan.rules._forming import classes_of, groups_of
from leaderplan.rules.right_place import RightPlace
from leaderplan.rules.room_capacity import RoomCapacity


def room_findings(grounds: Grounds) -> Iterator[Finding]:
    """Yield activities of which some sessions have no room, and those too large."""
    if not grounds.of(RightPlace):
        return
    for activity in grounds.programme.activities:
        if activity.where == ("room",) and activity.length:
            found = list(_roomless(grounds, activity))
            yield from found or _crowded(grounds, activity)


def _suitable(grounds: Grounds, activity: Activity, key: SessionKey) -> Iterator[Room]:
    for room in grounds.programme.rooms:
        if grounds.allows(Location(key, activity, room.id)):
            yield room


def _keys(programme: Programme, activity: Activity) -> list[SessionKey]:
    return [key for key in programme.session_keys if key.activity == activity.id]


def _none(grounds: Grounds, activity: Activity, key: SessionKey) -> bool:
    placed = bool(grounds.of(RightPlace))
    return placed and next(_suitable(grounds, activity, key), None) is None


def _roomless(grounds: Grounds, activity: Activity) -> Iterator[Finding]:
    rows: dict[tuple[str, ...], list[SessionKey]] = defaultdict(list)
    tried: list[list[Rule]] = []
    for key in _keys(grounds.programme, activity):
        if _none(grounds, activity, key):
            rules = grounds.needed(_none, activity, key, tried=tried)
            rows[rules].append(key)
    for rules, keys in rows.items():
        subjects = tuple(str(key) for key in keys)
        count = len(grounds.programme.rooms)
        rooms = counted(count, ("lokale", "lokaler"), ("room", "rooms"))
        which = listed(subjects)
        words = Words(
            f"ingen af programmets {rooms.da} kan bruges til {activity.title.da} "
            f"({which.da})",
            f"none of the programme's {rooms.en} suits {activity.title.en} "
            f"({which.en})",
        )
        seats = _seats(grounds, activity, keys[0], rules)
        words = Words(words.da + seats.da, words.en + seats.en)
        yield Finding(True, "no_room", rules, subjects, words)


def _seats(
    grounds: Grounds, activity: Activity, key: SessionKey, rules: tuple[str, ...]
) -> Words:
    """Say how many seats are needed and how many the largest room has."""
    capacity = [rule for rule in grounds.of(RoomCapacity) if rule.id in rules]
    rooms = grounds.programme.rooms
    if not capacity or not rooms:
        return Words("", "")
    largest = max(rooms, key=lambda room: room.capacity)
    missing = capacity[0].judge(grounds.programme)(Location(key, activity, largest.id))
    most, needed = largest.capacity, largest.capacity + missing
    if missing <= 0:
        return Words("", "")
    return Words(
        f": der skal bruges {needed} pladser, og det største lokale har {most}",
        f": {needed} seats are needed, and the largest room has {most}",
    )


def _crowded(grounds: Grounds, activity: Activity) -> Iterator[Finding]:
    """Yield a cohort whose largest group or class no suitable room holds."""
    programme = grounds.programme
    forming = {"network_group": groups_of, "class": classes_of}.get(activity.audience)
    if forming is None:
        return
    follow = {person.id for person in programme.attending(activity.id, 1)}
    for row in forming(programme):
        labels = [k for k in row.labels if k in programme.audiences(activity.id)]
        comers = len(follow & set(row.people))
        if not labels or len(labels) < len(row.labels) or not comers:
            continue
        share = -(-comers // len(labels))
        needed = share + len(activity.leads) + activity.extra_seats
        keys = [SessionKey(activity.id, label, 1) for label in labels]
        if not _too_many(grounds, activity, keys, needed):
            continue
        rules = grounds.needed(_too_many, activity, keys, needed)
        yield _crowd(programme, activity, row.labels, (comers, share, needed), rules)


def _too_many(
    grounds: Grounds, activity: Activity, keys: list[SessionKey], needed: int
) -> bool:
    if not grounds.of(RightPlace) or not grounds.of(RoomCapacity):
        return False
    return all(
        room.capacity < needed
        for key in keys
        for room in _suitable(grounds, activity, key)
    )


def _crowd(
    programme: Programme,
    activity: Activity,
    labels: tuple[str, ...],
    numbers: tuple[int, int, int],
    rules: tuple[str, ...],
) -> Finding:
    comers, share, needed = numbers
    most = max((room.capacity for room in programme.rooms), default=0)
    who, title = people(comers), activity.title
    groups = listed(labels)
    words = Words(
        f"{title.da}: {who.da} i {len(labels)} hold eller grupper ({groups.da}) giver "
        f"mindst {share} i den største, og med ledere og gæster skal der bruges "
        f"{needed} pladser; intet egnet lokale har så mange (det største lokale har "
        f"{most})",
        f"{title.en}: {who.en} in {len(labels)} classes or groups ({groups.en}) make "
        f"at least {share} in the largest, and with leaders and guests {needed} seats "
        f"are needed; no suitable room has as many (the largest room has {most})",
    )
    return Finding(True, "room_too_small", rules, labels, words)
