"""What would help where a change leaves no plan: the cheapest repairs, proven."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from leaderplan.answers import Conflict, Repair, Repairs
from leaderplan.domain.change import Change, Mend, listed
from leaderplan.domain.mending import Offer, Waive
from leaderplan.domain.offers import PRICE, PRICES, WAYS, WIDELY, Way, offers
from leaderplan.domain.plan import Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Violation
from leaderplan.model.alone import TOUCHED
from leaderplan.model.clash import Clash, at_once, told
from leaderplan.model.clashing import Clashing, applied, guessed, left_standing
from leaderplan.model.core import Named
from leaderplan.model.localise import Localiser
from leaderplan.model.mends import Mends
from leaderplan.model.run import Budget, Stopped
from leaderplan.model.scope import FAMILIES, Attended, Kept, Scope
from leaderplan.options import SolveOptions
from leaderplan.repair import needed, until_stopped
from leaderplan.replan import replanned
from leaderplan.result import Result, Status
from leaderplan.situation import SETTLED, Asked, situation
from leaderplan.touched import made_of

PROVING = 0.7
"""Share of what may be spent for the cheapest; the rest is for any that works."""

SPARING = 0.5
"""Share of what is left then to do without each of the changes that work."""

NAMES = 40
"""Requirements of a clash up to which it is asked how often each change leaves it."""


def repairs_after(  # noqa: PLR0913 - as replan takes them, and how to loosen by name
    programme: Programme,
    plan: Plan,
    changes: Change | Iterable[Change],
    as_of: date,
    policy: ReplanPolicy | None = None,
    options: SolveOptions | None = None,
    *,
    result: Result | None = None,
    most: int = 3,
    prices: Mapping[str, int | None] = PRICES,
    ways: Mapping[str, tuple[Way, ...]] = WAYS,
) -> Repairs:
    """Return the cheapest repairs where changes leave no plan that keeps what stands.

    What is past, locked or frozen stays: only requirements and facts are loosened. A
    repair's ``result`` is the replanning with it, in which its changes are made by the
    change :class:`~leaderplan.domain.change.Mend`.

    Parameters
    ----------
    programme, plan, changes, as_of, policy
        As :func:`leaderplan.replan` takes them.
    options
        Limits, for all of it together, and seed; ``language`` is that of the texts.
    result
        What :func:`leaderplan.replan` said without repairs, where it was asked.
    most, prices, ways
        As :func:`leaderplan.repairs` takes them.

    Returns
    -------
    Repairs
        The cheapest first, each with the plan of its replanning. ``hopeless`` is a
        conflict that no change offered loosens, such as one with a lock. Unless
        ``complete``, the limit came first, or a clash could not be named: then it is
        tried to do without what the changes ask anew.

    Raises
    ------
    InputError
        When a change does not fit, or the plan is not one of the programme.
    """
    given = options or SolveOptions()
    rows = listed(changes)
    asked = Asked(programme, plan, rows, as_of, policy or ReplanPolicy(), given)
    return _Search(asked, prices, ways, result).found(most)


@dataclass(slots=True)
class _Search:
    """Asks for sets of changes, the cheapest first, until a replanning has a plan.

    Where there is none with some of them, one more of those that loosen what clashes
    there is asked for: so the first with a plan is the cheapest there is.
    """

    asked: Asked
    prices: Mapping[str, int | None]
    ways: Mapping[str, tuple[Way, ...]]
    first: Result | None
    changed: Programme = field(init=False)
    stood: Programme = field(init=False)
    broken: tuple[Violation, ...] = field(init=False)
    all: Budget = field(init=False)
    budget: Budget = field(init=False)
    mends: Mends = field(init=False)
    attended: Attended = field(init=False)
    seen: list[Scope] = field(default_factory=list)
    known: list[Clashing] = field(default_factory=list)
    hopeless: Conflict | None = None

    def __post_init__(self) -> None:
        asked = self.asked
        begun = situation(asked)
        self.changed = begun.programme
        standing = begun.standing
        self.attended, self.broken = begun.attended, tuple(begun.broken)
        self.stood = begun.programme.with_rules(*standing)
        # What stands is not for sale.
        self.prices = {**self.prices, **{rule.kind: None for rule in standing}}
        self.all = Budget(*asked.options.limits)
        effort = self.all.effort and PROVING * self.all.effort
        self.budget = self.all.part(PROVING * self.all.left, effort)
        self.mends = Mends(self.budget, asked.options.seed)

    def found(self, most: int) -> Repairs:
        """Return the cheapest repairs."""
        rows, complete = until_stopped(self._each(), most)
        if not rows and not complete:
            self.budget = self.all
            with suppress(Stopped):
                rows += islice(self._anyhow(), 1)
        language = self.asked.options.language
        return Repairs(self.changed, tuple(rows), self.hopeless, complete, language)

    def _each(self) -> Iterator[Repair]:
        while (made := self.mends.cheapest()) is not None:
            if self.budget.over:
                raise Stopped
            if self._stands(made):
                continue
            result = self.first if self.first and not made else self._replanned(made)
            if result.plan is None:
                self._learn(made, result)
                continue
            yield self._repair(made, result)
            self.mends.block(made)

    def _anyhow(self) -> Iterator[Repair]:
        """Yield repairs that need not be the cheapest, of fewer changes as can be.

        What a coordinator might guess from the clashes that are known, what the plan
        breaks as it was, or what is new is done without: a new job's weeks of quiet,
        say; what has clashed first.
        """
        known = {rule.id for rule in self.asked.programme.rules}
        new = [
            rule for rule in self.changed.rules if rule.hard and rule.id not in known
        ]
        rows = [
            guessed(self.stood, self.known, self._offered),
            left_standing(self.broken, self._offered),
        ]
        clashed = {name.rule for clash in self.known for name in clash.names}
        for rule in sorted(new, key=lambda rule: rule.id not in clashed):
            price = self.prices.get(rule.id, self.prices.get(rule.kind, PRICE))
            if price is not None:
                without = Offer(change=Waive(rule=rule.id), price=WIDELY * price)
                rows.append({without: 1})
        for made in sorted(rows, key=lambda row: sum(o.price * row[o] for o in row)):
            if not made:
                continue
            result = self._replanned(made, named=False)
            if result.plan is not None:
                yield self._fewer(self._repair(made, result), made)

    def _fewer(self, repair: Repair, made: dict[Offer, int]) -> Repair:
        """Make only those changes that the plan of a repair needs."""
        assert repair.result is not None  # noqa: S101 - it is of a replanning
        given = _settled(self.changed, repair.result.programme)
        fewer = needed(given, made, repair.plan)
        if fewer and fewer != made:
            result = self._replanned(fewer, named=False)
            repair = repair if result.plan is None else self._repair(fewer, result)
        return self._without_some(repair, fewer)

    def _without_some(self, repair: Repair, made: dict[Offer, int]) -> Repair:
        """Leave out each change, the dearest first, where another plan does without.

        Where that takes too long, others of the same rule are not tried.
        """
        slow = set[str]()
        share, given = SPARING / max(1, len(made)), self.budget
        effort = given.effort and share * max(0.0, given.effort - given.spent)
        with suppress(Stopped):
            for offer in sorted(made, key=lambda o: -o.price * made[o]):
                rest = {o: times for o, times in made.items() if o != offer}
                rule = getattr(offer.change, "rule", offer.change.change)
                if not rest or rule in slow or given.over:
                    continue
                within = given.part(share * given.left, effort)
                result = self._replanned(rest, within, named=False)
                if result.plan is not None:
                    repair, made = self._repair(rest, result), rest
                elif result.status is Status.NO_PLAN_FOUND:
                    slow.add(rule)
        return repair

    def _repair(self, made: Mapping[Offer, int], result: Result) -> Repair:
        assert result.plan is not None  # noqa: S101 - the caller has looked
        levels = result.report.levels if result.report else {}
        changed = _settled(self.changed, result.programme)
        rows = made_of(changed, made, result.plan)
        return Repair(rows, result.plan, dict(levels), result)

    def _replanned(
        self, made: Mapping[Offer, int], within: Budget | None = None, *,
        named: bool = True,
    ) -> Result:  # fmt: skip
        """Replan with some changes made."""
        asked = self.asked
        rows = listed(asked.changes)
        loosened = tuple(offer.change.times(n) for offer, n in made.items())
        if loosened:
            rows.append(Mend(loosened=loosened))
        given = asked.options
        if not given.deterministic:
            given = replace(given, time_limit=max(1.0, self.budget.left))
        asked = asked._replace(changes=rows, options=given)
        return replanned(asked, within or self.budget, named=named)

    def _stands(self, made: Mapping[Offer, int]) -> bool:
        """Learn from what clashes even so where something has clashed before."""
        changed = applied(self.stood, made)
        for scope in self.seen:
            localiser = Localiser(
                changed, self.budget, self.asked.options.seed, plain=True,
                stood=self.attended,
            )  # fmt: skip
            clash = at_once(localiser, scope, TOUCHED, shrunk=False)
            if clash is not None:
                self._ask(made, clash)
                return True
        return False

    def _learn(self, made: Mapping[Offer, int], result: Result) -> None:
        """Ask for a change more of those that loosen what clashes.

        Raises
        ------
        Stopped
            When it is not known what clashes.
        """
        conflict = result.conflict
        if result.status is not Status.INFEASIBLE or conflict is None:
            raise Stopped
        if not any(row.subject for row in conflict.requirements):
            raise Stopped  # all rules, as there was no time to find those that clash
        names = tuple(Named(row.rule, row.subject) for row in conflict.requirements)
        seen = conflict.sessions
        activities = frozenset(key.activity for key in seen)
        scope = Scope(activities, FAMILIES, only=seen) if seen else None
        if scope is not None and scope not in self.seen:
            self.seen.append(scope)
        clash = Clash(names, conflict.part, scope, complete=conflict.irreducible)
        self._ask(made, clash)

    def _ask(self, made: Mapping[Offer, int], clash: Clash) -> None:
        """Ask for more than what leaves a clash standing: these changes, and more."""
        known = Clashing(
            self.stood, clash, self._offered, self.budget, self.asked.options.seed,
            Kept(stood=self.attended),
        )  # fmt: skip
        self.known.append(known)
        held = {offer: made.get(offer, 0) for offer in known.offers}
        if len(clash.names) <= NAMES and known.stands(made):
            held = dict(known.grown(made))
        if all(times >= offer.most for offer, times in held.items()):
            self.hopeless = self._told(clash)
        self.mends.ask(held)

    def _told(self, clash: Clash) -> Conflict:
        return replace(told(self.stood, clash), language=self.asked.options.language)

    def _offered(self, name: Named) -> list[Offer]:
        return offers(self.stood, name.rule, name.subject, self.prices, self.ways)


def _settled(changed: Programme, settled: Programme) -> Programme:
    """Return the changed programme with what a replanning found settled."""
    known = {rule.id for rule in changed.rules}
    for row in settled.waivers:
        if row.reason == SETTLED and row.rule in known:
            changed = changed.waive(row.rule, row.subject, reason=SETTLED)
    return changed
