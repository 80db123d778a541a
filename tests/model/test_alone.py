"""What some sessions and people are told alone holds of every plan."""

from __future__ import annotations

from functools import cache

import pytest

import leaderplan as lp
from benchmarks.replans import BEGUN
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.domain.states import standing
from leaderplan.domain.view import PlanView
from leaderplan.model.alone import Alone, Replanned
from leaderplan.model.assignment import from_plan
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.model.opened import Opened
from leaderplan.model.opening import Opening
from leaderplan.model.run import Budget
from leaderplan.model.standing import Standing
from tests.strategies import Dice

HIGH = 1_000
"""More than any of these models costs."""


@cache
def _planted(seed: int) -> tuple[Programme, Plan]:
    return lp.samples.planted("S", seed)


def _alone(programme: Programme, plan: Plan, budget: Budget | None = None) -> Alone:
    """See the coming year of a plan that nothing has happened to."""
    as_of, policy = programme.calendar.first + BEGUN, ReplanPolicy()
    rule = Disturbance(level=DISTURBANCE.id, plan=plan, as_of=as_of, policy=policy)
    view = PlanView(programme, plan)
    stands = standing(view, as_of, policy)
    keys = frozenset(programme.session_keys) - stands.keys
    opening = Opening(programme, view, keys, stands.choices)
    before = from_plan(programme, plan)
    stood = Standing(programme, before, stands, as_of, opening)
    priced = programme.replace(levels=(DISTURBANCE, *programme.levels))
    budget = budget or Budget(*lp.SolveOptions(deterministic=True).limits)
    solver = Lexicographic(priced.with_rules(rule), budget, 0)
    return Alone(solver, opening, stood, budget, 0, before, lambda *_: (None, ()))


@pytest.mark.parametrize("seed", range(8))
def test_a_plan_that_nothing_happened_to_need_not_be_disturbed(seed: int) -> None:
    """Whatever is seen of it alone, the plan itself is in view and costs nothing.

    So no bound is above 0, though what people out of view decide is not said: not even
    for meetings of a group at a unit of one of them.
    """
    dice = Dice(seed)
    programme, plan = _planted(seed % 3)
    alone = _alone(programme, plan)
    keys = sorted(programme.session_keys)
    met = [k for k in keys if "member_unit" in programme.activity(k.activity).where]
    own = [key for key in keys if key not in met]
    drawn = {dice.pick(met), *(dice.pick(own) for _ in range(dice.between(0, 8)))}
    ids = [person.id for person in programme.participants]
    people = frozenset(dice.pick(ids) for _ in range(dice.between(0, 3)))
    owners = dict.fromkeys(("hosts", "coaches", "groups"), people)
    opened = Opened(owners, frozenset(drawn))
    best = alone.bounded(Replanned(plan=plan, value=HIGH), opened)
    assert best.bound == 0


def test_a_plan_is_kept_where_the_time_is_up_while_it_is_bounded() -> None:
    """The bound stays what it was, and nothing is raised."""
    programme, plan = _planted(0)
    over = Budget(None)
    over.stop()
    best = Replanned(plan=plan, value=HIGH, bound=3)
    opened = Opened({}, frozenset(sorted(programme.session_keys)[:5]))
    assert _alone(programme, plan, over).bounded(best, opened) == best


def test_whoever_may_lead_instead_is_seen() -> None:
    """What they lead else is around it: other exams, or other groups' meetings."""
    programme, plan = _planted(0)
    view = PlanView(programme, plan)
    opening = Opening(programme, view, frozenset(programme.session_keys), {})
    exam = view.of_activity["exam"][0]
    examiners = {member.id for member in programme.staff_in("examiner")}
    examined = {key for who in examiners for key in _led_by(view, who)}
    assert len(examined) > len(_led_by(view, _examiner(view, exam)))
    assert opening.around(Opened({}, frozenset({exam}))) >= examined
    groups = frozenset(group.id for group in plan.groups)
    meetings = {key for key in view.by_key if key.audience in groups}
    assert opening.around(Opened({"facilitators": groups})) >= meetings


def _led_by(view: PlanView, staff: str) -> set[SessionKey]:
    return {session.key for session in view.of_staff.get(staff, ())}


def _examiner(view: PlanView, exam: SessionKey) -> str:
    return next(s.staff for s in view.by_key[exam].staff if s.role == "examiner")


def test_first_only_choices_that_sessions_hang_on_are_open() -> None:
    """Whose exam moves keeps host and coach, until the next step."""
    programme, plan = _planted(0)
    view = PlanView(programme, plan)
    opening = Opening(programme, view, frozenset(programme.session_keys), {})
    hung = {"exam": "", "practicum": "hosts", "coaching": "coaches"}
    for kind, family in hung.items():
        key = view.of_activity[kind][0]
        broken = Violation("a", "a", (str(key),), 1, None, 1, lp.Words("x", "x"))
        (first, _), (then, _), *_ = opening.widening([broken])
        assert {name for name, who in first.people.items() if who} == {family} - {""}
        assert {*first.people.get(family, ())} == ({key.audience} if family else set())
        assert first.sessions == then.sessions == {key}
        assert key.audience in (then.people["hosts"] or ())
