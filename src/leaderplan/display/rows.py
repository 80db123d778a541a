"""The rows that tables, pages and workbooks are made of: plain Python values."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from leaderplan.check import check
from leaderplan.display.labels import Labels
from leaderplan.domain.people import Participant, Post
from leaderplan.domain.plan import Plan
from leaderplan.domain.posts import KnownPosts
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.view import PlanView
from leaderplan.locale import Language
from leaderplan.result import Report

Row = dict[str, Any]


class Rows:
    """Every table of a plan as rows; see ``display/tables.py`` for the columns.

    Parameters
    ----------
    programme, plan
        The facts and a plan of them.
    language
        Language of names and titles.
    as_of
        The day on which others than the coordinator read it: no job is told of that is
        secret then. ``None`` where nobody else does.

    Raises
    ------
    RuleBroken
        When the plan is no plan of the programme (:func:`leaderplan.check` says
        why). A plan that only breaks rules is shown.
    """

    def __init__(
        self,
        programme: Programme,
        plan: Plan,
        language: Language,
        as_of: date | None = None,
    ) -> None:
        self.programme = programme
        self.plan = plan
        self.view = PlanView(programme, plan)
        self.known = KnownPosts(self.view, as_of or date.max)
        self.labels = Labels(programme, language)
        self.language = language
        self.report: Report = check(programme, plan)
        if self.report.malformed:
            self.report.raise_if_broken(language)

    @cached_property
    def first_days(self) -> dict[tuple[str, str], tuple[date, date, int]]:
        """First and last day and number of sessions, by participant and activity."""
        days: dict[tuple[str, str], list[date]] = defaultdict(list)
        for person in self.programme.participants:
            for key, day in self.view.of_participant(person.id):
                days[person.id, key.activity].append(day)
        return {key: (min(v), max(v), len(v)) for key, v in days.items()}

    def sessions(self) -> Iterator[Row]:
        """Sessions in order of time."""
        labels = self.labels
        for session in self.plan.sessions:
            activity = self.programme.activity(session.activity)
            yield {
                "session": session.id,
                "activity": session.activity,
                "title": labels.title(session.key),
                "kind": activity.kind,
                "audience": session.audience,
                "audience_name": labels.audience(activity, session.audience),
                "occurrence": session.occurrence,
                "theme": labels.theme(session.key),
                "day": session.day,
                "weekday": labels.weekday(session.day),
                "starts": session.starts,
                "ends": session.ends,
                "place": session.place,
                "place_name": labels.place(session.place),
                "staff": ", ".join(dict.fromkeys(s.staff for s in session.staff)),
                "staff_names": labels.leaders(session),
                "participants": len(self.view.attendees(session.key, session.day)),
                "locked": session.locked and str(session.locked),
            }

    def groups(self) -> Iterator[Row]:
        """Members of network groups."""
        for group in self.plan.groups:
            for key in group.participants:
                yield {
                    "group": group.id,
                    "cohort": group.cohort,
                    **self.person(key),
                    "facilitator": group.facilitator,
                    "facilitator_name": self.labels.staff(group.facilitator),
                }

    def classes(self) -> Iterator[Row]:
        """Members of module classes."""
        for made in self.plan.classes:
            for key in made.participants:
                yield {"class": made.id, "cohort": made.cohort, **self.person(key)}

    def placements(self) -> Iterator[Row]:
        """Where each participant does the practicum."""
        practicums = [a.id for a in self.programme.activities if "host_unit" in a.where]
        for placement in self.plan.placements:
            person = self.programme.participant(placement.participant)
            spans = [
                self.first_days[person.id, a]
                for a in practicums
                if (person.id, a) in self.first_days
            ]
            first = min((s[0] for s in spans), default=None)
            host = self.programme.host(placement.host)
            home = post_near(person, first or self.programme.calendar.first).unit
            yield {
                **self.person(person.id, first),
                "host": host.unit,
                "host_name": self.labels.place(host.unit),
                "leader": host.leader,
                "leader_name": self.labels.staff(host.leader),
                "first_day": first,
                "last_day": max((s[1] for s in spans), default=None),
                "days": sum(s[2] for s in spans),
                "travel_minutes": self.programme.travel_minutes(home, host.unit),
                "wish_rank": self._wish(person, host.unit),
            }

    def _wish(self, person: Participant, host: str) -> int | None:
        unit = self.programme.unit(host)
        met = [
            wish.rank
            for wish in person.wishes
            if wish.host in (None, host)
            and wish.sector in (None, unit.sector)
            and wish.area in (None, unit.area)
        ]
        return min(met, default=None)

    def matches(self) -> Iterator[Row]:
        """Who coaches whom."""
        led = Counter(
            (s.audience, seat.staff) for s in self.plan.sessions for seat in s.staff
        )
        for match in self.plan.matches:
            yield {
                "participant": match.participant,
                "participant_name": self.labels.participant(match.participant),
                "coach": match.coach,
                "coach_name": self.labels.staff(match.coach),
                "sessions": led[match.participant, match.coach],
            }

    def milestones(self) -> Iterator[Row]:
        """Due dates in order of time."""
        for due in self.plan.milestones:
            yield {
                "milestone": str(due.key),
                "activity": due.activity,
                "title": self.labels.title(due.key),
                "occurrence": due.occurrence,
                "participant": due.participant,
                "participant_name": self.labels.participant(due.participant),
                "day": due.day,
                "weekday": self.labels.weekday(due.day),
            }

    def day_ledger(self) -> Iterator[Row]:
        """Quarter-days of each participant and activity that weighs anything."""
        weighed = [a for a in self.programme.activities if a.quarter_days]
        for person in self.programme.participants:
            for activity in weighed:
                held = self.first_days.get((person.id, activity.id))
                if not activity.of_cohort(person.cohort) and held is None:
                    continue
                count = held[2] if held else 0
                free = activity.occurrences if activity.id in person.exempt else 0
                planned = count * activity.quarter_days
                exempt = free * activity.quarter_days
                yield {
                    "participant": person.id,
                    "participant_name": self.labels.participant(person.id),
                    "activity": activity.id,
                    "title": activity.title.to(self.language),
                    "sessions": count,
                    "planned": planned,
                    "exempt": exempt,
                    "total": planned + exempt,
                    "days": (planned + exempt) / 4,
                }

    def costs(self) -> Iterator[Row]:
        """Every rule with what is broken of it and what that costs."""
        titles = {lv.id: lv.title.to(self.language) for lv in self.programme.levels}
        for rule in self.programme.rules:
            found = [v for v in self.report.violations if v.rule == rule.id]
            yield {
                "rule": rule.id,
                "kind": rule.kind,
                "level": rule.level,
                "level_name": titles[rule.level] if rule.level else None,
                "words": words_of(rule, self.language),
                "weight": 0 if rule.hard else rule.weight,
                "violations": len(found),
                "settled": sum(v.rule == rule.id for v in self.report.settled),
                "amount": sum(v.amount for v in found),
                "cost": sum(v.cost for v in found),
            }

    def person(self, key: str, day: date | None = None) -> Row:
        """Who a participant is, by the post on a day (the first of the horizon)."""
        person = self.programme.participant(key)
        post = post_near(person, day or self.programme.calendar.first)
        area = self.programme.area(post.area)
        return {
            "participant": key,
            "participant_name": self.labels.participant(key),
            "unit": post.unit,
            "unit_name": self.labels.place(post.unit),
            "area": post.area,
            "area_name": area.name or area.id,
            "sector": self.programme.unit(post.unit).sector,
        }


def post_near(person: Participant, day: date) -> Post:
    """Post held on a day, or else the next one, or else the last."""
    later = [p for p in person.posts if p.valid_from and p.valid_from > day]
    following = min(later, key=lambda p: p.valid_from or day, default=person.posts[-1])
    return person.post_on(day) or following


def words_of(rule: Rule, language: Language) -> str:
    """Say the requirement of a rule."""
    return type(rule).words.to(language)
