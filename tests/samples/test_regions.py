"""Samples of a region: counts, districts, and a plan planted district by district."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import pytest

from leaderplan import samples
from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.rules import AttendeeTravel
from leaderplan.samples.regions import shares
from leaderplan.samples.sizes import SIZES


@cache
def _planted() -> tuple[Programme, Plan]:
    return samples.planted("L", 0)


@pytest.fixture(scope="module")
def region() -> Programme:
    """The region of seed 0."""
    return _planted()[0]


def _municipality(area: str) -> str:
    """The start of the id of an area, which is that of its municipality."""
    return area.split("-", maxsplit=1)[0]


def _homes(programme: Programme) -> dict[str, str]:
    """Home unit of each participant at the start."""
    first = programme.calendar.first
    return {p.id: p.post_on(first).unit for p in programme.participants}


def test_a_region_has_a_plan():
    """The planted plan is well-formed and keeps every hard rule."""
    report = check(*_planted())
    assert [str(fault) for fault in report.malformed] == []
    assert [v.message.en for v in report.violations if v.hard] == []


def test_a_region_is_as_large_as_promised(region):
    """The counts are those of DOMAIN.md 4.2."""
    homes = _homes(region)
    sectors = Counter(region.unit(unit).sector for unit in homes.values())
    assert sectors == {"skole": 560, "dagtilbud": 310, "fritid": 130}
    assert sorted(Counter(homes.values()).values()) == [1] * 500 + [2] * 250
    assert len(region.cohorts) == 30
    assert len(region.areas) == 70
    assert len(region.hosts) == 1_500
    assert len(region.audiences("network_meeting")) == 190
    assert len(region.audiences("teaching_day")) == 48
    assert (len(region.venues), len(region.rooms)) == (60, 180)
    staff = {role: len(region.staff_in(role)) for role in ("coach", "examiner")}
    assert staff == {"coach": 110, "examiner": 20}
    assert len(region.staff_in("external_examiner")) == 20
    loads = {coach.load("coach").largest for coach in region.staff_in("coach")}
    assert loads == {20}
    lecturers = region.staff_in("module_lecturer")
    providers = Counter(member.id.split("-underviser")[0] for member in lecturers)
    assert providers == {"udbyder-1": 12, "udbyder-2": 12, "udbyder-3": 12}


def test_municipalities_are_of_very_different_size(region):
    """24 send 8 to 160 people; half of them 14 at most, seven more than 66."""
    sizes = sorted(
        Counter(
            _municipality(region.unit(home).area) for home in _homes(region).values()
        ).values()
    )
    assert (len(sizes), sizes[0], sizes[-1]) == (24, 8, 160)
    assert sizes[11] <= 14
    assert sum(size > 66 for size in sizes) == 7


def test_cohorts_are_of_one_municipality_or_mix_small_ones(region):
    """A municipality of 30 or more shares no cohort; each cohort has 30 to 36 people.

    Cohorts whose classes are mixed start together, and all three sectors are in each.
    """
    homes = _homes(region)
    size = Counter(_municipality(region.unit(home).area) for home in homes.values())
    sends: dict[str, set[str]] = defaultdict(set)
    sectors: dict[str, set[str]] = defaultdict(set)
    for person in region.participants:
        unit = region.unit(homes[person.id])
        sends[person.cohort].add(_municipality(unit.area))
        sectors[person.cohort].add(unit.sector)
    for municipalities in sends.values():
        assert len(municipalities) == 1 or max(size[m] for m in municipalities) < 30
    assert sum(len(municipalities) > 1 for municipalities in sends.values()) == 5
    people = Counter(person.cohort for person in region.participants)
    assert set(people.values()) <= set(range(30, 37))
    assert all(len(found) == 3 for found in sectors.values())
    assert sum(c.classes_with is not None for c in region.cohorts) == 12
    starts = {
        cohort: rule.id
        for rule in region.rules
        if rule.id.startswith("exams-in-season")
        for cohort in rule.cohorts
    }
    assert len(set(starts.values())) == 4
    for cohort in region.cohorts:
        if cohort.classes_with:
            assert starts[cohort.id] == starts[cohort.classes_with]


def test_little_is_shared_between_municipalities():
    """At most one practicum in ten crosses a border, and at least one does.

    An internal coach is of the district of whom they coach; one room in twenty of
    those used belongs to nobody, and no plenary day is further off than 75 minutes.
    """
    programme, plan = _planted()
    homes = _homes(programme)
    area = {person: programme.unit(home).area for person, home in homes.items()}
    crossing = sum(
        _municipality(area[p.participant]) != _municipality(programme.unit(p.host).area)
        for p in plan.placements
    )
    assert 0 < crossing <= 100
    mixing: dict[str, set[str]] = defaultdict(set)
    for person in programme.participants:
        mixing[person.cohort].add(_municipality(area[person.id]))
    for match in plan.matches:
        coach = programme.member(match.coach)
        cohort = programme.participant(match.participant).cohort
        if coach.area is not None:
            assert _municipality(coach.area) in mixing[cohort]
    shared = {venue.id for venue in programme.venues if venue.area is None}
    assert len(shared) == 3
    (journey,) = (r for r in programme.rules if r.id == "plenary-journey")
    assert isinstance(journey, AttendeeTravel)
    assert journey.limit == 75


def test_shares_add_up_and_none_takes_more_than_it_can():
    """By weights 1, 2 and 3 of 12; then a full one leaves the rest to the next."""
    assert shares(12, [1, 2, 3], [9, 9, 9]) == [2, 4, 6]
    assert shares(12, [1, 2, 3], [1, 9, 9]) == [1, 5, 6]


@pytest.mark.parametrize("name", [name for name, s in SIZES.items() if s.regional])
def test_the_tables_of_a_region_agree(name):
    """Cohorts, areas and sectors of a municipality hold the same people."""
    size = SIZES[name]
    for one in size.municipalities:
        assert sum(one.participants) == sum(map(sum, one.areas))
        for homes, twice, hosts, both in zip(
            one.homes, one.doubles, one.hosts, one.home_hosts, strict=True
        ):
            assert 0 <= twice <= homes
            assert 0 <= both <= min(hosts, homes)
    for number, district in enumerate(size.districts):
        people = sum(sum(one.participants) for one in district)
        cohorts = [c for c in size.cohorts if c.district == number]
        assert sum(c.participants for c in cohorts) == people
