"""What a replanning opens, seen alone: bounds for every plan, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.rule import Violation
from leaderplan.locale import Words
from leaderplan.model.assignment import Assignment
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.disturbance import DISTURBANCE
from leaderplan.model.near import Opened
from leaderplan.model.opening import FEW, Opening
from leaderplan.model.parts import Part, Parts
from leaderplan.model.run import Budget, Outcome
from leaderplan.model.rungs import Solved
from leaderplan.model.scope import FAMILIES, Scope
from leaderplan.model.standing import Standing
from leaderplan.result import Report

TOUCHED = Words("det, ændringen rører ved,", "what the change touches")

PLAIN = 5.0
"""The same to bound it without presolve, which takes longer than the search where
sessions may be on nearly any day."""

NEVER, AT_ONCE = 2.0, 0.5
"""The same to tell that what is around cannot be at all, and that all of it cannot."""

LARGE = 6_000
"""Sessions and due dates of a programme of which all is not asked at once."""

SOME = 250
"""Sessions up to which that is asked before everything is opened."""

MANY = 200
"""Sessions up to which what is opened is bounded."""

LOOKS = 6
"""How often what is seen alone is seen with all that it clashes with."""


@dataclass(frozen=True)
class Replanned:
    """What was found: a plan, what it disturbs, and what any plan does at least.

    ``report`` is the check of the plan; ``proven`` says that none disturbs less,
    ``impossible`` is a part that cannot be. What is ``settled`` is of sessions that
    stand with whom they were, who are no longer coach, facilitator or host of these
    people.
    """

    plan: Plan | None = None
    report: Report | None = None
    value: int = 0
    bound: int = 0
    impossible: Part | None = None
    settled: tuple[Violation, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether no plan disturbs less."""
        return self.plan is not None and self.bound == self.value


Checked = Callable[[Part, Solved], tuple[Replanned | None, Collection[Violation]]]


class Alone:
    """Sees sessions without the rest, which only relaxes: it holds of all plans.

    Parameters
    ----------
    solver
        Of the programme with the price of each difference.
    opening, standing
        What may move, and what stands.
    budget, seed
        What may be spent, the seed.
    checked
        Makes a plan of what is found with all else as it was, or tells what it breaks.
    """

    def __init__(
        self,
        solver: Lexicographic,
        opening: Opening,
        standing: Standing,
        budget: Budget,
        seed: int,
        checked: Checked,
    ) -> None:
        self._checked = checked
        self._everybody = frozenset(p.id for p in solver.programme.participants)
        self._solver, self._opening, self._standing = solver, opening, standing
        self._budget, self._seed = budget, seed
        self._whole = replace(Parts(solver.programme).whole, linear=1)

    def never(
        self, opened: Opened, seen: set[SessionKey], everything: bool
    ) -> Part | None:
        """Return a part in which all that may move leaves no way.

        What is opened or broken is seen first, then what is around it: leaving the rest
        out of view only relaxes, so there is no plan at all.
        """
        few = opened.sessions | seen | self._opening.moving
        around = few | self._opening.around(opened)
        for keys in dict.fromkeys((few, around)):
            if len(keys) > SOME and not everything:
                break
            part = self.part(keys)
            if self._impossible(part):
                return part
        return self._whole if everything else None

    def all_of(self) -> Part | None:
        """Return all of it where it cannot be, which most often shows at once.

        Of very large programmes the model alone takes too long.
        """
        if len(self._solver.programme.session_keys) > LARGE:
            return None
        never = self._impossible(self._whole, effort=AT_ONCE)
        return self._whole if never else None

    def _impossible(self, part: Part, effort: float = NEVER) -> bool:
        """Whether a part cannot be, wherever what may move is."""
        all_ = self._opening.everything
        held = self._standing.held(all_, self._standing.keys)
        built = self._solver.holding(held).model(
            part, kept=self._standing.kept(all_, None)
        )
        if built.core.refused:
            return True
        few = part.scope.only is not None and len(part.scope.only) <= MANY
        run = self._budget.run(
            built.model, seed=self._seed, effort=effort, linearization=part.linear,
            cp_model_presolve=few,  # of more it takes many times the search
        )  # fmt: skip
        return run.outcome is Outcome.INFEASIBLE

    def bounded(self, best: Replanned, opened: Opened) -> Replanned:
        """Raise the bound by what is opened, seen alone.

        First with the choices of its people, then of everybody, where they are few.
        """
        if best.plan is None or len(opened.sessions) > MANY:
            return best
        people = frozenset(who for row in opened.people.values() for who in row or ())
        every = None if len(self._solver.programme.participants) <= FEW else people
        for whose in dict.fromkeys((people, every)):
            best = self._bounded(best, frozenset(opened.sessions), whose)
        return best

    def _bounded(
        self,
        best: Replanned,
        keys: frozenset[SessionKey],
        people: frozenset[str] | None,
    ) -> Replanned:
        """See some sessions alone, then with all that the best of them clashes with.

        Where it clashes with nothing it is a plan, and none disturbs less.
        """
        for _ in range(LOOKS):
            if best.proven:
                break
            part = self.part(keys, people)
            solved = self._seen(part, best)
            best = replace(best, bound=max(best.bound, solved.bounds[DISTURBANCE.id]))
            if best.proven or solved.found is None:
                break
            plan, broken = self._checked(part, solved)
            if plan is not None:
                return replace(plan, bound=best.bound)
            more = keys | self._opening.named(broken)
            if more == keys or len(more) > MANY:
                break
            if people is not None:
                people |= {key.audience for key in more} & self._everybody
            keys = more
        return best

    def _seen(self, part: Part, best: Replanned) -> Solved:
        """Find how a part disturbs least, seen alone, and less than a plan does."""
        all_ = self._opening.everything
        keys = part.scope.only or frozenset()
        held = self._standing.held(all_, self._standing.keys & keys)
        built = self._solver.holding(held).model(
            part, kept=self._standing.kept(all_, None)
        )
        goal, solved = built.cost(DISTURBANCE.id), Solved(Outcome.UNKNOWN, built)
        solved.bounds[DISTURBANCE.id] = goal if isinstance(goal, int) else 0
        if isinstance(goal, int) or built.core.refused:
            return solved
        built.model.minimize(goal)
        built.model.add(goal < best.value)
        for presolve in (False, True):
            run = self._budget.run(
                built.model, seed=self._seed, effort=PLAIN,
                linearization=2, cp_model_presolve=presolve,
            )  # fmt: skip
            never = run.outcome is Outcome.INFEASIBLE
            bound = best.value if never else run.bound
            solved.bounds[DISTURBANCE.id] = max(solved.bounds[DISTURBANCE.id], bound)
            if never or run.outcome is Outcome.OPTIMAL:
                break
        if run.outcome is Outcome.OPTIMAL and solved.take(run):
            solved.values[DISTURBANCE.id] = run.value
        return solved

    def part(
        self, seen: frozenset[SessionKey] | None, people: frozenset[str] | None = None
    ) -> Part:
        """Return what is in view: some sessions, choices of some people."""
        if seen is None:
            return self._whole
        activities = frozenset(key.activity for key in seen)
        scope = Scope(activities, FAMILIES, only=seen, people=people)
        return Part("opened", TOUCHED, scope, linear=1)
