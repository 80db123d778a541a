"""What happens to participants: a new job, absence, leaving, joining, an exam."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from leaderplan.domain.activity import Activity
from leaderplan.domain.base import Id, Span, title
from leaderplan.domain.change.base import (
    Change,
    Fields,
    OfParticipant,
    both,
    dated,
    edited,
    known,
    planned,
    skipping,
    taken,
    unpromised,
    with_row,
    within,
)
from leaderplan.domain.people import Participant, Skip
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import rule_from
from leaderplan.errors import Issue
from leaderplan.locale import Words

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan

RE_EXAM = timedelta(days=14)
"""From the result to another try at least (DOMAIN.md 8.4)."""


class Away(OfParticipant):
    """A change that makes a participant unavailable for some days."""

    first: date
    last: date

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault where the days are none of the horizon, or in wrong order."""
        yield from super().faults(programme)
        yield from within(programme, f"{self.kind}/first", self.first, self.last)
        if self.last < self.first:
            message = f"expected a last day after {self.first}, found {self.last}."
            yield Issue(f"{self.kind}/last", message, value=self.last.isoformat())

    def fields(self, programme: Programme) -> Fields:
        """Return name and days."""
        (first_da, first_en), (last_da, last_en) = map(dated, (self.first, self.last))
        when = (f"fra {first_da} til {last_da}", f"from {first_en} to {last_en}")
        if self.first == self.last:
            when = (first_da, f"on {first_en}")
        return super().fields(programme) | {"when": when}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Add the days to what the person is away."""
        person = programme.participant(self.participant)
        return taken(programme, "participants", person, self.first, self.last)


class Absence(Away):
    """Somebody cannot come on some days; what is theirs alone is moved."""

    kind: ClassVar[str] = "absence"
    said: ClassVar[Words] = Words("{who} kan ikke {when}", "{who} is away {when}")


class Leave(Away):
    """Somebody is ill or on leave: the others meet without them.

    Joint sessions of the plan in these days are skipped, and so are days of a practicum
    week that has begun or of which most is kept; what else is theirs alone is moved.
    """

    kind: ClassVar[str] = "leave"
    said: ClassVar[Words] = Words("{who} har orlov {when}", "{who} is on leave {when}")

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Be away, and skip what others have in these days."""
        given = super().changed(programme, plan)
        days = Span(first=self.first, last=self.last)
        rows = planned(programme, plan, self.participant, self.kind)
        held = Counter(skip.activity for skip, _ in rows)
        lost = Counter(skip.activity for skip, day in rows if day in days)
        going_on = {skip.activity for skip, day in rows if day < self.first}
        going_on |= {name for name in held if 2 * lost[name] < held[name]}
        missed = [
            skip
            for skip, day in rows
            if day in days
            and self._goes_on(programme.activity(skip.activity), going_on)
        ]
        given = skipping(given, self.participant, missed)
        weighs = any(programme.activity(skip.activity).quarter_days for skip in missed)
        return unpromised(given, self.participant) if weighs else given

    def _goes_on(self, activity: Activity, going_on: set[str]) -> bool:
        """Whether it goes on: others meet, or most of a practicum week is kept."""
        bound = not {"free", "single_days", "five_single"} & set(activity.forms)
        return activity.audience != "participant" or (bound and activity.id in going_on)


class Withdraw(OfParticipant):
    """Somebody leaves the programme: from a day on nobody expects them.

    What they have had stays in the plan. Nothing is asked of their days any longer.
    """

    kind: ClassVar[str] = "withdraw"
    said: ClassVar[Words] = Words(
        "{who} træder ud af forløbet {on}", "{who} leaves the programme on {on}"
    )

    on: date

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault where the day is outside the horizon."""
        yield from super().faults(programme)
        yield from within(programme, f"{self.kind}/on", self.on)

    def fields(self, programme: Programme) -> Fields:
        """Return name and day."""
        return super().fields(programme) | {"on": dated(self.on)}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Skip what is planned from that day on, and promise no days."""
        rows = planned(programme, plan, self.participant, self.kind)
        left = [skip for skip, day in rows if day >= self.on]
        return unpromised(skipping(programme, self.participant, left), self.participant)


class Join(Change):
    """Somebody comes late: what was before counts as missed.

    Joint sessions of the plan before ``on`` are skipped, and no total is promised.
    """

    kind: ClassVar[str] = "join"
    said: ClassVar[Words] = Words(
        "{who} begynder i forløbet {on}", "{who} joins the programme on {on}"
    )

    who: Participant
    on: date

    @property
    def about(self) -> tuple[str, ...]:
        """Id of the participant."""
        return (self.who.id,)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault where the id is taken, or the day outside the horizon."""
        yield from within(programme, f"{self.kind}/on", self.on)
        if any(person.id == self.who.id for person in programme.participants):
            message = f"expected the id of somebody new, found {self.who.id!r}."
            yield Issue(f"{self.kind}/who", message, value=self.who.id)

    def fields(self, programme: Programme) -> Fields:
        """Return name and day."""
        return {"who": both(self.who.name), "on": dated(self.on)}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Add the person, who skips what was before."""
        held = plan.sessions if plan else ()
        missed = {
            (row.activity, row.occurrence)
            for row in held
            if row.day < self.on
            and row.audience == self.who.cohort
            and programme.activity(row.activity).audience == "cohort"
        }
        skips = tuple(Skip(activity=a, occurrence=n) for a, n in sorted(missed))
        row = edited(self.who, skips=(*self.who.skips, *skips))
        return unpromised(with_row(programme, "participants", row), self.who.id)


class ExamResult(OfParticipant):
    """Somebody has to sit an exam again.

    The new session has a neutral name and stands in nobody's feed but their own and
    the examiner's.

    Parameters
    ----------
    exam
        The activity.
    on
        When the result came; the new try is at least fourteen days later.
    latest
        Last day of the new try, the last of the horizon by default.
    """

    kind: ClassVar[str] = "exam_result"
    said: ClassVar[Words] = Words(
        "{who} skal til {exam} igen", "{who} sits {exam} again"
    )

    exam: Id
    on: date
    latest: date | None = None
    passed: bool = Field(default=False)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield unknown ids and days outside the horizon."""
        yield from super().faults(programme)
        yield from known(programme, "activities", self.exam, f"{self.kind}/exam")
        yield from within(programme, f"{self.kind}/on", self.on, self.latest)

    def fields(self, programme: Programme) -> Fields:
        """Return name and exam."""
        exam = programme.activity(self.exam).title
        return super().fields(programme) | {"exam": (exam.da, exam.en)}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Add another session like the exam, for this person alone."""
        if self.passed:
            return programme
        exam = programme.activity(self.exam)
        key = f"{self.exam}-again-{self.participant}"
        again = edited(exam, id=key, kind="re_exam", only=(self.participant,),
                    ects=0, quarter_days=0,
                    title=title("Ny prøve", "New exam"))  # fmt: skip
        last = self.latest or programme.calendar.last
        asked = {"kind": "window", "id": f"w-{key}", "activity": key,
                 "earliest": min(self.on + RE_EXAM, last), "latest": last}  # fmt: skip
        return programme.replace(
            activities=(*programme.activities, again),
            rules=(*programme.rules, rule_from(asked)),
        )
