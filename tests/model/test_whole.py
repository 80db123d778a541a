"""Everything is asked at once where no part sees what costs."""

from __future__ import annotations

import pytest

from leaderplan import rules
from leaderplan.domain.places import Travel
from tests.model.searching import searched
from tests.rules.small_world import activity, day, person, programme


@pytest.mark.parametrize(("early", "late"), [(1, 2), (2, 1), (1, 5)])
def test_what_only_hours_tell_is_proven_in_the_end(early: int, late: int) -> None:
    """Half a day here and half a day there leave no time for the way between.

    So one of two sessions is not on the day that both are wanted on, which no part
    sees that knows of days only; the one that costs less is moved.
    """
    talk = activity("talk", "participant", length=4, where=("home_unit",))
    lesson = activity("lesson", "cohort", length=4, where=("room",))
    wanted = (day(1).weekday(),)
    given = programme(
        [person("a")],
        activities=(talk, lesson),
        travel=(Travel(origin="u1", destination="hall", minutes=60),
                Travel(origin="u1", destination="inn", minutes=60)),
        rules=(
            rules.NoDoubleBooking(),
            rules.TravelBetween(),
            rules.RightPlace(),
            rules.Window(id="talks", activity="talk", earliest=day(0), latest=day(3)),
            rules.Window(id="lessons", activity="lesson", earliest=day(0),
                         latest=day(3)),
            rules.WeekdayPreference(id="t", activities=("talk",), weekdays=wanted,
                                    level="dates", weight=early),
            rules.WeekdayPreference(id="l", activities=("lesson",), weekdays=wanted,
                                    level="dates", weight=late),
        ),
    )  # fmt: skip
    found = searched(given)
    assert found.values["dates"] == min(early, late)
    assert found.values == found.bounds
