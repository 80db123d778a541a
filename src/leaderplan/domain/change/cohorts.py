"""What makes somebody meet with others: another cohort, or catching up with one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import Field

from leaderplan.domain.base import Id
from leaderplan.domain.change.base import (
    Fields,
    OfParticipant,
    attended,
    both,
    dated,
    edited,
    known,
    with_row,
    within,
)
from leaderplan.domain.guests import visit_faults
from leaderplan.domain.people import GuestAt
from leaderplan.domain.programme import Programme
from leaderplan.errors import Issue
from leaderplan.locale import Words

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan


class Defer(OfParticipant):
    """Somebody goes on with another cohort, with all that they have had.

    What they were at with their own before ``on`` they were at as guests, so that it
    counts; what is theirs alone stays where it was before. All the rest is planned with
    the other cohort.

    Parameters
    ----------
    on
        First day on which they are no longer of the cohort they were of.
    cohort
        The one they go on with.
    """

    kind: ClassVar[str] = "defer"
    said: ClassVar[Words] = Words(
        "{who} fortsætter på {cohort} fra {on}",
        "{who} goes on with {cohort} from {on}",
    )

    on: date
    cohort: Id

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield an unknown or the own cohort, and a day outside the horizon."""
        yield from super().faults(programme)
        yield from within(programme, f"{self.kind}/on", self.on)
        yield from known(programme, "cohorts", self.cohort, f"{self.kind}/cohort")
        for person in programme.participants:
            if person.id == self.participant and person.cohort == self.cohort:
                message = (
                    f"expected another cohort than the own, found {self.cohort!r}."
                )
                yield Issue(f"{self.kind}/cohort", message, value=self.cohort)

    def fields(self, programme: Programme) -> Fields:
        """Return name, cohort and day."""
        cohort = programme.cohort(self.cohort)
        names = {"cohort": both(cohort.name or cohort.id), "on": dated(self.on)}
        return super().fields(programme) | names

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Move to the other cohort; be a guest at what was before with the own."""
        person = programme.participant(self.participant)
        seen = {(row.activity, row.occurrence) for row in person.guest_at}
        had = [
            GuestAt(**key._asdict())
            for key, day in attended(programme, plan, person.id, self.kind)
            if day < self.on
            and programme.activity(key.activity).audience != "participant"
            and (key.activity, key.occurrence) not in seen
        ]
        row = edited(person, cohort=self.cohort, guest_at=(*person.guest_at, *had))
        return with_row(programme, "participants", row)


class CatchUp(OfParticipant):
    """Somebody is at a session of others, for one that they missed with their own."""

    kind: ClassVar[str] = "catch_up"
    said: ClassVar[Words] = Words(
        "{who} indhenter {what} med {audience}",
        "{who} makes up for {what} with {audience}",
    )

    activity: Id
    occurrence: Annotated[int, Field(ge=1, le=20)]
    audience: Id

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield unknown ids, and whatever keeps somebody from being a guest there."""
        yield from super().faults(programme)
        place = f"{self.kind}/activity"
        yield from known(programme, "activities", self.activity, place)
        known_ = {person.id for person in programme.participants}
        if self.participant in known_ and self.activity in {
            activity.id for activity in programme.activities
        }:
            yield from visit_faults(programme, self.participant, self._visit)

    def fields(self, programme: Programme) -> Fields:
        """Return name, what is made up for, and with whom."""
        title_ = programme.activity(self.activity).title
        cohorts = {cohort.id: cohort.name for cohort in programme.cohorts}
        with_ = cohorts.get(self.audience) or self.audience
        what = f"{title_.da} {self.occurrence}", f"{title_.en} {self.occurrence}"
        more = {"what": what, "audience": both(with_)}
        return super().fields(programme) | more

    @property
    def _visit(self) -> GuestAt:
        return GuestAt(
            activity=self.activity, occurrence=self.occurrence, audience=self.audience
        )

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Be a guest there, and skip it no longer."""
        person = programme.participant(self.participant)
        at = (self.activity, self.occurrence)
        skips = tuple(s for s in person.skips if (s.activity, s.occurrence) != at)
        rows = tuple(r for r in person.guest_at if (r.activity, r.occurrence) != at)
        row = edited(person, skips=skips, guest_at=(*rows, self._visit))
        return with_row(programme, "participants", row)
