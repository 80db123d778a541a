from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderplan.domain.view import PlanView
from leaderplan.wellformed import faults_of
from tests.strategies import plans, small_programmes


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_drawn_plans_are_well_formed(data):
    """Every plan drawn is a plan of its programme, and every place a candidate."""
    programme = data.draw(small_programmes())
    plan = data.draw(plans(programme))
    assert [str(fault.en) for fault in faults_of(programme, plan)] == []
    assert programme.rules == ()
    assert len(PlanView(programme, plan).dated) == len(programme.session_keys)
