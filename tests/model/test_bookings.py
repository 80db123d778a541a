"""What others have is never refused to a plan that keeps the rules beside theirs."""

from __future__ import annotations

import os
from collections import defaultdict
from datetime import date

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from leaderplan import rules
from leaderplan.check import check
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView
from leaderplan.model.agreement import judged_by_model
from leaderplan.model.assignment import from_plan, to_plan
from leaderplan.model.bookings import Bookings
from leaderplan.model.build import reference
from leaderplan.model.gathering import Granted
from leaderplan.model.leaving import Others, left_to
from leaderplan.model.lessons import lessons
from leaderplan.model.portions import Portion, planned_apart, portions
from leaderplan.model.reserved import Reserved
from leaderplan.model.run import Budget
from leaderplan.model.shares import EVERYTHING
from tests.strategies import plans, small_programmes

EXAMPLES = 100 if "LEADERPLAN_FULL" in os.environ else 3
SLOW = list(HealthCheck)
SHARED = (
    rules.NoDoubleBooking(),
    rules.TravelBetween(),
    rules.RoomClash(),
    rules.UnitAway(),
    rules.HostCapacity(),
    rules.LeaderPerDay(),
    rules.LeaderLoad(),
    rules.CoachLoad(),
    rules.FacilitatorLoad(),
)
"""Rules about what cohorts share."""


def unhurried(programme: Programme) -> Programme:
    """Return a programme in which nobody must lead anything, with those rules."""
    staff = tuple(
        member.model_copy(
            update={
                "roles": tuple(
                    load.model_copy(update={"smallest": 0}) for load in member.roles
                )
            }
        )
        for member in programme.staff
    )
    return programme.replace(staff=staff, rules=SHARED)


@st.composite
def crowded(draw: st.DrawFn) -> tuple[Programme, Plan, list[Portion]]:
    """Draw cohorts with a plan that keeps the rules, all of it as early as can be."""
    drawn = draw(small_programmes())
    # What is taken is told by blocks, so that half of one taken is all of it.
    assume(drawn.calendar.slots_per_block == 1)
    programme = unhurried(drawn)
    parts = [p for portion in portions(programme) for p in planned_apart(portion)]
    assume(len(parts) > 1)
    built = reference(programme)
    built.hint(from_plan(programme, draw(plans(programme))))
    days = [built.decisions.day(key) for key in built.decisions.held]
    built.model.minimize(sum(days))
    run = Budget(None).run(built.model, seed=0, effort=0.6, linearization=0)
    assume(run.found)
    plan = to_plan(programme, built.extract(run.solver))
    assert check(programme, plan).ok
    return programme, plan, parts


def left(programme: Programme, parts: list[Portion], plan: Plan, n: int) -> Programme:
    """Return what the other parts of a plan leave one of them."""
    part = parts[n]
    others = [o.in_whole(o.part_of(plan)) for o in parts if o is not part]
    taken = Bookings(programme, others, part.labels if part.mixed else ())
    told = Others(taken, lessons(part, others, plan), Granted(), ())
    return left_to(programme, part, part.programme, EVERYTHING, {}, told)


def without_sites(programme: Programme) -> Programme:
    """Return what is left where people may be at several sites on a day."""
    *own, rule = programme.rules
    assert isinstance(rule, Reserved)
    hosts = {host.unit for host in programme.hosts}
    days = frozenset(row for row in rule.days if row[0] in hosts)
    return programme.replace(
        rules=(*own, rule.model_copy(update={"sites": {}, "days": days}))
    )


def wanderers(programme: Programme, plan: Plan) -> set[tuple[str, date]]:
    """Name who leads or attends at several sites on a day."""
    view = PlanView(programme, plan)
    sites: dict[tuple[str, date], set[str]] = defaultdict(set)
    for session in plan.sessions:
        site = programme.site(session.place)
        people = {seat.staff for seat in session.staff}
        for who in people.union(view.attendees(session.key, session.day)):
            if site is not None and who in {member.id for member in programme.staff}:
                sites[who, session.day].add(site)
    return {here for here, rows in sites.items() if len(rows) > 1}


@pytest.mark.slow
@settings(max_examples=EXAMPLES, suppress_health_check=SLOW)
@given(crowded())
def test_a_plan_keeps_what_others_have_of_it(
    drawn: tuple[Programme, Plan, list[Portion]],
) -> None:
    """Beside them it is refused only over staff at several sites on a day."""
    programme, plan, parts = drawn
    for n, part in enumerate(parts):
        asked, mine = left(programme, parts, plan, n), part.part_of(plan)
        assert judged_by_model(without_sites(asked), mine) is not None
        if not wanderers(programme, plan):
            assert judged_by_model(asked, mine) is not None
