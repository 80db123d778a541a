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
    both,
    dated,
    edited,
    in_view,
    known,
    unpromised,
    with_row,
    within,
)
from leaderplan.domain.guests import visit_faults
from leaderplan.domain.people import GuestAt, Pair, Skip
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Words

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan
    from leaderplan.domain.view import PlanView


class Defer(OfParticipant):
    """Somebody goes on with another cohort, with all that they have had.

    What they were at with their own before ``on`` they were at as guests, so that it
    counts; what is theirs alone stays where it was before. All the rest is planned with
    the other cohort, also what they missed. What that one has had before ``on``, or
    has, with no plenary, while they are away, is skipped, and no total is promised. A
    re-exam is with those with whom the exam was. Who is left behind is linked to them
    no longer.

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
        """Move to the other cohort; be a guest at what was before with the own.

        Raises
        ------
        InputError
            When there is no plan, the cohort has nothing from that day on, or it does
            not have what is theirs alone and done.
        """
        view = in_view(programme, plan, self.kind)
        person = view.participant(self.participant)
        if faults := list(self._unfit(view)):
            raise InputError(faults)
        had = list(self._had(view))
        missed = list(self._missed(view, {(k.activity, k.occurrence) for k in had}))
        visits = (
            GuestAt(**key._asdict()) for key in had if not self._is_own(view, key)
        )
        alone = (
            skip
            for skip in person.skips
            if programme.activity(skip.activity).audience == "participant"
        )
        row = edited(person, cohort=self.cohort, guest_at=tuple(visits),
                     skips=(*alone, *missed))  # fmt: skip
        given = programme.replace(pairs=tuple(self._pairs(programme)))
        moved = with_row(given, "participants", row)
        weighs = any(programme.activity(skip.activity).quarter_days for skip in missed)
        return unpromised(moved, person.id) if weighs else moved

    def _unfit(self, view: PlanView) -> Iterator[Issue]:
        """Yield why they cannot go on with that cohort."""
        programme, place = view.programme, f"{self.kind}/cohort"
        theirs = {
            (activity.id, audience)
            for activity in programme.activities
            if activity.audience != "participant"
            for audience in programme.audiences_of(activity.id, self.cohort)
        }
        days = [day for key, day in view.dated.items() if key[:2] in theirs]
        if max(days, default=date.min) < self.on:
            message = f"expected a cohort that goes on after {self.on}"
            yield Issue(place, f"{message}, found {self.cohort!r}.", value=self.cohort)
        done = (
            key.activity
            for key, day in view.of_participant(self.participant)
            if day < self.on and view.activity(key).audience == "participant"
        )
        for name in dict.fromkeys(done):
            if not programme.activity(name).of_cohort(self.cohort):
                message = f"expected a cohort that has {name}, too"
                yield Issue(
                    place, f"{message}, found {self.cohort!r}.", value=self.cohort
                )

    def _had(self, view: PlanView) -> Iterator[SessionKey]:
        """Yield the joint sessions that stay theirs, each number once.

        They were at them before, or sit an exam again that they have sat.
        """
        seen = set[tuple[str, int]]()
        rows = view.of_participant(self.participant)
        sat = any(view.activity(k).kind == "exam" and day < self.on for k, day in rows)
        for key, day in rows:
            at, activity = (key.activity, key.occurrence), view.activity(key)
            joint = activity.audience != "participant" and at not in seen
            stays = day < self.on or (sat and activity.kind == "re_exam")
            if joint and stays and view.is_free(self.participant, key):
                seen.add(at)
                yield key

    def _is_own(self, view: PlanView, key: SessionKey) -> bool:
        """Whether a session is one of the whole cohort that they are of from now on."""
        return view.activity(key).audience == "cohort" and key.audience == self.cohort

    def _missed(self, view: PlanView, had: set[tuple[str, int]]) -> Iterator[Skip]:
        """Yield what the other cohort has had, or has while they are away."""
        programme = view.programme
        exempt = view.participant(self.participant).exempt
        for activity in programme.activities:
            if activity.audience == "participant" or activity.id in exempt:
                continue
            audiences = programme.audiences_of(activity.id, self.cohort)
            for number in range(1, activity.occurrences + 1):
                every = (SessionKey(activity.id, label, number) for label in audiences)
                keys = [key for key in every if key in view.by_key]
                gone = any(view.dated[key] < self.on for key in keys)
                free = any(view.is_free(self.participant, key) for key in keys)
                never = not free and not activity.plenary
                if keys and (gone or never) and (activity.id, number) not in had:
                    yield Skip(activity=activity.id, occurrence=number)

    def _pairs(self, programme: Programme) -> Iterator[Pair]:
        """Yield the pairs but those linked with somebody who is left behind."""
        homes = {person.id: person.cohort for person in programme.participants}
        homes[self.participant] = self.cohort
        for pair in programme.pairs:
            theirs = self.participant in (pair.first, pair.second)
            together = homes[pair.first] == homes[pair.second]
            if pair.relation != "linked" or together or not theirs:
                yield pair


class CatchUp(OfParticipant):
    """Somebody is at a session of others, for one that they missed with their own."""

    kind: ClassVar[str] = "catch_up"
    said: ClassVar[Words] = Words(
        "{who} indhenter {what} {where}",
        "{who} makes up for {what} {where}",
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
        cohorts = {cohort.id: cohort for cohort in programme.cohorts}
        cohort = cohorts.get(self.audience)
        with_ = (cohort.name if cohort else "") or self.audience
        where = f"med {with_}", f"with {with_}"
        if cohort and cohort.make_up_for:
            where = "på en opsamlingsdag", "on a make-up date"
        what = f"{title_.da} {self.occurrence}", f"{title_.en} {self.occurrence}"
        more = {"what": what, "where": where}
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
