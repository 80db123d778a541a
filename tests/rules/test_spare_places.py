from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaderplan import rules as r
from leaderplan.check import check
from leaderplan.domain.base import Span
from leaderplan.domain.people import Cohort
from leaderplan.domain.places import HostUnit
from leaderplan.domain.programme import Programme
from leaderplan.domain.waiver import Waiver
from leaderplan.rules.spare_places import SparePlaces
from leaderplan.testing import assert_rule_agrees
from tests.rules.practicum import hosting, placed, visit
from tests.rules.small_world import day, found, host, person
from tests.strategies import plans, small_programmes

PEOPLE = [person(p) for p in "pq"]


def lacking(rule, given_, plan):
    """Return how many hosts each lacks, as checker and solver say alike."""
    alone = given_.replace(cohorts=(Cohort(id="c", name="c"),))
    there = tuple(s.model_copy(update={"place": AT[s.audience]}) for s in plan.sessions)
    at_hosts = plan.model_copy(update={"sessions": there})
    assert assert_rule_agrees(alone, at_hosts, *given_.rules, rule)
    return found(rule, given_, plan)


DAYS = (visit("p", 0), visit("p", 1, 2), visit("q", 7), visit("q", 8, 2))
"""p is away in the first week, q in the second."""
AT = {"p": "u2", "q": "u3"}


def test_a_host_with_a_place_left_is_another_to_go_to():
    """u2 and u3 are taken; u1 is open to both: one each, so two lack one each."""
    given_ = hosting(PEOPLE, host("u1"), host("u2"), host("u3"))
    plan = placed(AT, *DAYS)
    assert lacking(SparePlaces(), given_, plan) == {}
    assert lacking(SparePlaces(least=2), given_, plan) == {("p",): 1, ("q",): 1}


def test_the_own_host_is_no_other():
    """A second place at u2 helps q, who is at u3, and not p, who would lose u2."""
    roomy = HostUnit(unit="u2", capacity_week=2, capacity_year=2)
    given_ = hosting(PEOPLE, roomy, host("u3"))
    assert lacking(SparePlaces(), given_, placed(AT, *DAYS)) == {("p",): 1}


def test_a_full_week_leaves_no_place():
    """u2 takes two a year and one a week: free for q's week, not while p is there."""
    weekly = HostUnit(unit="u2", capacity_week=1, capacity_year=2)
    given_ = hosting(PEOPLE, weekly, host("u3"), host("u1"))
    rule, alike = SparePlaces(least=2), (visit("q", 2), visit("q", 3, 2))
    assert lacking(rule, given_, placed(AT, *DAYS)) == {("p",): 1}
    assert lacking(rule, given_, placed(AT, *DAYS[:2], *alike)) == {
        ("p",): 1,
        ("q",): 1,
    }


@pytest.mark.parametrize("last", [8, 7])
def test_hard_rules_say_where_and_when(last):
    """u1 is open until day ``last`` and both work there; each rule counts if asked."""
    open_ = HostUnit(unit="u1", open=(Span(first=day(0), last=day(last)),))
    given_ = hosting(PEOPLE, open_, host("u2"), host("u3"))
    plan, q = placed(AT, *DAYS), {("q",): 1} if last < 8 else {}
    assert lacking(SparePlaces(), given_, plan) == {}
    opened = given_.with_rules(r.HostOpen())
    assert lacking(SparePlaces(), opened, plan) == q
    own = given_.with_rules(r.EligibleHost())
    assert lacking(SparePlaces(), own, plan) == {("p",): 1, ("q",): 1}
    waived = own.waive("eligible_host", ("p", "u1"), reason="asked for")
    assert lacking(SparePlaces(), waived, plan) == {("q",): 1}
    late = opened.waive("host_open", ("u1",), reason="asked for")
    assert lacking(SparePlaces(), late, plan) == {}
    priced = given_.with_rules(r.EligibleHost(level="placements"))
    assert lacking(SparePlaces(), priced, plan) == {}


OTHERS = (
    r.EligibleHost(),
    r.Vetoes(),
    r.HostOpen(),
    r.HostLeaderPresent(),
    r.HostTravel(limit=15),
    r.Impartiality(),
    r.HostCapacity(),
)


def roomier(data: st.DataObject, drawn: Programme) -> Programme:
    """Return a programme with more hosts, of drawn sizes."""
    places = st.integers(0, 3)
    hosts = {h.unit: h for h in drawn.hosts}
    for unit in drawn.units:
        known = hosts.get(unit.id, HostUnit(unit=unit.id))
        week, year = data.draw(places), data.draw(places)
        hosts[unit.id] = known.model_copy(
            update={"capacity_week": week, "capacity_year": year}
        )
        if data.draw(st.booleans()):
            span = Span(
                first=drawn.calendar.first,
                last=drawn.calendar.first + timedelta(days=data.draw(places) * 14),
            )
            hosts[unit.id] = hosts[unit.id].model_copy(update={"open": (span,)})
    return drawn.replace(hosts=tuple(hosts.values()))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_model_and_checker_agree(data):
    """Both price a plan alike beside hard rules, of which what it breaks is waived."""
    drawn = data.draw(small_programmes())
    plan = data.draw(plans(drawn))
    drawn = roomier(data, drawn)
    beside = data.draw(st.sets(st.sampled_from(range(len(OTHERS)))))
    rules = (
        SparePlaces(least=data.draw(st.integers(1, 4)), weight=3),
        *(OTHERS[k] for k in sorted(beside)),
    )
    broken = check(drawn.replace(rules=rules), plan).hard
    waivers = {(v.rule, v.subject) for v in broken}
    waivers |= data.draw(st.sets(st.one_of(
        st.tuples(st.sampled_from(("eligible_host", "vetoes", "host_travel")),
                  st.tuples(st.sampled_from([p.id for p in drawn.participants]))),
        st.tuples(st.sampled_from(("host_open", "host_leader_present")),
                  st.tuples(st.sampled_from([h.unit for h in drawn.hosts]))),
    ), max_size=4))  # fmt: skip
    drawn = drawn.replace(
        waivers=tuple(Waiver(rule=k, subject=about) for k, about in sorted(waivers))
    )
    assert assert_rule_agrees(drawn, plan, *rules)
