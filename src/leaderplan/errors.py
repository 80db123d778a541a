"""The errors that leave leaderplan; every message says what was expected and found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class LeaderplanError(Exception):
    """The root of every error that leaderplan raises on purpose."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault in what was given.

    Parameters
    ----------
    place
        Where it stands, for a person: ``sheet Participants, cell D7`` or
        ``participants/p07/posts``.
    message
        One sentence: what was expected and what was found.
    hint
        What would mend it (nearest name, allowed range); empty when unknown.
    value
        The value found, as text; left out of :meth:`InputError.redacted`.
    """

    place: str
    message: str
    hint: str = ""
    value: str = ""

    def __str__(self) -> str:
        hint = f" {self.hint}" if self.hint else ""
        return f"{self.place}: {self.message}{hint}"


class InputError(LeaderplanError, ValueError):
    """What was given is wrong in itself; all faults are reported together.

    It is a ``ValueError`` too, so that one raised by a part of a larger value is
    gathered with the faults of the other parts.

    Parameters
    ----------
    issues
        The faults, in the order of the input; a bare sentence is taken as one
        fault without a place.
    """

    def __init__(self, issues: Iterable[Issue] | str) -> None:
        if isinstance(issues, str):
            issues = (Issue("input", issues),)
        self.issues: tuple[Issue, ...] = tuple(issues)
        super().__init__(self._text(str(issue) for issue in self.issues))

    @staticmethod
    def _text(lines: Iterable[str]) -> str:
        rows = list(lines)
        if len(rows) == 1:
            return rows[0]
        return "\n".join([f"{len(rows)} faults were found:", *(f"- {r}" for r in rows)])

    def redacted(self) -> str:
        """Return the faults without the values found, fit for a log."""
        return self._text(f"{issue.place}: a fault" for issue in self.issues)


class MissingExtra(LeaderplanError, ImportError):
    """An optional dependency is asked for and not installed."""

    def __init__(self, purpose: str, package: str, extra: str) -> None:
        super().__init__(f'{purpose} need {package}: pip install "leaderplan[{extra}]"')


class RuleBroken(LeaderplanError):
    """A plan with an open hard violation was about to be used as a valid one."""


class OutOfMemory(LeaderplanError, MemoryError):
    """The process may not have the memory that a programme needs."""


class InternalError(LeaderplanError):
    """leaderplan contradicts itself: a defect in the library, not in the input."""
