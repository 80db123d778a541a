"""Answers about one choice of a plan: why this, and what else there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaderplan.answers import Conflict
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Borne:
    """What a choice costs: a priced rule that is not kept because of it.

    ``cost`` is in the units of the ``level``; what it is about are ids.
    """

    rule: str
    level: str
    cost: int
    subject: tuple[str, ...]
    words: Words


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another choice, everything else planned anew.

    ``extra`` is by level what it costs more, ``None`` where no plan was found. Unless
    ``proven``, it may cost less, or there may be a plan. ``conflict`` tells why there
    is none.
    """

    made: str
    extra: Mapping[str, int] | None
    proven: bool
    conflict: Conflict | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a plan.

    Parameters
    ----------
    what
        ``host``, ``coach``, ``group``, ``day``, ``place`` or ``leader``.
    who
        The participant or session.
    made
        What was chosen: an id, or a day as an ISO date.
    borne
        What it costs.
    alternatives
        The best of what else there is, cheapest first, then those that are not
        possible, and those of which nothing was known in time.
    forbidden
        By rule, the choices that it forbids whatever else is decided.
    unasked
        Choices that nothing forbids outright, and that were not looked at.
    """

    what: str
    who: str
    made: str
    borne: tuple[Borne, ...]
    alternatives: tuple[Alternative, ...]
    forbidden: Mapping[str, tuple[str, ...]]
    unasked: tuple[str, ...]


@dataclass(frozen=True)
class Why:
    """Why a plan has decided as it has about a participant or a session.

    Parameters
    ----------
    programme
        The facts and rules.
    about
        The participant or session.
    choices
        What was chosen, one by one.
    """

    programme: Programme
    about: str
    choices: tuple[Choice, ...]
    language: Language = "en"

    def text(self, language: Language | None = None) -> str:
        """Return the reasons in sentences."""
        from leaderplan.display.reasons import why_lines

        return "\n".join(why_lines(self, language or self.language))

    @property
    def table(self) -> pd.DataFrame:
        """A row of each choice and alternative: ``choice``, ``option``, ``said``.

        ``status`` is ``chosen``, ``possible``, ``impossible``, ``forbidden`` or
        ``unknown``, and ``extra`` what it costs more by level.
        """
        from leaderplan.display.reasons import why_table

        return why_table(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import lines_html

        return lines_html(self.text(), self.language)
