"""What each feed says and keeps to itself, on the example."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from leaderplan.domain.people import Participant
from leaderplan.domain.plan import Plan
from leaderplan.feeds import FeedKey, FeedLedger, release
from leaderplan.feeds.privacy import BUSY, CLASSES
from tests.feeds.example import (
    AFTERNOON,
    MORNING,
    NOW,
    SECOND,
    plan,
    post,
    programme,
    session,
    with_session,
)
from tests.feeds.reading import entries, first_release, summaries

FIRST = first_release()


def test_there_is_a_feed_for_everybody_and_every_place():
    """Each participant, group, coach, facilitator, host, manager, director, room and
    cohort has one, also those with nothing in it.
    """
    assert {str(feed.key) for feed in FIRST.feeds} == {
        "participant/p1", "participant/p2", "participant/p3", "group/h27-A",
        "coach/coach1", "coach/coach2", "facilitator/fac", "host/vaert",
        "manager/boss", "director/dir", "director/dir2",
        "room/sal", "room/lille", "cohort/h27",
    }  # fmt: skip
    assert set(CLASSES) == {feed.key.kind for feed in FIRST.feeds}


def test_titles_are_danish_ones():
    """Titles carry occurrence, group letter, class number and practicum day."""
    assert summaries(FIRST, "participant", "p1") == [
        "Kick-off", "Temadag 1", "DIL dag 1, hold 1", "DIL dag 2, hold 1",
        "Udviklingsplan", "DIL dag 3, hold 1", "DIL dag 4, hold 1",
        "DIL dag 5, hold 1", "Coaching 1", "Karrieresamtale", "Trepartssamtale",
        "Netværksmøde 1, gruppe A", "Netværksmøde 2, gruppe A", "Temadag 2",
        "Områdemøde", "Eksamen", "Ledelsespraktik dag 1 af 5",
        "Ledelsespraktik dag 2 af 5", "Ledelsespraktik dag 3 af 5",
        "Ledelsespraktik dag 4 af 5", "Ledelsespraktik dag 5 af 5", "Temadag 3",
        "Reserveret dato", "Coaching 2", "Netværksmøde 3, gruppe A", "Temadag 4",
        "Kick-on",
    ]  # fmt: skip


def test_titles_can_be_english():
    """The language is one parameter, also of a group's letter and a practicum day."""
    made = release(programme(), plan(), FeedLedger(), NOW, language="en")
    found = summaries(made, "participant", "p1")
    assert {
        "Meeting 1, group A", "DIL day 3, class 1", "Practicum day 1 of 5",
        "Reserved date", "Theme day 2",
    } <= set(found)  # fmt: skip
    assert {e.summary for e in entries(made, "manager", "boss")} == {
        "Busy (leadership programme)",
        "Talk, Anna Holm",
        "Talk, Bo Æbelø",
        "Talk, Cleo Ørsted",
    }


def test_participant_sees_place_and_the_coach_s_first_name():
    """The personal feed has room, host unit and "Coach: Mette", no surname."""
    found = {entry.summary: entry for entry in entries(FIRST, "participant", "p1")}
    assert found["Coaching 1"].location == "Online"
    assert found["Coaching 1"].description == "Coach: Mette"
    assert found["Coaching 2"].location == "Lille rum, Kursushuset, Åvej 2, Øby"
    practicum = found["Ledelsespraktik dag 1 af 5"]
    assert practicum.location == "Fritidscenter Ærø, Gågade 1"
    assert found["Coaching 2"].start == datetime(2028, 3, 6, 11, 30, tzinfo=UTC)


def test_due_date_is_a_free_whole_day():
    """A milestone stands for the whole day and takes no time."""
    found = {entry.summary: entry for entry in entries(FIRST, "participant", "p1")}
    due = found["Udviklingsplan"]
    assert (due.start, due.end) == (date(2027, 9, 20), date(2027, 9, 21))
    assert (due.blocking, due.private, due.description) == (False, True, "Frist")


def test_confidential_meetings_ask_to_be_private():
    """Coaching, exam and talks are CLASS:PRIVATE, joint days are not."""
    found = {e.summary: e.private for e in entries(FIRST, "participant", "p1")}
    private = {summary for summary, is_private in found.items() if is_private}
    assert private == {
        "Coaching 1", "Coaching 2", "Eksamen", "Reserveret dato", "Trepartssamtale",
        "Karrieresamtale", "Områdemøde", "Udviklingsplan",
    }  # fmt: skip


def test_own_unit_sees_only_busy_and_own_talks():
    """The manager's feed tells absences of all kinds alike, and own talks by name."""
    found = entries(FIRST, "manager", "boss")
    talks = [e for e in found if e.summary != BUSY.da]
    assert [e.summary for e in talks] == [
        "Trepartssamtale, Anna Holm",
        "Trepartssamtale, Bo Æbelø",
        "Trepartssamtale, Cleo Ørsted",
    ]
    assert talks[0].start == datetime(2027, 10, 11, 8, 15, tzinfo=UTC)
    absences = [e for e in found if e.summary == BUSY.da]
    days = {key[1] for key in _days_of("p1")}
    assert {e.start.date() for e in absences if "Anna Holm" in e.description} == days
    assert {(e.location, e.private, e.blocking) for e in absences} == {("", True, True)}


def _days_of(person: str) -> set[tuple[str, date]]:
    talks = {"three_way_talk"}
    joint = {"h27", "h27-A", "h27-1", "nord"}
    return {
        (s.activity, s.day)
        for s in plan().sessions
        if s.audience in {person, *joint} and s.activity not in talks
    }


def test_absences_of_a_half_day_are_all_alike():
    """Coaching, a director's talk and an exam look the same: a morning, or both."""
    found = entries(FIRST, "manager", "boss")
    anna = [e for e in found if e.description == "Deltager: Anna Holm"]
    hours = {(f"{e.start:%m-%d}", f"{e.end - e.start}") for e in anna}
    half, whole = "3:15:00", "7:15:00"
    # Coaching and a career talk share the morning of 4 October: one entry.
    assert ("10-04", half) in hours
    assert ("12-13", half) in hours
    assert ("03-06", half) in hours
    assert ("09-14", whole) in hours
    assert {length for _, length in hours} == {half, whole}
    assert len(anna) == len({e.start.date() for e in anna})


def test_absence_s_uid_says_nothing_of_the_session():
    """Another talk on the same morning gives the very same bytes to the unit."""
    moved = [
        session(
            "coaching", "p1", 1, date(2027, 10, 4), SECOND, "online", coach="coach1"
        ),
        session("career_talk", "p1", 1, date(2027, 10, 4), 0, "lille", director="dir"),
    ]
    other = plan()
    for changed in moved:
        other = with_session(other, changed)
    key = FeedKey("manager", "boss")
    made = release(programme(), other, FeedLedger(), NOW)
    assert made.feed(key).data == FIRST.feed(key).data


def test_coach_sees_own_clients_alone():
    """The coach's feed has name, time and place; another coach's has a note."""
    found = entries(FIRST, "coach", "coach1")
    assert [e.summary for e in found][:2] == ["Coaching 1, Anna Holm",
                                             "Coaching 1, Bo Æbelø"]  # fmt: skip
    assert len(found) == 6
    (empty,) = entries(FIRST, "coach", "coach2")
    assert (empty.summary, empty.blocking) == ("Ingen aftaler i kalenderen", False)
    assert (empty.start, empty.end) == (date(2027, 9, 1), date(2027, 9, 2))


def test_host_sees_practicum_days_and_names():
    """The host's feed has its own practicum days alone."""
    found = entries(FIRST, "host", "vaert")
    assert len(found) == 15
    assert found[0].summary == "Ledelsespraktik dag 1 af 5, Anna Holm"
    assert found[0].location == "Fritidscenter Ærø, Gågade 1"


def test_director_sees_own_meetings_counts_and_initials():
    """A joint meeting says how many come, a talk whose initials; no names."""
    found = {entry.summary: entry for entry in entries(FIRST, "director", "dir")}
    assert set(found) == {
        "Karrieresamtale, A.H.", "Karrieresamtale, B.Æ.", "Karrieresamtale, C.Ø.",
        "Områdemøde",
    }  # fmt: skip
    assert found["Områdemøde"].description == "Antal deltagere: 3"


def test_room_says_what_and_how_many():
    """The room's feed has label and head-count: participants and who leads."""
    found = {entry.summary: entry for entry in entries(FIRST, "room", "sal")}
    assert found["Temadag 2"].description == "Antal personer: 3"
    assert found["Netværksmøde 1, gruppe A"].description == "Antal personer: 4"
    small = {entry.summary for entry in entries(FIRST, "room", "lille")}
    assert small == {"Eksamen", "Reserveret dato", "Coaching 2", "Karrieresamtale"}


def test_cohort_has_joint_days_alone():
    """Kick-off, theme days and kick-on, and nothing else of the cohort."""
    assert summaries(FIRST, "cohort", "h27") == [
        "Kick-off", "Temadag 1", "Temadag 2", "Temadag 3", "Temadag 4", "Kick-on",
    ]  # fmt: skip


def test_group_and_facilitator_have_the_meetings():
    """Both see the group's meetings; the facilitator also how many come."""
    titles = [f"Netværksmøde {number}, gruppe A" for number in (1, 2, 3)]
    assert summaries(FIRST, "group", "h27-A") == titles
    found = entries(FIRST, "facilitator", "fac")
    assert [e.summary for e in found] == titles
    assert {e.description for e in found} == {"Antal deltagere: 3"}
    assert {e.description for e in entries(FIRST, "group", "h27-A")} == {""}


def test_class_of_the_feed_is_part_of_the_uid():
    """One session has another UID in each privacy class, and one in each class."""
    theme = {
        kind: [e.uid for e in entries(FIRST, kind, subject) if "Temadag 2" in e.summary]
        for kind, subject in (("participant", "p1"), ("room", "sal"), ("cohort", "h27"))
    }
    assert len({uid for found in theme.values() for uid in found}) == 3
    others = [e.uid for e in entries(FIRST, "participant", "p2")]
    assert theme["participant"][0] in others


def test_calendar_names_name_no_person():
    """A calendar's name says what kind it is, and a place's name."""
    titles = {str(feed.key): feed.title for feed in FIRST.feeds}
    assert titles["participant/p1"] == "Bedre ledelse – personlig kalender"
    assert titles["manager/boss"] == "Bedre ledelse – egen enhed"
    assert titles["room/lille"] == "Bedre ledelse – lokale Lille rum Kursushuset"
    assert titles["group/h27-A"] == "Bedre ledelse – netværksgruppe A"
    assert titles["cohort/h27"] == "Bedre ledelse – Hold 2027"


# --- a job change that nobody may know of yet -----------------------------------------

ANNOUNCED = datetime(2028, 1, 20, 8, tzinfo=UTC)


def _with_secret(visible: date | None) -> tuple[Participant, ...]:
    """Let the first participant change to another area's unit on 1 February."""
    first, *others = programme().participants
    posts = (
        post("birk", valid_to=date(2028, 1, 31)),
        post("hemmelig", "boss2", area="syd", valid_from=date(2028, 2, 1),
             visible_from=visible),
    )  # fmt: skip
    changed = Participant(id=first.id, name=first.name, cohort="h27", posts=posts)
    return (changed, *others)


def _plan_after_change() -> Plan:
    talk = session("three_way_talk", "p1", 1, date(2028, 4, 3), AFTERNOON, "hemmelig",
                   manager="boss2")  # fmt: skip
    career = session("career_talk", "p1", 1, date(2028, 4, 4), MORNING, "lille",
                     director="dir2")  # fmt: skip
    return _with_new_area(with_session(with_session(plan(), talk), career))


def _with_new_area(given: Plan) -> Plan:
    """Let the new area's director meet its only participant."""
    meeting = session("director_meeting", "syd", 1, date(2028, 5, 2), director="dir2")
    return given.model_copy(update={"sessions": (*given.sessions, meeting)})


@pytest.mark.parametrize("now", [NOW, ANNOUNCED])
def test_secret_job_shows_nowhere(now: datetime):
    """Before it is visible no feed has the new unit, and the old manager's and
    director's feeds are those of somebody who stays.
    """
    given = programme(participants=_with_secret(date(2028, 1, 21)))
    made = release(given, _plan_after_change(), FeedLedger(), now)
    assert FeedKey("manager", "boss2") not in {feed.key for feed in made.feeds}
    assert [f.key for f in made.feeds if b"Hemmelig" in f.data] == []
    old = entries(made, "manager", "boss")
    assert "Trepartssamtale, Anna Holm" in [e.summary for e in old]
    spring = [e for e in old if e.start.date() > date(2028, 2, 1)]
    assert "Deltager: Anna Holm" in {e.description for e in spring}
    assert "Karrieresamtale, A.H." in summaries(made, "director", "dir")
    assert summaries(made, "director", "dir2") == ["Ingen aftaler i kalenderen"]
    assert summaries(made, "room", "sal") == summaries(FIRST, "room", "sal")
    own = {e.summary: e for e in entries(made, "participant", "p1")}
    assert own["Trepartssamtale"].location == "Egen enhed"


def test_job_shows_once_it_is_visible():
    """From the day on the new manager has the talk and the absences."""
    given = programme(participants=_with_secret(date(2028, 1, 20)))
    made = release(given, _plan_after_change(), FeedLedger(), ANNOUNCED)
    new = summaries(made, "manager", "boss2")
    assert "Trepartssamtale, Anna Holm" in new
    assert BUSY.da in new
    meetings = ["Karrieresamtale, A.H.", "Områdemøde"]
    assert summaries(made, "director", "dir2") == meetings
    assert (
        len(summaries(made, "room", "sal")) == len(summaries(FIRST, "room", "sal")) + 1
    )
    old = entries(made, "manager", "boss")
    spring = [e for e in old if e.start.date() > date(2028, 2, 1)]
    assert "Deltager: Anna Holm" not in {e.description for e in spring}
    own = {e.summary: e for e in entries(made, "participant", "p1")}
    assert own["Trepartssamtale"].location == "Skole Hemmelig"


def test_day_of_the_release_is_the_programme_s():
    """At 23:30 UTC on the eve it is already the day in Denmark."""
    given = programme(participants=_with_secret(date(2028, 1, 21)))
    eve = datetime(2028, 1, 20, 23, 30, tzinfo=UTC)
    made = release(given, _plan_after_change(), FeedLedger(), eve)
    assert FeedKey("manager", "boss2") in {feed.key for feed in made.feeds}


@pytest.mark.parametrize("gap", [True, False])
def test_gap_before_a_secret_job_is_not_told(gap: bool):
    """Somebody between two jobs, the second secret, is still the old manager's."""
    posts = (
        post("birk", valid_to=date(2028, 1, 31)),
        post("hemmelig", "boss2", area="syd", visible_from=date(2028, 3, 1),
             valid_from=date(2028, 5, 1) if gap else date(2028, 2, 1)),
    )  # fmt: skip
    first, *others = programme().participants
    changed = Participant(id=first.id, name=first.name, cohort="h27", posts=posts)
    given = programme(participants=(changed, *others))
    made = release(given, _with_new_area(plan()), FeedLedger(), NOW)
    others = {f.key: f.data for f in made.feeds if f.key.subject != "p1"}
    assert others == {f.key: f.data for f in FIRST.feeds if f.key.subject != "p1"}
