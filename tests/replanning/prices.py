"""What a second plan disturbs, counted anew from what the documentation says."""

from __future__ import annotations

from datetime import date

from leaderplan.domain.plan import Plan, Session, SessionKey
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.view import PlanView


def price(
    given: Programme, before: Plan, after: Plan, as_of: date, policy: ReplanPolicy
) -> int:
    """Add up kind times people times shortness of notice, difference by difference.

    ``before`` is what is still asked for; nothing is shared with the library's own.
    """
    return sum(prices(given, before, after, as_of, policy).values())


def prices(
    given: Programme, before: Plan, after: Plan, as_of: date, policy: ReplanPolicy
) -> dict[tuple[str, str], int]:
    """Return the price of each difference, by what it is and whose."""
    return _Priced(given, before, after, as_of, policy).rows()


class _Priced:
    def __init__(
        self,
        given: Programme,
        before: Plan,
        after: Plan,
        as_of: date,
        policy: ReplanPolicy,
    ) -> None:
        self.given, self.as_of, self.policy = given, as_of, policy
        self.before, self.after = before, after
        self.old, self.new = PlanView(given, before), PlanView(given, after)

    def rows(self) -> dict[tuple[str, str], int]:
        found = dict[tuple[str, str], int]()
        for key, day in self.old.dated.items():
            then = self.new.dated.get(key, day)
            if then != day:
                notice = self.notice(min(day, then))
                found["day", str(key)] = self.kind(key) * self.people(key) * notice
        for row in self.before.sessions:
            after = self.new.by_key.get(row.key)
            if after is not None:
                count = self.details(row, after)
                once = self.policy.detail * self.people(row.key)
                if count:
                    found["detail", row.id] = count * once * self.notice(row.day)
        return found | self.choices()

    def details(self, row: Session, after: Session) -> int:
        """Count another part of the day, another place, other leaders."""
        activity, calendar = self.given.activity(row.activity), self.given.calendar
        part = row.slot // calendar.slots_per_block
        last = (after.slot + activity.length - 1) // calendar.slots_per_block
        count = int(not after.slot // calendar.slots_per_block <= part <= last)
        chosen = activity.where not in (("host_unit",), ("home_unit",))
        if chosen and row.place and after.place and row.place != after.place:
            count += 1
        for lead in activity.leads:
            led = row.leader(lead.role), after.leader(lead.role)
            if lead.relation == "pick" and None not in led and led[0] != led[1]:
                count += 1
        return count

    def choices(self) -> dict[tuple[str, str], int]:
        """Price other hosts, coaches, groups, classes and facilitators."""
        found = dict[tuple[str, str], int]()
        for what, kind, one, other in (
            ("host", "practicum", self.old.host_of, self.new.host_of),
            ("coach", "coach", self.old.coach_of, self.new.coach_of),
            ("group", "group", self.old.group_of, self.new.group_of),
            ("class", "group", self.old.class_of, self.new.class_of),
            ("facilitator", "group", self.old.facilitator_of, self.new.facilitator_of),
        ):
            for who, made in one.items():
                if made is not None and other.get(who) not in (None, made):
                    once = getattr(self.policy, kind) * self.times(who)
                    found[what, who] = once * self.soonest(kind, who)
        return found

    def soonest(self, kind: str, who: str) -> int:
        days = [
            day
            for key, day in self.old.dated.items()
            if day >= self.as_of
            and who in self.old.attendees(key, day)
            and self.kind(key) == getattr(self.policy, kind)
            and self.named(key) == kind
        ]
        return self.notice(min(days, default=date.max))

    def kind(self, key: SessionKey) -> int:
        return int(getattr(self.policy, self.named(key)))

    def named(self, key: SessionKey) -> str:
        activity = self.given.activity(key.activity)
        if "exam" in activity.kind:
            return "exam"
        if activity.kind == "practicum":
            return "practicum"
        if activity.audience in ("network_group", "class"):
            return "group"
        coached = {"coach"} & {lead.relation for lead in activity.leads}
        return "coach" if coached else "day"

    def people(self, key: SessionKey) -> int:
        there = self.old.attendees(key, self.old.dated[key])
        return max(1, sum(map(self.times, there)))

    def times(self, who: str) -> int:
        return self.policy.again if who in self.policy.disturbed else 1

    def notice(self, day: date) -> int:
        left, bands = (day - self.as_of).days, self.policy.notice
        for band in sorted(bands, key=lambda band: band.days):
            if left < band.days:
                return band.times
        return 1
