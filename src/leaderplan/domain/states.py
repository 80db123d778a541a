"""How firmly each session and due date stands: past, locked, frozen, told, a draft."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from leaderplan.domain.locks import locked_choices
from leaderplan.domain.plan import Lock, Milestone, Session, SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.rule import Violation
from leaderplan.domain.view import PlanView


class State(StrEnum):
    """How firmly something of a plan stands; the first that holds counts.

    ``PAST``: it was before. ``LOCKED``: somebody said that it must not move.
    ``FROZEN``: it lies inside the notice period. ``DRAFT``: nobody was told of it.
    ``PUBLISHED``: people know of it, and it moves only for a reason.
    """

    PAST = "past"
    LOCKED = "locked"
    FROZEN = "frozen"
    DRAFT = "draft"
    PUBLISHED = "published"


def state_of(row: Session | Milestone, as_of: date, policy: ReplanPolicy) -> State:
    """Tell how firmly a session or due date stands on a day."""
    if row.day < as_of:
        return State.PAST
    if row.locked is not None:
        return State.LOCKED
    if policy.is_frozen(row.activity, row.day, as_of) and not _approved(row, policy):
        return State.FROZEN
    draft = policy.is_draft(row.activity, row.day)
    return State.DRAFT if draft else State.PUBLISHED


def _approved(row: Session | Milestone, policy: ReplanPolicy) -> bool:
    return row.activity in policy.approved or str(row.key) in policy.approved


@dataclass(frozen=True)
class Stands:
    """What of a plan no replanning changes, and why.

    Parameters
    ----------
    as_of
        The day on which it is decided: nothing is moved to before it.
    states
        Of sessions and due dates that stand: past, locked or frozen.
    locks
        Of those that are locked.
    choices
        Of each family (``hosts``, ``coaches``, ``groups``, ``classes``,
        ``facilitators``) the people or groups whose choice is locked; of classes also
        those whose class has begun.
    """

    as_of: date
    states: Mapping[SessionKey, State] = field(default_factory=dict)
    locks: Mapping[SessionKey, Lock] = field(default_factory=dict)
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def keys(self) -> frozenset[SessionKey]:
        """Sessions and due dates that stand."""
        return frozenset(self.states)

    def in_state(self, state: State) -> list[SessionKey]:
        """Return those that stand for one reason."""
        return [key for key, found in self.states.items() if found is state]


def standing(
    view: PlanView,
    as_of: date,
    policy: ReplanPolicy,
    broken: Collection[SessionKey] = (),
) -> Stands:
    """Return what of a plan stands on a day.

    Parameters
    ----------
    view
        The facts, and the plan that holds.
    as_of
        The day on which it is decided.
    policy
        What is frozen, what is approved to move, what is a draft.
    broken
        What is broken itself, and so not frozen.
    """
    plan = view.plan
    rows: list[Session | Milestone] = [*plan.sessions, *plan.milestones]
    found = {row.key: state_of(row, as_of, policy) for row in rows}
    free = {State.DRAFT, State.PUBLISHED}
    states = {
        key: state
        for key, state in found.items()
        if state not in free and not (state is State.FROZEN and key in broken)
    }
    locks = {r.key: r.locked for r in rows if r.locked and r.day >= as_of}
    choices = locked_choices(plan)
    firm = [key for key, state in states.items() if state is not State.PAST]
    for family, who in _followed(view, firm):
        choices[family] |= {who}
    choices["classes"] |= frozenset(_taught(view, states, broken))
    return Stands(as_of, states, locks, choices)


def _followed(view: PlanView, firm: Iterable[SessionKey]) -> Iterator[tuple[str, str]]:
    """Yield whose choice tells who leads or where something is that stands."""
    families = {"coach": "coaches", "host_leader": "hosts", "group": "facilitators"}
    for key in firm:
        activity = view.activity(key)
        for lead in activity.leads:
            if lead.relation in families:
                yield families[lead.relation], key.audience
        if "host_unit" in activity.where:
            yield "hosts", key.audience


def _taught(
    view: PlanView, states: Mapping[SessionKey, State], broken: Collection[SessionKey]
) -> Iterator[str]:
    """Yield who is in a class that has begun: they go on in it.

    Unless a class of their cohort is broken itself, of a size say.
    """
    days = defaultdict[str, list[SessionKey]](list)
    for key in view.dated:
        days[key.audience].append(key)
    cohorts = {
        view.participant(who).cohort
        for who, label in view.class_of.items()
        if days[label] and all(key in broken for key in days[label])
    }
    for who, label in view.class_of.items():
        begun = any(states.get(key) is State.PAST for key in days[label])
        if begun and view.participant(who).cohort not in cohorts:
            yield who


def named(view: PlanView, broken: Iterable[Violation]) -> frozenset[SessionKey]:
    """Return which sessions and due dates requirements that are broken are about.

    Those that they name; of one that names none, whatever is theirs of the people,
    groups, leaders, places and units that it names, on the days that it names.
    """
    return frozenset(key for row in broken for key in _named(view, set(row.subject)))


def _named(view: PlanView, tokens: set[str]) -> Iterator[SessionKey]:
    keys = [key for key in view.dated if str(key) in tokens]
    yield from keys
    for key, day in view.dated.items() if not keys else ():
        days = {token for token in tokens if _is_day(token)}
        if (not days or day.isoformat() in days) and tokens & set(_about(view, key)):
            yield key


def _about(view: PlanView, key: SessionKey) -> Iterator[str]:
    """Yield whose a session is, where it is held, who leads it and who is there."""
    yield key.audience
    session = view.by_key.get(key)
    if session is not None:
        yield from (seat.staff for seat in session.staff)
        yield session.place or ""
    for who in view.attendees(key, view.dated[key]):
        yield who
        post = view.participant(who).post_on(view.dated[key])
        yield post.unit if post else ""


def _is_day(token: str) -> bool:
    try:
        return bool(date.fromisoformat(token))
    except ValueError:
        return False
