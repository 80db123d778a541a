"""Random disruptions of drawn programmes: what is past or locked never moves.

Two thousand are made where ``LEADERPLAN_FULL`` is set, else sixty.
"""

from __future__ import annotations

import os
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan.domain.change import KINDS
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.result import Result, Status
from leaderplan.situation import carried
from tests.model.test_search import planted_programmes
from tests.replanning.cases import OPTIONS, asked, policy_of, tiny_disruption
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
    """Assert that it is a checked plan that leaves what stands, or a true conflict.

    Where no requirement is named it is the hours, or a second role of somebody, of what
    stands that forbids it: without what stands there is a plan.
    """
    before = carried(told.programme, case.plan)
    firm = {row.key for row in before.sessions if row.locked}
    past = {row.key for row in before.sessions if row.day < case.as_of}
    past |= {row.key for row in before.milestones if row.day < case.as_of}
    if told.plan is None:
        assert told.status is Status.INFEASIBLE
        assert {(row.rule, row.subject) for row in told.broken} == broken_by(
            told.programme, before
        )
        if told.conflict is None:
            assert past | firm
            assert lp.solve(told.programme, OPTIONS).plan is not None
        return
    after = told.plan
    assert lp.check(told.programme, after).ok
    old, new = by_key(told.programme, before), by_key(told.programme, after)
    for key in past | firm:
        # Whoever is manager or director on a day to come is so by the date.
        assert (new[key] == old[key]) if key in past else new[key][:-1] == old[key][:-1]
    assert not [k for k, row in new.items() if k not in past and row[0] < case.as_of]
    for who, host in done_with(told.programme, before, past | firm).items():
        assert {p.participant: p.host for p in after.placements}.get(who) == host
    for who, label in taught(told.programme, before, past).items():
        assert who in {
            p for c in after.classes if c.id == label for p in c.participants
        }
    assert told.certificate is not None
    first = told.certificate.levels[0]
    assert first.value == price(told.programme, before, after, case.as_of, policy)
    assert first.bound is not None
    assert first.bound <= first.value


def broken_by(given: Programme, plan: Plan) -> set[tuple[str, tuple[str, ...]]]:
    """Return what a plan, of which sessions may be missing, breaks."""
    hard = (rule for rule in given.rules if rule.hard)
    rows = (row for rule in hard for row in rule.check(PlanView(given, plan)))
    return {
        (row.rule, row.subject)
        for row in rows
        if not given.waived.covers(row.rule, row.subject)
    }


Row = tuple[date, object, object, object, object]


def by_key(given: Programme, plan: Plan) -> dict[SessionKey, Row]:
    """Return of each session and due date the day, lock, hour, what was chosen, and
    what follows from the day.
    """
    found: dict[SessionKey, Row] = {m.key: (m.day, 0, 0, 0, 0) for m in plan.milestones}
    for s in plan.sessions:
        activity = given.activity(s.activity)
        dated = {
            k.role for k in activity.leads if k.relation in ("manager", "director")
        }
        led = sorted((seat.role, seat.staff) for seat in s.staff)
        at_home = activity.where == ("home_unit",)
        chosen = [row for row in led if row[0] not in dated]
        follows = [row for row in led if row[0] in dated]
        found[s.key] = (
            s.day, s.locked, (s.slot, s.starts, s.ends),
            (chosen, None if at_home else s.place),
            (follows, s.place if at_home else None),
        )  # fmt: skip
    return found


def done_with(given: Programme, plan: Plan, gone: set[SessionKey]) -> dict[str, str]:
    """Return the hosts of those all of whose practicum is past or locked."""
    stays = {a.id for a in given.activities if a.kind == "practicum"}
    asked = [key for key in given.session_keys if key.activity in stays]
    left = {key.audience for key in asked if key not in gone}
    had = {key.audience for key in asked} - left
    return {p.participant: p.host for p in plan.placements if p.participant in had}


def taught(given: Programme, plan: Plan, past: set[SessionKey]) -> dict[str, str]:
    """Return the classes of those whose class has begun, if none is broken itself."""
    begun = {key.audience for key in past}
    broken = {token for row in lp.check(given, plan).hard for token in row.subject}
    if broken & {row.id for row in plan.classes}:
        return {}
    rows = [row for row in plan.classes if row.id in begun]
    return {who: row.id for row in rows for who in row.participants}


def test_every_kind_of_change_is_drawn() -> None:
    """Alone and with others; there is a drawing for each kind that there is."""
    assert set(DRAWINGS) == set(KINDS)
    cases = [tiny_disruption(seed) for seed in range(150)]
    made = {change.kind for case in cases for change in case.changes}
    assert made >= set(KINDS) - {"defer"}  # which asks for two cohorts
    assert {len(case.changes) for case in cases} >= {1, 2, 3, 4}
    assert any(session.locked for case in cases for session in case.plan.sessions)
