"""The programme: every fact and rule that a plan is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, Self

from pydantic import SerializeAsAny, field_validator, model_validator

from leaderplan.domain import attributes
from leaderplan.domain.activity import Activity
from leaderplan.domain.facts import Facts
from leaderplan.domain.people import Participant
from leaderplan.domain.places import Area
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import DEFAULT_LEVELS, Level, Rule, rule_from
from leaderplan.domain.waiver import AllBut, Waived, Waiver
from leaderplan.errors import InputError, Issue


class Programme(Facts):
    """Everything given: facts and rules. Nothing here is decided.

    Parameters
    ----------
    id
        Name of the plan in calendars and files.
    calendar
        Horizon, blocks, closed periods.
    areas, units, hosts, venues, rooms, travel, default_travel
        Places; ``default_travel`` is the minutes between two places that have
        neither a travel row nor coordinates.
    staff, cohorts, participants, pairs
        People; ``pairs`` are declared to stand apart or together.
    activities
        What the year consists of, due dates included.
    ledger_total
        Quarter-days each participant is promised (84 is 21 days); ``None``
        where no total is promised.
    history
        What earlier years used.
    levels, rules
        Price levels in order of importance, and the rule instances.
    waivers
        Requirements that a plan need not keep, though a rule asks for them.

    Raises
    ------
    InputError
        When ids repeat or name nothing; all faults at once.
    """

    levels: tuple[Level, ...] = DEFAULT_LEVELS
    rules: tuple[SerializeAsAny[Rule], ...] = ()
    waivers: tuple[Waiver, ...] = ()

    @field_validator("rules", mode="before")
    @classmethod
    def _known_kinds(cls, given: Any) -> Any:
        if isinstance(given, list | tuple):
            return tuple(rule_from(row) for row in given)
        return given

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        from leaderplan.domain.references import raise_on_faults

        raise_on_faults(self)
        return self

    def with_rules(self, *rules: Rule) -> Programme:
        """Return the programme with rules added; one with a known id replaces it."""
        new = {rule.id for rule in rules}
        kept = tuple(rule for rule in self.rules if rule.id not in new)
        return self.replace(rules=kept + rules)

    def without_rules(self, *ids: str) -> Programme:
        """Return the programme without the rules of these ids."""
        return self.replace(rules=tuple(r for r in self.rules if r.id not in ids))

    def waive(
        self, rule: str, subject: Iterable[str] = (), *, reason: str = "", by: str = ""
    ) -> Programme:
        """Return the programme with a requirement waived.

        Parameters
        ----------
        rule
            Id of a rule instance.
        subject
            As in a violation or a conflict; without one all of the rule is waived.
        reason, by
            Why, and who decided it: both are in the plan's certificate.

        Raises
        ------
        InputError
            When there is no such rule.
        """
        known = [row.id for row in self.rules]
        if rule not in known:
            message = f"expected the id of a rule of the programme, found {rule!r}."
            raise InputError([Issue("waivers/rule", message, value=rule)])
        row = Waiver(rule=rule, subject=tuple(subject), reason=reason, by=by)
        return self.replace(waivers=(*self.waivers, row))

    def asking_only(self, kept: Iterable[tuple[str, tuple[str, ...]]]) -> Programme:
        """Return the programme with all waived but some requirements, by rule."""
        found = self.model_copy()
        found.__dict__["waived"] = AllBut(kept)
        return found

    @cached_property
    def waived(self) -> Waived:
        """The waivers, asked for single requirements."""
        return Waived(self.waivers)

    def replace(self, **changes: Any) -> Programme:
        """Return the programme with fields replaced, checked anew."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return Programme(**(fields | changes))

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of everything given, in hexadecimal."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    # --- who follows what ---------------------------------------------------

    @cached_property
    def _followers(self) -> dict[str, tuple[Participant, ...]]:
        return {
            activity.id: tuple(
                p
                for p in self.participants
                if activity.of_cohort(p.cohort)
                and (not activity.only or p.id in activity.only)
                and occurrences_of(p, activity)
            )
            for activity in self.activities
        }

    def followers(self, activity: str) -> tuple[Participant, ...]:
        """Participants whose cohort follows an activity and who skip not all of it."""
        return self._followers[activity]

    @cached_property
    def _attending(self) -> dict[tuple[str, int], tuple[Participant, ...]]:
        return {
            (activity.id, occurrence): tuple(
                p
                for p in self._followers[activity.id]
                if p.takes_part(activity.id, occurrence)
            )
            for activity in self.activities
            for occurrence in range(1, activity.occurrences + 1)
        }

    def attending(self, activity: str, occurrence: int) -> tuple[Participant, ...]:
        """Participants who follow an activity and take part in an occurrence of it."""
        return self._attending[activity, occurrence]

    def group_ids(self, cohort: str) -> tuple[str, ...]:
        """Ids of the network groups of a cohort: A, B and so on."""
        count = self.cohort(cohort).network_groups
        return tuple(f"{cohort}-{_letters(i)}" for i in range(count))

    def class_ids(self, cohort: str) -> tuple[str, ...]:
        """Ids of the module classes that a cohort's people stand in: 1, 2 and so on.

        They are called after the cohort that they are formed of; cohorts whose
        classes are mixed have the same.
        """
        lead = self.cohort(self.cohort(cohort).classes_with or cohort)
        return tuple(f"{lead.id}-{i + 1}" for i in range(lead.module_classes))

    def audiences(self, activity: str) -> tuple[str, ...]:
        """Audience ids of an activity, in order."""
        given = self.activity(activity)
        if given.audience == "participant":
            return tuple(p.id for p in self.followers(activity))
        ids = (self.audiences_of(activity, cohort.id) for cohort in self.cohorts)
        return tuple(dict.fromkeys(audience for row in ids for audience in row))

    def audiences_of(self, activity: str, cohort: str) -> tuple[str, ...]:
        """Audience ids of an activity to which a cohort's people belong, in order."""
        given = self.activity(activity)
        if not given.of_cohort(cohort):
            return ()
        if given.audience == "participant":
            return tuple(p.id for p in self.followers(activity) if p.cohort == cohort)
        if given.by_area:
            meetings = self._meetings[activity]
            held = {
                meetings[cohort, post.area]
                for person in self.followers(activity)
                for post in person.posts
                if person.cohort == cohort
            }
            return tuple(m for m in dict.fromkeys(meetings.values()) if m in held)
        if given.audience == "class":
            return self.class_ids(cohort)
        return (cohort,) if given.audience == "cohort" else self.group_ids(cohort)

    @cached_property
    def session_keys(self) -> tuple[SessionKey, ...]:
        """Every session and due date that a plan must hold, in a fixed order."""
        return tuple(
            SessionKey(activity.id, audience, occurrence)
            for activity in self.activities
            for audience in self.audiences(activity.id)
            for occurrence in range(1, activity.occurrences + 1)
            if activity.audience != "participant"
            or self.participant(audience).takes_part(activity.id, occurrence)
        )

    def meeting_of(self, activity: str, cohort: str, area: str) -> str:
        """Audience that somebody of a cohort and an area meets with.

        It is called after its first area, for an activity of ``cohort_area``
        after the cohort as well. An area with fewer participants than
        ``smallest_area`` (by their posts at the start) joins the area with the
        shortest travel, then the first id.
        """
        return self._meetings[activity][cohort, area]

    def areas_at(self, activity: str, audience: str) -> tuple[Area, ...]:
        """Areas whose people meet at an audience's area meetings."""
        return self._meeting_areas[activity].get(audience, ())

    @cached_property
    def _meetings(self) -> dict[str, dict[tuple[str, str], str]]:
        from leaderplan.domain.areas import meetings

        return {a.id: meetings(self, a) for a in self.activities if a.by_area}

    @cached_property
    def _meeting_areas(self) -> dict[str, dict[str, tuple[Area, ...]]]:
        found: dict[str, dict[str, tuple[Area, ...]]] = {}
        for activity, meetings in self._meetings.items():
            held: dict[str, dict[str, Area]] = {}
            for (_, area), audience in meetings.items():
                held.setdefault(audience, {})[area] = self.area(area)
            found[activity] = {a: tuple(rows.values()) for a, rows in held.items()}
        return found

    @cached_property
    def needs_groups(self) -> tuple[Participant, ...]:
        """Participants who stand in a network group."""
        forming = {c.id for c in self.cohorts if c.network_groups}
        return tuple(p for p in self.participants if p.cohort in forming)

    @cached_property
    def needs_classes(self) -> tuple[Participant, ...]:
        """Participants who stand in a module class: not exempt from every lesson."""
        forming = {c.id for c in self.cohorts if self.class_ids(c.id)}
        taught = [a for a in self.activities if a.audience == "class"]
        return tuple(
            p
            for p in self.participants
            if p.cohort in forming
            and (not taught or any(occurrences_of(p, a) for a in taught))
        )

    @cached_property
    def needs_hosts(self) -> tuple[Participant, ...]:
        """Participants who need a practicum host."""
        return self._matched("host_leader", bool(self.hosts), "host_unit")

    @cached_property
    def needs_coaches(self) -> tuple[Participant, ...]:
        """Participants who need a coach."""
        return self._matched("coach", bool(self.staff_in("coach")), None)

    def _matched(
        self, relation: str, offered: bool, where: str | None
    ) -> tuple[Participant, ...]:
        wanted = [
            a.id
            for a in self.activities
            if where in a.where or any(lead.relation == relation for lead in a.leads)
        ]
        if not wanted:
            return self.participants if offered else ()
        held = {p.id for a in wanted for p in self.followers(a)}
        return tuple(p for p in self.participants if p.id in held)

    # --- people on a day -------------------------------------------------------

    def manager_on(self, participant: str, day: date) -> str | None:
        """Own manager on a day."""
        post = self.participant(participant).post_on(day)
        return post.manager if post else None

    def director_on(self, participant: str, day: date) -> str | None:
        """Director of the participant's area (and sector) on a day."""
        post = self.participant(participant).post_on(day)
        if post is None:
            return None
        return self.area(post.area).director_on(day, self.unit(post.unit).sector)

    def sector_of(self, participant: str, day: date) -> str | None:
        """Sector of the unit where a participant works on a day."""
        post = self.participant(participant).post_on(day)
        return self.unit(post.unit).sector if post else None

    def attribute_of(self, participant: str, name: str) -> str | None:
        """What a participant has under a name, from the post or as given."""
        return attributes.attribute_of(self, participant, name)


def _letters(index: int) -> str:
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def occurrences_of(person: Participant, activity: Activity) -> int:
    """Count the occurrences of an activity that somebody takes part in."""
    every = range(1, activity.occurrences + 1)
    return sum(person.takes_part(activity.id, number) for number in every)
