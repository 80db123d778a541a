"""What becomes of a leadership task when whoever has it gets another job."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Title, title
from leaderplan.domain.change.base import edited, planned, skipping, with_row
from leaderplan.domain.people import Skip
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, rule_from
from leaderplan.errors import Issue

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan

Task = Literal["keep", "close", "hand_over", "restart", "exempt"]
"""What the coordinator may choose (DOMAIN.md 8.10)."""

TASK = ("task_start", "task_midway", "task_evidence", "task_presentation")
"""Due dates of the leadership task in the case programme, in order."""

WITHIN = timedelta(days=30)
"""Within how many days of the new job a task is closed, handed over or begun anew."""

REMAINING = timedelta(weeks=8)
"""What must be left of the year to begin a task anew (DOMAIN.md 8.10)."""

APART = 14
"""Days from one due date of a task that is begun anew to the next, at least."""

ENDED = {
    "close": title("Ledelsesopgave: afsluttet", "Leadership task: closed"),
    "hand_over": title("Ledelsesopgave: overdraget", "Leadership task: handed over"),
}
"""What is due instead of what is left."""

SAID: dict[str, tuple[str, str]] = {
    "keep": ("", ""),
    "close": ("; ledelsesopgaven afsluttes", "; the leadership task is closed"),
    "hand_over": (
        "; ledelsesopgaven overdrages",
        "; the leadership task is handed over",
    ),
    "restart": (
        "; ledelsesopgaven begynder forfra",
        "; the leadership task begins anew",
    ),
    "exempt": (
        "; resten af ledelsesopgaven bortfalder",
        "; the rest of the leadership task is dropped",
    ),
}
"""What the sentence of a change adds."""


def task_faults(
    programme: Programme, task: Task, on: date, tasks: Collection[str]
) -> Iterator[Issue]:
    """Yield that there is no task, or too little of the year to begin it anew."""
    known = {activity.id for activity in programme.activities}
    if task == "keep":
        return
    if not known & set(tasks):
        message = f"expected activities of a leadership task, found none of {tasks}."
        yield Issue("job_change/tasks", message)
    last = programme.calendar.last
    if task == "restart" and on + REMAINING > last:
        message = (
            f"expected eight weeks or more from the new job to {last} to begin the "
            f"leadership task anew, found {(last - on).days} days."
        )
        yield Issue("job_change/task", message, value=on.isoformat())


def with_task(  # noqa: PLR0913 - whose task, what becomes of it and when
    programme: Programme,
    plan: Plan | None,
    participant: str,
    on: date,
    task: Task,
    tasks: Sequence[str],
    *,
    visible_from: date | None,
) -> Programme:
    """Return a programme in which what is left of a task is dealt with.

    Raises
    ------
    InputError
        When there is no plan, which tells what is left.
    """
    if task == "keep":
        return programme
    rows = planned(programme, plan, participant, "job_change")
    left = [skip for skip, day in rows if day >= on and skip.activity in tasks]
    if not left:
        return programme
    given = _dropping(programme, participant, left, credited=task == "close")
    mark = f"{participant}-{on:%Y%m%d}"
    if task in ENDED:
        due = _due(f"task-{task}-{mark}", ENDED[task], participant, visible_from)
        return _with(given, [due], [_window(given, due.id, on)])
    if task == "restart":
        known = {activity.id: activity for activity in programme.activities}
        again = [
            _due(f"{name}-{mark}", known[name].title, participant, visible_from)
            for name in tasks
            if name in known
        ]
        return _with(given, again, list(_anew(given, again, on)))
    return given


def _dropping(
    programme: Programme, participant: str, left: Sequence[Skip], *, credited: bool
) -> Programme:
    """Skip what is left; what none was had of is credited as a whole, where asked."""
    if not credited:
        return skipping(programme, participant, left)
    person = programme.participant(participant)
    rows = {skip.activity for skip in left}
    whole = [
        name
        for name in rows
        if programme.activity(name).occurrences == sum(s.activity == name for s in left)
    ]
    exempt = (*person.exempt, *sorted(whole))
    given = with_row(programme, "participants", edited(person, exempt=exempt))
    rest = [skip for skip in left if skip.activity not in whole]
    return skipping(given, participant, rest)


def _due(key: str, named: Title, participant: str, seen: date | None) -> Activity:
    return Activity(
        id=key, title=named, kind="milestone", length=0, away=False,
        only=(participant,), visible_from=seen,
    )  # fmt: skip


def _with(
    programme: Programme, more: Sequence[Activity], rules: Sequence[Rule]
) -> Programme:
    return programme.replace(
        activities=(*programme.activities, *more), rules=(*programme.rules, *rules)
    )


def _window(programme: Programme, key: str, on: date) -> Rule:
    last = min(on + WITHIN, programme.calendar.last)
    asked = {"kind": "window", "id": f"w-{key}", "activity": key,
             "earliest": on, "latest": last}  # fmt: skip
    return rule_from(asked)


def _anew(programme: Programme, again: Sequence[Activity], on: date) -> Iterator[Rule]:
    """Yield that a task begins soon, and its due dates follow each other."""
    yield _window(programme, again[0].id, on)
    for one, other in pairwise(again):
        yield rule_from(
            {"kind": "spacing", "id": f"after-{one.id}", "first": one.id,
             "then": other.id, "least": APART}
        )  # fmt: skip
