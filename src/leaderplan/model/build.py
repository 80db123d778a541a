"""One model of a scope: its decisions, its rules posted, its levels of cost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ortools.sat.python import cp_model

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.model.assignment import Assignment
from leaderplan.model.choices import Choices
from leaderplan.model.core import Core, Spending
from leaderplan.model.decisions import Decisions
from leaderplan.model.literals import bounds, settled
from leaderplan.model.periods import Periods
from leaderplan.model.posting_periods import PeriodPosting
from leaderplan.model.run import Budget
from leaderplan.model.scope import EVERYTHING_KEPT, Kept, Scope, everything


class Built:
    """A model ready to solve.

    Parameters
    ----------
    programme
        The facts.
    scope
        What is open.
    fixed
        What is settled; activities and families of the scope are not read.
    rules
        The rules, the programme's where none are given. One that needs what is
        out of view is not posted: the model is then a relaxation.
    choices
        The rules' judgement of single choices, shared between models.
    explain
        Give every hard requirement a switch and leave prices out.
    spending
        What may cost anything; ``None`` is everything.
    kept
        What is left of the open decisions, for accelerators.
    held
        Sessions that are settled even where their activity is open.
    budget
        What may be spent; ``None`` is anything.

    Raises
    ------
    Stopped
        When the time is up before the model stands.
    """

    def __init__(
        self,
        programme: Programme,
        scope: Scope,
        fixed: Assignment | None = None,
        rules: Iterable[Rule] | None = None,
        *,
        choices: Choices | None = None,
        explain: bool = False,
        spending: Spending | None = None,
        kept: Kept = EVERYTHING_KEPT,
        held: Assignment | None = None,
        budget: Budget | None = None,
    ) -> None:
        self.programme = programme
        self.scope = scope
        self.budget = budget or Budget(None)
        self.budget.go_on()
        chosen = programme.rules if rules is None else tuple(rules)
        self.core = Core(
            programme,
            chosen,
            choices,
            explain=explain,
            spending=spending,
            kept=kept,
            budget=self.budget,
        )
        settled_ = (fixed or Assignment()).without(scope.dates, scope.families)
        settled_ = settled_.merged(held or Assignment())
        self.decisions = Decisions(self.core, scope, settled_)
        periods = Periods(self.decisions)
        for rule in chosen:
            self.budget.go_on()
            if self.decisions.in_view(rule.needs(programme)):
                posting = PeriodPosting(self.decisions, rule, periods)
                rule.post(self.decisions, posting)
        self.model = self.core.model

    def cost(self, level: str) -> Any:
        """Cost of a level in this model: an expression, or an int where settled."""
        combine = {row.id: row.combine for row in self.programme.levels}[level]
        if combine == "max":
            terms = [
                term
                for rule in self.core.rules
                if rule.level == level
                for term in self.core.costs.get(rule.id, ())
            ]
            for term in terms:
                self.core.raise_worst(level, term, max(0, bounds(term)[1]))
            for rule in self.core.rules:
                if rule.level == level:
                    self.core.costs.pop(rule.id, None)
            worst = self.core.worst.get(level)
            return worst[0] if worst else 0
        return sum(
            (
                term
                for rule in self.core.rules
                if rule.level == level
                for term in self.core.costs.get(rule.id, ())
            ),
            start=self.decisions.least.get(level, 0),
        )

    def fix(self, found: Assignment) -> None:
        """State that everything is as in an assignment; what is unknown is refused."""
        model, held = self.model, self.decisions.held
        for key, decision in held.items():
            point = decision.time.timeline.start(*found.start[key])
            model.add(decision.time.start == point)
            place = found.place.get(key)
            if decision.activity.where:
                self._must(decision.places.get(place or "", False))
            for lead in decision.activity.leads:
                wanted = set(found.staff.get((key, lead.role), ()))
                options = decision.staff.get(lead.role, {})
                for who in wanted | set(options):
                    literal = options.get(who, False)
                    self._must(literal if who in wanted else _no(literal))
        people = self.decisions.people
        for options, chosen in (
            (people.group, found.group),
            (people.classes, found.classes),
            (people.host, found.host),
            (people.coach, found.coach),
            (people.facilitator, found.facilitator),
        ):
            for owner, labels in options.items():
                self._must(labels.get(chosen.get(owner, ""), False))

    def _must(self, literal: Any) -> None:
        if literal is not True:
            self.model.add_bool_or([] if literal is False else [literal])

    def hint(self, found: Assignment) -> None:
        """Suggest an assignment to the solver, as far as it is in view."""
        self.model.clear_hints()  # type: ignore[no-untyped-call]
        suggested: set[int] = set()
        for key, decision in self.decisions.held.items():
            option = found.start.get(key)
            time = decision.time
            if time.fixed or option is None:
                continue
            self._suggest(time.start, time.timeline.start(*option), suggested)
            self._suggest(time.day, option[0], suggested)
            if time.indexed:
                for literal, day in zip(time.literals, time.days, strict=True):
                    self._suggest(literal, int(day == option[0]), suggested)
            for place, literal in decision.places.items():
                self._suggest(literal, int(found.place.get(key) == place), suggested)
            for role, options in decision.staff.items():
                chosen = found.staff.get((key, role), ())
                for who, literal in options.items():
                    self._suggest(literal, int(who in chosen), suggested)
        self._hint_people(found, suggested)

    def _hint_people(self, found: Assignment, suggested: set[int]) -> None:
        people = self.decisions.people
        for options, chosen in (
            (people.group, found.group),
            (people.classes, found.classes),
            (people.host, found.host),
            (people.coach, found.coach),
            (people.facilitator, found.facilitator),
        ):
            for owner, labels in options.items():
                for label, literal in labels.items():
                    self._suggest(literal, int(chosen.get(owner) == label), suggested)

    def _suggest(self, variable: Any, value: int, suggested: set[int]) -> None:
        if isinstance(variable, cp_model.IntVar) and variable.index not in suggested:
            suggested.add(variable.index)
            self.model.add_hint(variable, value)

    def days_of_context(
        self, solver: cp_model.CpSolver
    ) -> dict[SessionKey, frozenset[int]]:
        """Read the days of sessions seen through them only, of activities wholly seen.

        Days of a part of an activity are better decided with all of it.
        """
        held = self.decisions.held
        parted = {key[0] for key in self.programme.session_keys if key not in held}
        return {
            key: frozenset({decision.time.value(solver)[0]})
            for key, decision in held.items()
            if decision.context and key.activity not in parted
        }

    def extract(self, solver: cp_model.CpSolver) -> Assignment:
        """Read everything in view from a solution."""
        found = Assignment()

        def on(literal: Any) -> bool:
            return literal if settled(literal) else bool(solver.boolean_value(literal))

        for key, decision in self.decisions.held.items():
            if decision.context:
                continue
            found.start[key] = decision.time.value(solver)
            for place, literal in decision.places.items():
                if on(literal):
                    found.place[key] = place
            for lead in decision.activity.leads:
                options = decision.staff.get(lead.role, {})
                people = tuple(sorted(w for w, lit in options.items() if on(lit)))
                found.staff[key, lead.role] = people
        people_ = self.decisions.people
        for name, options in (
            ("group", people_.group),
            ("classes", people_.classes),
            ("host", people_.host),
            ("coach", people_.coach),
            ("facilitator", people_.facilitator),
        ):
            chosen = getattr(found, name)
            for owner, labels in options.items():
                for label, literal in labels.items():
                    if on(literal):
                        chosen[owner] = label
        return found


def _no(literal: Any) -> Any:
    return (not literal) if settled(literal) else literal.negated()


def reference(
    programme: Programme, rules: Iterable[Rule] | None = None, *, explain: bool = False
) -> Built:
    """Build the reference model: all decisions, every rule, nothing pruned away.

    What tests compare with, what small conflicts are found on, the last fallback.
    """
    return Built(programme, everything(programme), None, rules, explain=explain)
