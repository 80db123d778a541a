"""Canaries: every text and id is marked, and no feed holds a mark it may not tell."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from leaderplan.domain.base import Frozen, Title
from leaderplan.domain.people import Wish
from leaderplan.domain.plan import Lock, Plan
from leaderplan.domain.programme import Programme
from leaderplan.feeds import FeedKey, FeedLedger, Release, publish, release
from tests.feeds.example import NOW, plan, programme
from tests.feeds.test_release import _swapped

Marks = set[str]

PRIVATE: dict[str, Any] = {
    "email": "canaryEmail@example.org",
    "attributes": {"gender": "canaryGender", "mbti": "canaryTrait"},
    "wishes": (Wish(rank=1, host="vaert"),),
    "goals": ("canaryGoal",),
}


def _marked_people() -> tuple[Any, ...]:
    """Give everybody a name of two marks and every confidential field a mark."""
    return tuple(
        p.model_copy(update={**PRIVATE, "name": f"canaryFirst{p.id} canaryLast{p.id}"})
        for p in programme().participants
    )


def _marked_staff() -> tuple[Any, ...]:
    return tuple(
        s.model_copy(
            update={
                "name": f"canaryFirst{s.id} canaryLast{s.id}",
                "email": f"canaryEmail{s.id}@example.org",
                "specialities": (f"canarySpeciality{s.id}",),
            }
        )
        for s in programme().staff
    )


def _marked(rows: Iterable[Frozen], what: str, **more: str) -> tuple[Any, ...]:
    return tuple(
        row.model_copy(
            update={
                "name": f"canary{what}{getattr(row, 'id', '')}",
                **{field: f"canary{mark}{row.id}" for field, mark in more.items()},
            }
        )
        for row in rows
    )


@cache
def salted() -> Programme:
    """Make the example with a mark in every text."""
    given = programme()
    return programme(
        participants=_marked_people(),
        staff=_marked_staff(),
        units=_marked(given.units, "Unit", address="Address"),
        venues=_marked(given.venues, "Venue", address="Address"),
        rooms=_marked(given.rooms, "Room"),
        areas=_marked(given.areas, "Area"),
        cohorts=_marked(given.cohorts, "Cohort"),
        activities=tuple(
            a.model_copy(
                update={
                    "title": Title(da=f"canaryTitle{a.id}", en=f"canaryTitle{a.id}"),
                    "themes": tuple(f"canaryTheme{i}" for i in range(a.occurrences)),
                }
            )
            for a in given.activities
        ),
    )


@cache
def locked() -> Plan:
    """Give every session of the example a marked reason why it must not move."""
    rows = tuple(
        s.model_copy(
            update={"locked": Lock(reason=f"canaryReason{s.activity}", by="canaryKim")}
        )
        for s in plan().sessions
    )
    return plan().model_copy(update={"sessions": rows})


def marks_in(data: bytes) -> Marks:
    """Return the marks in a feed, its lines unfolded and its texts unescaped."""
    text = data.replace(b"\r\n ", b"").decode()
    for sign in ("\\n", "\\,", "\\;", ":", ".", ",", "@", "\r\n", "(", ")"):
        text = text.replace(sign, " ")
    return {word for word in text.split() if word.startswith("canary")}


PEOPLE = ("p1", "p2", "p3")
HALL = {"canaryRoomsal", "canaryVenuehus", "canaryAddresshus"}
SMALL = {"canaryRoomlille", "canaryVenuehus", "canaryAddresshus"}
NAMES = {f"canary{part}{p}" for p in PEOPLE for part in ("First", "Last")}
JOINT = {"canaryTitlekick_off", "canaryTitletheme_day", "canaryTitlekick_on"}
OWN = {
    f"canaryTitle{kind}"
    for kind in (
        "network_meeting", "teaching_day", "exam", "practicum", "coaching",
        "three_way_talk", "director_meeting", "career_talk", "plan",
    )
}  # fmt: skip
HOST = {"canaryUnitvaert", "canaryAddressvaert"}

MAY_TELL: dict[FeedKey, Marks] = {
    FeedKey("participant", "p1"): (
        JOINT | OWN | HALL | SMALL | HOST
        | {"canaryFirstcoach1", "canaryUnitbirk", "canaryAddressbirk"}
    ),
    FeedKey("participant", "p2"): (
        JOINT | OWN | HALL | SMALL | HOST
        | {"canaryFirstcoach1", "canaryUnitelm", "canaryAddresselm"}
    ),
    FeedKey("group", "h27-A"): HALL | {"canaryTitlenetwork_meeting"},
    FeedKey("facilitator", "fac"): HALL | {"canaryTitlenetwork_meeting"},
    FeedKey("coach", "coach1"): SMALL | NAMES | {"canaryTitlecoaching"},
    FeedKey("coach", "coach2"): set(),
    FeedKey("host", "vaert"): HOST | NAMES | {"canaryTitlepracticum"},
    FeedKey("manager", "boss"): NAMES | {
        "canaryTitlethree_way_talk", "canaryUnitbirk", "canaryAddressbirk",
        "canaryUnitelm", "canaryAddresselm",
    },
    FeedKey("director", "dir"): HALL | SMALL | {
        "canaryTitledirector_meeting", "canaryTitlecareer_talk",
    },
    FeedKey("director", "dir2"): set(),
    FeedKey("room", "sal"): JOINT | {
        "canaryTitlenetwork_meeting", "canaryTitleteaching_day",
        "canaryTitledirector_meeting", "canaryRoomsal", "canaryVenuehus",
    },
    FeedKey("room", "lille"): {
        "canaryTitleexam", "canaryTitlecoaching", "canaryTitlecareer_talk",
        "canaryRoomlille", "canaryVenuehus",
    },
    FeedKey("cohort", "h27"): JOINT | HALL | {"canaryCohorth27"},
}  # fmt: skip
"""All that each feed may hold: its calendar's name and its entries' texts."""


@pytest.mark.parametrize("key", MAY_TELL, ids=str)
def test_feed_holds_exactly_the_marks_it_may_tell(key: FeedKey):
    """Nothing forbidden stands in it, and nothing promised is missing."""
    made = release(salted(), locked(), FeedLedger(), NOW)
    assert marks_in(made.feed(key).data) == MAY_TELL[key]


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_feed_holds_what_no_feed_may(language: Any):
    """E-mail, traits, goals, reasons, themes, surnames of coaches: nowhere at all."""
    made = release(salted(), locked(), FeedLedger(), NOW, language=language)
    forbidden = tuple(
        f"canary{word}" for word in (
        "Email", "Gender", "Trait", "Goal", "Speciality", "Reason", "Theme", "Area",
        "Titlere_exam", "Lastcoach", "Lastboss", "Lastdir", "Lastfac", "Lasthostlead",
    ))  # fmt: skip
    for feed in made.feeds:
        marks = marks_in(feed.data)
        assert [
            m for m in marks if m.startswith(tuple(f"canary{f}" for f in forbidden))
        ] == []


def test_own_unit_cannot_tell_the_kinds_apart():
    """The absences of a manager's feed hold one title and no place, whatever it is."""
    made = release(salted(), locked(), FeedLedger(), NOW)
    data = made.feed(FeedKey("manager", "boss")).data.replace(b"\r\n ", b"")
    absences = [
        event
        for event in data.split(b"BEGIN:VEVENT")[1:]
        if b"SUMMARY:Optaget" in event
    ]
    assert len(absences) > 50
    for event in absences:
        names = {line.split(b":")[0].split(b";")[0] for line in event.split(b"\r\n")}
        assert names - {b"", b"END"} == {
            b"UID", b"DTSTAMP", b"LAST-MODIFIED", b"SEQUENCE", b"DTSTART", b"DTEND",
            b"SUMMARY", b"DESCRIPTION", b"CLASS", b"STATUS", b"TRANSP",
        }  # fmt: skip
        assert b"SUMMARY:Optaget (ledertalentforl\xc3\xb8b)\r\n" in event


def test_ids_and_marks_stay_out_of_uids_and_file_names(tmp_path: Path):
    """Served names and UIDs hold nothing of the ids and texts they come from."""
    made = publish(salted(), locked(), tmp_path / "web", NOW)
    names = " ".join(path.name for path in (tmp_path / "web").iterdir())
    ids = [*PEOPLE, "coach1", "boss", "vaert", "canary", "lille", "participant"]
    assert [i for i in ids if i in names.replace(".ics", "")] == []
    for feed in made.ledger.feeds:
        for line in feed.lines:
            assert line.uid.removesuffix("@leaderplan").isalnum()
            assert len(line.uid) == 40 + len("@leaderplan")


def test_cancelled_entries_keep_to_the_class():
    """What was called off tells no more than what is on."""
    first = release(salted(), plan(), FeedLedger(), NOW)
    made = release(salted(), _swapped(), first.ledger, NOW + timedelta(days=1))
    key = FeedKey("coach", "coach1")
    assert b"STATUS:CANCELLED" in made.feed(key).data
    assert marks_in(made.feed(key).data) == MAY_TELL[key]


def test_logs_stay_silent(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    """Publishing says nothing to a log, at any level."""
    with caplog.at_level(0):
        made: Release = publish(salted(), locked(), tmp_path / "web", NOW)
    assert caplog.records == []
    assert made.changes != ()
