"""Which sessions and people it takes for a part to be impossible.

A model that names every requirement of a year is large; of the few sessions and people
that clash it is small. They are found with models that prune by what they ask, of ever
fewer sessions: each is a relaxation of the whole, so what is impossible in one is so in
all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.model.build import Built
from leaderplan.model.choices import Choices
from leaderplan.model.explainer import BUILDING
from leaderplan.model.minimal import minimal
from leaderplan.model.parts import Part
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.scope import NOBODY, Attended, Kept, Scope

EFFORT, PLAIN = 4.0, 0.2
"""Deterministic seconds to tell whether some of a part is impossible; where large
models are solved as they are."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Sessions, or a family of decisions, that are in view together."""

    name: tuple[str, ...]
    keys: frozenset[SessionKey] = frozenset()
    family: str = ""


class Localiser:
    """Finds impossible parts of a programme, and how little of them it takes.

    Parameters
    ----------
    programme, budget, seed
        What is asked about, what may be spent, the seed.
    plain
        Whether models are solved as they are: where most of a year stands, what is
        impossible shows at once, and presolve takes many times the search.
    stood
        Sessions that were before, with who was at them.
    """

    def __init__(
        self,
        programme: Programme,
        budget: Budget,
        seed: int,
        *,
        plain: bool = False,
        stood: Attended = NOBODY,
    ) -> None:
        self.kept = Kept(stood=stood)
        self.programme, self.plain = programme, plain
        self.budget = budget
        self.seed = seed
        self._rules = [rule for rule in programme.rules if rule.hard]

    @cached_property
    def _choices(self) -> Choices:
        return Choices(self.programme, self._rules)

    def outcome(self, part: Part, scope: Scope, effort: float = EFFORT) -> Outcome:
        """Tell whether what is in a scope can be, by a part's way to solve it.

        Raises
        ------
        Stopped
            When nothing may be spent any more.
        """
        if self.budget.over:
            raise Stopped
        built = Built(
            self.programme, scope, rules=self._rules, choices=self._choices,
            kept=self.kept, budget=self.budget,
        )  # fmt: skip
        if built.core.refused:
            return Outcome.INFEASIBLE
        self.budget.add(BUILDING * len(built.model.proto.constraints))
        run = self.budget.run(
            built.model, seed=self.seed, effort=effort, linearization=part.linear,
            plain=self.plain,
        )  # fmt: skip
        return run.outcome

    def least(self, part: Part) -> Scope:
        """Return as little of a part that is impossible as is still impossible."""

        def clash(pieces: Sequence[Piece]) -> bool:
            scope = self._placed(_scope(part.scope, pieces))
            effort = PLAIN if self.plain else EFFORT
            return self.outcome(part, scope, effort) is Outcome.INFEASIBLE

        pieces = minimal(self._pieces(part.scope), clash)
        parted = [piece for whole in pieces for piece in self._parted(whole)]
        if len(parted) > len(pieces):
            pieces = minimal(parted, clash)
        return self._of_few(part, self._placed(_scope(part.scope, pieces)))

    def _of_few(self, part: Part, scope: Scope) -> Scope:
        """Leave out of view what others choose, where it is impossible without."""
        everybody = {person.id for person in self.programme.participants}
        people = frozenset(key.audience for key in scope.only or ()) & everybody
        if not self.plain or not scope.families or not people:
            return scope
        fewer = replace(scope, people=people)
        never = self.outcome(part, fewer, PLAIN) is Outcome.INFEASIBLE
        return fewer if never else scope

    def _placed(self, scope: Scope) -> Scope:
        """Open the choices on which places rest, where what stands is somewhere.

        Without whoever meets there is no unit to meet at, which is no clash.
        """
        rows = [self.programme.activity(name) for name in scope.dates]
        rests = {"member_unit": "groups", "host_unit": "hosts"}
        more = {f for where, f in rests.items() if any(where in a.where for a in rows)}
        if not self.plain or more <= scope.families:
            return scope
        return replace(scope, families=scope.families | more)

    def _pieces(self, scope: Scope) -> list[Piece]:
        """Divide a scope: what is one person's by person, the rest by activity."""
        found = [Piece((family,), family=family) for family in sorted(scope.families)]
        joint: dict[str, set[SessionKey]] = {}
        own: dict[str, set[SessionKey]] = {}
        seen = scope.dates | scope.context
        for key in self.programme.session_keys:
            shown = scope.only is None or key in scope.only
            if key.activity in seen and shown:
                alone = self.programme.activity(key.activity).audience == "participant"
                rows = own if alone else joint
                name = key.audience if alone else key.activity
                rows.setdefault(name, set()).add(key)
        # The first are kept where there is a choice: few people, then many.
        for rows in (own, joint):
            found += [Piece((name,), frozenset(keys)) for name, keys in rows.items()]
        return found

    def _parted(self, piece: Piece) -> list[Piece]:
        """Divide a piece by activity, and by audience where nobody chooses that."""
        rows: dict[tuple[str, ...], set[SessionKey]] = {}
        for key in sorted(piece.keys):
            audience = self.programme.activity(key.activity).audience
            # Somebody is in one of the groups or classes, whichever that is.
            chosen = audience in ("network_group", "class")
            name = (key.activity,) if chosen else (key.activity, key.audience)
            rows.setdefault(name, set()).add(key)
        return [Piece(name, frozenset(keys)) for name, keys in rows.items()] or [piece]


def _scope(scope: Scope, pieces: Iterable[Piece]) -> Scope:
    """Return what is left of a scope."""
    rows = list(pieces)
    only = frozenset(key for piece in rows for key in piece.keys)
    names = frozenset(key.activity for key in only)
    return replace(
        scope,
        dates=scope.dates & names,
        context=scope.context & names,
        families=frozenset(piece.family for piece in rows if piece.family),
        only=only,
    )
