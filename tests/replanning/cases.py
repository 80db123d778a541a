"""Cases of replanning: tiny programmes with their best plans, and what happens."""

from __future__ import annotations

import os
from functools import cache

from hypothesis import HealthCheck
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.policy import Band, ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.replan import replan
from leaderplan.result import Result, Status
from tests.model.test_search import planted_programmes
from tests.proofs.test_replan import planned
from tests.proofs.tiny import tiny
from tests.proofs.tiny_rules import every_rule
from tests.replanning.drawing import Disruption, disrupted
from tests.rules.rule_instances import all_instances
from tests.strategies import Dice

YEARS = 200 if "LEADERPLAN_FULL" in os.environ else 15
"""Tiny programmes that the disruptions happen to."""

OPTIONS = lp.SolveOptions(deterministic=True, time_limit=30.0)

FULL = "LEADERPLAN_FULL" in os.environ
SEEDS = range(300 if FULL else 15)
DRAWN = 100 if FULL else 6
"""How many cases, tiny and drawn, each relation is held to."""

UNHURRIED = [HealthCheck.too_slow, HealthCheck.data_too_large]

BINDING = tuple(
    made(id=f"binding-{made.kind}")
    for made in (rules.Availability, rules.StaffAvailability, rules.RoomAvailability,
                 rules.ClosedDays, rules.HostOpen, rules.NoDoubleBooking,
                 rules.RoomClash, rules.Impartiality, rules.EligibleHost)
)  # fmt: skip
"""Rules that make what happens matter."""

SOON = (Band(days=2, times=4), Band(days=5, times=2))
"""Shortness of notice for programmes of a few days."""


@cache
def busy_year(seed: int) -> Result:
    """Return the best plan of a tiny programme in which absence and closing matter."""
    given = tiny(seed).programme
    asked = {rule.kind for rule in given.rules if rule.hard}
    more = [rule for rule in BINDING if rule.kind not in asked]
    result = lp.solve(given.with_rules(*more), OPTIONS)
    return result if result.plan is not None else planned(seed)


@cache
def tiny_disruption(seed: int, kinds: tuple[str, ...] = ()) -> Disruption:
    """Draw what happens to a tiny programme and its best plan."""
    year = seed % YEARS
    result, dice = busy_year(year) if seed % 4 else planned(year), Dice(seed)
    assert result.plan is not None
    given = result.programme
    return disrupted(given, result.plan, dice, every_rule(given, dice), kinds)


def policy_of(given: Programme, dice: Dice) -> ReplanPolicy:
    """Draw who was disturbed before, and how soon is soon."""
    disturbed = (dice.pick(given.participants).id,)
    if dice.often():
        return ReplanPolicy(disturbed=disturbed, notice=SOON)
    return ReplanPolicy(disturbed=disturbed)


class Least(tuple[int, int]):
    """The least disturbance that was found, and its bound."""

    @property
    def value(self) -> int:
        """What the plan disturbs."""
        return self[0]

    @property
    def bound(self) -> int:
        """What any plan does at least."""
        return self[1]

    def may_be(self, other: Least) -> bool:
        """Whether both can be bounds and values of one least disturbance."""
        return self.bound <= other.value and other.bound <= self.value

    def may_be_most(self, other: Least) -> bool:
        """Whether the least disturbance can be at most another's."""
        return self.bound <= other.value


def asked(case: Disruption, policy: ReplanPolicy | None = None) -> Result:
    """Plan anew."""
    return replan(*case, policy, OPTIONS)


def least(told: Result) -> Least | None:
    """Return the least disturbance; nothing where there is proven to be no plan."""
    if told.plan is None:
        assert told.status is Status.INFEASIBLE
        return None
    assert told.certificate is not None
    first = told.certificate.levels[0]
    assert first.bound is not None
    return Least((first.value, first.bound))


@st.composite
def disruptions(draw: st.DrawFn, kinds: tuple[str, ...] = ()) -> Disruption:
    """Draw what happens to a programme for which a plan was planted."""
    made, dice = draw(planted_programmes()), Dice(draw(st.integers(0, 2**32 - 1)))
    return disrupted(*made, dice, all_instances(made[0], dice), kinds)
