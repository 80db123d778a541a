"""What comes out: result, certificate, report and conflict, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from leaderplan.answers import Conflict, Requirement
from leaderplan.change_sheet import ChangeSheet
from leaderplan.domain.base import Frozen, Title
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.errors import RuleBroken
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from leaderplan.costs import Costs
    from leaderplan.display.tables import Tables
    from leaderplan.options import SolveOptions
    from leaderplan.reasons import Why


class Status(StrEnum):
    """How a solve ended; never one word for two outcomes."""

    OPTIMAL = "optimal"
    """A checked plan, proven best on every level."""
    FEASIBLE = "feasible"
    """A checked plan; some level's bound does not reach its value."""
    INFEASIBLE = "infeasible"
    """Proven: no plan keeps every hard rule."""
    NO_PLAN_FOUND = "no_plan_found"
    """The limit came first: nothing is proven."""


class LevelProof(Frozen):
    """Value and bound of one level.

    ``bound`` holds for every plan whose earlier levels are at most the values
    found. ``how`` says what proved it; ``effort`` is in deterministic seconds.
    """

    level: str
    title: Title
    value: int
    bound: int
    how: str
    effort: float

    @property
    def gap(self) -> float:
        """``(value - bound) / max(1, value)``, 0 where proven."""
        return (self.value - self.bound) / max(1, self.value)

    @property
    def proven(self) -> bool:
        """Whether no plan is better on this level."""
        return self.value == self.bound


class CohortLevel(Frozen):
    """What the plan costs some cohorts on one level, and the bound proven for them.

    Both are costs as on the level of the whole: amounts times weights. ``bound`` holds
    for every plan of all that, on the levels before, costs neither any set of cohorts
    bounded together nor all of them more than this one. It is ``None`` where hosts or
    coaches cost: cohorts compete for them, which is settled for all at once.
    """

    level: str
    value: int
    bound: int | None = None

    @property
    def proven(self) -> bool:
        """Whether these cohorts can have nothing better; nobody can where all is 0."""
        return self.value == (self.bound or 0)


class CohortProof(Frozen):
    """What the plan costs some cohorts that were bounded together, level by level.

    It is what the rules that can be asked of these cohorts alone (``cohorts`` are
    their ids) cost there. Rows need not add up to the whole: a rule may speak of all
    cohorts at once, and on some levels only the largest cost counts.
    """

    cohorts: tuple[str, ...]
    levels: tuple[CohortLevel, ...]


class Certificate(Frozen):
    """How good the plan is, and what is needed to repeat the proof.

    ``programme`` is the fingerprint of what was given; ``seed``, ``versions``
    and the levels' values and bounds make the proof repeatable. ``cohorts`` has a row
    for each set of cohorts that were bounded together; none where all were solved as
    one, or where a limit or an interrupt came before the rows were made. ``locks`` is
    what was locked when it was replanned, with its reason and who said so.
    """

    programme: str
    seed: int
    versions: dict[str, str]
    levels: tuple[LevelProof, ...]
    seconds: float
    waivers: tuple[str, ...] = ()
    locks: tuple[str, ...] = ()
    cohorts: tuple[CohortProof, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether every level is proven optimal."""
        return all(level.proven for level in self.levels)


@dataclass(frozen=True)
class Report:
    """What an independent check found in a plan.

    Parameters
    ----------
    malformed
        Why the plan is no plan of this programme (a session is missing, an id is
        unknown); then nothing else is judged.
    violations
        Every open violation, hard first.
    settled
        Violations whose items are all past or locked: listed, not fatal, free.
    levels
        Cost of each level, in order of importance.
    costs
        Cost of each priced rule that costs anything, by rule id.
    waived
        Violations of what the programme waives: listed, not fatal, free.
    """

    malformed: tuple[Words, ...]
    violations: tuple[Violation, ...]
    settled: tuple[Violation, ...]
    levels: Mapping[str, int]
    costs: Mapping[str, int] = field(default_factory=dict)
    waived: tuple[Violation, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the plan is well-formed and keeps every hard rule."""
        return not self.malformed and not self.hard

    @property
    def hard(self) -> tuple[Violation, ...]:
        """Open violations of hard rules."""
        return tuple(v for v in self.violations if v.hard)

    def raise_if_broken(self, language: Language = "en") -> None:
        """Raise :class:`RuleBroken` naming the first faults, unless the plan is ok."""
        if self.ok:
            return
        lines = [*self.malformed, *(v.message for v in self.hard)]
        shown = "; ".join(line.to(language) for line in lines[:5])
        more = f" (and {len(lines) - 5} more)" if len(lines) > 5 else ""
        raise RuleBroken(f"the plan breaks hard rules: {shown}{more}")


@dataclass(frozen=True)
class Result:
    """What a solve gives: a checked plan with its proof, or why there is none.

    ``plan``, ``report`` and ``certificate`` are ``None`` unless the status is
    optimal or feasible; ``conflict`` is there when it is infeasible, if what clashes
    was found. ``broken``, of a replanning without a plan, is what the old plan breaks.
    """

    programme: Programme
    status: Status
    plan: Plan | None = None
    report: Report | None = None
    certificate: Certificate | None = None
    conflict: Conflict | None = None
    broken: tuple[Requirement, ...] = ()
    seconds: float = 0.0
    language: Language = "en"
    known: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What the search solved on its way, for what is asked of the plan later."""
    sheet: ChangeSheet | None = None
    """Of a replanning: what changes for whom."""

    @property
    def tables(self) -> Tables:
        """The plan as DataFrames; raises RuleBroken where there is no plan."""
        from leaderplan.display.tables import tables

        if self.plan is None:
            raise RuleBroken(f"there is no plan: the status is {self.status.value}")
        return tables(self.programme, self.plan, self.language)

    @property
    def costs(self) -> Costs:
        """What the plan costs, and whom; raises RuleBroken where there is no plan."""
        from leaderplan.costs import Costs

        if self.plan is None or self.report is None:
            raise RuleBroken(f"there is no plan: the status is {self.status.value}")
        return Costs(self.programme, self.plan, self.report, self.language)

    def why(
        self, about: str, *, most: int = 3, options: SolveOptions | None = None
    ) -> Why:
        """Tell why it is so for a participant or session; see :mod:`leaderplan.why`."""
        from leaderplan.why import why

        return why(self, about, most=most, options=options)

    def __str__(self) -> str:
        from leaderplan.display.text import result_text

        return result_text(self)

    def _repr_html_(self) -> str:
        from leaderplan.display.html import result_html

        return result_html(self)
