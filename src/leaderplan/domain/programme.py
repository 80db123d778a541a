"""The programme: every fact and rule that a plan is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, Self

from pydantic import SerializeAsAny, field_validator, model_validator

from leaderplan.domain import attributes
from leaderplan.domain.following import Following
from leaderplan.domain.rule import DEFAULT_LEVELS, Level, Rule, rule_from
from leaderplan.domain.waiver import AllBut, Waived, Waiver
from leaderplan.errors import InputError, Issue


class Programme(Following):
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
        found = Programme(**(fields | changes))
        for fields_, read in UNTOUCHED:
            if not changes.keys() & fields_:
                known = {name: self.__dict__[name] for name in read & vars(self).keys()}
                found.__dict__.update(known)
        return found

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of everything given, in hexadecimal."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

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


READ = {
    name
    for kind in Following.__mro__
    for name, row in vars(kind).items()
    if isinstance(row, cached_property)
}
"""What a programme reads from its facts, once."""

UNTOUCHED = (
    (Following.model_fields.keys(), READ),
    (
        {"areas", "units", "venues", "travel", "default_travel"},
        {"_minutes", "_area_minutes"},
    ),
)
"""What stays read as long as none of some fields is replaced."""
