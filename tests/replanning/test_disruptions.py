"""Random disruptions of drawn programmes: what is past or locked never moves.

Two thousand are made where ``LEADERPLAN_FULL`` is set, else sixty.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan.domain.change import KINDS
from leaderplan.domain.plan import Plan, Session, SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.replan import carried
from leaderplan.result import Result, Status
from tests.model.test_search import planted_programmes
from tests.replanning.cases import asked, policy_of, tiny_disruption
from tests.replanning.drawing import DRAWINGS, Disruption, disrupted
from tests.replanning.prices import price
from tests.rules.rule_instances import all_instances
from tests.strategies import Dice

FULL = "LEADERPLAN_FULL" in os.environ
TINY, DRAWN = (1_400, 600) if FULL else (45, 15)
UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(TINY))
def test_what_stands_never_moves(seed: int) -> None:
    """In tiny programmes, planned best before."""
    case = tiny_disruption(seed)
    policy = policy_of(case.programme, Dice(seed))
    assert_stands(case, asked(case, policy), policy)


@pytest.mark.slow
@settings(max_examples=DRAWN, suppress_health_check=UNHURRIED)
@given(planted_programmes(), st.integers(0, 2**32 - 1))
def test_what_stands_never_moves_in_drawn_programmes(
    made: tuple[Programme, Plan], seed: int
) -> None:
    """With a plan that was planted: most of what people have, and two cohorts."""
    dice = Dice(seed)
    case = disrupted(*made, dice, all_instances(made[0], dice))
    policy = policy_of(case.programme, dice)
    assert_stands(case, asked(case, policy), policy)


def assert_stands(case: Disruption, told: Result, policy: ReplanPolicy) -> None:
    """Assert that it is a checked plan that leaves the past, or a true conflict."""
    if told.plan is None:
        assert told.status is Status.INFEASIBLE
        assert told.conflict is not None
        assert told.conflict.requirements
        return
    before, after = carried(told.programme, case.plan), told.plan
    assert lp.check(told.programme, after).ok
    old, new = by_key(before), by_key(after)
    gone = {key for key, row in old.items() if row[0] < case.as_of or row[1]}
    assert {key: new.get(key) for key in gone} == {key: old[key] for key in gone}
    assert not [k for k, row in new.items() if k not in gone and row[0] < case.as_of]
    for who, host in done_with(told.programme, before, gone).items():
        assert {p.participant: p.host for p in after.placements}.get(who) == host
    assert told.certificate is not None
    first = told.certificate.levels[0]
    assert first.value == price(told.programme, before, after, case.as_of, policy)
    assert first.bound is not None
    assert first.bound <= first.value


Row = tuple[object, ...]


def by_key(plan: Plan) -> dict[SessionKey, Row]:
    """Return day, lock and all else of each session and due date."""
    sessions: dict[SessionKey, Row] = {
        s.key: (s.day, s.locked, s.slot, s.starts, s.ends, s.place, picked(s))
        for s in plan.sessions
    }
    return sessions | {m.key: (m.day, None) for m in plan.milestones}


def picked(session: Session) -> tuple[tuple[str, str], ...]:
    """Return who leads a session, by role."""
    return tuple(sorted((seat.role, seat.staff) for seat in session.staff))


def done_with(given: Programme, plan: Plan, gone: set[SessionKey]) -> dict[str, str]:
    """Return the hosts of those all of whose practicum is past or locked."""
    stays = {a.id for a in given.activities if a.kind == "practicum"}
    asked = [key for key in given.session_keys if key.activity in stays]
    left = {key.audience for key in asked if key not in gone}
    had = {key.audience for key in asked} - left
    return {p.participant: p.host for p in plan.placements if p.participant in had}


def test_every_kind_of_change_is_drawn() -> None:
    """Alone and with others; there is a drawing for each kind that there is."""
    assert set(DRAWINGS) == set(KINDS)
    cases = [tiny_disruption(seed) for seed in range(150)]
    made = {change.kind for case in cases for change in case.changes}
    assert made >= set(KINDS) - {"defer"}  # which asks for two cohorts
    assert {len(case.changes) for case in cases} >= {1, 2, 3, 4}
    assert any(session.locked for case in cases for session in case.plan.sessions)
