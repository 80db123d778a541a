"""How findings speak of many things: a few by name, the rest by number."""

from __future__ import annotations

from collections.abc import Sequence

from leaderplan.locale import Words

MOST_NAMES = 4
"""Names in a sentence; the subjects have them all."""


def listed(names: Sequence[str]) -> Words:
    """Join names: ``A, B and C``, or ``A, B, C, D and 7 more``."""
    shown, left = list(names[:MOST_NAMES]), len(names) - MOST_NAMES
    if left > 0:
        return Words(
            f"{', '.join(shown)} og {left} mere", f"{', '.join(shown)} and {left} more"
        )
    if len(shown) < 2:
        return Words(*([", ".join(shown)] * 2))
    start, last = ", ".join(shown[:-1]), shown[-1]
    return Words(f"{start} og {last}", f"{start} and {last}")


def counted(number: int, da: tuple[str, str], en: tuple[str, str]) -> Words:
    """Put a number before a noun, given as one and as many."""
    many = number != 1
    return Words(f"{number} {da[many]}", f"{number} {en[many]}")


def people(number: int) -> Words:
    """Write so many participants."""
    return counted(number, ("deltager", "deltagere"), ("participant", "participants"))


def places(number: int) -> Words:
    """Write so many places."""
    return counted(number, ("plads", "pladser"), ("place", "places"))


def days(number: int) -> Words:
    """Write so many days."""
    return counted(number, ("dag", "dage"), ("day", "days"))
