"""When a level costs more than its floor, nothing stays proven of later ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaderplan import rules
from leaderplan.domain.people import Pair
from leaderplan.domain.programme import Programme
from tests.model.searching import searched
from tests.model.test_climb import ORDERS, _given, _prefer
from tests.rules.small_world import day


def _opening(number: int, level: str, weight: int) -> rules.WeekdayPreference:
    """Return that the opening is wanted on the weekday of one of the two days."""
    return rules.WeekdayPreference(
        id=f"opening-{level}", activities=("opening",),
        weekdays=(day(number).weekday(),), level=level, weight=weight,
    )  # fmt: skip


SOON = rules.Window(id="open", activity="opening", earliest=day(0), latest=day(1))


@pytest.mark.parametrize("mates", ORDERS)
def test_the_worst_off_may_be_better_where_dates_cost_more(
    mates: tuple[str, ...],
) -> None:
    """On its wanted day the opening would cost 2 dates for meetings after it."""
    wanted = (_opening(1, "dates", 1), _opening(0, "worst_off", 5))
    found = searched(_given(mates, _prefer("dates"), SOON, *wanted))
    assert (found.values["dates"], found.values["worst_off"]) == (1, 0)
    assert found.values == found.bounds


@pytest.mark.parametrize("mates", ORDERS)
def test_what_meetings_cost_is_no_floor_of_days_without_them(
    mates: tuple[str, ...],
) -> None:
    """Mates apart cost 2, and not that the opening is moved off its wanted day."""
    wanted = (_opening(0, "absences", 2), _opening(0, "dates", 5))
    apart = rules.PairsApart(relation="apart")
    given = _given(mates, _prefer("absences"), SOON, apart, *wanted)
    pair = Pair(first=mates[0], second=mates[1], relation="apart")
    found = searched(given.replace(pairs=(pair,)))
    assert (found.values["absences"], found.values["dates"]) == (2, 0)
    assert found.values == found.bounds


def test_what_is_hoped_of_hosts_is_not_kept_when_groups_cost_more() -> None:
    """Hosts cost 18 where groups cost nothing, and nothing where those cost 2.

    A drawn programme, reduced to the rules and activities that it takes: seven people
    whose groups, meetings and hosts are in each other's way.
    """
    text = (Path(__file__).parent / "known" / "groups_raise_floors.json").read_text()
    found = searched(Programme.model_validate_json(text))
    assert (found.values["groups"], found.values["placements"]) == (2, 0)
    assert found.values == found.bounds
