"""Faults and warnings gathered while tables are read."""

from __future__ import annotations

import warnings

from leaderplan.errors import InputError, Issue


class InputWarning(UserWarning):
    """Something in what was given is odd, and read all the same."""


class Faults:
    """Faults in the order found, and the warnings beside them."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.warnings: list[str] = []
        self.absent: set[str] = set()
        """Tables that could not be read, so that what names their rows is no fault."""
        self._said: set[tuple[str, str]] = set()

    @property
    def places(self) -> set[str]:
        """Return the places that have a fault so far."""
        return {place for place, _ in self._said}

    def add(self, place: str, message: str, hint: str = "", value: str = "") -> None:
        """Note a fault, once."""
        if (place, message) not in self._said:
            self._said.add((place, message))
            self.issues.append(Issue(place, message, hint, value[:200]))

    def warn(self, place: str, message: str) -> None:
        """Note something odd; the text must hold no personal value."""
        self.warnings.append(f"{place}: {message}")

    def tell(self) -> None:
        """Issue the warnings, as from where the caller was called."""
        for text in self.warnings:
            warnings.warn(text, InputWarning, stacklevel=3)
        self.warnings.clear()

    def raise_if_any(self) -> None:
        """Raise every fault found.

        Raises
        ------
        InputError
            When there is one.
        """
        if self.issues:
            raise InputError(self.issues)
