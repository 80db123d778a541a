"""A job change: what it asks for beside the new post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.activity import Activity, Lead
from leaderplan.domain.base import Id, Text, title
from leaderplan.domain.change.base import (
    ONE_DAY,
    Fields,
    OfParticipant,
    both,
    dated,
    edited,
    known,
    with_row,
    within,
)
from leaderplan.domain.change.task import SAID, TASK, Task, task_faults, with_task
from leaderplan.domain.people import Post
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import rule_from
from leaderplan.errors import Issue
from leaderplan.locale import Words

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan

TALK = timedelta(days=30)
"""Within how many days of a job change the new manager is met and the development
plan looked at again (DOMAIN.md 8.7, 8.9)."""


class JobChange(OfParticipant):
    """Somebody has another job from a day on.

    Parameters
    ----------
    on
        First day in the new job.
    unit, area, manager, role
        Of the new job; ``area`` is the unit's where none is given.
    visible_from
        First day on which feeds may tell; ``None`` is at once.
    quiet
        For how many days no practicum is to lie in the new job, 0 to 365.
    talk, review
        Whether the new manager is to be met, and the development plan looked at again,
        within thirty days.
    task
        What becomes of the leadership task. ``keep``: it goes on. ``close``: what is
        left is credited, and a closing report is due. ``hand_over``: what is left is
        dropped, and that it was handed over is due. ``restart``: it begins anew in
        the new unit, which takes eight weeks. ``exempt``: what is left is dropped
        without credit.
    tasks
        The activities that it consists of, in order; those of the case programme
        where none are given.
    """

    kind: ClassVar[str] = "job_change"
    said: ClassVar[Words] = Words(
        "{who} har nyt job i {unit} fra {on}{task}",
        "{who} has a new job at {unit} from {on}{task}",
    )

    on: date
    unit: Id
    manager: Id | None = None
    role: Text = ""
    area: Id | None = None
    visible_from: date | None = None
    quiet: Annotated[int, Field(ge=0, le=365)] = 28
    talk: bool = True
    review: bool = True
    task: Task = "keep"
    tasks: tuple[Id, ...] = TASK

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield unknown ids, and a day outside the horizon or before the last post."""
        yield from super().faults(programme)
        yield from within(programme, f"{self.kind}/on", self.on)
        for table, id_ in (("units", self.unit), ("areas", self.area),
                           ("staff", self.manager)):  # fmt: skip
            yield from known(programme, table, id_, f"{self.kind}/{table}")
        for person in programme.participants:
            last = person.posts[-1].valid_from
            if person.id == self.participant and last and last >= self.on:
                message = (
                    f"expected a day after the last change {last}, found {self.on}."
                )
                yield Issue(f"{self.kind}/on", message, value=self.on.isoformat())
        yield from task_faults(programme, self.task, self.on, self.tasks)

    def fields(self, programme: Programme) -> Fields:
        """Return name, new unit and day."""
        unit = programme.unit(self.unit).name
        more = {"unit": both(unit), "on": dated(self.on), "task": SAID[self.task]}
        return super().fields(programme) | more

    @property
    def secret_until(self) -> date | None:
        """First day on which others may be told."""
        return self.visible_from

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """End the post held, begin the new one, ask for talk, review and task."""
        person = programme.participant(self.participant)
        before = tuple(
            edited(post, valid_to=self.on - ONE_DAY)
            if post.valid_to is None or post.valid_to >= self.on
            else post
            for post in person.posts
        )
        new = Post(
            unit=self.unit,
            area=self.area or programme.unit(self.unit).area,
            manager=self.manager,
            role=self.role,
            valid_from=self.on,
            visible_from=self.visible_from,
        )
        given = with_task(programme, plan, self.participant, self.on, self.task,
                          self.tasks, visible_from=self.visible_from)  # fmt: skip
        row = edited(given.participant(person.id), posts=(*before, new))
        given = with_row(given, "participants", row)
        if self.talk and self.manager is not None:
            given = self._asking(given, "handover", self._meeting(programme))
        if self.review:
            due = Activity(
                id="review",
                title=title("Udviklingsplan: opfølgning", "Development plan: review"),
                kind="milestone",
                length=0,
            )
            given = self._asking(given, "review", due)
        return self._settling(given)

    def _settling(self, programme: Programme) -> Programme:
        """Ask for no practicum in the first days of the new job, of nobody else."""
        stays = [a.id for a in programme.activities if a.kind == "practicum"]
        if not self.quiet or not stays:
            return programme
        asked = {"kind": "new_post", "id": f"quiet-{self.participant}-{self.on:%Y%m%d}",
                 "activities": stays, "days": self.quiet,
                 "participants": [self.participant]}  # fmt: skip
        return programme.with_rules(rule_from(asked))

    def _meeting(self, programme: Programme) -> Activity:
        """Make a talk with the manager like those there are."""
        talks = [
            activity for activity in programme.activities if activity.led_by("manager")
        ]
        like = talks[0] if talks else None
        return Activity(
            id="handover",
            title=title("Overdragelsessamtale", "Hand-over talk"),
            length=like.length if like else programme.calendar.slots_per_block,
            leads=(Lead(role="manager", relation="manager"),),
            where=like.where if like else ("online",),
            away=False,
        )

    def _asking(self, programme: Programme, name: str, activity: Activity) -> Programme:
        key = f"{name}-{self.participant}-{self.on:%Y%m%d}"
        last = min(self.on + TALK, programme.calendar.last)
        asked = {"kind": "window", "id": f"w-{key}", "activity": key,
                 "earliest": self.on, "latest": last}  # fmt: skip
        row = edited(activity, id=key, only=(self.participant,),
                     visible_from=self.visible_from)  # fmt: skip
        return programme.replace(
            activities=(*programme.activities, row),
            rules=(*programme.rules, rule_from(asked)),
        )
