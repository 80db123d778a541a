"""Host and first week of a practicum are one decision, whatever its form."""

from __future__ import annotations

import random

import pytest

from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.base import Span
from leaderplan.domain.calendar import CalendarProfile, Closure, PlanningCalendar
from leaderplan.domain.people import Availability
from leaderplan.domain.places import HostUnit, Travel
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.model.build import Built
from leaderplan.model.parts import Parts
from leaderplan.model.scope import everything
from leaderplan.result import Status
from leaderplan.solve import solve
from tests.model.searching import by_reference, searched
from tests.rules.practicum import PRACTICUM, hosting
from tests.rules.small_world import (
    MONDAY,
    activity,
    day,
    person,
    programme,
    staff,
)

FORMS = ("week", "three_two")
UNITS = ("u1", "u2", "u3")
LIMIT = 30


def _spans(dice: random.Random) -> tuple[Span, ...]:
    """Draw when a host is open: most weeks, some of them in part."""
    found = []
    for monday in range(0, 28, 7):
        if dice.random() < 0.9:
            first = monday + dice.choice((0, 0, 0, 0, 1))
            last = monday + dice.choice((3, 4, 4, 4, 4))
            found.append(Span(first=day(first), last=day(last)))
    return tuple(found)


def _given(form: str, seed: int) -> Programme:
    """Draw three people, three hosts with leaders, an opening and a feedback talk."""
    dice = random.Random(seed)
    leads = (Lead(role="host_leader", relation="host_leader"),)
    hosts = [
        HostUnit(
            unit=unit, leader=f"l-{unit}", open=_spans(dice),
            capacity_week=dice.choice((1, 1, 2)), capacity_year=2,
        )
        for unit in UNITS
    ]  # fmt: skip
    leaders = [
        staff(
            f"l-{unit}", "host_leader",
            availability=[
                Availability(first=day(n), last=day(n), state="unavailable")
                for n in dice.sample(range(28), 16)
            ],
        )
        for unit in UNITS
    ]  # fmt: skip
    given = hosting(
        [person(f"p{k}", unit) for k, unit in enumerate(UNITS)],
        *hosts,
        staff=leaders,
        travel=tuple(
            Travel(origin=a, destination=b, minutes=LIMIT + dice.randrange(20))
            for a in UNITS for b in UNITS if a < b
        ),
    )  # fmt: skip
    visit = PRACTICUM.model_copy(update={"occurrences": 5, "forms": (form,)})
    return given.replace(
        activities=(
            visit,
            activity("opening", "cohort"),
            activity("feedback", "participant", leads=leads),
        ),
        rules=(
            rules.NoDoubleBooking(),
            rules.DayPattern(),
            rules.RightLeader(),
            rules.StaffAvailability(),
            rules.EligibleHost(),
            rules.HostOpen(),
            rules.HostLeaderPresent(level="matches"),
            rules.HostCapacity(),
            rules.Spacing(
                id="first",
                first="opening",
                then="visit",
                least=1,
                then_occurrence=1,
                first_occurrence=1,
            ),
            rules.Spacing(
                id="soon",
                first="visit",
                then="feedback",
                least=1,
                most=dice.randint(1, 4),
            ),
            rules.HostTravel(limit=LIMIT, level="placements"),
            rules.WeekdayPreference(
                activities=("visit", "opening"),
                weekdays=(dice.randrange(5),),
                level="dates",
            ),
        ),
    )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(6))
def test_the_search_proves_what_the_reference_model_proves(
    form: str, seed: int
) -> None:
    """Hosts open in part of a week, and leaders away on some days."""
    given = _given(form, seed)
    known, found = by_reference(given), searched(given)
    if known is None:
        assert found.plan is None
        assert found.impossible is not None
    else:
        assert list(found.values.values()) == known.proven
        assert found.bounds == found.values


@pytest.mark.parametrize("form", FORMS)
def test_enough_of_them_have_a_plan(form: str) -> None:
    """So that what the search is held to is not always that there is none."""
    assert sum(by_reference(_given(form, seed)) is not None for seed in range(6)) >= 3


def test_days_that_follow_another_have_no_variable_of_their_own() -> None:
    """Days 2 and 3 follow the first, and day 5 the fourth; the rule still holds."""
    given = _given("three_two", 0)
    built = Built(given, Parts(given).core.scope)
    decisions = built.decisions
    assert decisions.visited.dense
    keys = [SessionKey("visit", "p0", k) for k in range(1, 6)]
    times = [decisions.held[key].time for key in keys]
    assert [time.shift for time in times] == [0, 1, 2, 0, 1]
    assert times[2].head is times[1].head is times[0]
    assert times[4].head is times[3]
    first, second = times[:2]
    assert [day + 1 for day in first.days] == second.days
    assert second.by(second.days[2]) is first.by(first.days[2])
    assert second.flag(second.on_days(second.days[:3])) is first.flag(
        first.on_days(first.days[:3])
    )


def test_days_that_another_one_cannot_follow_are_cut() -> None:
    """A week with a day shut in its middle is none for five days in a row."""
    given = _given("week", 2)
    shut = Closure(id="shut", name="shut", first=day(9), last=day(9))
    calendar = given.calendar.model_copy(
        update={
            "closures": (shut,),
            "profiles": (CalendarProfile(id="all", name="all", closures=("shut",)),),
            "default_profile": "all",
        }
    )
    found = []
    for held in (given.calendar, calendar):
        programme = given.replace(
            calendar=held,
            activities=given.activities[:1],
            rules=(rules.DayPattern(), rules.ClosedDays()),
        )
        decisions = Built(programme, Parts(programme).core.scope).decisions
        found.append(decisions.held[SessionKey("visit", "p0", 1)].time.days)
    assert found == [[0, 7, 14, 21], [0, 14, 21]]


@pytest.mark.parametrize(
    ("length", "busy", "follows"),
    [(3, None, True), (4, None, False), (3, 0, False), (3, 1, False)],
)
def test_only_what_has_the_same_hours_follows(
    length: int, busy: int | None, follows: bool
) -> None:
    """Two sessions with a day between, one of which may be longer or not in a block."""
    taken = (
        ()
        if busy is None
        else (
            Availability(
                first=day(5), last=day(5), blocks=(busy,), state="unavailable"
            ),
        )
    )
    given = programme(
        [person("p", availability=taken)],
        activities=(
            activity("one", "cohort", length=3),
            activity("two", "cohort", length=length),
        ),
        rules=(
            rules.Availability(),
            rules.Spacing(id="next", first="one", then="two", least=2, most=2),
            rules.Window(id="then", activity="two", earliest=day(5), latest=day(6)),
        ),
    )
    first, then = (SessionKey(name, "c", 1) for name in ("one", "two"))
    times = {
        key: held.time
        for key, held in Built(given, everything(given)).decisions.held.items()
    }
    assert times[first].days == [3, 4]
    assert times[then].days == [5, 6]
    assert times[then].length == length
    assert (times[then].head is times[first]) == follows
    found = searched(given)
    assert found.plan is not None


@pytest.mark.parametrize("days", [-400, -40, -28, 28, 40, 400])
def test_a_distance_beyond_the_horizon_leaves_no_plan(days: int) -> None:
    """It ends with what clashes, as any other distance that cannot be."""
    given = programme(
        [person("p")],
        activities=(activity("one", "cohort"), activity("two", "cohort")),
        rules=(
            rules.Spacing(id="far", first="one", then="two", least=days, most=days),
        ),
    )
    assert solve(given).status is Status.INFEASIBLE
    assert searched(given).impossible is not None


def test_a_week_that_cannot_begin_leaves_no_plan() -> None:
    """Five days of horizon, of which the first is left out: no week, and no crash.

    Where one session has no day the others' are not cut, and one that always follows
    another was given a day beyond the horizon (``IndexError``).
    """
    visit = activity(
        "visit", "participant", kind="practicum", occurrences=5, forms=("week",)
    )
    given = hosting(
        [person("a"), person("b")],
        HostUnit(unit="u1"),
        calendar=PlanningCalendar(first=MONDAY, last=day(4)),
        activities=(visit, activity("closing", "cohort")),
        rules=(
            rules.DayPattern(),
            rules.Window(activity="visit", earliest=day(1)),
            rules.Order(first="closing", then="visit"),
        ),
    )
    assert solve(given).status is Status.INFEASIBLE
