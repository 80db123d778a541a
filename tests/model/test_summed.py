"""Bounds of parts are added up, so what costs anything is seen in one of them only."""

from __future__ import annotations

from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.base import title
from leaderplan.domain.people import Cohort, RoleLoad, Staff
from leaderplan.domain.rule import Level
from tests.model.searching import searched
from tests.rules.small_world import activity, day, person, programme


def test_what_nobody_decides_is_counted_once() -> None:
    """A coach is to have a session, and nobody has any: that costs 1, not 1 a part.

    It was counted with the network groups and with the days together, so the bound 2
    stood above the value.
    """
    given = programme(
        [person("p", exempt=("talk",))],
        cohorts=(Cohort(id="c", name="c", network_groups=1),),
        staff=(Staff(id="k", name="k", roles=(RoleLoad(role="coach", smallest=1),)),),
        activities=(
            activity(
                "talk", "participant", leads=(Lead(role="coach", relation="coach"),)
            ),
            activity("closing", "cohort"),
        ),
        rules=(rules.CoachLoad(level="matches"),),
    )
    found = searched(given)
    assert (found.values["matches"], found.bounds["matches"]) == (1, 1)


def test_what_may_cost_more_for_nothing_is_bounded_no_more() -> None:
    """Two mates, together or each the only one of a kind in a group.

    The opening is on a day that costs 5 on the first level, where only the largest
    amount counts. So it costs no more there to put the two together, for 1, and then
    nothing on the second level. Groups alone would rather pay 2 there, and that was
    called a bound: the plan that costs 2 was said to be optimal.
    """
    given = programme(
        [person(who, attributes={"kind": "x"}) for who in ("p", "q")],
        levels=(
            Level(id="worst", title=title("værste", "worst"), combine="max"),
            Level(id="groups", title=title("grupper", "groups")),
        ),
        activities=(activity("opening", "cohort"),),
        rules=(
            rules.Window(activity="opening", latest=day(0)),
            rules.WeekdayPreference(
                activities=("opening",), weekdays=(1,), level="worst", weight=5
            ),
            rules.UnitApart(level="worst"),
            rules.NobodyAlone(attribute="kind", share_percent=100, level="groups"),
        ),
    )
    found = searched(given)
    assert found.values == found.bounds == {"worst": 5, "groups": 0}
