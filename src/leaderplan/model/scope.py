"""Which decisions a model may take, and how it represents them."""

from __future__ import annotations

from dataclasses import dataclass

from leaderplan.domain.programme import Programme

FAMILIES = frozenset({"groups", "classes", "hosts", "coaches", "facilitators"})
"""Decision families beside the dates, places and staff of sessions."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is open in a model; all else is fixed or out of view.

    Parameters
    ----------
    dates
        Activities whose sessions are open: day, slot, place and staff.
    families
        Open families, of :data:`FAMILIES`.
    context
        Activities seen only through their days, so that what is decided leaves
        room for them; a relaxation of the rest.
    indexed
        Open activities given one literal for each day (strong bounds).
    placeless
        Activities whose place is left out of view; a relaxation too.
    """

    dates: frozenset[str] = frozenset()
    families: frozenset[str] = frozenset()
    context: frozenset[str] = frozenset()
    indexed: frozenset[str] = frozenset()
    placeless: frozenset[str] = frozenset()

    def __or__(self, other: Scope) -> Scope:
        dates = self.dates | other.dates
        return Scope(
            dates,
            self.families | other.families,
            (self.context | other.context) - dates,
            self.indexed | other.indexed,
            self.placeless | other.placeless,
        )


def everything(programme: Programme) -> Scope:
    """Return the scope of the reference model: all is open."""
    return Scope(frozenset(a.id for a in programme.activities), FAMILIES)
