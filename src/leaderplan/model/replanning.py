"""The plan that disturbs least: what must change is opened, and what touches it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial

from leaderplan.check import check
from leaderplan.domain.history import unwaived, with_attendance
from leaderplan.domain.locks import with_locks_of
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.states import Stands, standing
from leaderplan.domain.view import PlanView
from leaderplan.model.alone import MANY, Alone
from leaderplan.model.assignment import Assignment, from_plan, to_plan
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.disturbance import DISTURBANCE, Disturbance
from leaderplan.model.opened import Opened
from leaderplan.model.opening import FEW, Opening
from leaderplan.model.parts import Part
from leaderplan.model.replanned import Replanned
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.rungs import Solved
from leaderplan.model.settling import Settling
from leaderplan.model.standing import Standing

EFFORT, LESS, SETTLING = 20.0, 6.0, 0.5
"""Deterministic seconds to find a plan, to disturb less than one that is found, in all,
and to improve the later levels."""

MOST = 300
"""Sessions up to which all are opened where there is a plan already."""

SINGLE = 10
"""Sessions up to which what is opened is asked of all rules at once."""

LOOKS = 4
"""How often more is taken into view before all of the plan is."""


Step = tuple[Opened, int | None]
"""What is opened, and how near its own days what need not move itself stays."""


class Replanning:
    """Looks for the plan that disturbs least.

    Parameters
    ----------
    programme
        The facts and rules as they are now.
    before
        What holds of the plan there is: what is not there is new, and free.
    rule
        What each difference costs.
    budget, seed
        What may be spent, the seed.
    stands
        What is as it is; what was before, where nothing is given.
    """

    def __init__(
        self,
        programme: Programme,
        before: Plan,
        rule: Disturbance,
        budget: Budget,
        seed: int,
        stands: Stands | None = None,
    ) -> None:
        stands = stands or standing(
            PlanView(programme, before), rule.as_of, rule.policy
        )
        levels = (DISTURBANCE, *programme.levels)
        self._given, self._rule = programme, rule
        self._programme = programme.replace(levels=levels).with_rules(rule)
        self._before, self._plan = from_plan(programme, before), before
        self.start = self._before  # what a search begins at
        view, keys = PlanView(programme, before), frozenset(programme.session_keys)
        self._opening = Opening(programme, view, keys - stands.keys, stands.choices)
        self._standing = Standing(
            programme, self._before, stands, rule.as_of, self._opening
        )
        self._budget, self._seed = budget, seed
        self._looked_for = set[str]()
        self._solver = Lexicographic(self._programme, budget, seed)
        self._alone = Alone(
            self._solver, self._opening, self._standing, budget, seed,
            self._before, self._finished,
        )  # fmt: skip

    def least(self, broken: Collection[Violation]) -> Replanned:
        """Find the least disturbance: first of what is broken, then of more."""
        open_ = self._opening.open
        placed = not self._opening.unplaced
        if not broken and placed and open_ <= set(self._before.start):
            return self._checked(self._before)[0] or Replanned()
        best, until = Replanned(), 0.0
        with suppress(Stopped):
            for (opened, reach), then in self._steps(broken):
                enough = self._budget.spent > until or len(opened.sessions) > MOST
                if (best.plan is not None and enough) or self._budget.over:
                    break
                best = self._alone.bounded(best, opened)
                if best.plan is None and len(opened.sessions) > MANY:
                    best = self._once("all", best, partial(self._alone.all_of, best))
                if best.decided:
                    break
                effort = EFFORT if best.plan is None else LESS
                outcome, found = self._found(opened, reach, effort)
                everything = reach is None and opened.covers(self._opening.everything)
                if found is not None:
                    until = until or self._budget.spent + LESS
                    best = self._better(best, found, opened, everything)
                elif best.plan is None:
                    best = self._once("grown", best, partial(self._grown, opened))
                    if outcome is Outcome.INFEASIBLE and not then and not best.decided:
                        seen = self._opening.about.named(broken)
                        never = self._alone.never(opened, seen, everything)
                        best = replace(best, impossible=never)
                if best.decided:
                    break
        return best

    def _grown(self, opened: Opened) -> Replanned:
        """See what is opened alone, then with all that it clashes with, as far as can.

        Where that ends with no plan yet, all that was seen is opened.
        """
        best, seen = self._alone.grown(opened)
        if best.decided or not seen:
            return best
        wider = self._opening.together(seen)
        with suppress(Stopped):  # the plan that there is stays
            _, found = self._found(wider, None, EFFORT)
            if found is not None:
                best = self._better(best, found, wider, False)
        return best

    def _better(
        self, best: Replanned, found: Replanned, opened: Opened, everything: bool
    ) -> Replanned:
        """Return the better of two plans, with the higher bound."""
        bound = max(best.bound, found.bound if everything else 0)
        if best.plan is None or found.value < best.value:
            best = self._alone.bounded(replace(found, bound=bound), opened)
        return replace(best, bound=max(bound, best.bound))

    def _once(
        self, what: str, best: Replanned, look: Callable[[], Replanned]
    ) -> Replanned:
        """Look another way, the first time that it is asked for."""
        if what in self._looked_for:
            return best
        self._looked_for.add(what)
        return look()

    def _steps(self, broken: Collection[Violation]) -> Iterator[tuple[Step, bool]]:
        """Yield what to open, step by step, and whether the next step is a small one.

        It is sooner looked at than it is told that there is no plan.
        """
        last: Step | None = None
        for step in self._opening.widening(broken):
            if last is not None and step != last:
                yield last, len(step[0].sessions) <= FEW
            last = step
        if last is not None:
            yield last, False

    # --- a plan -----------------------------------------------------------------------

    def _found(
        self, opened: Opened, reach: int | None, effort: float
    ) -> tuple[Outcome, Replanned | None]:
        """Find the least disturbance of what is opened; all else stays.

        First what is opened has the hours, places and leaders of all else around it;
        then those may change, too, but of very large programmes. The bound is of what
        is opened.
        """
        held_apart = (None,) if self._opening.is_large else (None, self._standing.keys)
        for only in held_apart:
            held = self._standing.held(opened, only)
            outcome, found = self._looked(opened, reach, held, effort)
            if outcome is not Outcome.INFEASIBLE:
                break
        return outcome, found

    def _looked(
        self, opened: Opened, reach: int | None, held: Assignment, effort: float
    ) -> tuple[Outcome, Replanned | None]:
        """Find it with some sessions held.

        What has nothing to do with it is out of view, until the check of a plan names
        it; nor are fine rules of very large programmes at first, where much is opened.
        """
        seen: frozenset[SessionKey] | None = self._opening.around(opened)
        rules = self._alone.rules if len(opened.sessions) > SINGLE else None
        for look in range(LOOKS + 1):
            solved = self._least(opened, reach, seen, held, effort, rules)
            if solved.found is None:
                return solved.outcome, None
            bound = solved.bounds.get(DISTURBANCE.id, 0)
            checked, broken = self._finished(self._alone.part(seen), solved)
            if checked is not None:
                return solved.outcome, replace(checked, bound=bound)
            more = seen and seen | self._opening.about.named(broken)
            if rules and {row.rule for row in broken} - {rule.id for rule in rules}:
                seen, rules = (more if look < LOOKS - 1 else None), None
            elif seen is None:
                break
            else:
                seen = more if look < LOOKS - 1 and more != seen else None
        return Outcome.UNKNOWN, None

    def _least(
        self,
        opened: Opened,
        reach: int | None,
        seen: frozenset[SessionKey] | None,
        held: Assignment,
        effort: float,
        rules: tuple[Rule, ...] | None,
    ) -> Solved:
        """Find the least disturbance among what is in view."""
        return self._solver.holding(held).fit(
            self._alone.part(seen), None, {}, kept=self._standing.kept(opened, reach),
            rules=rules, hint=self.start, least=DISTURBANCE.id, effort=effort,
            first=effort / 3,
        )  # fmt: skip

    def _finished(
        self, part: Part, solved: Solved
    ) -> tuple[Replanned | None, Collection[Violation]]:
        """Make a plan of what was found, or tell what rules that breaks.

        With the other levels improved where that is a plan, else as it was found.
        """
        assert solved.found is not None  # noqa: S101 - the caller has looked
        if DISTURBANCE.id not in solved.values:
            return self._checked(self._completed(solved.found))
        settling = Settling(self._solver, part, solved.built, solved.found, SETTLING)
        settling.hold(DISTURBANCE.id, solved.values[DISTURBANCE.id])
        settling.improve([level.id for level in self._given.levels])
        settling.begin(self._before)
        found, broken = self._checked(self._completed(settling.found))
        if found is None:
            suspected = {row.rule for row in broken}
            found, _ = self._checked(self._completed(solved.found), suspected)
        return found, broken

    def _completed(self, found: Assignment) -> Assignment:
        """Return what was found with all that was out of view, as it was."""
        return self._before.merged(found)

    def _written(self, found: Assignment) -> Plan:
        """Write a plan that keeps the locks of what stands, and who has been where."""
        written = to_plan(self._programme, found, self._plan)
        attended = with_attendance(self._programme, written, self._standing.stood)
        return with_locks_of(attended, self._plan)

    def _checked(
        self, found: Assignment, suspected: Collection[str] = ()
    ) -> tuple[Replanned | None, Collection[Violation]]:
        """Return a plan with its price; or the rules that it breaks.

        Of rules that are ``suspected`` alone, where it breaks one: that shows sooner.
        """
        plan = self._written(found)
        if broken := self._broken(plan, suspected):
            return None, broken
        report = check(self._given, plan)
        settled = tuple(row for row in report.hard if self._standing.is_history(row))
        if settled:
            open_ = tuple(row for row in report.violations if row not in settled)
            waived = (*report.waived, *settled)
            report = replace(report, violations=open_, waived=waived)
        if not report.ok:
            return None, report.hard
        value = sum(
            row.amount for row in self._rule.check(PlanView(self._programme, plan))
        )
        return Replanned(plan, report, value, settled=settled), ()

    def _broken(self, plan: Plan, suspected: Collection[str]) -> list[Violation]:
        """Return what a plan breaks of some rules, the past and waivers aside."""
        rules = (rule for rule in self._given.rules if rule.id in suspected)
        rows = unwaived(PlanView(self._given, plan), rules)
        return [row for row in rows if not self._standing.is_history(row)]
