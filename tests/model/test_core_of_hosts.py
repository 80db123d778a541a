"""The core's least cost of hosts, refuted step by step from that of hosts alone."""

from __future__ import annotations

import pytest

from leaderplan import rules
from leaderplan.domain.base import Span
from leaderplan.domain.places import HostUnit, Travel
from leaderplan.domain.programme import Programme
from leaderplan.model.bounding import MOST_SLACK
from leaderplan.model.search import Search
from tests.model.searching import searching
from tests.rules.practicum import hosting
from tests.rules.small_world import activity, day, person

LIMIT = 30


def _given(minutes: int) -> Programme:
    """The near host is open before the opening only, two others are farther away.

    One is some minutes too far, the other two more.
    """
    given = hosting(
        [person("p")],
        HostUnit(unit="u1", open=(Span(first=day(0), last=day(4)),)),
        HostUnit(unit="u2"),
        HostUnit(unit="u3"),
        travel=(
            Travel(origin="u1", destination="u2", minutes=LIMIT + minutes + 2),
            Travel(origin="u1", destination="u3", minutes=LIMIT + minutes),
        ),
    )
    return given.replace(
        activities=(*given.activities, activity("opening", "cohort")),
        rules=(
            rules.DayPattern(),
            rules.HostOpen(),
            rules.Window(id="late", activity="opening", earliest=day(5)),
            rules.Spacing(id="after", first="opening", then="visit", least=1),
            rules.HostTravel(limit=LIMIT, level="placements"),
        ),
    )


@pytest.mark.parametrize("minutes", [0, 1, 2, 3, 9, MOST_SLACK, 3 * MOST_SLACK])
def test_the_least_cost_is_proven_however_far_it_is(minutes: int) -> None:
    """Alone the near host would cost nothing; with the opening the next one is best."""
    search = searching(_given(minutes), Search)
    found = search.run()
    assert search._alone["hosts"].bounds["placements"] == 0
    assert search._alone["core"].bounds["placements"] == minutes
    assert found.values == found.bounds
    assert found.values["placements"] == minutes


def test_a_level_that_hosts_raise_is_not_taken_for_its_floor() -> None:
    """All hosts are open up to day 4, and the opening comes before the practicum.

    So the opening cannot be on day 4, where the days alone would have it for nothing.
    """
    soon = (Span(first=day(0), last=day(4)),)
    given = hosting(
        [person("p")],
        HostUnit(unit="u1", open=soon),
        HostUnit(unit="u2", open=soon),
        travel=(Travel(origin="u1", destination="u2", minutes=LIMIT + 5),),
    )
    given = given.replace(
        activities=(*given.activities, activity("opening", "cohort")),
        rules=(
            rules.HostOpen(),
            rules.Spacing(id="after", first="opening", then="visit", least=1),
            rules.HostTravel(limit=LIMIT, level="placements"),
            rules.WeekdayPreference(
                activities=("opening",), weekdays=(day(4).weekday(),), level="absences"
            ),
        ),
    )
    search = searching(given, Search)
    found = search.run()
    assert search._alone["calendar"].bounds["absences"] == 0
    assert search._alone["core"].bounds["absences"] == 1
    assert found.values == found.bounds
    assert found.values["absences"] == 1
