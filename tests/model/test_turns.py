"""Cohorts planned in turn, and terms agreed between them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Availability, Cohort, RoleLoad, Staff
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model import terms as terms_module
from leaderplan.model.assignment import Assignment
from leaderplan.model.gathering import Granted, Wishes, granted
from leaderplan.model.leaving import Others, left_to
from leaderplan.model.portions import portions
from leaderplan.model.run import Budget
from leaderplan.model.slices import Bounded, bound
from leaderplan.model.terms import Terms, Turn
from leaderplan.model.turns import Turns
from tests.model.searching import judged
from tests.rules.practicum import PRACTICUM
from tests.rules.small_world import activity, day, person, programme, staff


def two(*stated: rules.Window, busy: tuple[int, ...] = (), **changes: Any) -> Programme:
    """Return two cohorts with an opening and exams; k examines but on busy days."""
    off = tuple(
        Availability(first=day(n), last=day(n), state="unavailable") for n in busy
    )
    given: dict[str, Any] = {
        "cohorts": tuple(Cohort(id=c, name=c) for c in "cd"),
        "activities": (
            activity("opening", "cohort"),
            activity("exam", "participant", kind="exam", leads=(Lead(role="judge"),)),
        ),
        "staff": (staff("k", "judge", availability=off),),
        "rules": (
            rules.NoDoubleBooking(), rules.StaffAvailability(), rules.Availability(),
            rules.Order(first="opening", then="exam"), *stated,
        ),
    }  # fmt: skip
    return programme([person("a"), person("z", "u2", cohort="d")], **(given | changes))


def agreed(given: Programme) -> tuple[Terms, list[Turn], list[Bounded | None]]:
    """Bound both cohorts, and agree."""
    parts = portions(given)
    assert len(parts) == 2
    found: list[Bounded | None] = [
        bound(p.programme, Budget(None, 20.0), 0, judged) for p in parts
    ]
    turns = [Turn(part, n) for n, part in enumerate(parts)]
    terms = Terms(
        given, turns, parts, found, [p.programme for p in parts], {},
        Budget(None, 60.0), 0, [lambda _: None] * 2,
    )  # fmt: skip
    terms.agree()
    return terms, turns, found


def planned(
    given: Programme, terms: Terms, turns: list[Turn], found: list[Bounded | None]
) -> dict[tuple[str, ...], Plan | None]:
    """Plan both in turn within what is agreed."""
    parts = [turn.portion for turn in turns]
    rows = Turns(given, turns, terms, {}, found, parts, judged, 0, [lambda _: None] * 2)
    rows.plan(Budget(None, 60.0))
    return rows.plans


def exams(terms: Terms, number: int) -> frozenset[date]:
    """Return the days of the exams of a turn."""
    (days,) = terms.exams[number].days.values()
    return days


def meetings(terms: Terms) -> dict[str, int]:
    """Return the day number of each group's meeting."""
    return {
        key.audience: when
        for found in terms.days.values()
        for key, (when, _) in found.start.items()
        if key.activity == "meeting"
    }


def test_days_of_exams_without_days_together_are_agreed_anew() -> None:
    """By counting people alone days come first on which no opening is before them."""
    given = two(rules.Window(id="late", activity="opening", earliest=day(3)))
    terms, turns, _ = agreed(given)
    parts, told = [turn.portion for turn in turns], Budget(None)
    first = granted(given, parts, [0, 1], told, 0, Wishes())
    assert any(max(days) < day(3) for row in first for days in row.days.values())
    assert set(terms.days) == {0, 1}
    for number in (0, 1):
        assert max(exams(terms, number)) > day(3)


def test_days_of_exams_are_refused_with_all_before_or_after_them() -> None:
    """No opening is before any of them; after those that are late there is one."""
    late = rules.Window(id="late", activity="opening", earliest=day(3))
    terms, _, _ = agreed(two(late))

    def refused(*days: int) -> bool:
        rows = frozenset(day(n) for n in days)
        terms.exams[0] = Granted(days={("exam", "c"): rows})
        return terms._refuse(0)

    assert refused(2)
    assert terms._refused[0][-1] >= {day(0), day(1), day(2)}
    assert not terms._refused[0][-1] & {day(3), day(4)}
    assert not refused(1)
    assert refused(8)
    assert terms._refused[0][-1] == {day(8)}


@pytest.mark.parametrize("number", [0, 1])
def test_who_finds_no_plan_is_planned_on_other_days(number: int) -> None:
    """What was granted to the first or the last is dropped where it has no plan."""
    late = rules.Window(id="late", activity="opening", earliest=day(3))
    given = two(late)
    terms, turns, found = agreed(given)
    (cohort,) = turns[number].portion.cohorts
    none = Granted(days={("exam", cohort): frozenset({day(0)})})
    wanted = terms.exams[:]
    wanted[number] = Granted()
    terms.exams[number] = none
    plans = planned(given, terms, turns, found)
    assert all(plan is not None for plan in plans.values())
    assert list(plans) == [turn.portion.cohorts for turn in turns]
    assert terms.exams == wanted


def test_who_leads_groups_of_a_portion_is_named_once_for_each() -> None:
    """Of the portions asked about, as far as their days are known."""
    guides = tuple(
        Staff(id=k, name=k, roles=(RoleLoad(role="guide"),)) for k in ("k", "m")
    )
    lead = Lead(role="guide", relation="group")
    given = two(
        cohorts=tuple(Cohort(id=c, name=c, network_groups=2) for c in "cd"),
        activities=(activity("meeting", "network_group", leads=(lead,)),),
        staff=guides,
        rules=(),
    )
    parts = portions(given)
    turns = [Turn(part, n) for n, part in enumerate(parts)]
    terms = Terms(given, turns, parts, [None] * 2, [], {}, Budget(None), 0, [])
    assert terms.lent(parts) == []
    terms.days = {0: Assignment(facilitator={"c-A": "k", "c-B": "k"})}
    assert terms.lent(parts) == ["k", "k"]
    terms.days[1] = Assignment(facilitator={"d-A": "m", "d-B": "k"})
    assert terms.lent(parts[1:]) == ["m", "k"]
    assert terms.lent(parts[:1]) == ["k", "k"]
    assert terms.lent(parts) == ["k", "k", "m", "k"]


def test_later_days_together_leave_what_earlier_ones_lead() -> None:
    """Each of two who lead one group at most has that of one cohort."""
    loads = (RoleLoad(role="guide", largest=1),)
    guides = tuple(Staff(id=k, name=k, roles=loads) for k in ("k", "m"))
    lead = Lead(role="guide", relation="group")
    given = two(
        cohorts=tuple(Cohort(id=c, name=c, network_groups=1) for c in "cd"),
        activities=(
            activity("opening", "cohort"),
            activity("meeting", "network_group", leads=(lead,)),
        ),
        staff=guides,
        rules=(rules.RightLeader(), rules.FacilitatorLoad(role="guide")),
    )
    terms, turns, _ = agreed(given)
    led = terms.lent(turn.portion for turn in turns)
    assert sorted(led) == ["k", "m"]


def test_later_days_together_are_not_those_that_take_away_a_colleague() -> None:
    """Of one unit that spares one, two cohorts' meetings are on different days."""
    soon = rules.Window(id="soon", activity="meeting", latest=day(0), level="dates")
    given = two(
        cohorts=tuple(Cohort(id=c, name=c, network_groups=1) for c in "cd"),
        activities=(
            activity("opening", "cohort"),
            activity("meeting", "network_group", away=True),
        ),
        participants=(person("a"), person("z", cohort="d")),
        rules=(rules.NoDoubleBooking(), soon, rules.UnitAway()),
    )
    assert given.unit("u1").max_away == 1
    terms, _, _ = agreed(given)
    days = meetings(terms).values()
    assert 0 in days
    assert len(set(days)) == 2


def test_days_together_are_not_those_of_a_colleague_in_a_practicum() -> None:
    """Nor is a unit left by whoever has a practicum in the days of others."""
    visit = PRACTICUM.model_copy(
        update={"occurrences": 5, "forms": ("week",), "cohorts": ("c",)}
    )
    soon = rules.Window(id="soon", activity="meeting", latest=day(0), level="dates")
    given = two(
        cohorts=tuple(Cohort(id=c, name=c, network_groups=1) for c in "cd"),
        activities=(
            activity("opening", "cohort"),
            activity("meeting", "network_group", away=True, cohorts=("d",)),
            visit,
        ),
        participants=(person("a"), person("z", cohort="d")),
        hosts=(HostUnit(unit="u2"), HostUnit(unit="u3")),
        rules=(
            rules.DayPattern(),
            rules.Window(id="first", activity=visit.id, latest=day(4)),
            soon,
            rules.UnitAway(),
        ),
    )
    terms, _, _ = agreed(given)
    visits = {n for key, (n, _) in terms.days[0].start.items() if key[0] == visit.id}
    (met,) = meetings(terms).values()
    assert visits == set(range(5))
    assert met not in visits


def test_classes_are_no_larger_than_rooms_were_left_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """None has more people than the largest in the bounds' days together."""
    told: list[Others] = []

    def left(*args: Any) -> Programme:
        told.append(args[-1])
        return left_to(*args)

    monkeypatch.setattr(terms_module, "left_to", left)
    people = [person(p, cohort=p[0]) for p in ("c1", "c2", "c3", "d1", "d2")]
    given = two(
        cohorts=tuple(Cohort(id=c, name=c, module_classes=2) for c in "cd"),
        activities=(activity("opening", "cohort"), activity("lesson", "class")),
        participants=tuple(people),
        rules=(rules.ClassSize(smallest=1, largest=2),),
    )
    terms, _, _ = agreed(given)
    sizes = [Counter(days.classes.values()) for days in terms.days.values()]
    for others, found in zip(told, sizes, strict=False):
        most = max(found.values())
        assert others.lessons.seats == dict.fromkeys(found, (0, most))


def test_who_has_no_days_beside_the_others_is_first() -> None:
    """The day that one cohort must have is left to it by one that only likes it."""
    soon = rules.Window(id="soon", activity="meeting", latest=day(0), level="dates")
    only = rules.Window(id="only", activity="meeting", latest=day(0), cohorts=("d",))
    given = two(
        cohorts=tuple(Cohort(id=c, name=c, network_groups=1) for c in "cd"),
        activities=(
            activity("opening", "cohort"),
            activity("meeting", "network_group", away=True),
        ),
        participants=(person("a"), person("z", cohort="d")),
        rules=(soon, only, rules.UnitAway()),
    )
    terms, _, _ = agreed(given)
    days = meetings(terms)
    assert days["d-A"] == 0 < days["c-A"]
