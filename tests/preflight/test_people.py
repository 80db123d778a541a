"""Counts of people: hosts, coaches, facilitators, groups and classes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import leaderplan as lp
from leaderplan import rules as r
from leaderplan.domain.activity import Lead
from leaderplan.domain.base import Span
from leaderplan.domain.people import Cohort, RoleLoad
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from tests.preflight.flagged import certain, kinds
from tests.rules.practicum import hosting
from tests.rules.small_world import activity, day, person, programme, staff

PEOPLE = [person(p) for p in ("p", "q", "r")]
"""Three from u1, a school in the north."""


def at_hosts(*hosts: HostUnit, rules: Iterable[Any], **changes: Any) -> Programme:
    """Return a programme of three people who need a practicum host."""
    return hosting(PEOPLE, *hosts, rules=tuple(rules), **changes)


def room_at(unit: str, week: int, year: int, *spans: Span) -> HostUnit:
    """Return a host that takes so many in a week and in all."""
    return HostUnit(unit=unit, capacity_week=week, capacity_year=year, open=spans)


def test_more_people_than_places():
    """Nobody may be at u1, and u2 takes 2 of 3; with a third place all is well."""
    rules = (r.HostCapacity(), r.EligibleHost())
    own = room_at("u1", 3, 3)
    (row,) = certain(at_hosts(own, room_at("u2", 2, 2), rules=rules))
    assert (row.kind, row.rules) == ("host_places", ("eligible_host", "host_capacity"))
    assert row.subjects == ("p", "q", "r", "u2")
    assert "3 participants" in row.words.en
    assert "2 places" in row.words.en
    assert "3 deltagere" in row.words.da
    assert "2 pladser" in row.words.da
    assert kinds(at_hosts(own, room_at("u2", 3, 3), rules=rules)) == []


def test_places_count_only_by_a_hard_rule():
    """Without the rule, priced or waived, no capacity binds."""
    host = room_at("u2", 1, 1)
    assert kinds(at_hosts(host, rules=(r.HostCapacity(),))) == ["host_places"]
    assert kinds(at_hosts(host, rules=())) == []
    priced = r.HostCapacity(level="placements")
    assert kinds(at_hosts(host, rules=(priced,))) == []
    hard = at_hosts(host, rules=(r.HostCapacity(),))
    assert kinds(hard.waive("host_capacity", ("u2", "2027-09-06"))) == []


def test_somebody_without_any_host():
    """The only host is p's own unit, but q's is another."""
    people = [person("p", "u2"), person("q", "u1")]
    rules = (r.EligibleHost(),)
    (row,) = certain(hosting(people, room_at("u2", 3, 3), rules=rules))
    assert (row.kind, row.subjects) == ("no_host", ("p",))
    assert row.rules == ("eligible_host",)
    assert kinds(hosting(people[1:], room_at("u2", 3, 3), rules=rules)) == []


def test_two_open_weeks_are_two_places():
    """One a week from day 0 to day 11 makes two of three; day 14 is a third week."""
    rules = (r.HostCapacity(), r.HostOpen())
    short = at_hosts(room_at("u2", 1, 9, Span(last=day(11))), rules=rules)
    (row,) = certain(short)
    assert (row.kind, row.rules) == ("host_weeks", ("host_capacity", "host_open"))
    assert "2 places" in row.words.en
    assert kinds(at_hosts(room_at("u2", 1, 9, Span(last=day(14))), rules=rules)) == []


def test_the_period_of_the_practicum_counts():
    """A window of two weeks does the same as a host that is open for two."""
    host, capacity = room_at("u2", 1, 9), r.HostCapacity()
    for last, found in ((13, ["host_weeks"]), (14, [])):
        window = r.Window(activity="visit", latest=day(last))
        assert kinds(at_hosts(host, rules=(capacity, window))) == found


COACHING = activity(
    "talk", "participant", leads=(Lead(role="coach", relation="coach"),)
)


def coached(*coaches: Any, rules: Iterable[Any], goals: Any = ()) -> Programme:
    """Return a programme of three people with one coaching session each."""
    people = [person(p, goals=goals) for p in ("p", "q", "r")]
    given = {"activities": (COACHING,), "staff": coaches, "rules": tuple(rules)}
    return programme(people, **given)


def coach(key: str, smallest: int = 0, largest: int | None = None, **more: Any) -> Any:
    """Return a coach with so many sessions."""
    load = RoleLoad(role="coach", smallest=smallest, largest=largest)
    return staff(key, **({"roles": (load,)} | more))


def test_too_few_coaching_sessions():
    """Two coaches with one session each are one short of three."""
    rules = (r.CoachLoad(),)
    (row,) = certain(coached(coach("c", 0, 1), coach("d", 0, 1), rules=rules))
    assert (row.kind, row.rules) == ("coach_capacity", ("coach_load",))
    assert "3 coaching sessions" in row.words.en
    assert "have 2 at most" in row.words.en
    assert "højst har 2" in row.words.da
    assert kinds(coached(coach("c", 0, 1), coach("d", 0, 2), rules=rules)) == []


def test_coaches_are_promised_too_much():
    """Four sessions promised, three to give."""
    rules = (r.CoachLoad(),)
    assert kinds(coached(coach("c", 4), rules=rules)) == ["coach_minimum"]
    assert kinds(coached(coach("c", 3), rules=rules)) == []


def test_a_topic_that_nobody_coaches():
    """The goal is named with the number of people, and each lacks a coach."""
    rules = (r.CoachSpeciality(level=None),)
    given = coached(coach("c"), rules=rules, goals=("economy",))
    rows = {row.kind: row for row in certain(given)}
    assert set(rows) == {"topic_without_coach", "no_coach"}
    assert rows["topic_without_coach"].subjects == ("economy",)
    assert "3 participants" in rows["topic_without_coach"].words.en
    known = coach("c", specialities=("economy",))
    assert kinds(coached(known, rules=rules, goals=("economy",))) == []


MEETING = activity(
    "net", "network_group", leads=(Lead(role="facilitator", relation="group"),)
)


def test_facilitators_for_too_few_groups():
    """Two groups need two facilitators who take one each."""
    rules = (r.FacilitatorLoad(), r.RightLeader())

    def led(smallest: int, largest: int) -> Programme:
        load = RoleLoad(role="facilitator", smallest=smallest, largest=largest)
        lead = staff("f", roles=(load,))
        given = {"activities": (MEETING,), "staff": (lead,), "rules": rules}
        return programme(PEOPLE, **given)

    (row,) = certain(led(0, 1))
    assert row.kind == "facilitator_capacity"
    assert set(row.rules) == {"facilitator_load", "right_leader"}
    assert "2 groups" in row.words.en
    assert "højst 1" in row.words.da
    assert kinds(led(0, 2)) == []
    assert kinds(led(3, 3)) == ["facilitator_minimum"]


def test_sizes_that_do_not_divide():
    """Three in two groups are 1 and 2: not two in each, not as many in each."""

    def grouped(*rules: Any) -> Programme:
        cohort = Cohort(id="c", name="Autumn", network_groups=2, module_classes=2)
        return programme(PEOPLE, cohorts=(cohort,), rules=rules)

    loose = {"largest": 3, "most_difference": None}
    assert kinds(grouped(r.GroupSize(smallest=1, **loose))) == []
    (row,) = certain(grouped(r.GroupSize(smallest=2, **loose)))
    assert (row.kind, row.subjects) == ("group_sizes", ("c", "c-A", "c-B"))
    assert "3 participants in 2 network groups make 1-2 in each" in row.words.en
    assert "3 deltagere i 2 netværksgrupper giver 1-2 i hver" in row.words.da
    even = r.GroupSize(smallest=1, largest=3, most_difference=0)
    assert kinds(grouped(even)) == ["group_sizes"]
    assert kinds(grouped(r.ClassSize(largest=1))) == ["class_sizes"]
    assert kinds(grouped(r.ClassSize(largest=2))) == []


def test_who_has_not_answered():
    """It is something to look at, and stops nobody."""
    asked = lp.Availability(state="unanswered", first=day(0), last=day(13))
    given = programme([person("p", availability=(asked,))], rules=(r.Availability(),))
    (row,) = lp.preflight(given).findings
    assert (row.certain, row.kind, row.subjects) == (False, "unanswered", ("p",))
    assert "10 days of the 20" in row.words.en
    assert "10 dage af de 20" in row.words.da
    assert lp.preflight(given).ok
    assert lp.preflight(given.replace(rules=())).findings == ()
