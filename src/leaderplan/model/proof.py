"""The books of a proof: which bound holds for the plan at hand, and why.

A bound of level *k* was found with the earlier levels of each part held at its
own caps. It holds for a plan exactly when the plan leaves every part no more
than that: when value and bound differ by at most the slack of each earlier level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from leaderplan.domain.rule import Level
from leaderplan.errors import InternalError


@dataclass(frozen=True, slots=True)
class Candidate:
    """Bounds that hold together.

    Parameters
    ----------
    how
        Which parts were solved for it.
    bounds
        By level.
    slack
        By level: how far above its bound a plan may be on it before the bounds
        of later levels are void; 0 where not given.
    """

    how: str
    bounds: Mapping[str, int]
    slack: Mapping[str, float] = field(default_factory=dict)

    def holds(self, level: str, value: int) -> bool:
        """Whether bounds of later levels hold for plans that cost so much on one."""
        return value - self.bounds.get(level, 0) <= self.slack.get(level, 0)


def combined(
    levels: Sequence[Level],
    how: str,
    parts: Iterable[Mapping[str, int]],
    slack: Mapping[str, float],
) -> Candidate:
    """Bounds of disjoint parts as one: sums, and the largest where only it counts.

    Where only the largest counts, a part that costs less there may cost more for
    nothing, and what it costs on later levels at least is unknown.
    """
    rows = list(parts)
    bounds = {}
    for level in levels:
        found = [max(0, row.get(level.id, 0)) for row in rows]
        largest = max(found, default=0)
        bounds[level.id] = sum(found) if level.combine == "sum" else largest
        if level.combine == "max":
            rows = [row for row in rows if row.get(level.id, 0) >= largest]
    return Candidate(how, bounds, slack)


class Joint(NamedTuple):
    """What all of several plans cost at least together, beside what each does.

    Parameters
    ----------
    level
        Where it costs.
    base
        Added to what each proves.
    bound
        Of the whole level, for itself.
    """

    level: str
    base: int
    bound: int


def summed(
    levels: Sequence[Level],
    how: str,
    told: Sequence[Proof],
    joint: Sequence[Joint],
    values: Mapping[str, int],
) -> Proof:
    """Add up what is proven of several plans, level by level, for both together.

    Where all cost more than the sum of bounds on a level, any one of them may: its
    bounds of later levels must hold for that, too.

    Parameters
    ----------
    levels, how
        The levels, and what proves the bounds.
    told
        Proofs of the plans.
    joint
        What they cost together.
    values
        Cost of all of them, by level.
    """
    ceilings: list[dict[str, int]] = [{} for _ in told]
    bounds: dict[str, int] = {}
    for level in levels:
        key, sums = level.id, level.combine == "sum"
        rows = [t.within(key, most) for t, most in zip(told, ceilings, strict=True)]
        beside = [row for row in joint if row.level == key]
        known = sum(row.base for row in beside)
        known += sum(rows) if sums else max(rows, default=0)
        for most, row in zip(ceilings, rows, strict=True):
            most[key] = row + values[key] - known if sums else values[key]
        bounds[key] = max(known, *(row.bound for row in beside), 0)
    proof = Proof(levels)
    slack = {key: values[key] - bound for key, bound in bounds.items()}
    proof.candidates.append(Candidate(how, bounds, slack))
    return proof


class Proof:
    """The strongest bound of each level that holds for given values."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self._levels = [level.id for level in levels]
        self.candidates: list[Candidate] = []

    def bounds(self, values: Mapping[str, int]) -> dict[str, tuple[int, str]]:
        """Bound of each level and what proved it, for a plan of these values.

        Raises
        ------
        InternalError
            When a bound that should hold is above the value: a defect.
        """
        live = list(self.candidates)
        found: dict[str, tuple[int, str]] = {}
        for level in self._levels:
            value = values.get(level, 0)
            rows = ((c.bounds.get(level, 0), c.how) for c in live)
            best = max(rows, key=lambda row: row[0], default=(0, "none"))
            if best[0] > value:
                raise InternalError(
                    f"the bound {best[0]} of {level} ({best[1]}) is above the value "
                    f"{value} of a valid plan"
                )
            found[level] = best
            live = [
                c
                for c in live
                if value - c.bounds.get(level, 0) <= c.slack.get(level, 0)
            ]
        return found

    def within(self, level: str, ceilings: Mapping[str, int]) -> int:
        """Bound of a level for plans that cost at most so much on those before it."""
        live = list(self.candidates)
        for early in self._levels[: self._levels.index(level)]:
            most = ceilings.get(early, 0)
            live = [
                c
                for c in live
                if most - c.bounds.get(early, 0) <= c.slack.get(early, 0)
            ]
        return max((c.bounds.get(level, 0) for c in live), default=0)

    def gap(self, values: Mapping[str, int]) -> str | None:
        """First level whose bound does not reach its value."""
        bounds = self.bounds(values)
        return next((k for k in self._levels if bounds[k][0] < values.get(k, 0)), None)
