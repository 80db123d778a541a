"""What all parts of one model share: the solver's model, costs, refusals, switches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.domain.waiver import Subject
from leaderplan.model.assignment import timeline_of
from leaderplan.model.choices import Choices
from leaderplan.model.literals import Lit, settled, together
from leaderplan.model.run import Budget
from leaderplan.model.scope import EVERYTHING_KEPT, Kept


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A requirement as people name it: rule instance and subject."""

    rule: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class Spending:
    """What may cost anything in a model.

    Parameters
    ----------
    rules
        Ids of the priced rules that may.
    activities
        Activities whose sessions may by where, when and by whom they are held;
        ``None`` is all of them.
    """

    rules: frozenset[str] = frozenset()
    activities: frozenset[str] | None = None

    def reaches(self, activity: str) -> bool:
        """Whether sessions of an activity may cost more than they must."""
        return self.activities is None or activity in self.activities

    def on(self, rule: str, activity: str | None) -> bool:
        """Whether a rule may charge for a choice about an activity (or none)."""
        return rule in self.rules and (activity is None or self.reaches(activity))


class Core:
    """The solver's model with the books kept beside it.

    Parameters
    ----------
    programme
        The facts.
    rules
        The rules of this model.
    choices
        The rules' judgement of single choices, where it is known already.
    explain
        Give every hard requirement a switch instead of pruning by it, and leave
        the prices out: an explanation is found on a model without objective.
    spending
        What may cost anything; all else must cost nothing as far as it is open,
        so that priced rules bind there like hard ones. A small model, and a plan
        of it is best on every level that the rest fixes. ``None``: all may.
    kept
        What is left of the open decisions, for accelerators.
    budget
        What may be spent; where the time is up, :class:`Stopped` ends the building.
    """

    def __init__(
        self,
        programme: Programme,
        rules: Iterable[Rule],
        choices: Choices | None = None,
        *,
        budget: Budget,
        explain: bool = False,
        spending: Spending | None = None,
        kept: Kept = EVERYTHING_KEPT,
    ) -> None:
        self.model = cp_model.CpModel()
        self.programme = programme
        self.rules = tuple(rules)
        self.explain = explain
        self.spending = spending
        self.kept = kept
        self.budget = budget
        self.choices = choices or Choices(programme, self.rules, named=explain)
        self.grid = (programme.calendar, timeline_of(programme))
        self._sums = {row.id for row in programme.levels if row.combine == "sum"}
        self.costs: dict[str, list[Any]] = defaultdict(list)
        self.worst: dict[str, tuple[Any, int]] = {}
        self.switches: dict[Named, Any] = {}
        self.loads: set[str] = set()
        """Rules whose priced loads were left out, as too large to say."""
        self.refused: list[frozenset[Named]] = []
        """Sets of requirements that clash before any search."""

    def price(self, rule: Rule, amount: Any) -> None:
        """Charge an amount (an int or an expression with lower bound 0) to a rule."""
        if self.explain or (isinstance(amount, int) and amount == 0):
            return
        self.costs[rule.id].append(amount * rule.weight)

    def binds(self, rule: Rule, activity: str | None = None) -> bool:
        """Whether a rule forbids here, rather than charges.

        ``activity`` is that of the session of a single choice, where it has one.
        """
        if rule.hard or self.explain:
            return rule.hard
        return self.spending is not None and not self.spending.on(rule.id, activity)

    def adds_up(self, rule: Rule) -> bool:
        """Whether the amounts of a priced rule are added, not compared one by one."""
        return rule.level in self._sums

    def any_of(self, literals: Iterable[Lit]) -> Lit:
        """Return a literal that holds where any of the literals does."""
        rows = [lit for lit in literals if lit is not False]
        if any(settled(lit) for lit in rows):
            return True
        if len(rows) <= 1:
            return rows[0] if rows else False
        found = self.model.new_bool_var("any of")
        self.model.add_max_equality(found, rows)
        return found

    def both(self, literal: Lit, other: Any) -> Any:
        """Return 1 where a literal and a 0-or-1 amount both hold, else 0."""
        if settled(literal) or isinstance(other, int):
            return self.joint(literal, other)
        joint = self.joint(literal, other)
        self.model.add(joint <= other)
        self.model.add_implication(joint, literal)
        return joint

    def joint(self, here: Lit, amount: Any) -> Any:
        """Return 1 where a literal and a 0-or-1 amount both hold, bounded below."""
        if here is True or (isinstance(amount, int) and amount == 0):
            return amount
        if here is False:
            return 0
        if isinstance(amount, int):
            return amount * here
        joint = self.model.new_bool_var("both")
        self.model.add(joint >= here + amount - 1)
        return joint

    def raise_worst(self, level: str, cost: Any, highest: int) -> None:
        """Keep the value of a level of the ``max`` sort at ``cost`` or above."""
        worst = self.worst.get(level)
        if worst is None or highest > worst[1]:
            top = self.model.new_int_var(0, highest, f"worst {level} {highest}")
            if worst is not None:
                self.model.add(top >= worst[0])
            self.worst[level] = worst = (top, highest)
        self.model.add(worst[0] >= cost)

    def switch(self, rule: Rule, subject: Subject) -> list[Any]:
        """Literals under which a hard requirement is stated; none when optimising."""
        if not self.explain:
            return []
        named = Named(rule.id, subject)
        if named not in self.switches:
            text = f"{rule.id} {' '.join(subject)}"
            self.switches[named] = self.model.new_bool_var(text)
        return [self.switches[named]]

    def clash(self, requirements: Iterable[Named]) -> None:
        """Note requirements that cannot hold together whatever is decided."""
        self.refused.append(frozenset(requirements))

    def none_left(self, subject: Subject, refused: dict[str, list[Rule]]) -> None:
        """Note that nobody is left for a choice, and which rules refused whom."""
        rules = {rule.id for rules in refused.values() for rule in rules}
        self.clash(Named(rule, subject) for rule in sorted(rules))
        self.model.add_bool_or([])

    def judged(self, literal: Lit, choice: Any, subject: Subject) -> bool:
        """Apply the rules to a single choice; ``False`` when it must be left out."""
        about = getattr(choice, "activity", None)
        activity = None if about is None else about.id
        for rule, amount in self.choices.single(choice, subject):
            if not self.binds(rule, activity):
                self.price(rule, amount * literal)
            elif self.explain:
                switch = self.switch(rule, subject)
                self.model.add_bool_or([literal.negated()]).only_enforce_if(switch)
            else:
                return False
        return True

    def settled(self, choice: Any, subject: Subject) -> None:
        """Price a choice made already, and note the hard rules that refuse it."""
        for rule, amount in self.choices.single(choice, subject):
            if rule.hard:
                self.forbid((), rule, subject)
            else:
                self.price(rule, amount)

    def forbid(self, literals: Iterable[Lit], rule: Rule, subject: Subject) -> None:
        """State that not all literals hold."""
        held = together(literals)
        if held is None:
            return
        constraint = self.model.add_bool_or([lit.negated() for lit in held])
        if self.explain:
            constraint.only_enforce_if(self.switch(rule, subject))
        elif not held:
            self.clash([Named(rule.id, subject)])
