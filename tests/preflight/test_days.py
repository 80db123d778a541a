"""Rooms, days, forms and chains of sessions."""

from __future__ import annotations

from typing import Any

from leaderplan import rules as r
from leaderplan.domain.activity import Lead
from leaderplan.domain.calendar import CalendarProfile, Closure, PlanningCalendar
from leaderplan.domain.people import Availability, Cohort, Post
from leaderplan.domain.programme import Programme
from tests.preflight.flagged import certain, kinds
from tests.rules.small_world import MONDAY, activity, day, person, programme, staff

PEOPLE = [person(p) for p in ("p", "q", "r")]
LAST = 27
"""Number of the last day."""


def given(*activities: Any, rules: Any, people: Any = PEOPLE, **more: Any) -> Programme:
    """Return a programme of three people with some activities and rules."""
    return programme(people, activities=activities, rules=tuple(rules), **more)


def away(first: int, last: int, **more: Any) -> tuple[Availability, ...]:
    """Return somebody's absence from one day to another."""
    return (Availability(first=day(first), last=day(last), **more),)


# --- rooms ----------------------------------------------------------------------------


def test_a_cohort_too_large_for_every_room():
    """Three people and 8 guests need 11 seats of 10; with 7 guests they fit."""
    rules = (r.RightPlace(), r.RoomCapacity())
    for guests, found in ((8, ["no_room"]), (7, [])):
        meeting = activity("m", "cohort", where=("room",), guests=guests)
        assert kinds(given(meeting, rules=rules)) == found
    (row,) = certain(
        given(activity("m", "cohort", where=("room",), guests=8), rules=rules)
    )
    assert set(row.rules) == {"right_place", "room_capacity"}
    assert "11 seats are needed, and the largest room has 10" in row.words.en
    assert "11 pladser, og det største lokale har 10" in row.words.da


def test_a_feature_that_no_room_has():
    """A room is needed by the rule for places, its features by another."""
    meeting = activity("m", "cohort", where=("room",), features=("stage",))
    (row,) = certain(given(meeting, rules=(r.RightPlace(), r.RoomFeatures())))
    assert (row.kind, row.subjects) == ("no_room", ("m/c/1",))
    assert set(row.rules) == {"right_place", "room_features"}
    assert kinds(given(meeting, rules=(r.RightPlace(),))) == []
    assert kinds(given(meeting, rules=(r.RoomFeatures(),))) == []
    online = activity("m", "cohort", where=("room", "online"), features=("stage",))
    assert kinds(given(online, rules=(r.RightPlace(), r.RoomFeatures()))) == []


def test_no_room_at_all():
    """A programme without rooms has none for a session in a room."""
    meeting = activity("m", "cohort", where=("room",))
    (row,) = certain(given(meeting, rules=(r.RightPlace(),), rooms=()))
    assert (row.kind, row.rules) == ("no_room", ("right_place",))


def test_the_largest_class_has_no_room():
    """Three in two classes are 2 in the larger, and with 9 guests 11 for 10 seats."""
    rules = (r.RightPlace(), r.RoomCapacity())
    for guests, found in ((9, ["room_too_small"]), (8, [])):
        lesson = activity("m", "class", where=("room",), guests=guests)
        assert kinds(given(lesson, rules=rules)) == found


# --- days -----------------------------------------------------------------------------


def test_somebody_who_must_come_is_never_there():
    """With one free day left there is a day."""
    meeting, rules = activity("m", "cohort"), (r.Availability(),)
    for last, found in ((LAST, ["no_day"]), (LAST - 1, [])):
        people = [*PEOPLE, person("s", availability=away(0, last))]
        assert kinds(given(meeting, rules=rules, people=people)) == found
    people = [person("s", availability=away(0, LAST))]
    (row,) = certain(given(meeting, rules=rules, people=people))
    assert (row.rules, row.subjects) == (("availability",), ("m/c/1",))
    assert "none of the 28 days" in row.words.en
    assert "ingen af periodens 28 dage" in row.words.da
    assert kinds(given(meeting, rules=(), people=people)) == []
    priced = (r.Availability(level="absences"),)
    assert kinds(given(meeting, rules=priced, people=people)) == []
    plenary = activity("m", "cohort", plenary=True)
    assert kinds(given(plenary, rules=rules, people=people)) == []


def test_two_who_are_never_there_at_the_same_time():
    """One is away in the first half, the other in the second, one day too long."""
    meeting, rules = activity("m", "cohort"), (r.Availability(),)
    for first, found in ((14, ["no_day"]), (15, [])):
        people = [
            person("p", availability=away(0, 13)),
            person("q", availability=away(first, LAST)),
        ]
        assert kinds(given(meeting, rules=rules, people=people)) == found


def test_blocks_of_one_day_need_not_go_together():
    """P has mornings and q afternoons: a session of one block finds no time."""
    meeting, rules = activity("m", "cohort"), (r.Availability(),)
    for left, found in (((0, 1), ["no_day"]), ((0,), [])):
        people = [
            person("p", availability=away(0, LAST, blocks=(2, 3))),
            person("q", availability=away(0, LAST, blocks=left)),
        ]
        assert kinds(given(meeting, rules=rules, people=people)) == found


def test_a_window_in_a_closed_period():
    """The period is closed but for a day in one of the two."""
    for last, found in ((9, ["no_day"]), (8, [])):
        closure = Closure(id="x", name="x", first=day(5), last=day(last))
        calendar = PlanningCalendar(
            first=MONDAY,
            last=day(LAST),
            closures=(closure,),
            profiles=(CalendarProfile(id="all", name="all", closures=("x",)),),
            default_profile="all",
        )
        window = r.Window(activity="m", earliest=day(7), latest=day(9))
        rules = (r.ClosedDays(), window)
        meeting = activity("m", "cohort")
        found_rows = certain(given(meeting, rules=rules, calendar=calendar))
        assert [row.kind for row in found_rows] == found
        if found_rows:
            assert set(found_rows[0].rules) == {"closed_days", "window"}


def test_nobody_has_the_role():
    """A picked leader is needed by the rule for leaders."""
    led = activity("m", "cohort", leads=(Lead(role="lecturer"),))
    (row,) = certain(given(led, rules=(r.RightLeader(),)))
    assert (row.kind, row.rules) == ("no_day", ("right_leader",))
    known = (staff("t", "lecturer"),)
    assert kinds(given(led, rules=(r.RightLeader(),), staff=known)) == []
    assert kinds(given(led, rules=())) == []


def test_everybody_with_the_role_is_away():
    """Two lecturers share the year between them; the session needs one of them."""
    led = activity("m", "cohort", leads=(Lead(role="lecturer"),))
    rules = (r.RightLeader(), r.StaffAvailability())
    for last, found in ((LAST, ["no_day"]), (LAST - 1, [])):
        known = (
            staff("t", "lecturer", availability=away(0, LAST)),
            staff("s", "lecturer", availability=away(0, last)),
        )
        assert kinds(given(led, rules=rules, staff=known)) == found


def test_the_own_manager_is_away():
    """A talk with the manager waits for a day on which the manager is there."""
    lead = Lead(role="manager", relation="manager")
    talk = activity("m", "participant", leads=(lead,))
    post = Post(unit="u1", area="north", manager="b")
    rules = (r.RightLeader(), r.StaffAvailability())
    for last, found in ((LAST, ["no_day"]), (LAST - 1, [])):
        boss = (staff("b", "manager", availability=away(0, last)),)
        people = [person("p", posts=(post,))]
        assert kinds(given(talk, rules=rules, people=people, staff=boss)) == found


# --- chains ---------------------------------------------------------------------------


def test_a_chain_of_order_and_periods():
    """A from day 20 and b to day 20, a first: with one day more there is a way."""
    activities = (activity("a", "cohort"), activity("b", "cohort"))
    for latest, found in ((20, ["no_day_in_chain"]), (21, [])):
        rules = (
            r.Order(first="a", then="b"),
            r.Window(id="late", activity="a", earliest=day(20)),
            r.Window(id="soon", activity="b", latest=day(latest)),
        )
        rows = certain(given(*activities, rules=rules))
        assert [row.kind for row in rows] == found
        if rows:
            assert set(rows[0].rules) == {"order", "late", "soon"}
            assert rows[0].subjects == ("a/c/1", "b/c/1")
            assert "from Sun 26 September 2027" in rows[0].words.en
            assert "fra søn 26. september 2027" in rows[0].words.da
            assert "mindst 1 dag" in rows[0].words.da


def test_a_chain_through_a_third():
    """a, b and c stand 14 days apart each: 28 days hold them no more, 29 do."""
    activities = tuple(activity(k, "participant") for k in "abc")
    rules = (
        r.Spacing(id="ab", first="a", then="b", least=14),
        r.Spacing(id="bc", first="b", then="c", least=14),
    )
    (row,) = certain(given(*activities, rules=rules))
    assert (row.kind, set(row.rules)) == ("no_day_in_chain", {"ab", "bc"})
    assert len(row.subjects) == 9
    longer = PlanningCalendar(first=MONDAY, last=day(LAST + 1))
    assert kinds(given(*activities, rules=rules, calendar=longer)) == []


def test_a_circle_has_no_days():
    """Each before the other."""
    activities = (activity("a", "cohort"), activity("b", "cohort"))
    rules = (
        r.Order(id="ab", first="a", then="b"),
        r.Order(id="ba", first="b", then="a"),
    )
    (row,) = certain(given(*activities, rules=rules))
    assert (row.kind, set(row.rules)) == ("no_day_in_chain", {"ab", "ba"})
    assert kinds(given(*activities, rules=rules[:1])) == []


def test_absence_moves_the_ends_of_a_chain():
    """The first free day for a is the last for b."""
    activities = (activity("a", "participant"), activity("b", "participant"))
    for last, found in ((LAST - 1, ["no_day_in_chain"]), (LAST - 2, [])):
        people = [person("p", availability=away(0, last))]
        rules = (r.Order(first="a", then="b"), r.Availability())
        rows = certain(given(*activities, rules=rules, people=people))
        assert [row.kind for row in rows] == found
        if rows:
            assert set(rows[0].rules) == {"order", "availability"}


def test_groups_not_known_bind_no_chain():
    """Who is in which group is open: its meetings bind nobody's talks."""
    cohort = Cohort(id="c", name="c", network_groups=2)
    activities = (activity("a", "network_group"), activity("b", "participant"))
    rules = (
        r.Order(first="a", then="b"),
        r.Window(id="late", activity="a", earliest=day(20)),
        r.Window(id="soon", activity="b", latest=day(20)),
    )
    assert kinds(given(*activities, rules=rules, cohorts=(cohort,))) == []


def test_a_week_that_is_nowhere_whole():
    """Away on Wednesdays and Saturdays: three days together are nowhere left."""
    stay = {"occurrences": 5, "kind": "practicum"}
    people = [person("p", availability=away(0, LAST, weekdays=(2, 5)))]
    rules = (r.DayPattern(), r.Availability())
    week = activity("a", "participant", forms=("week",), **stay)
    (row,) = certain(given(week, rules=rules, people=people))
    # The Wednesday has no day of its own.
    assert (row.kind, row.subjects) == ("no_day", ("a/p/3",))
    either = activity("a", "participant", forms=("week", "three_two"), **stay)
    (row,) = certain(given(either, rules=rules, people=people))
    assert (row.kind, row.subjects) == ("no_form", ("a/p",))
    assert set(row.rules) == {"day_pattern", "availability"}
    loose = activity("a", "participant", forms=("week", "five_single"), **stay)
    assert kinds(given(loose, rules=rules, people=people)) == []
