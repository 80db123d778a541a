"""A programme and a start as facts of the Timefold model, and its answer as a plan."""

from __future__ import annotations

from benchmarks.methods.timefold_meetings import Meetings
from benchmarks.methods.timefold_model import Meeting, Year
from benchmarks.methods.timefold_numbers import picked
from benchmarks.methods.timefold_relations import Relations
from leaderplan.domain.activity import Lead
from leaderplan.domain.plan import SessionKey
from leaderplan.model.assignment import Assignment


class Facts(Meetings, Relations):
    """Writes a programme as facts, and reads an assignment from them."""

    def year(self) -> Year:
        """Return everything known, with the start's values."""
        meetings = [self.meeting(key) for key in self.keys]
        return Year(
            meetings, list(self.pairs().values()), list(self.loads()),
            list(self.rooms()), list(self.missing(meetings)), list(self.attending()),
        )  # fmt: skip

    def found(self, year: Year) -> Assignment:
        """Read an assignment from a solution."""
        start, slots = self._start, self._tables.slots
        found = Assignment(
            group=start.group, classes=start.classes, facilitator=start.facilitator
        )
        for meeting, key in zip(year.meetings, self.keys, strict=True):
            if meeting.is_stay:
                found.host[key.audience] = self.places[meeting.place]
            if meeting.is_coaching and key.occurrence == 1:
                found.coach[key.audience] = self.leaders[meeting.leader][0]
        for meeting, key in zip(year.meetings, self.keys, strict=True):
            activity = self._programme.activity(key.activity)
            count = activity.occurrences if meeting.is_stay else 1
            for at in range(count):
                held = key._replace(occurrence=key.occurrence + at)
                found.start[held] = (meeting.start // slots + at, meeting.start % slots)
                if meeting.place >= 0:
                    found.place[held] = self.places[meeting.place]
                for lead in activity.leads:
                    found.staff[held, lead.role] = self._staff(
                        found, meeting, held, lead
                    )
        return found

    def _staff(
        self, found: Assignment, meeting: Meeting, key: SessionKey, lead: Lead
    ) -> tuple[str, ...]:
        activity = self._programme.activity(key.activity)
        if lead.relation in ("pick", "coach"):
            first = picked(activity)[:1] == [lead]
            return (self.leaders[meeting.leader if first else meeting.second][0],)
        if lead.relation == "group":
            return (found.facilitator[key.audience],)
        if lead.relation == "host_leader":
            leader = self._programme.host(found.host[key.audience]).leader
            return (leader,) if leader else ()
        day = found.start[key][0]
        held = self._tables.dated.leaders(key, activity, lead)
        return tuple(sorted(who for who, days in held.items() if days[day]))
