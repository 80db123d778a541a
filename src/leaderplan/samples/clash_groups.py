"""Conflicts of groups and classes: who is with whom, how many, and led by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import combinations

from leaderplan import rules as r
from leaderplan.domain.people import Pair, RoleLoad, Staff
from leaderplan.domain.plan import (
    Milestone,
    ModuleClass,
    NetworkGroup,
    Plan,
    SessionStaff,
)
from leaderplan.samples.bench import Bench, stuck

MOST_IN_CLASS = 15
"""People in each of two classes of 32."""

BEFORE_MEETING = "task_midway"
"""Due date that is tied to a meeting of the group."""

ROUNDS = 10
"""How often each group is asked for people whom a plan can part."""


def linked_and_apart(bench: Bench) -> None:
    """Two people are to be in one group, and in different ones."""
    for one, two in _in_one_group(bench, 2):
        pair = tuple(sorted((one, two)))
        kept = bench.programme
        _declare(bench, (one, two, "linked"), (one, two, "apart"))
        parted = _parted(bench, one, "pairs_together", pair)
        if parted is not None:
            bench.needs("pairs_apart", pair, plan=bench.plan)
            bench.needs("pairs_together", pair, plan=parted)
            return
        bench.programme = kept
    raise stuck("linked_and_apart")


def apart_through_a_third(bench: Bench) -> None:
    """Two people who are to be apart are each to be with the same third."""
    for one, third, two in _in_one_group(bench, 3):
        pairs = [tuple(sorted(pair)) for pair in ((one, third), (third, two))]
        kept = bench.programme
        _declare(
            bench, (one, third, "linked"), (third, two, "linked"), (one, two, "apart")
        )
        plans = [("pairs_apart", tuple(sorted((one, two))), bench.plan)]
        for who, pair in zip((one, two), pairs, strict=True):
            parted = _parted(bench, who, "pairs_together", pair)
            if parted is None:
                break
            plans.append(("pairs_together", pair, parted))
        else:
            for rule, subject, plan in plans:
                bench.needs(rule, subject, plan=plan)
            return
        bench.programme = kept
    raise stuck("apart_through_a_third")


def _in_one_group(bench: Bench, count: int) -> Iterator[tuple[str, ...]]:
    """Yield people of one group about whom nothing is declared, in a drawn order."""
    declared = {who for p in bench.programme.pairs for who in (p.first, p.second)}
    groups = bench.draw.sample(bench.plan.groups, len(bench.plan.groups))
    for _ in range(ROUNDS):
        for group in groups:
            free = [who for who in group.participants if who not in declared]
            if len(free) >= count:
                yield tuple(bench.draw.sample(free, count))


def _declare(bench: Bench, *rows: tuple[str, str, str]) -> None:
    bench.insert(
        "pairs",
        *(
            Pair.model_validate({"first": one, "second": two, "relation": relation})
            for one, two, relation in rows
        ),
    )


def _parted(bench: Bench, who: str, rule: str, subject: tuple[str, ...]) -> Plan | None:
    """Let somebody change groups with another, so that only a requirement breaks.

    Both are made free on the days on which they then meet.
    """
    group_of, kept = bench.view.group_of, bench.programme
    for other in bench.people():
        changed = {who: group_of[other], other: group_of[who]}
        if group_of[other] == group_of[who] or not all(
            _has_time(bench, one, group) for one, group in changed.items()
        ):
            continue
        for one, group in changed.items():
            bench.freed(one, *_days(bench, group))
        plan = bench.plan.model_copy(
            update={
                "groups": _changed(bench.plan.groups, changed),
                "milestones": _due(bench, changed),
            }
        )
        if bench.breaks_only(rule, subject, plan):
            return plan
        bench.programme = kept
    return None


def _days(bench: Bench, audience: str) -> list[date]:
    return [s.day for s in bench.plan.sessions if s.audience == audience]


def _has_time(bench: Bench, who: str, group: str) -> bool:
    """Whether somebody has nothing when a group meets, but for the own group."""
    left = set(_days(bench, bench.view.group_of[who]))
    return all(
        day in left or (who, day) not in bench.taken for day in _days(bench, group)
    )


def _due(bench: Bench, to: Mapping[str, str]) -> tuple[Milestone, ...]:
    """Let people hand in when the groups that they come to do."""
    members = {group.id: group.participants[0] for group in bench.plan.groups}
    days = {
        row.participant: row.day
        for row in bench.plan.milestones
        if row.activity == BEFORE_MEETING
    }
    return tuple(
        row.model_copy(update={"day": days[members[to[row.participant]]]})
        if row.activity == BEFORE_MEETING and row.participant in to
        else row
        for row in bench.plan.milestones
    )


def _changed(
    groups: tuple[NetworkGroup, ...], to: Mapping[str, str]
) -> tuple[NetworkGroup, ...]:
    """Return groups with some people in others."""
    return tuple(
        group.model_copy(
            update={
                "participants": tuple(
                    sorted(
                        {who for who in group.participants if who not in to}
                        | {who for who, label in to.items() if label == group.id}
                    )
                )
            }
        )
        for group in groups
    )


def classes_too_small(bench: Bench) -> None:
    """Two classes of fifteen are to take everybody."""
    bench.ask(r.ClassSize(id="smaa-hold", smallest=1, largest=MOST_IN_CLASS))
    one, two = bench.plan.classes
    for grows, shrinks in ((one, two), (two, one)):
        plan = _joined(bench, grows, shrinks)
        bench.needs("smaa-hold", [grows.id], plan=plan)


def _joined(bench: Bench, grows: ModuleClass, shrinks: ModuleClass) -> Plan:
    """Let somebody change classes, so that only the one that grows is too large."""
    for who in bench.people():
        if who not in shrinks.participants:
            continue
        rows = (
            (grows, (*grows.participants, who)),
            (shrinks, tuple(p for p in shrinks.participants if p != who)),
        )
        classes = tuple(
            row.model_copy(update={"participants": tuple(sorted(people))})
            for row, people in rows
        )
        plan = bench.plan.model_copy(update={"classes": classes})
        if bench.breaks_only("smaa-hold", (grows.id,), plan):
            return plan
    raise stuck("classes_too_small")


def facilitator_load(bench: Bench) -> None:
    """Facilitators have agreed to one group each, and are one fewer than the groups."""
    groups = [group.id for group in bench.plan.groups]
    pairs = [
        pair
        for pair in combinations(groups, 2)
        if set(_days(bench, pair[0])).isdisjoint(_days(bench, pair[1]))
    ]
    if not pairs:
        raise stuck("facilitator_load")
    one, two = bench.draw.choice(pairs)
    ids = [f"facilitator-{number}" for number in range(1, len(groups))]
    roles = (RoleLoad(role="facilitator", largest=1),)
    others = (s for s in bench.programme.staff if s.load("facilitator") is None)
    new = (Staff(id=who, name=who.capitalize(), roles=roles) for who in ids)
    bench.programme = bench.programme.replace(staff=(*others, *new))
    for who in ids:
        rest = [other for other in ids if other != who]
        alone = [group for group in groups if group not in (one, two)]
        leads = {one: who, two: who} | dict(zip(alone, rest, strict=True))
        bench.needs("facilitator_load", [who], plan=_led_by(bench.plan, leads))


def _led_by(plan: Plan, leads: Mapping[str, str]) -> Plan:
    """Return a plan with other facilitators of all groups."""
    return plan.model_copy(
        update={
            "groups": tuple(
                group.model_copy(update={"facilitator": leads[group.id]})
                for group in plan.groups
            ),
            "sessions": tuple(
                session.model_copy(
                    update={"staff": (_facilitator(leads[session.audience]),)}
                )
                if session.audience in leads
                else session
                for session in plan.sessions
            ),
        }
    )


def _facilitator(who: str) -> SessionStaff:
    return SessionStaff(role="facilitator", staff=who)


KINDS: dict[str, Callable[[Bench], None]] = {
    "linked_and_apart": linked_and_apart,
    "apart_through_a_third": apart_through_a_third,
    "classes_too_small": classes_too_small,
    "facilitator_load": facilitator_load,
}
"""Conflicts of groups and classes by name."""
