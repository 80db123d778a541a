"""What the bounds of a whole plan rest on: people alone, and the core."""

from __future__ import annotations

from math import inf

from leaderplan.model.assemble import Caps
from leaderplan.model.build import Built
from leaderplan.model.climb import Climbing
from leaderplan.model.parts import Part
from leaderplan.model.proof import Candidate, combined
from leaderplan.model.relaxation import Relaxed, relax
from leaderplan.model.run import Outcome
from leaderplan.model.scope import Kept
from leaderplan.model.searched import Searched

STEP, MOST_SLACK = 5, 16
"""How far above its own least cost a choice of hosts may be when it cannot be there,
and at most before all are tried."""

PARTS, PEOPLE, WHOLE = "parts", "people", "whole"
"""What proves bounds: parts solved each for itself, people alone, or one model."""


class Bounding(Climbing):
    """Solves people alone and the core, of which bounds are sums."""

    result: Searched
    _hoped: set[str]
    """Levels of which the core was last given floors that are not its own."""

    def _people(self, part: Part) -> bool:
        """Solve who is with whom alone; ``False`` when that ends the search."""
        self._report(part)
        built = self._solver.model(part)
        # Before it is solved: then it holds its later levels at their own best,
        # which is nothing that a whole plan must keep.
        relaxed = self._relax(built)
        if part.id not in self._alone:
            self._alone[part.id] = self._solver.solve(part, built=built)
        solved = self._alone[part.id]
        if solved.outcome is Outcome.INFEASIBLE:
            self.result.impossible = part
            return False
        if solved.found is not None and relaxed is not None:
            self._relaxed[part.id] = (*relaxed, built.decisions.people)
            self._narrow(part.id, 0)
        return not self._budget.over

    def _relax(self, built: Built) -> tuple[str, Relaxed] | None:
        """See what each choice of people adds at least, on the first level it costs."""
        found = ((level, relax(built, level)) for level in self._levels)
        return next(((k, relaxed) for k, relaxed in found if relaxed), None)

    def _narrow(self, family: str, slack: int | None) -> None:
        """Keep the choices that can cost at most ``slack`` more than the least."""
        self._labels.pop(family, None)
        if slack is None or family not in self._relaxed:
            return
        level, relaxed, people = self._relaxed[family]
        most = self._alone[family].values[level] + slack
        self._labels[family] = {
            owner: frozenset(k for k, lit in row.items() if relaxed.allows(lit, most))
            for owner, row in people.options(family).items()
        }

    def _of_people(self) -> Candidate:
        """Bounds of people alone on the first level that they cost on.

        They hold whatever is paid on levels before.
        """
        bounds = dict[str, int]()
        for family, (level, _, _) in self._relaxed.items():
            least = self._alone[family].bounds.get(level, 0)
            bounds[level] = bounds.get(level, 0) + least
        sums = {level: k for level, k in bounds.items() if level in self._sums()}
        return Candidate(PEOPLE, sums, dict.fromkeys(self._levels, inf))

    def _refloored(self, floors: dict[str, int], raised: str) -> dict[str, int]:
        now, charging = self._levels.index(raised), self._alone["core"].charging
        later, rules = self._levels[now + 1 :], self._programme.rules
        # Floors hoped for on later levels held only with this one as it was.
        seen = raised not in self._sums() or not self._hoped.isdisjoint(later)
        seen = seen or any(r.id in charging and r.level == raised for r in rules)
        if seen and any(r.level in later for r in rules):
            known = self._share_of_core(floors, self._levels[: now + 1])
            if "hosts" in self._relaxed and self._relaxed["hosts"][0] not in known:
                level = self._relaxed["hosts"][0]
                between = self._levels[now + 1 : self._levels.index(level)]
                known |= dict.fromkeys(between, 0)
                known[level] = self._alone["hosts"].bounds[level]
            self._core(known)
        fresh = self._bounds().bounds
        return {**floors, **{k: fresh[k] for k in later}}

    def _core(self, raised: Caps | None = None) -> bool:
        """Solve the core; ``False`` when that ends the search.

        It is first asked within the floors, and a little more at each try on the level
        of the hosts: those that cost more are left out.

        Parameters
        ----------
        raised
            Floors of the first levels, only hoped for: other parts may cost there.
        """
        part, seen = self._parts.core, "hosts" in self._parts.core.scope.families
        slack = 0 if seen and "hosts" in self._relaxed else None
        loose, self._hoped = self._levels if raised else (), set(raised or ())
        floors = self._core_floors() if raised is None else dict(raised)
        level, known = next(reversed(floors), ""), floors
        start = self._alone.get("core", self._alone.get("calendar"))
        while not self._budget.over:
            most = None if slack is None else known[level] + slack
            within = {} if most is None else {**known, level: most}
            self._narrow_family("hosts", within)
            self._report(part)
            solved = self._alone["core"] = self._solver.solve(
                part, floors=known, within=within, kept=self._kept_hosts(),
                rules=self._coarse(), loose=loose, hint=start.found if start else None,
            )  # fmt: skip
            if most is None or slack is None or solved.found is not None:
                break
            # No choice within the slack was left out, so more is needed.
            known = {**known, level: most + 1}
            room = MOST_SLACK - (known[level] - floors[level])
            slack = min(4 * slack + STEP, room)
            if solved.outcome is not Outcome.INFEASIBLE or room <= 0:
                known, slack = floors, None
        core = self._alone.get("core")
        if core is None:
            return False
        if raised is None and core.outcome is Outcome.INFEASIBLE:
            self.result.impossible = part
        return core.found is not None

    def _core_floors(self) -> dict[str, int]:
        """Bounds up to the level of hosts, from the calendar and hosts alone."""
        if "hosts" not in self._relaxed or not self._parts.with_hosts:
            return {}
        level = self._relaxed["hosts"][0]
        before = self._levels[: self._levels.index(level)]
        part = self._parts.calendar
        self._report(part)
        days = self._alone[part.id] = self._solver.solve(
            part, levels=before, rules=self._coarse()
        )
        floors = {k: v for k, v in days.bounds.items() if k in before}
        floors[level] = self._alone["hosts"].bounds[level]
        return floors

    def _kept_hosts(self) -> Kept:
        return Kept(labels={k: v for k, v in self._labels.items() if k == "hosts"})

    def _bounds(self) -> Candidate:
        """Bounds of the parts that share no price, as bounds of the whole."""
        alone = self._alone
        parts = ["core", "groups", "coaches"]
        parts += [] if self._parts.with_hosts else ["hosts"]
        rows = [alone[part].bounds for part in parts if part in alone]
        return combined(self._programme.levels, PARTS, rows, {})
