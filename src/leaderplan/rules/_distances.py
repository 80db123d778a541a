"""The distances between sessions that rules ask for, noted before there is a model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Waived
from leaderplan.rules._base import Literal_, Subject


class Open:
    """Stands for a literal, or an amount of literals, that is not known yet."""

    def _self(self, _other: object = None) -> Open:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _self


OPEN = Open()


class Distance(NamedTuple):
    """Days that a rule asks for at least (and at most) between two sessions."""

    first: SessionKey
    then: SessionKey
    least: int | None
    most: int | None
    rule: Rule


class Recorder:
    """Notes the distances that rules ask for whoever comes.

    Implements what a rule that spaces sessions asks of
    :class:`leaderplan.rules._base.Posting`.
    """

    def __init__(self, rule: Rule, waived: Waived) -> None:
        self._rule = rule
        self._waived = waived
        self.found: list[Distance] = []

    def any_of(self, literals: Iterable[Literal_]) -> Literal_:
        """Return what is known of a literal that holds where any of some does."""
        rows = [literal for literal in literals if literal is not False]
        return any(literal is True for literal in rows) or (OPEN if rows else False)

    def both(self, literal: Literal_, other: Any) -> Any:
        """Return what is known of a literal that holds where two do."""
        return (literal is True and other is True) or OPEN

    def alternatives(
        self, names: Sequence[str], subject: Subject
    ) -> dict[str, Literal_]:
        """Return what is known of literals of which one holds at least."""
        return dict.fromkeys(names, True if len(names) == 1 else OPEN)

    def at_least(self, *_asked: Any) -> None:
        """Pass over what is no distance."""

    at_most = not_within = at_least

    def distance(
        self,
        first: SessionKey,
        then: SessionKey,
        least: int | None,
        most: int | None,
        subject: Subject,
        given: Iterable[Literal_] = (),
    ) -> None:
        """Note a distance that binds whoever comes."""
        waived = self._waived.covers(self._rule.id, subject)
        if not waived and all(lit is True for lit in given):
            self.found.append(Distance(first, then, least, most, self._rule))
