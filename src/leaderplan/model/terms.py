"""Terms on which portions are planned: examiners' days, and days together with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.model.bookings import Bookings
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.gathering import Granted, Wishes, beyond, granted, heard, suiting
from leaderplan.model.leaving import Others, left_to
from leaderplan.model.lessons import Lessons
from leaderplan.model.parts import Parts
from leaderplan.model.portions import Portion
from leaderplan.model.practica import Stay, chosen, hosted, nearest, opened
from leaderplan.model.prices import Shared
from leaderplan.model.rooms import Gathering, full, of_days, sizes_of
from leaderplan.model.run import Budget
from leaderplan.model.search import Search
from leaderplan.model.searched import Within
from leaderplan.model.shares import EVERYTHING
from leaderplan.model.slices import Bounded
from leaderplan.progress import Progress

TRIES = 8
"""How often days are agreed while some portion has none."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Cohorts that are planned together, of the portion with number ``of``."""

    portion: Portion
    of: int


class Terms:
    """What is agreed between portions before any is planned.

    Examiners' days are agreed for all at once by counting people; then each portion
    looks for the days together that are best with them. Where there are none, other
    days of examiners are agreed.

    Parameters
    ----------
    programme, turns
        All, and who is planned with whom.
    portions, bounded
        Those that were bounded, and what that gave.
    priced
        The programme of each portion that its bounds rest on.
    shared
        The choice of hosts and of coaches for all; hosts are chosen anew here.
    budget, seed
        What may be spent, the seed.
    tells
        Called with the progress of each portion.

    Attributes
    ----------
    exams
        What each turn is granted of examiners' days.
    days
        Days together of each portion; none where none were found.
    stays
        Hosts and weeks of the practicum, of all whose days together are known.
    """

    def __init__(
        self,
        programme: Programme,
        turns: Sequence[Turn],
        portions: Sequence[Portion],
        bounded: Sequence[Bounded | None],
        priced: Sequence[Programme],
        shared: dict[str, Shared],
        budget: Budget,
        seed: int,
        tells: Sequence[Callable[[Progress], None]],
    ) -> None:
        self._programme = programme
        self._turns = turns
        self._priced = priced
        self._shared = shared
        self._budget = budget
        self._seed = seed
        self._tells = tells
        self._portions = portions
        self._bounded = bounded
        self._opened = opened(programme)
        self._hosted = hosted(programme, self._opened)
        self._refused: dict[int, list[frozenset[date]]] = {}
        self.exams: list[Granted] = [Granted() for _ in turns]
        self.days: dict[int, Assignment] = {}
        self.stays: list[Stay] = []

    def agree(self) -> None:
        """Agree on days, anew as long as some portion has none.

        Whoever has none is first then; who has none even so has other days of exams.
        """
        anew = True
        order = [
            number
            for number, found in enumerate(self._bounded)
            if found is not None and found.open and "core" in found.known
        ]
        for _ in range(TRIES):
            if anew:
                self._examine()
            failed = next((n for n in order if not self._find(n)), None)
            if failed is None or self._budget.over:
                break
            anew = failed == order[0]
            if anew and not self._refuse(failed):
                break
            if not anew:
                order.remove(failed)
                order.insert(0, failed)
                self.days.clear()
        # Who was first and had none has none again.
        for number in order[int(anew) :]:
            self._find(number)
        self._stay()

    def _examine(self) -> None:
        """Agree on examiners' days; drop days together that were found with others."""
        before, self.exams = (
            self.exams,
            granted(
                self._programme, [turn.portion for turn in self._turns],
                [turn.of for turn in self._turns], self._budget, self._seed,
                self._wishes(),
            ),
        )  # fmt: skip
        for number in list(self.days):
            if not self._same(number, before):
                del self.days[number]

    def _find(self, number: int) -> bool:
        """Find days together of a portion that leave room for its exams."""
        if number not in self.days:
            days = self._together(number)
            if days is not None:
                self.days[number] = days
        return number in self.days

    def _together(
        self, number: int, exams: frozenset[date] = frozenset()
    ) -> Assignment | None:
        """Return days together of a portion with the exams agreed, or on some days."""
        found = self._bounded[number]
        if found is None:
            return None
        granted = self._granted(number)
        if exams:
            granted = Granted(days=dict.fromkeys(granted.days, exams))
        return self._search(number, found, granted).together(self._hosted)

    def _wishes(self) -> Wishes:
        """Wish for days of exams near those that suit the best days together."""
        best = {n: self._best(n) for n in range(len(self._portions))}
        near = {n: (min(days), max(days)) for n, days in best.items() if days}
        return Wishes(near, self._refused)

    def _best(self, number: int) -> list[date]:
        """Return days of exams that suit the best days together of a portion."""
        programme, found = self._portions[number].programme, self._bounded[number]
        core = found and found.known.get("core")
        return suiting(programme, core.seen) if core else []

    def _refuse(self, number: int) -> bool:
        """Refuse the days of exams with which one has none; whether there are any.

        All that are before or after them, too, where it has none with any of those.
        """
        days = frozenset().union(*self._granted(number).days.values())
        refused = self._refused.setdefault(number, [])
        fresh = bool(days) and not any(days <= gone for gone in refused)
        if fresh:
            refused.append(days)
            sides = beyond(self._programme, self._best(number), days)
            none = (side for side in sides if self._together(number, side) is None)
            refused += [*islice(none, 1)]
        return fresh

    def _same(self, number: int, before: Sequence[Granted]) -> bool:
        rows = zip(self._turns, self.exams, before, strict=True)
        return all(now.days == was.days and now.dated == was.dated
                   for turn, now, was in rows if turn.of == number)  # fmt: skip

    def _granted(self, number: int) -> Granted:
        """Return what all cohorts of a portion are granted."""
        theirs = [
            given
            for turn, given in zip(self._turns, self.exams, strict=True)
            if turn.of == number
        ]
        return Granted(
            days={k: days for given in theirs for k, days in given.days.items()},
            dated={k: day for given in theirs for k, day in given.dated.items()},
        )

    def lent(self, portions: Iterable[Portion]) -> list[str]:
        """Name who is to lead a group of some portions, once for each group."""
        found = {
            k: who for days in self.days.values() for k, who in days.facilitator.items()
        }
        cohorts = [c for portion in portions for c in portion.cohorts]
        labels = (k for c in cohorts for k in self._programme.group_ids(c))
        return [found[label] for label in labels if label in found]

    def gatherings(self, portions: Iterable[Portion]) -> list[Gathering]:
        """List what some portions are together for on the days agreed."""
        cohorts = {c for portion in portions for c in portion.cohorts}
        homes = {
            c.classes_with or c.id for c in self._programme.cohorts if c.id in cohorts
        }
        labels = cohorts.union(*(self._programme.class_ids(home) for home in homes))
        return [
            row
            for number, days in self.days.items()
            for row in of_days(self._portions[number].programme, days)
            if row.audience in labels
        ]

    def _meant(self, but: int | None = None, *, visits: bool = True) -> list[Plan]:
        """Days together of all portions but one, as plans that hold no rooms yet."""
        gone = () if visits else Parts(self._programme).practicum
        plans = []
        for other, days in self.days.items():
            if other != but:
                portion = self._portions[other]
                kept = replace(days.without(gone, ()), place={}, host={})
                plans.append(portion.in_whole(to_plan(portion.programme, kept)))
        return plans

    def _dated(self, but: int | None = None) -> dict[str, date]:
        """Days agreed for exams of all portions but one, by session."""
        return {
            name: day
            for turn, given in zip(self._turns, self.exams, strict=True)
            if turn.of != but
            for name, day in given.dated.items()
        }

    def _search(self, number: int, bounded: Bounded, exams: Granted) -> Search:
        """Return a search of a portion that keeps to what is granted of exams."""
        portion, programme = self._portions[number], self._priced[number]
        apart = [turn.portion for turn in self._turns if turn.of != number]
        taken = Bookings(self._programme, self._meant(number))
        core = bounded.known["core"].found or Assignment()
        # Rooms are left to classes of some size, so none may be larger.
        classes = Counter(core.classes.values())
        seats = dict.fromkeys(classes, max(classes.values(), default=0))
        sizes = sizes_of(programme, core) | seats
        rooms = full(self._programme, programme, sizes, self.gatherings(apart))
        lessons = Lessons(seats={label: (0, most) for label, most in seats.items()})
        others = Others(taken, lessons, exams, (), self._dated(number), rooms)
        planned = left_to(
            self._programme, portion, programme, EVERYTHING, self._shared, others
        )
        return Search(
            programme, self._budget, self._seed, lambda _: {}, self._tells[number],
            small=0, within=Within((planned,), known=bounded.known),
        )  # fmt: skip

    def _stay(self) -> None:
        """Choose hosts and weeks of the practicum for all whose days are known."""
        joint = self._shared.get("hosts")
        if joint is None:
            return
        stays: list[Stay] = []
        for number, days in self.days.items():
            known = self._bounded[number]
            rows = self._portions[number].programme.participants
            if known is not None and not self._budget.over:
                search = self._search(number, known, self._granted(number))
                people = (person.id for person in rows)
                stays += search.stays(days, nearest(joint, people, days, self._opened))
        solver = Lexicographic(self._programme, self._budget, self._seed)
        together = Bookings(self._programme, self._meant(visits=False)).away
        busy = Counter(together) + heard(self._programme, self._dated())
        self.stays = chosen(
            solver, self._programme, joint, stays, busy, self._budget, self._seed
        )
        if self.stays:
            found = {**joint.found, **{s.participant: s.host for s in self.stays}}
            self._shared["hosts"] = replace(joint, found=found)
            for number, days in self.days.items():
                rows = self._portions[number].programme.participants
                hosts = {p.id: found[p.id] for p in rows if p.id in found}
                self.days[number] = days.merged(Assignment(host=hosts))
