"""What may be another way than in a plan there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from leaderplan.domain.plan import SessionKey


@dataclass(frozen=True, slots=True)
class Opened:
    """What may be another way than in a plan.

    Parameters
    ----------
    people
        Of each family those whose choice is open; ``None`` is everybody.
    sessions
        Sessions that may be on another day.
    free
        Those of them that need not be near their own day.
    """

    people: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    sessions: frozenset[SessionKey] = frozenset()
    free: frozenset[SessionKey] = frozenset()

    def covers(self, other: Opened) -> bool:
        """Tell whether all that another opens is open here, too."""
        return self.sessions >= other.sessions and all(
            (mine := self.people.get(family, frozenset())) is None
            or (who is not None and mine >= who)
            for family, who in other.people.items()
        )
