"""A violation in a sentence that everybody who plans may read: names, no traits."""

from __future__ import annotations

import re
from functools import cache

from leaderplan.costs.items import named
from leaderplan.display.conflicts import with_limits
from leaderplan.display.naming import Naming
from leaderplan.domain.attributes import OF_POST
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.locale import Language, Words
from leaderplan.rules import RULES

DECLARED = Words("noget, deltagerne selv har oplyst", "a declared trait")
TRAITS = {
    "sector": Words("sektor", "sector"),
    "area": Words("område", "area"),
    "unit": Words("enhed", "unit"),
    "role": Words("stilling", "role"),
    "unit_size": Words("enhedens størrelse", "unit size"),
}
"""What is read from the post, and may be told; all else is only called declared."""
SIZES = {
    "small": Words("lille", "small"),
    "medium": Words("mellemstor", "medium"),
    "large": Words("stor", "large"),
}


class Told:
    """Writes violations and rules of a programme.

    A sentence of a rule of the catalogue has names for the ids of its subject. Of a
    rule that is discreet only the requirement is written; of a rule about an attribute
    the requirement and the group, with the value where it is read from the post; of a
    rule of the user's own the requirement and whatever has a name, as its sentences
    may hold anything.
    """

    def __init__(self, programme: Programme, language: Language) -> None:
        self.programme = programme
        self.language: Language = language
        self.naming = Naming(programme, language)
        self._rules = {rule.id: rule for rule in programme.rules}
        self._venues = {venue.id: venue.name or venue.id for venue in programme.venues}

    def sentence(self, row: Violation) -> str:
        """Write a violation."""
        rule = self._rules[row.rule]
        if rule.discreet:
            return self.rule(rule)
        if type(rule) in RULES and getattr(rule, "attribute", None) is None:
            said = self._with_names(rule, row)
            if said is not None:
                return said
        about = self.naming.subject(self.known(rule, row))
        value = self._value(rule, row)
        told = ", ".join(part for part in (about, value) if part)
        return f"{self.rule(rule)}: {told}" if told else self.rule(rule)

    def known(self, rule: Rule, row: Violation) -> tuple[str, ...]:
        """Return the ids of a subject that are names, and no values."""
        tokens = named(self.programme, rule, row.subject)
        return tuple(token for token in tokens if self.naming.knows(token))

    def rule(self, rule: Rule) -> str:
        """Write what a rule asks, with its limits and what it looks at."""
        said = self.requirement(rule)
        attribute = getattr(rule, "attribute", None)
        return said if attribute is None else f"{said} ({self.trait(attribute)})"

    def requirement(self, rule: Rule) -> str:
        """Write what a rule asks, with its limits."""
        return with_limits(rule, type(rule).words, self.language)

    def trait(self, attribute: str) -> str:
        """Name an attribute that is read from the post; others are declared."""
        return TRAITS.get(attribute, DECLARED).to(self.language)

    def value(self, attribute: str, value: str) -> str:
        """Name a value of an attribute that is read from the post; no other."""
        if attribute not in OF_POST:
            return ""
        if attribute == "unit_size" and value in SIZES:
            return SIZES[value].to(self.language)
        return self.naming.subject((value,)) or value

    def _value(self, rule: Rule, row: Violation) -> str:
        attribute = getattr(rule, "attribute", None)
        if type(rule) not in RULES or attribute not in OF_POST:
            return ""
        left = set(row.subject) - set(named(self.programme, rule, row.subject))
        return ", ".join(self.value(attribute, value) for value in sorted(left))

    def _with_names(self, rule: Rule, row: Violation) -> str | None:
        """Write names for ids; ``None`` where an id could be a word of the sentence."""
        said = row.message.to(self.language)
        still = type(rule).said.to(self.language)
        names = {
            token: self._venues.get(token) or self.naming.name(token, row.subject)
            for token in row.subject
        }
        found = {token: name for token, name in names.items() if name is not None}
        if any(token.isdigit() or _word(token).search(still) for token in found):
            return None
        if not found:
            return said
        longest = sorted(found, key=len, reverse=True)
        either = "|".join(_word(token).pattern for token in longest)
        return re.sub(either, lambda match: found[match[0]], said)


@cache
def _word(token: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-]){re.escape(token)}(?![\w/-])")
