"""What a replanning opens, seen alone: bounds for every plan, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Violation
from leaderplan.locale import Words
from leaderplan.model.assignment import Assignment
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.build import Built
from leaderplan.model.disturbance import DISTURBANCE
from leaderplan.model.opened import Opened
from leaderplan.model.opening import FEW, Opening
from leaderplan.model.parts import Part, Parts
from leaderplan.model.replanned import Replanned
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.rungs import Solved
from leaderplan.model.scope import FAMILIES, Kept, Scope
from leaderplan.model.standing import Standing

TOUCHED = Words("det, ændringen rører ved,", "what the change touches")

PLAIN = 5.0
"""The same to bound it without presolve, which takes longer than the search where
sessions may be on nearly any day."""

SOON = 2.0
"""The same for each look where there is no plan yet."""

NEVER, AT_ONCE = 2.0, 0.5
"""The same to tell that what is around cannot be at all, and that all of it cannot."""

SMALL = 2_500
"""Constraints of a model up to which cuts raise its bound in no time."""

SOME = 250
"""Sessions up to which that is asked before everything is opened."""

MANY = 200
"""Sessions up to which what is opened is bounded."""

LOOKS, MORE = 6, 12
"""How often what is seen alone is seen with all that it clashes with, for the least
disturbance, and for any way."""


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
    before
        What holds of the plan.
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
        before: Assignment,
        checked: Checked,
    ) -> None:
        self._before = before
        self._checked = checked
        self._everybody = frozenset(p.id for p in solver.programme.participants)
        self._solver, self._opening, self._standing = solver, opening, standing
        self._budget, self._seed = budget, seed
        self._whole = replace(Parts(solver.programme).whole, linear=1, probing=False)
        # What is fine takes most of a large model, and says little about what is moved.
        coarse = (r for r in solver.programme.rules if not r.fine)
        self.rules = tuple(coarse) if opening.is_large else None
        self._ended = list[tuple[frozenset[SessionKey], frozenset[str] | None]]()

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

    def all_of(self, best: Replanned) -> Replanned:
        """Tell whether all of it cannot be, which most often shows at once.

        Of very large programmes the model alone takes too long.
        """
        small = not self._opening.is_large
        never = small and self._impossible(self._whole, effort=AT_ONCE)
        return replace(best, impossible=self._whole if never else None)

    def _impossible(self, part: Part, effort: float = NEVER) -> bool:
        """Whether a part cannot be, wherever what may move is."""
        built = self._built(part)
        if built.core.refused:
            return True
        few = part.scope.only is not None and len(part.scope.only) <= MANY
        run = self._budget.run(
            built.model, seed=self._seed, effort=effort, linearization=part.linear,
            plain=not few,  # presolve of more takes many times the search
        )  # fmt: skip
        return run.outcome is Outcome.INFEASIBLE

    @cached_property
    def _stands(self) -> tuple[Assignment, Kept]:
        """Return what stands where all that may move does, and what is left of that."""
        all_ = self._opening.everything
        held = self._standing.held(all_, self._standing.keys)
        return held, self._standing.kept(all_, None)

    def _built(self, part: Part) -> Built:
        """Build a part in which all that may move does."""
        held, kept = self._stands
        return self._solver.holding(held).model(part, kept=kept, rules=self.rules)

    def grown(self, opened: Opened) -> tuple[Replanned, frozenset[SessionKey]]:
        """Find the plan that disturbs least from what is opened, seen alone, outwards.

        Nothing is found where too much would have to be seen or takes too long. Also
        return what was seen.
        """
        own = opened.sessions | self._opening.own(opened)
        keys = own if len(own) <= MANY else opened.sessions
        if len(keys) > MANY:
            return Replanned(), frozenset()
        *_, whose = self._whose(opened)
        best, keys = self._bounded(Replanned(), keys, whose, SOON)
        if best.plan is None and not best.decided:
            best, keys = self._bounded(best, keys, whose, SOON, priced=False)
        return best, keys

    def bounded(self, best: Replanned, opened: Opened) -> Replanned:
        """Raise the bound by what is opened, seen alone.

        First with the choices of its people, then of everybody, where they are few.
        """
        if best.plan is None or len(opened.sessions) > MANY:
            return best
        keys = opened.sessions
        for whose in self._whose(opened):
            best, keys = self._bounded(best, keys, whose, PLAIN)
        return best

    def _whose(self, opened: Opened) -> Iterable[frozenset[str] | None]:
        """Return whose choices are in view: its people's, then everybody's."""
        people = frozenset(who for row in opened.people.values() for who in row or ())
        every = None if len(self._everybody) <= FEW else people
        return dict.fromkeys((people, every))

    def _bounded(
        self,
        best: Replanned,
        keys: frozenset[SessionKey],
        people: frozenset[str] | None,
        effort: float,
        *,
        priced: bool = True,
    ) -> tuple[Replanned, frozenset[SessionKey]]:
        """See some sessions alone, then with all that the best of them clashes with.

        Where it clashes with nothing it is a plan, and none disturbs less; or it is
        any plan, where it is not ``priced``.
        """
        with suppress(Stopped):
            for _ in range(LOOKS if priced else MORE):
                if best.decided or (priced and self._is_known(keys, people)):
                    break
                part = self.part(keys, people)
                solved = self._seen(part, best, effort, priced=priced)
                if solved.outcome is Outcome.INFEASIBLE and best.plan is None:
                    return replace(best, impossible=part), keys
                bound = max(best.bound, solved.bounds[DISTURBANCE.id])
                best = replace(best, bound=bound)
                if best.proven or solved.found is None:
                    break
                plan, broken = self._checked(part, solved)
                if plan is not None:
                    better = best.plan is None or plan.value < best.value
                    return replace(plan if better else best, bound=bound), keys
                more = self._more(keys, people, broken, priced=priced)
                if more == (keys, people) or len(more[0]) > MANY:
                    if priced and solved.values == solved.bounds:
                        self._ended.append((keys, people))
                    break
                keys, people = more
        return best, keys

    def _is_known(
        self, keys: frozenset[SessionKey], people: frozenset[str] | None
    ) -> bool:
        """Whether as much was seen before, and led no further."""
        return any(
            keys <= sessions and (who is None or (people is not None and people <= who))
            for sessions, who in self._ended
        )

    def _more(
        self,
        keys: frozenset[SessionKey],
        people: frozenset[str] | None,
        broken: Collection[Violation],
        *,
        priced: bool,
    ) -> tuple[frozenset[SessionKey], frozenset[str] | None]:
        """See what a plan breaks, too, and what others have instead, or at hosts.

        Where that is too much, what is named itself, though among many people that
        leads too far; where all is in view, whoever may be at meetings that a member
        houses.
        """
        opening, about = self._opening, self._opening.about
        named = about.named(broken)
        more = keys | opening.alike(named)
        if len(more) > MANY and len(self._everybody) <= FEW:
            named = about.told(broken)
            more = keys | opening.alike(named)
        wider = frozenset() if priced else more | opening.near_hosts(named)
        more = wider if len(more) < len(wider) <= MANY else more
        if people is None:
            return more, None
        seen = people | ({key.audience for key in more} & self._everybody)
        housed = opening.meeting(named) if more == keys else frozenset()
        return more, seen | housed

    def _seen(
        self, part: Part, best: Replanned, effort: float, *, priced: bool
    ) -> Solved:
        """Find how a part disturbs least, seen alone, and less than a plan does."""
        built = self._built(part)
        goal = built.cost(DISTURBANCE.id) if priced else best.bound
        solved = Solved(Outcome.INFEASIBLE, built)
        least = goal if isinstance(goal, int) else 0
        most = None if best.plan is None else best.value
        solved.bounds[DISTURBANCE.id] = least
        if built.core.refused or least == most:
            return solved
        if not isinstance(goal, int):
            built.model.minimize(goal)
            built.model.add(goal >= best.bound)
            if most is not None:
                built.model.add(goal < most)
        built.hint(self._before)
        cuts = len(built.model.proto.constraints) <= SMALL
        for plain in (True, False):
            run = self._budget.run(
                built.model, seed=self._seed, effort=effort / 3 if plain else effort,
                linearization=2, plain=plain, cuts=cuts, probing=not cuts,
            )  # fmt: skip
            if run.outcome is Outcome.INFEASIBLE:
                solved.bounds[DISTURBANCE.id] = most or 0
                return solved
            least = max(least, run.bound if priced else 0)
            known = solved.values.get(DISTURBANCE.id, run.value + 1)
            if run.found and run.value < known:
                solved.take(run)
                solved.values[DISTURBANCE.id] = run.value
            if run.outcome is Outcome.OPTIMAL:
                break
        solved.outcome, solved.bounds[DISTURBANCE.id] = Outcome.UNKNOWN, least
        if not priced:
            solved.values.clear()
        return solved

    def part(
        self, seen: frozenset[SessionKey] | None, people: frozenset[str] | None = None
    ) -> Part:
        """Return what is in view: some sessions, choices of some people."""
        if seen is None:
            return self._whole
        activities = frozenset(key.activity for key in seen)
        scope = Scope(activities, FAMILIES, only=seen, people=people)
        return Part("opened", TOUCHED, scope, linear=1, probing=False)
