"""Plans near a plan: what is as good and changes the least of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from leaderplan.check import check
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.model.as_before import CHANGES, AsBefore
from leaderplan.model.assignment import Assignment, from_plan, to_plan
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.opened import Opened
from leaderplan.model.parts import Part, Parts
from leaderplan.model.proof import Candidate
from leaderplan.model.run import Budget, Outcome, Stopped
from leaderplan.model.rungs import Solved
from leaderplan.model.scope import EVERYTHING_KEPT, Kept
from leaderplan.model.searched import Searched

Labels = dict[str, dict[str, frozenset[str]]]

FIELDS = {"groups": "group", "classes": "classes", "hosts": "host",
          "coaches": "coach", "facilitators": "facilitator"}  # fmt: skip
"""Of each family the field of an assignment."""

EFFORT, SOON = 15.0, 1.5
"""Deterministic seconds to change less than a plan that is found, and to find one near
another, where there are other ways; for models of ordinary size."""

SEARCHING = 0.8
"""Share of what may be spent that is not kept for changing less."""

FEW = 150
"""Sessions and due dates up to which all of them are looked at in the end."""

MOST_LOOKS = 3
"""How often the differences that are left are looked at again."""


@dataclass(slots=True)
class Start:
    """What is known beforehand where a plan is to be near another one.

    Parameters
    ----------
    before
        The plan there is.
    opened
        What of it is tried to be another way first.
    least
        What is asked about changes at least, as :class:`AsBefore` counts.
    proven
        Bounds that hold for all plans, with the slack in which they do.
    known
        Parts that were solved before, by id, whose bounds hold here too.
    """

    before: Plan
    opened: Opened
    least: int = 0
    proven: Candidate | None = None
    known: Mapping[str, Solved] = field(default_factory=dict)

    def nearer(
        self,
        programme: Programme,
        searched: Searched,
        budget: Budget,
        seed: int,
        values_of: Callable[[Plan], Mapping[str, int]],
    ) -> Searched:
        """Change less than what was found does, at the same cost on every level."""
        if searched.plan is None:
            return searched
        near = Near(programme, self.before, budget, seed)
        found = from_plan(programme, searched.plan)
        plan = to_plan(programme, near.between(found, searched.values, self.least))
        if values_of(plan) != searched.values:
            return searched
        return replace(searched, plan=plan)


def kept_for_nearness(budget: Budget) -> Budget:
    """Return a budget of most of what is left."""
    effort = budget.effort_left(1)
    return budget.part(
        SEARCHING * budget.left, None if effort is None else SEARCHING * effort
    )


class Near:
    """Looks for plans that change little of a plan.

    Parameters
    ----------
    programme
        The facts and rules that they keep.
    before
        The plan; it need not keep them all.
    budget, seed
        What may be spent, the seed.
    """

    def __init__(
        self, programme: Programme, before: Plan, budget: Budget, seed: int
    ) -> None:
        rule = AsBefore(level=CHANGES.id, plan=before)
        levels = (*programme.levels, CHANGES)
        self._given = programme
        self._programme = programme.replace(levels=levels).with_rules(rule)
        self._before = from_plan(programme, before)
        self._solver = Lexicographic(self._programme, budget, seed)
        self._part = replace(Parts(self._programme).whole, linear=1)

    def within(self, caps: Mapping[str, int], opened: Opened) -> Assignment | None:
        """Find the least change, of what is opened, that costs no more than caps.

        First all other sessions stand as they are, then their hours and places may
        change, too.
        """
        kept, part = kept_of(self._before, opened), self._part
        for held in (self._standing(opened), Assignment()):
            solved = self._least(part, caps, kept, self._before, held, SOON)
            if solved.outcome is not Outcome.INFEASIBLE:
                return solved.found
        return None

    def with_moved(self, opened: Opened, found: Assignment) -> Opened:
        """Open the own sessions, too, of whoever is with others in what was found."""
        moved: set[str] = set()
        for family in opened.people:
            one, other = (getattr(row, FIELDS[family]) for row in (self._before, found))
            moved |= {who for who, made in other.items() if one.get(who) != made}
        own = {key for key in self._before.start if key.audience in moved}
        return replace(opened, sessions=opened.sessions | own)

    def people(self, part: Part, solved: Solved) -> Solved:
        """Choose people of one family alone as before, as far as that costs no more."""
        if solved.found is None:
            return solved
        caps, start = solved.values, solved.found
        nearer = self._least(part, caps, EVERYTHING_KEPT, start, Assignment(), SOON)
        return replace(solved, found=nearer.found or start)

    def _standing(self, opened: Opened) -> Assignment:
        """Return the sessions that are not opened."""
        before, sessions = self._before, opened.sessions
        return Assignment(
            {k: v for k, v in before.start.items() if k not in sessions},
            {k: v for k, v in before.place.items() if k not in sessions},
            {k: v for k, v in before.staff.items() if k[0] not in sessions},
        )

    def between(
        self, found: Assignment, caps: Mapping[str, int], least: int
    ) -> Assignment:
        """Change less than what was found, at no more than caps.

        At first each choice is as before or as found. Then what is still another way
        is open to any choice, as long as that lets something go back and more than
        the ``least`` has changed.
        """
        start, opened = self._renamed(found, caps), Opened()
        counted = self.counted(start)
        with suppress(Stopped):
            for _ in range(MOST_LOOKS):
                if counted <= least:
                    break
                kept = kept_of(self._before, opened, start)
                nearer = self._least(
                    self._part, caps, kept, start, Assignment(), EFFORT
                )
                if nearer.found is None:
                    break
                again = opened.sessions or opened.people
                if again and nearer.values[CHANGES.id] >= counted:
                    break
                start, counted = nearer.found, nearer.values[CHANGES.id]
                opened = self._different(start)
            if counted > least and len(self._before.start) <= FEW:
                every = self._part, caps, EVERYTHING_KEPT, start, Assignment()
                start = self._least(*every, EFFORT).found or start
        return start

    def counted(self, found: Assignment) -> int:
        """Count what is another way."""
        plan = to_plan(self._programme, found)
        return check(self._programme, plan).levels[CHANGES.id]

    def _least(
        self,
        part: Part,
        caps: Mapping[str, int],
        kept: Kept,
        hint: Assignment,
        held: Assignment,
        effort: float,
    ) -> Solved:
        return self._solver.holding(held).fit(
            part, None, caps, kept=kept, hint=hint, least=CHANGES.id,
            effort=effort, first=effort / 3,
        )  # fmt: skip

    def _different(self, found: Assignment) -> Opened:
        """Open what is another way than before."""
        people: dict[str, frozenset[str] | None] = {}
        for family, name in FIELDS.items():
            one, other = getattr(self._before, name), getattr(found, name)
            people[family] = frozenset(k for k in one if one[k] != other.get(k))
        start, moved = self._before.start, found.start
        return Opened(people, frozenset(k for k in start if start[k][0] != moved[k][0]))

    def _renamed(self, found: Assignment, caps: Mapping[str, int]) -> Assignment:
        """Call groups and classes as those before with most of the same people.

        Where a rule means a certain one, so that it would cost more, they are not.
        """
        names = _matching(self._before.group, found.group)
        names |= _matching(self._before.classes, found.classes)
        renamed = _called(found, names)
        report = check(self._given, to_plan(self._given, renamed))
        fits = report.ok and all(report.levels[k] <= most for k, most in caps.items())
        return renamed if fits else found


def _matching(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    """Give each label of after one of before, where most are the same first."""
    met = Counter((after[who], label) for who, label in before.items() if who in after)
    cohort_of = {label: label.rpartition("-")[0] for label in {*before.values()}}
    every = sorted({*before.values()} & {*after.values()})
    pairs = [
        (new, old) for new in every for old in every if cohort_of[new] == cohort_of[old]
    ]
    found: dict[str, str] = {}
    for new, old in sorted(pairs, key=lambda pair: (-met[pair], pair)):
        if new not in found and old not in found.values():
            found[new] = old
    return found


def _called(found: Assignment, names: Mapping[str, str]) -> Assignment:
    """Return the same with other labels."""

    def key(old: SessionKey) -> SessionKey:
        return old._replace(audience=names.get(old.audience, old.audience))

    return replace(
        found,
        start={key(k): v for k, v in found.start.items()},
        place={key(k): v for k, v in found.place.items()},
        staff={(key(k), role): v for (k, role), v in found.staff.items()},
        group={k: names.get(v, v) for k, v in found.group.items()},
        classes={k: names.get(v, v) for k, v in found.classes.items()},
        facilitator={names.get(k, k): v for k, v in found.facilitator.items()},
    )


def kept_of(held: Assignment, opened: Opened, other: Assignment | None = None) -> Kept:
    """Leave what is held, what another has, and all of what is opened."""
    both = [held] if other is None else [held, other]
    days = {
        key: frozenset(row.start[key][0] for row in both)
        for key in held.start
        if key not in opened.sessions
    }
    labels: Labels = {}
    for family, name in FIELDS.items():
        people = opened.people.get(family, frozenset())
        if people is None:
            continue
        rows = [getattr(row, name) for row in both]
        labels[family] = {
            who: frozenset(row[who] for row in rows if who in row)
            for who in rows[0]
            if who not in people
        }
    return Kept(days=days, labels=labels)
