"""Bounds of parts are added up, so what costs anything is seen in one of them only."""

from __future__ import annotations

from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Cohort, RoleLoad, Staff
from tests.model.searching import searched
from tests.rules.small_world import activity, person, programme


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
            activity("talk", "participant", leads=(Lead(role="coach", relation="coach"),)),
            activity("closing", "cohort"),
        ),
        rules=(rules.CoachLoad(level="matches"),),
    )
    found = searched(given)
    assert (found.values["matches"], found.bounds["matches"]) == (1, 1)
