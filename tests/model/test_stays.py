"""Which stays at hosts are looked at: of whom, where and in which weeks."""

from __future__ import annotations

import pytest

from leaderplan import rules
from leaderplan.domain.base import Span
from leaderplan.domain.people import Availability
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.model import practica
from leaderplan.model.assignment import Assignment
from leaderplan.model.practica import free, nearest
from leaderplan.model.prices import Shared
from leaderplan.model.run import Budget
from leaderplan.model.search import Search
from leaderplan.model.searched import Within
from tests.model.staying import MONDAYS, VISIT, given, host, stay
from tests.rules.small_world import activity, day


def test_hosts_that_add_least_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """By what they add for all, then by what they cost; of those asked about alone."""
    monkeypatch.setattr(practica, "NEAREST", 2)
    joint = Shared(
        family="hosts", level="placements", value=0, bound=0,
        prices={("a", "u1"): 4, ("a", "u4"): 1},
        costs={("a", "u1"): 0, ("a", "u2"): 7, ("a", "u3"): 2, ("a", "u4"): 0,
               ("b", "u1"): 0},
        charging=frozenset(),
    )  # fmt: skip

    def looked_at(*people: str) -> dict[str, frozenset[str]]:
        return nearest(joint, people, Assignment(), {})

    assert looked_at("a") == {"a": frozenset({"u2", "u3"})}
    monkeypatch.setattr(practica, "NEAREST", 1)
    assert looked_at("a") == {"a": frozenset({"u3"})}
    monkeypatch.setattr(practica, "NEAREST", 3)
    assert looked_at("a") == {"a": frozenset({"u2", "u3", "u4"})}
    assert looked_at("b", "c") == {"b": frozenset({"u1"}), "c": frozenset()}


@pytest.mark.parametrize("audience", ["c", "c-1", "c-A"])
def test_weeks_of_days_together_are_left_out_if_others_remain(audience: str) -> None:
    """Those of somebody's cohort, class or group, in any of the weeks of a stay."""
    asked = given("12", host("u3"))
    together = SessionKey("meeting", audience, 1)
    days = Assignment(
        start={together: (9, 0)},
        classes={"a": "c-1", "b": "c-2"},
        group={"a": "c-A", "b": "c-B"},
    )
    hit, clear = stay("a", "u3", 1), stay("a", "u3", 2)
    long, theirs = stay("a", "u3", 0, 1), stay("b", "u3", 1)
    found = free(asked, days, [hit, clear, long, theirs])
    # Of b there is no other stay, so it is left whether or not b comes.
    assert sorted(found) == sorted([clear, theirs])
    other = stay("b", "u3", 3)
    found = free(asked, days, [hit, clear, theirs, other])
    assert (theirs in found) == (audience != "c")
    assert sorted(free(asked, days, [hit, long])) == sorted([hit, long])


def searching(programme: Programme) -> Search:
    """Return a search of one portion of many."""
    return Search(
        programme, Budget(None), 0, lambda _: {}, lambda _: None, small=0,
        within=Within((programme,)),
    )  # fmt: skip


@pytest.mark.parametrize(("form", "after"), [("week", (0,)), ("three_two", (0, 1))])
def test_stays_are_where_the_host_is_open_and_somebody_is_free(
    form: str, after: tuple[int, ...]
) -> None:
    """In weeks without days together, of the hosts asked about, whole or in parts."""
    visit = VISIT.model_copy(update={"forms": (form,)})
    away = Availability(first=day(21), last=day(27), state="unavailable")
    asked = given(
        "1",
        HostUnit(unit="u2", open=(Span(first=day(0), last=day(20)),)),
        HostUnit(unit="u3", open=(Span(first=day(7), last=day(27)),)),
        HostUnit(unit="u1"),
        activities=(activity("opening", "cohort", away=True), visit),
        rules=(
            rules.DayPattern(),
            rules.HostOpen(),
            rules.Availability(),
            rules.NoDoubleBooking(),
        ),
    )
    busy = asked.participants[0].model_copy(update={"availability": (away,)})
    given_ = asked.replace(participants=(busy,))
    hosts = {"a": frozenset({"u2", "u3"})}
    late = Assignment(start={SessionKey("opening", "c", 1): (26, 0)})
    open_ = {"u2": {0, 1, 2}, "u3": {1, 2}}
    expected = [
        stay("a", unit, *(n + k for k in after))
        for unit in ("u2", "u3")
        for n in range(4)
        if all(n + k in open_[unit] for k in after)
    ]
    assert sorted(searching(given_).stays(late, hosts)) == expected
    early = Assignment(start={SessionKey("opening", "c", 1): (2, 0)})
    left = [s for s in expected if MONDAYS[0] not in s.weeks]
    assert sorted(searching(given_).stays(early, hosts)) == left
    assert left not in ([], expected)


def test_stays_follow_the_days_together() -> None:
    """Where the practicum is after an opening, in no week before the one given."""
    asked = given(
        "1",
        host("u2"),
        host("u3"),
        activities=(activity("opening", "cohort"), VISIT),
        rules=(rules.DayPattern(), rules.Order(first="opening", then="visit")),
    )
    days = Assignment(start={SessionKey("opening", "c", 1): (9, 0)})
    found = searching(asked).stays(days, {"a": frozenset({"u2"})})
    assert found == [stay("a", "u2", n) for n in (2, 3)]


def test_stays_leave_days_for_what_comes_before_them() -> None:
    """Where a talk is before the practicum, in no week before it can have been."""
    window = rules.Window(id="late", activity="talk", earliest=day(9))
    asked = given(
        "1",
        host("u2"),
        host("u3"),
        activities=(activity("talk", "participant"), VISIT),
        rules=(rules.DayPattern(), rules.Order(first="talk", then="visit"), window),
    )
    found = searching(asked).stays(Assignment(), {"a": frozenset({"u2"})})
    assert found == [stay("a", "u2", n) for n in (2, 3)]


def test_days_together_are_found_with_practica_in_weeks_with_hosts() -> None:
    """A practicum is on days on which there are hosts, whoever they are."""
    asked = given(
        "1",
        host("u2"),
        host("u3"),
        activities=(activity("opening", "cohort"), VISIT),
        rules=(rules.DayPattern(), rules.NoDoubleBooking()),
    )
    search = searching(asked)
    assert search.bound()
    for week in range(4):
        found = search.together(frozenset(range(7 * week, 7 * week + 7)))
        assert found is not None
        days = [n for key, (n, _) in found.start.items() if key.activity == "visit"]
        assert days == list(range(7 * week, 7 * week + 5))


def test_there_are_no_stays_where_weeks_are_not_one_decision() -> None:
    """A practicum of single days has none, so that nothing is agreed on it."""
    asked = given("1", host("u2"), host("u3"), rules=(rules.DayPattern(),))
    hosts = {"a": frozenset({"u2", "u3"})}
    assert searching(asked).stays(Assignment(), hosts)
    single = VISIT.model_copy(update={"forms": ("five_single",)})
    loose = asked.replace(activities=(single,))
    assert searching(loose).stays(Assignment(), hosts) == []


def test_who_has_one_host_left_has_the_weeks_there() -> None:
    """One host is no choice, but the week there is, and takes a place of the week."""
    asked = given("1", host("u2"), host("u3"), rules=(rules.DayPattern(),))
    found = searching(asked).stays(Assignment(), {"a": frozenset({"u2"})})
    assert found == [stay("a", "u2", n) for n in range(4)]
