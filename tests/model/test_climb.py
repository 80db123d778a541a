"""What parts prove, raised to what groups cost at least together with days."""

from __future__ import annotations

from itertools import permutations

import pytest

from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Availability, Pair, RoleLoad, Staff
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.model import narrowed
from leaderplan.model.asking import BRANCHING
from leaderplan.model.assignment import Assignment
from leaderplan.model.rungs import Solved
from leaderplan.model.search import Search
from tests.model.searching import searched, searching
from tests.rules.small_world import activity, day, person, programme, staff

MEETING = activity("meeting", "network_group")
OPENING = activity("opening", "cohort")


def _given(mates: tuple[str, ...], *more: rules.Rule) -> Programme:
    """Four people, two days: the first two would rather not meet on the first day.

    The others would rather not on the second, so two groups of mates cost nothing
    and groups in which they are mixed cost one each.
    """
    people = [
        person(
            key,
            availability=(
                Availability(
                    state="prefer_not",
                    first=day(number // 2),
                    last=day(number // 2),
                ),
            ),
        )
        for number, key in enumerate(mates)
    ]
    given = programme(sorted(people, key=lambda p: p.id), activities=(OPENING, MEETING))
    return given.replace(
        rules=(
            rules.NoDoubleBooking(),
            rules.GroupSize(smallest=2, largest=2),
            rules.Window(id="soon", activity="meeting", earliest=day(0), latest=day(1)),
            rules.Spacing(id="first", first="opening", then="meeting", least=0),
            *more,
        )
    )


def _prefer(level: str) -> rules.PreferNot:
    return rules.PreferNot(activities=("meeting",), level=level)


ORDERS = [("a", *rest) for rest in permutations("bcd") if rest[1] < rest[2]]
"""Each of the three ways to pair four people: no choice of groups suits them all."""


@pytest.mark.parametrize("mates", ORDERS)
@pytest.mark.parametrize("level", ["dates", "absences"])
def test_groups_are_chosen_for_the_days_they_can_meet(
    mates: tuple[str, ...], level: str
) -> None:
    """Groups that are as good for themselves are given up for better days."""
    found = searched(_given(mates, _prefer(level)))
    assert found.plan is not None
    met = {frozenset(g.participants) for g in found.plan.groups}
    assert met == {frozenset(mates[:2]), frozenset(mates[2:])}
    assert found.values == found.bounds
    assert found.values[level] == 0


@pytest.mark.parametrize("mates", ORDERS)
@pytest.mark.parametrize("level", ["dates", "absences"])
def test_groups_that_cost_one_less_are_found(
    mates: tuple[str, ...], level: str
) -> None:
    """Two people who would rather not meet on one day each, cost 1 together."""
    given = _given(mates, _prefer(level))
    known = {p.id: p.availability for p in given.participants}
    spared = {mates[0]: known[mates[0]], mates[1]: known[mates[2]]}
    people = [
        p.model_copy(update={"availability": spared.get(p.id, ())})
        for p in given.participants
    ]
    found = searched(given.replace(participants=tuple(people)))
    assert found.values[level] == 0
    assert found.values == found.bounds


@pytest.mark.parametrize("mates", ORDERS)
@pytest.mark.parametrize("level", ["dates", "absences"])
def test_a_floor_that_groups_cannot_keep_is_raised(
    mates: tuple[str, ...], level: str
) -> None:
    """No part sees that mates who must be apart cost two; all together prove it."""
    late = rules.WeekdayPreference(activities=("meeting",), weekdays=(0, 1))
    given = _given(mates, _prefer(level), late, rules.PairsApart(relation="apart"))
    first, second, *_ = mates
    given = given.replace(pairs=(Pair(first=first, second=second, relation="apart"),))
    found = searched(given)
    assert found.values[level] == found.bounds[level] == 2
    assert found.values == found.bounds


COACHED = Lead(role="coach", relation="coach")


def _costly() -> Programme:
    """One of two coaches takes nobody, 2 above the share, on the level of meetings.

    There each meeting costs 4 on the wrong day, and nothing on the right one.
    """
    wish = rules.WeekdayPreference(
        activities=("meeting",), weekdays=(day(1).weekday(),), level="matches", weight=4
    )
    given = _given(ORDERS[0], wish, rules.CoachLoad(), rules.CoachLoadEven())
    talk = activity("talk", "participant", leads=(COACHED,))
    busy = staff("d").model_copy(update={"roles": (RoleLoad(role="coach", largest=0),)})
    return given.replace(
        activities=(*given.activities, talk), staff=(staff("c", "coach"), busy)
    )


class _Asking(Search):
    """A search that, once it has its bounds, only asks for less than a plan costs."""

    told: Solved

    def _complete(self) -> None:
        self._floors = dict(self._bounds().bounds)
        values = {**self._floors, "matches": 6}
        self.told = self._answered("matches", values, Assignment(), BRANCHING)


def test_what_coaches_cost_is_not_taken_for_what_meetings_do() -> None:
    """Coaches cost 2 whoever meets when, and meetings nothing on the right day."""
    given = _costly()
    search = searching(given, _Asking)
    search.run()
    assert search.told.values["matches"] == search.told.bounds["matches"] == 2
    found = searched(given)
    assert found.values == found.bounds
    assert found.values["matches"] == 2


@pytest.mark.parametrize("most", [0, 1])
def test_nothing_is_proven_that_a_plan_refutes(most: int) -> None:
    """With loads of people in open groups, bounds stay at or below the best plan."""
    load = rules.PersonLoad(
        id="load", activities=("meeting", "opening"), period="week", most_slots=most,
        level="dates",
    )  # fmt: skip
    found = searched(_given(("a", "b", "c", "d"), _prefer("dates"), load))
    assert found.plan is not None
    assert found.values["dates"] >= found.bounds["dates"]
    assert found.values["dates"] == 4 * (4 - most)


def _talking(
    *coaches: Staff, more: tuple[rules.Rule, ...], opened: int, closed: int
) -> Programme:
    """Four people with a talk on each side of two days, five days apart at the most.

    The first of the two is on day 4 or up to ``opened``, the other on day 7 or from
    ``closed`` on.
    """
    return programme(
        [person(key) for key in "abef"],
        activities=(
            activity("opening", "cohort"), activity("closing", "cohort"),
            activity("talk", "participant", occurrences=2, leads=(COACHED,)), MEETING,
        ),
        staff=coaches,
        rules=(
            rules.NoDoubleBooking(),
            rules.GroupSize(smallest=2, largest=2),
            rules.Window(id="open", activity="opening", earliest=day(4),
                         latest=day(opened)),
            rules.Window(id="close", activity="closing", earliest=day(closed),
                         latest=day(7)),
            rules.Spacing(id="before", first="talk", then="opening",
                          first_occurrence=1, least=1),
            rules.Spacing(id="after", first="closing", then="talk", then_occurrence=2,
                          least=1),
            rules.Spacing(id="near", first="talk", most=5, level="dates"),
            rules.PreferNot(activities=("meeting",), level="dates"),
            *more,
        ),
    )  # fmt: skip


@pytest.mark.parametrize("coaches", ["c", "cd"])
def test_a_frame_looks_closer_at_talks_that_cost_more_than_it_says(
    coaches: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One coach sees one of four people a day, so their two talks are far apart.

    The first talk is before day 4, the second after day 7: five days apart at best, as
    each for oneself could be. With one coach the days are 0 to 3 and 8 to 11, so all
    gaps add up to 32, 12 more than 5 each. With two they are 2, 3, 8 and 9, each twice:
    24, and 4 more.
    """
    monkeypatch.setattr(narrowed, "FEW_DAYS", 0)
    load = RoleLoad(role="coach", smallest=0, per_day=1)
    given = _talking(
        *(staff(key).model_copy(update={"roles": (load,)}) for key in coaches),
        more=(rules.LeaderPerDay(),), opened=4, closed=7,
    )  # fmt: skip
    search = searching(given, Search)
    found = search.run()
    assert found.values["dates"] == {"c": 12, "cd": 4}[coaches]
    assert found.values == found.bounds
    assert {key.activity for key in search._watched} == {"talk"}


def test_hosts_that_count_for_the_worst_off_alone_are_no_level_to_ask_before() -> None:
    """The greatest burden is not added up, so all levels but the last come before."""
    search = searching(_given(ORDERS[0], _prefer("dates")), Search)
    sums = search._sums()
    assert "worst_off" not in sums
    for level in ("worst_off", sums[-1]):
        search._relaxed["hosts"] = (level, None, None)  # type: ignore[assignment]
        assert search._before_hosts() == sums[:-1]


class _Raising(Search):
    """A search that, once it has its bounds, raises one far above the core's cost."""

    def _complete(self) -> None:
        self._refloored({**self._bounds().bounds, "matches": 20}, "matches")


def test_a_floor_that_coaches_share_is_no_floor_of_the_core() -> None:
    """Two meetings cost 8 at most, the rest of 20 being what coaches cost."""
    search = searching(_costly(), _Raising)
    assert search.run().impossible is None
    assert search._alone["core"].found is not None


class _Framed(Search):
    """A search that keeps the frame for the groups that are best for themselves."""

    framed: Solved
    started = Assignment()

    def _complete(self) -> None:
        self._floors = dict(self._bounds().bounds)
        self.framed = self._frame(self._best_groups(), {}, self._floors, self.started)
        super()._complete()


def test_a_frame_says_of_each_coach_what_that_one_costs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two people must take the coach whose days are 11 apart, 6 more than wanted."""
    monkeypatch.setattr(narrowed, "FEW_DAYS", 0)
    load = RoleLoad(role="coach", largest=4)

    def free(*days: int) -> dict[str, object]:
        taken = [n for n in range(28) if n not in days]
        periods = (Availability(first=day(n), last=day(n)) for n in taken)
        return {"roles": (load,), "availability": tuple(periods)}

    given = _talking(
        staff("c").model_copy(update=free(3, 8)),
        staff("d").model_copy(update=free(0, 11)),
        more=(rules.StaffAvailability(), rules.CoachLoad()), opened=5, closed=6,
    )  # fmt: skip
    search = searching(given, _Framed)
    found = search.run()
    assert search.framed.values["dates"] == 12
    assert found.values["dates"] == 12
    assert found.values == found.bounds


@pytest.mark.parametrize("start", [0, 1, 5])
def test_a_frame_keeps_the_days_together_of_its_start_where_it_can(start: int) -> None:
    """Meetings are on days 0 and 1, the opening before them or on the same day.

    What the opening costs is no question of the frame then, but still one to be asked.
    """
    opening = SessionKey("opening", "c", 1)
    monday = rules.WeekdayPreference(
        activities=("opening",), weekdays=(day(0).weekday(),), level="absences"
    )
    search = searching(_given(ORDERS[0], _prefer("dates"), monday), _Framed)
    search.started = Assignment(start={opening: (start, 0)})
    search.run()
    assert search.framed.found is not None
    assert search.framed.found.start[opening][0] == (start if start <= 1 else 0)
    assert search._framable == {"absences", "dates"}
