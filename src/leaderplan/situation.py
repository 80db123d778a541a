"""What a replanning begins with: the changes made, what stands, what is broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from leaderplan.catch_ups import caught_up
from leaderplan.domain.change import Change, listed
from leaderplan.domain.history import attended, locked_before, parted
from leaderplan.domain.plan import ModuleClass, NetworkGroup, Plan, Session, SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.states import Stands, State, named, standing
from leaderplan.domain.view import PlanView
from leaderplan.errors import InputError, Issue
from leaderplan.model.stood import all_that_stands
from leaderplan.options import SolveOptions
from leaderplan.wellformed import faults_of

SETTLED = "was before, and stands"
"""Reason of a waiver of what the past has broken."""


def apply(
    programme: Programme, changes: Change | Iterable[Change], plan: Plan | None = None
) -> Programme:
    """Return the programme with changes made, one after the other.

    Parameters
    ----------
    programme
        The facts and rules before.
    changes
        One change or several.
    plan
        The plan that holds, for changes that ask what somebody has had already.

    Raises
    ------
    InputError
        When one does not fit: all its faults at once.
    """
    for change in listed(changes):
        programme = change.apply(programme, plan)
    return programme


class Asked(NamedTuple):
    """What a replanning is asked, as :func:`replan` takes it."""

    programme: Programme
    plan: Plan
    changes: Change | Iterable[Change]
    as_of: date
    policy: ReplanPolicy
    options: SolveOptions


class Situation(NamedTuple):
    """What a replanning begins with.

    Parameters
    ----------
    programme
        The changed one, in which what the past has broken is waived.
    plan
        What of the plan is still asked for.
    stands
        What of it never moves.
    broken
        What it breaks.
    changes
        Those asked for, and who catches up where.
    """

    programme: Programme
    plan: Plan
    stands: Stands
    broken: Collection[Violation]
    changes: Sequence[Change]

    @property
    def standing(self) -> tuple[Rule, ...]:
        """What stands, as rules."""
        view = PlanView(self.programme, self.plan)
        return tuple(all_that_stands(view, self.stands))

    @property
    def attended(self) -> Mapping[SessionKey, frozenset[str]]:
        """Sessions that were before, with who was at them."""
        view = PlanView(self.programme, self.plan)
        return attended(view, self.stands.in_state(State.PAST))


def situation(asked: Asked) -> Situation:
    """Make the changes, and tell what of the plan stands and what it breaks then.

    Raises
    ------
    InputError
        When a change does not fit, or the plan is not one of the programme.
    """
    programme, plan, changes, as_of, prices, _ = asked
    faults = list(faults_of(programme, plan))
    if faults:
        message = f"expected a plan of the programme: {faults[0].en}"
        raise InputError([Issue("plan", message)])
    rows = listed(changes)
    changed = apply(programme, rows, plan)
    if prices.catch_up:
        made_up = caught_up(programme, changed, carried(changed, plan), as_of)
        changed, rows = apply(changed, made_up, plan), [*rows, *made_up]
    before = carried(changed, plan)
    settled, broken = parted(
        changed, before, as_of, locked_before(programme, plan, as_of)
    )
    for row in settled:
        changed = changed.waive(row.rule, row.subject, reason=SETTLED)
    view = PlanView(changed, before)
    stands = standing(view, as_of, prices, named(view, broken))
    return Situation(changed, before, stands, broken, rows)


def carried(programme: Programme, plan: Plan) -> Plan:
    """Return what of a plan is still asked for; nothing is added."""
    keys = set(programme.session_keys)
    people = {p.id for p in programme.participants}
    hosted = {p.id for p in programme.needs_hosts}
    coached = {p.id for p in programme.needs_coaches}
    units = {host.unit for host in programme.hosts}
    grouped = {p.id: programme.group_ids(p.cohort) for p in programme.needs_groups}
    taught = {p.id: programme.class_ids(p.cohort) for p in programme.needs_classes}
    return Plan(
        sessions=tuple(_of_those(s, people) for s in plan.sessions if s.key in keys),
        milestones=tuple(m for m in plan.milestones if m.key in keys),
        placements=tuple(
            p for p in plan.placements if p.participant in hosted and p.host in units
        ),
        matches=tuple(m for m in plan.matches if m.participant in coached),
        groups=tuple(_with_those(row, grouped) for row in plan.groups),
        classes=tuple(_with_those(row, taught) for row in plan.classes),
    )


def _of_those(session: Session, people: Collection[str]) -> Session:
    """Keep of those who were at a session those who are still in the programme."""
    if session.attended is None:
        return session
    left = tuple(who for who in session.attended if who in people)
    return session.model_copy(update={"attended": left})


CompanyT = TypeVar("CompanyT", NetworkGroup, ModuleClass)


def _with_those(row: CompanyT, labels: Mapping[str, Sequence[str]]) -> CompanyT:
    """Keep those who may still be in a group or class."""
    left = tuple(who for who in row.participants if row.id in labels.get(who, ()))
    return row.model_copy(update={"participants": left})
