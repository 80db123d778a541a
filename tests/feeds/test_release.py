"""Release after release: revisions, words of a change, what is kept and dropped."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from leaderplan.domain.people import Cohort
from leaderplan.domain.plan import CoachMatch, Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, RuleBroken
from leaderplan.feeds import FeedKey, FeedLedger, Release, release
from tests.feeds.example import (
    AFTERNOON,
    MORNING,
    NOW,
    plan,
    programme,
    session,
    with_session,
)
from tests.feeds.reading import Shown, blocks_of, entries, first_release, summaries

LATER = NOW + timedelta(days=3)
ME = ("participant", "p1")


def after(
    made: Release, given: Plan, now: datetime = LATER, **facts: object
) -> Release:
    """Release another plan after a release."""
    return release(programme(**facts), given, made.ledger, now)


def entry(
    made: Release, title: str, kind: str = "participant", of: str = "p1"
) -> Shown:
    """Find the one entry of a feed with a title."""
    (found,) = [e for e in entries(made, kind, of) if e.summary == title]
    return found


def theme_day(day: date = date(2027, 11, 2), place: str = "sal") -> Plan:
    """Put the second theme day on a day, in a place."""
    return with_session(plan(), session("theme_day", "h27", 2, day, place=place))


def test_same_plan_same_bytes():
    """Another release of the same plan days later has equal bytes and no changes."""
    first = first_release()
    again = after(first, plan())
    assert again.feeds == first.feeds
    assert (again.changes, again.summary("en")) == ((), "No changes")
    assert again.ledger.feeds == first.ledger.feeds


SHOW_HASH = """
import hashlib
from leaderplan.feeds import FeedLedger, release
from tests.feeds.example import NOW, plan, programme
made = release(programme(), plan(), FeedLedger(), NOW)
data = b"".join(feed.data for feed in made.feeds)
print(hashlib.sha256(data + made.ledger.model_dump_json().encode()).hexdigest())
"""


def test_bytes_do_not_depend_on_the_machine():
    """Two hash seeds, three machine zones and ``python -O`` give the same bytes."""
    machines = [("0", "UTC"), ("1", "America/New_York"), ("2", "Pacific/Auckland")]
    found = {
        subprocess.run(
            [sys.executable, *flags, "-c", SHOW_HASH],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "TZ": zone,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for (seed, zone), flags in zip(machines, ([], [], ["-O"]), strict=True)
    }
    assert len(found) == 1
    assert len(found.pop().strip()) == 64


def test_moved_meeting_keeps_its_uid():
    """A new day is the same entry with SEQUENCE + 1 and a later stamp, in each feed."""
    first = first_release()
    made = after(first, theme_day(date(2027, 11, 3)))
    for kind, subject in (
        ME,
        ("participant", "p2"),
        ("room", "sal"),
        ("cohort", "h27"),
    ):
        old = entry(first, "Temadag 2", kind, subject)
        new = entry(made, "Temadag 2", kind, subject)
        assert new.uid == old.uid
        assert (old.sequence, new.sequence) == (0, 1)
        assert (old.stamp, new.stamp) == (NOW, LATER)
        assert new.start == datetime(2027, 11, 3, 7, 30, tzinfo=UTC)


def test_others_stay_byte_for_byte():
    """Moving one session changes no other entry, and no feed without it."""
    first = first_release()
    made = after(first, theme_day(date(2027, 11, 3)))
    told = {change.feed for change in made.changes}
    for old, new in zip(first.feeds, made.feeds, strict=True):
        was, now = blocks_of(old.data), blocks_of(new.data)
        differ = {
            uid for uid in was.keys() | now.keys() if was.get(uid) != now.get(uid)
        }
        assert differ == {c.uid for c in made.changes if c.feed == new.key}
        assert (new.data != old.data) == (new.key in told)
        assert new.modified == (LATER if new.key in told else NOW)


def test_another_room_counts_as_a_change_of_place():
    """A new room moves the stamp alone, and is told as a changed place."""
    made = after(first_release(), theme_day(place="lille"))
    new = entry(made, "Temadag 2")
    assert (new.sequence, new.stamp) == (0, LATER)
    (change,) = [c for c in made.changes if c.feed == FeedKey(*ME)]
    assert (change.kind, change.words.da) == (
        "changed",
        "Ændret: Temadag 2, tir 2. november 2027 kl. 08.30–15.45 (sted)",
    )


def test_another_name_moves_the_stamp_alone():
    """A new coach's first name changes LAST-MODIFIED but not SEQUENCE."""
    staff = tuple(
        s.model_copy(update={"name": "Merete Coachsen"}) if s.id == "coach1" else s
        for s in programme().staff
    )
    made = after(first_release(), plan(), staff=staff)
    new = entry(made, "Coaching 1")
    assert new.description == "Coach: Merete"
    assert (new.sequence, new.stamp) == (0, LATER)


def test_changes_are_told_in_both_languages():
    """A move says from when to when; a release counts its changes."""
    made = after(first_release(), theme_day(date(2027, 11, 3)))
    (change,) = [c for c in made.changes if c.feed == FeedKey(*ME)]
    assert change.kind == "moved"
    assert change.words.da == (
        "Flyttet: Temadag 2, fra tir 2. november 2027 kl. 08.30–15.45 "
        "til ons 3. november 2027 kl. 08.30–15.45"
    )
    assert change.words.en == (
        "Moved: Temadag 2, from Tue 2 November 2027 08:30–15:45 "
        "to Wed 3 November 2027 08:30–15:45"
    )
    assert made.summary("da") == "3 ny(e), 5 flyttet, 3 aflyst"
    assert first_release().summary("en") == f"{len(first_release().changes)} new"


def _swapped() -> Plan:
    """Give the first participant the other coach."""
    given = plan()
    for number, day, slot, place in (
        (1, date(2027, 10, 4), MORNING, "online"),
        (2, date(2028, 3, 6), AFTERNOON, "lille"),
    ):
        talk = session("coaching", "p1", number, day, slot, place, coach="coach2")
        given = with_session(given, talk)
    matches = (CoachMatch(participant="p1", coach="coach2"), *plan().matches[1:])
    return given.model_copy(update={"matches": matches})


def test_swapped_coach_sees_it_cancelled():
    """The old coach's feed shows the talks called off, the new one's the same UIDs."""
    first = first_release()
    made = after(first, _swapped())
    old = entry(made, "Aflyst: Coaching 1, Anna Holm", "coach", "coach1")
    new = entry(made, "Coaching 1, Anna Holm", "coach", "coach2")
    assert (old.status, old.blocking, new.status) == ("CANCELLED", False, "CONFIRMED")
    assert old.uid == new.uid
    assert (old.sequence, new.sequence) == (1, 1)
    assert "Ingen aftaler i kalenderen" not in summaries(made, "coach", "coach2")
    kinds = {c.kind for c in made.changes if c.feed.kind == "coach"}
    assert kinds == {"new", "cancelled"}


def test_swap_back_goes_on_counting():
    """The first coach gets the talk back with a higher SEQUENCE than any before."""
    swapped = after(first_release(), _swapped())
    back = after(swapped, plan(), LATER + timedelta(days=1))
    assert entry(back, "Coaching 1, Anna Holm", "coach", "coach1").sequence == 2
    called_off = entry(back, "Aflyst: Coaching 1, Anna Holm", "coach", "coach2")
    assert called_off.sequence == 2


def test_swap_back_after_a_move_counts_from_the_highest():
    """The new coach's feed went on to 2, so the first coach's starts again at 3."""
    swapped = after(first_release(), _swapped())
    talk = session(
        "coaching", "p1", 1, date(2027, 10, 7), MORNING, "online", coach="coach2"
    )
    moved = after(swapped, with_session(_swapped(), talk), LATER + timedelta(days=1))
    title = "Coaching 1, Anna Holm"
    assert entry(moved, title, "coach", "coach2").sequence == 2
    back = after(moved, plan(), LATER + timedelta(days=2))
    assert entry(back, title, "coach", "coach1").sequence == 3
    assert entry(back, f"Aflyst: {title}", "coach", "coach2").sequence == 3


TWO = {"cohorts": (Cohort(id="h27", name="Hold 2027", network_groups=2,
                          module_classes=1),)}  # fmt: skip


def _grouped(first: tuple[str, ...], second: tuple[str, ...]) -> Plan:
    """Put the participants into two network groups, A and B."""
    (group,) = plan().groups
    groups = (
        group.model_copy(update={"participants": first}),
        group.model_copy(update={"id": "h27-B", "participants": second}),
    )
    met = [s for s in plan().sessions if s.audience == "h27-A"]
    others = [s.model_copy(update={"audience": "h27-B"}) for s in met]
    return plan().model_copy(
        update={"groups": groups, "sessions": (*plan().sessions, *others)}
    )


@pytest.mark.parametrize("at_once", [True, False])
def test_joining_a_group_is_not_behind_who_left_it(at_once: bool):
    """Whoever stays has the same bytes; the newcomer is not behind the called off."""
    first = release(
        programme(**TWO), _grouped(("p1", "p2"), ("p3",)), FeedLedger(), NOW
    )
    last = first
    if not at_once:
        alone = _grouped(("p2",), ("p1", "p3"))
        last = after(first, alone, NOW + timedelta(days=1), **TWO)
    made = after(last, _grouped(("p2", "p3"), ("p1",)), **TWO)
    title = "Netværksmøde 1, gruppe A"
    left = entry(made, f"Aflyst: {title}")
    stays, joins = (entry(made, title, of=who) for who in ("p2", "p3"))
    assert left.uid == stays.uid == joins.uid
    assert (left.sequence, stays.sequence, joins.sequence) == (1, 0, 1 + (not at_once))
    assert entry(first, title, of="p2") == stays


def test_meetings_that_were_stay_with_whoever_was_there():
    """Who changes group keeps those they were at, and gets none that they were not."""
    first = release(
        programme(**TWO), _grouped(("p1", "p2"), ("p3",)), FeedLedger(), NOW
    )
    days = sorted(s.day for s in plan().sessions if s.audience == "h27-A")
    later = datetime.combine(days[0] + timedelta(days=1), NOW.time(), UTC)
    made = after(first, _grouped(("p2", "p3"), ("p1",)), later, **TWO)
    told = summaries(made, "participant", "p1")
    assert sorted(row for row in told if "gruppe" in row) == [
        "Aflyst: Netværksmøde 2, gruppe A", "Aflyst: Netværksmøde 3, gruppe A",
        "Netværksmøde 1, gruppe A", "Netværksmøde 2, gruppe B",
        "Netværksmøde 3, gruppe B",
    ]  # fmt: skip
    was = [entry(one, "Netværksmøde 1, gruppe A") for one in (first, made)]
    assert was[0] == was[1]
    # Whoever had no feed yet gets all of theirs.
    fresh = release(
        programme(**TWO), _grouped(("p2", "p3"), ("p1",)), FeedLedger(), later
    )
    assert "Netværksmøde 1, gruppe B" in summaries(fresh, "participant", "p1")


@pytest.mark.parametrize(
    ("days", "is_kept"), [(0, True), (29, True), (30, True), (200, False)]
)
def test_cancelled_entry_stays_until_it_is_past(days: int, is_kept: bool):
    """It stays for 30 days at least, and for as long as its day lies ahead."""
    made = after(first_release(), _swapped())
    later = after(made, _swapped(), LATER + timedelta(days=days))
    title = "Aflyst: Coaching 1, Anna Holm"
    assert (title in summaries(later, "coach", "coach1")) == is_kept
    if is_kept:
        assert later.feeds == made.feeds


def test_dropped_entry_that_comes_back_is_not_a_new_one():
    """Its UID is the old one, and its SEQUENCE goes on where it was."""
    gone = after(after(first_release(), _swapped()), _swapped(), NOW + timedelta(400))
    back = after(gone, plan(), NOW + timedelta(401))
    found = entry(back, "Coaching 1, Anna Holm", "coach", "coach1")
    assert found.uid == entry(first_release(), found.summary, "coach", "coach1").uid
    assert found.sequence == 2


def test_past_cancelled_entry_stays_thirty_days():
    """What is called off after its day is still shown for 30 days."""
    now = datetime(2028, 5, 1, tzinfo=UTC)
    first = release(programme(), plan(), FeedLedger(), now - timedelta(hours=1))
    made = after(first, _swapped(), now)
    title = "Aflyst: Coaching 1, Anna Holm"
    for days, is_kept in ((29, True), (30, False)):
        later = after(made, _swapped(), now + timedelta(days=days))
        assert (title in summaries(later, "coach", "coach1")) == is_kept


def test_clock_that_goes_back_lowers_nothing():
    """A release an hour before the last still has later stamps for what changed."""
    first = first_release()
    made = after(first, theme_day(date(2027, 11, 3)), NOW - timedelta(hours=1))
    new = entry(made, "Temadag 2")
    assert (new.stamp, new.sequence) == (NOW + timedelta(seconds=1), 1)
    assert made.ledger.released == NOW
    again = after(made, theme_day(date(2027, 11, 4)), NOW - timedelta(days=1))
    assert entry(again, "Temadag 2").stamp == NOW + timedelta(seconds=2)


def test_two_changes_within_a_second_have_two_stamps():
    """A reader that goes by LAST-MODIFIED sees the second change too."""
    made = after(first_release(), theme_day(date(2027, 11, 3)), NOW)
    again = after(made, theme_day(date(2027, 11, 4)), NOW)
    stamps = [entry(r, "Temadag 2").stamp for r in (made, again)]
    assert stamps == [NOW + timedelta(seconds=1), NOW + timedelta(seconds=2)]


def _without(person: str) -> tuple[Programme, Plan]:
    people = tuple(p for p in programme().participants if p.id != person)
    made = plan()
    return programme(participants=people), Plan(
        sessions=tuple(s for s in made.sessions if s.audience != person),
        groups=tuple(
            g.model_copy(update={"participants": tuple(p.id for p in people)})
            for g in made.groups
        ),
        classes=tuple(
            c.model_copy(update={"participants": tuple(p.id for p in people)})
            for c in made.classes
        ),
        placements=tuple(p for p in made.placements if p.participant != person),
        matches=tuple(m for m in made.matches if m.participant != person),
        milestones=tuple(m for m in made.milestones if m.participant != person),
    )


def test_feed_of_somebody_who_left_is_closed():
    """It says so for 30 days, without a word of them, and is then no more."""
    facts, left = _without("p1")
    made = release(facts, left, first_release().ledger, LATER)
    (note,) = entries(made, *ME)
    assert (note.summary, note.blocking) == ("Denne kalender er lukket", False)
    assert made.feed(FeedKey(*ME)).title == "Bedre ledelse"
    kept = release(facts, left, made.ledger, LATER + timedelta(days=29))
    assert kept.feed(FeedKey(*ME)) == made.feed(FeedKey(*ME))
    gone = release(facts, left, kept.ledger, LATER + timedelta(days=30))
    with pytest.raises(InputError, match="expected one of 13 feeds; found participant"):
        gone.feed(FeedKey(*ME))


def test_name_of_somebody_who_left_is_shown_no_more():
    """Hosts, coach and manager see what is called off, without the name."""
    facts, left = _without("p1")
    made = release(facts, left, first_release().ledger, LATER)
    assert [f.key for f in made.feeds if b"Anna" in f.data] == []
    assert "Anna" not in made.ledger.model_dump_json()
    found = entries(made, "host", "vaert")
    called_off = [e.summary for e in found if e.status == "CANCELLED"]
    assert called_off == [f"Aflyst: Ledelsespraktik dag {n} af 5" for n in range(1, 6)]


def test_somebody_who_comes_back_finds_their_entries():
    """Their feed opens again with the old UIDs and a higher SEQUENCE."""
    facts, left = _without("p1")
    for wait in (1, 40):
        made = release(facts, left, first_release().ledger, LATER)
        made = release(facts, left, made.ledger, LATER + timedelta(days=wait))
        back = after(made, plan(), LATER + timedelta(days=wait + 1))
        found = {e.uid: e for e in entries(back, *ME) if e.summary == "Coaching 1"}
        (old,) = [e for e in entries(first_release(), *ME) if e.summary == "Coaching 1"]
        assert found[old.uid].sequence == 1


def test_plan_that_breaks_a_rule_of_form_is_refused():
    """A plan without a session leaves no feeds."""
    short = plan().model_copy(update={"sessions": plan().sessions[1:]})
    with pytest.raises(RuleBroken, match="kick_off/h27/1 mangler i planen"):
        release(programme(), short, FeedLedger(), NOW)


def test_time_without_zone_is_refused():
    """The message shows what was given and how to do it."""
    with pytest.raises(InputError, match="now: expected a time with a time zone"):
        release(programme(), plan(), FeedLedger(), NOW.replace(tzinfo=None))


def test_another_programme_s_ledger_is_refused():
    """One folder cannot hold two programmes' feeds."""
    with pytest.raises(InputError, match="expected the ledger of the programme other"):
        release(programme(id="other"), plan(), first_release().ledger, NOW)


def test_unknown_language_is_refused():
    """Only Danish and English are spoken."""
    with pytest.raises(InputError, match="language: expected one of da and en"):
        release(programme(), plan(), FeedLedger(), NOW, language="xx")


def test_ledger_survives_its_json():
    """Written and read back it is equal, also with cancelled and gone entries."""
    made = after(first_release(), _swapped())
    made = after(made, _swapped(), NOW + timedelta(200))
    text = made.ledger.model_dump_json(exclude_defaults=True)
    assert FeedLedger.model_validate_json(text) == made.ledger
    states = {line.state for feed in made.ledger.feeds for line in feed.lines}
    assert states == {"live", "cancelled", "gone"}
