"""Marks in every field of every model: none stands where its class forbids it."""

from __future__ import annotations

import email
import re
from datetime import timedelta
from email import policy
from functools import cache
from pathlib import Path

import pytest

import leaderplan as lp
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.feeds import FeedLedger, Notices, Release, Target, release
from leaderplan.feeds.places import Folder
from leaderplan.feeds.publish import INDEX
from leaderplan.locale import Language
from tests.feeds.example import NOW
from tests.feeds.salting import STRUCTURE, Salt, complete, fields, locked
from tests.feeds.test_publish import MOVED

BASE = {"Programme.name", "Activity.title", "Room.name", "Venue.name"}
PLACE = BASE | {"Venue.address"}

MAY_TELL: dict[str, set[str]] = {
    "participant": PLACE | {"Unit.name", "Unit.address", "Staff.name:first"},
    "group": PLACE,
    "coach": PLACE | {"Participant.name"},
    "facilitator": PLACE,
    "host": PLACE | {"Unit.name", "Unit.address", "Participant.name"},
    "manager": PLACE | {"Unit.name", "Unit.address", "Participant.name"},
    "director": PLACE,
    "room": BASE,
    "cohort": PLACE | {"Cohort.name"},
}
"""Fields of which anything may stand in a feed, by kind (DOMAIN.md, section 3.3)."""

INDEX_TELLS = {
    "Participant.name", "Staff.name", "Unit.name", "Room.name", "Venue.name",
    "Cohort.name",
}  # fmt: skip


@cache
def given() -> tuple[Salt, Programme, Plan, Plan]:
    """Salt the example, its plan and one in which a theme day is moved."""
    salt = Salt()
    facts, first, moved = complete(), locked(), locked(MOVED)
    return salt, salt.model(facts), salt.model(first), salt.model(moved)


@cache
def releases(language: Language) -> tuple[Release, Release]:
    """Release the salted plan, and then the moved one."""
    _, facts, first, moved = given()
    made = release(facts, first, FeedLedger(), NOW, language=language)
    later = NOW + timedelta(days=1)
    return made, release(facts, moved, made.ledger, later, language=language)


def untold(text: str, allowed: set[str]) -> set[str]:
    """Return the fields that a text tells of and may not."""
    salt = given()[0]
    text = re.sub(r"[0-9a-f]{40}@leaderplan", "", text)
    told = salt.told_in(text)
    return {f for f in told if f not in allowed and f.partition(":")[0] not in allowed}


def test_every_field_has_a_mark():
    """Each field of each model is marked, or is listed with why it cannot be."""
    salt = given()[0]
    assert fields() - salt.salted - set(STRUCTURE) == set()
    assert set(STRUCTURE) - fields() == set()
    assert set(STRUCTURE) & salt.salted == set()
    assert len(salt.salted) > 100


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_feed_tells_what_its_class_forbids(language: Language):
    """Nor does the feed after a change; what a class promises is told somewhere."""
    told: dict[str, set[str]] = {kind: set() for kind in MAY_TELL}
    for made in releases(language):
        for feed in made.feeds:
            text = feed.data.replace(b"\r\n ", b"").decode()
            assert untold(text, MAY_TELL[feed.key.kind]) == set()
            told[feed.key.kind] |= given()[0].told_in(text)
    for kind, allowed in MAY_TELL.items():
        found = told[kind] | {field.partition(":")[0] for field in told[kind]}
        # The example's host and manager meet at units, and are told of no room.
        rooms = PLACE - BASE | {"Room.name", "Venue.name"}
        spared = rooms if kind in {"host", "manager"} else set()
        assert allowed - found - spared == set()


def _allowed(notices: Notices, person: str) -> set[str]:
    (notice,) = (n for n in notices.notices if n.person == person)
    own = {"Participant.name" if notice.role == "participant" else "Staff.name"}
    return own.union(*(MAY_TELL[part.feed.kind] for part in notice.parts))


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_notice_tells_more_than_the_feeds_of_its_reader(
    language: Language, tmp_path: Path
):
    """Neither text nor mail, headers included, holds another mark; nor do names."""
    salt, facts, *_ = given()
    for number, made in enumerate(releases(language)):
        notices = lp.notices(facts, made)
        assert len(notices) > 3
        for notice in notices.notices:
            assert untold(notice.text, _allowed(notices, notice.person)) == set()
        folder = tmp_path / f"{number}"
        # One person's own name stands in their notice, and nobody else's does.
        for path in notices.write_outbox(folder, sender="kim@example.org"):
            assert salt.told_in(path.name) == set()
            mail = email.message_from_bytes(path.read_bytes(), policy=policy.default)
            (to,) = mail["To"].addresses
            (notice,) = (n for n in notices.notices if n.email == to.addr_spec)
            own = "Participant" if notice.role == "participant" else "Staff"
            allowed = _allowed(notices, notice.person)
            bodies = [part.get_content() for part in mail.iter_parts()]
            assert [untold(body, allowed) for body in bodies] == [set(), set()]
            headers = "\n".join(f"{name}: {text}" for name, text in mail.items())
            assert untold(headers, {f"{own}.name", f"{own}.email", "Programme.name"}) \
                == set()  # fmt: skip
    assert "canary" in notices.text


def test_participants_are_named_to_nobody_but_those_who_know():
    """A participant's notice names no other participant, a manager's names theirs."""
    facts = given()[1]
    notices = lp.notices(facts, releases("da")[1])
    for notice in notices.notices:
        told = {
            p.id for p in facts.participants if p.name.split()[0] in notice.text
        }  # fmt: skip
        if notice.role == "participant":
            assert told == {notice.person}


def test_folders_and_index_tell_no_more(tmp_path: Path):
    """File names hold no mark; the index holds names and ids of feeds alone."""
    salt, facts, first, _ = given()
    to = Target.at(tmp_path / "web")
    lp.publish(facts, first, to, NOW)
    names = "\n".join(str(path.name) for path in tmp_path.rglob("*"))
    assert salt.told_in(names) == set()
    assert isinstance(to.private, Folder)
    kept = to.private.read(INDEX)
    assert kept is not None
    text = re.sub(r"canaryId[\w-]+", "", kept.data.decode("utf-8-sig"))
    assert untold(text, INDEX_TELLS) == set()
    assert {f.partition(":")[0] for f in salt.told_in(text)} == INDEX_TELLS
