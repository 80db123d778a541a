"""What each open priced violation is about: whose it is, which group's or host's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView

AT_HOME = frozenset({"unit_apart", "unit_away"})
"""Kinds whose subjects name units as places of work, not as hosts."""


@dataclass(frozen=True, slots=True)
class Item:
    """One open priced violation, and what it is about, as ids.

    Parameters
    ----------
    violation
        What is broken, with amount, weight and level.
    participants
        Who bears it: those whom the subject names, or else those whose own session or
        due date it names, unless it names one of the staff first.
    groups
        Network groups named, or whose meeting it is.
    hosts
        The host named first, or else that of a practicum that is named.
    coaches
        Coaches named, or those of a coaching session that is named.
    cohorts
        Cohorts of everything named; the only one where there is but one.
    sessions
        Sessions and due dates named, as text.
    told
        Whether a text may name them: not where the rule is discreet, whose costs
        are nobody's in every view.
    """

    violation: Violation
    participants: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    coaches: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()
    told: bool = True


def items_of(
    programme: Programme, plan: Plan, violations: Iterable[Violation]
) -> tuple[Item, ...]:
    """Tell of each priced violation what it is about."""
    about = _About(programme, plan)
    return tuple(about.item(row) for row in violations if not row.hard)


def named(programme: Programme, rule: Rule, subject: tuple[str, ...]) -> list[str]:
    """Return a subject without values of the attribute that the rule is about.

    A value may be what somebody is like, and may be called like somebody else.
    """
    attribute = getattr(rule, "attribute", None)
    if attribute is None:
        return list(subject)
    people = (person.id for person in programme.participants)
    values = {programme.attribute_of(who, attribute) for who in people}
    return [token for token in subject if token not in values]


class _About:
    """Reads subjects: which of their ids are people, sessions, groups and hosts."""

    def __init__(self, programme: Programme, plan: Plan) -> None:
        self._programme = programme
        self._view = PlanView(programme, plan)
        self._rules = {rule.id: rule for rule in programme.rules}
        self._keys = {str(key): key for key in programme.session_keys}
        self._cohort_of = {p.id: p.cohort for p in programme.participants}
        self._staff = {member.id for member in programme.staff}
        self._coaches = {member.id for member in programme.staff_in("coach")}
        self._hosts = {host.unit for host in programme.hosts}
        self._cohorts = tuple(cohort.id for cohort in programme.cohorts)
        self._groups, self._classes = self._audiences()

    def _audiences(self) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
        """Cohorts of each network group and of each module class."""
        groups: dict[str, list[str]] = {}
        classes: dict[str, list[str]] = {}
        for cohort in self._cohorts:
            for group in self._programme.group_ids(cohort):
                groups.setdefault(group, []).append(cohort)
            for made in self._programme.class_ids(cohort):
                classes.setdefault(made, []).append(cohort)
        return groups, classes

    def item(self, row: Violation) -> Item:
        """Tell what a violation is about."""
        rule = self._rules[row.rule]
        if rule.discreet:
            return Item(row, cohorts=self._only, told=False)
        tokens = named(self._programme, rule, row.subject)
        keys = [self._keys[token] for token in tokens if token in self._keys]
        people = self._people(tokens)
        groups = [token for token in tokens if token in self._groups]
        groups += [k.audience for k in keys if self._is_for(k, "network_group")]
        return Item(
            row,
            participants=people,
            groups=_once(groups),
            hosts=self._hosts_in(row, tokens, keys, bool(groups)),
            coaches=self._coaches_in(tokens, keys),
            cohorts=self._only or self._cohorts_in(tokens, keys, people),
            sessions=_once(str(key) for key in keys),
        )

    @property
    def _only(self) -> tuple[str, ...]:
        return self._cohorts if len(self._cohorts) == 1 else ()

    def _is_for(self, key: SessionKey, audience: str) -> bool:
        return self._programme.activity(key.activity).audience == audience

    def _people(self, tokens: list[str]) -> tuple[str, ...]:
        stated = _once(token for token in tokens if token in self._cohort_of)
        if stated:
            return stated
        owners = list[str]()
        for token in tokens:
            if token in self._staff and not owners:
                return ()
            key = self._keys.get(token)
            if key is not None and self._is_for(key, "participant"):
                owners.append(key.audience)
        return _once(owners)

    def _hosts_in(
        self, row: Violation, tokens: list[str], keys: list[SessionKey], grouped: bool
    ) -> tuple[str, ...]:
        units = [token for token in tokens if token in self._hosts]
        if units and not grouped and row.kind not in AT_HOME:
            return (units[0],)
        return _once(
            self._view.host_of[key.audience]
            for key in keys
            if "host_unit" in self._programme.activity(key.activity).where
            and key.audience in self._view.host_of
        )

    def _coaches_in(self, tokens: list[str], keys: list[SessionKey]) -> tuple[str, ...]:
        stated = _once(token for token in tokens if token in self._coaches)
        return stated or _once(
            self._view.coach_of[key.audience]
            for key in keys
            for lead in self._programme.activity(key.activity).leads
            if lead.relation == "coach" and key.audience in self._view.coach_of
        )

    def _cohorts_in(
        self, tokens: list[str], keys: list[SessionKey], people: tuple[str, ...]
    ) -> tuple[str, ...]:
        if people:
            return _once(self._cohort_of[who] for who in people)
        found = [token for token in tokens if token in self._cohorts]
        for token in (*tokens, *(key.audience for key in keys)):
            found += self._groups.get(token, self._classes.get(token, []))
        for key in keys:
            found += self._invited(key)
        return tuple(cohort for cohort in self._cohorts if cohort in found)

    def _invited(self, key: SessionKey) -> Iterator[str]:
        if self._is_for(key, "participant"):
            yield self._cohort_of[key.audience]
            return
        for cohort in self._cohorts:
            if key.audience in self._programme.audiences_of(key.activity, cohort):
                yield cohort


def _once(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
