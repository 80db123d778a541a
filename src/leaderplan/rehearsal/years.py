"""One year after another: what happens is replanned, checked and released."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from itertools import groupby
from multiprocessing import get_context

from leaderplan.check import check
from leaderplan.domain.change import Change
from leaderplan.domain.plan import Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.posts import days_told
from leaderplan.domain.programme import Programme
from leaderplan.errors import LeaderplanError, RuleBroken
from leaderplan.feeds.ledger import FeedLedger
from leaderplan.feeds.promises import Promises, told_early
from leaderplan.feeds.release import release
from leaderplan.options import SolveOptions
from leaderplan.rehearsal.events import Event, change_of, drawn
from leaderplan.rehearsal.report import BROKEN, DONE, REPAIRED, Batch, Rehearsal
from leaderplan.rehearsal.scenario import Scenario
from leaderplan.repairs_after import repairs_after
from leaderplan.replan import replan
from leaderplan.result import Result

SOON = timedelta(days=2)
"""What happens within so many days is decided on at once."""

LIMIT = 60.0
"""Seconds of one replanning where no limit is given."""


def rehearse(  # noqa: PLR0913 - all by name but the first three
    programme: Programme,
    plan: Plan,
    scenario: Scenario | None = None,
    *,
    years: int = 20,
    seed: int = 0,
    policy: ReplanPolicy | None = None,
    options: SolveOptions | None = None,
    feeds: bool = True,
    workers: int = 1,
) -> Rehearsal:
    """Simulate years that might come: every event is replanned, checked and released.

    Parameters
    ----------
    programme, plan
        The facts and rules, and the plan with which each year begins.
    scenario
        What happens how often; that of DOMAIN.md 4.3 by default.
    years
        How many, 1 or more; year ``n`` is drawn from ``seed + n``.
    policy
        Prices of disturbance; whoever was disturbed is named in it from then on.
    options
        Limits of each replanning; ``language`` is that of texts.
    feeds
        Whether every plan is released, and what was promised to subscribers checked.
    workers
        Processes over which years are spread; the report is the same, times aside.
    """
    given = options or SolveOptions(time_limit=LIMIT)
    year = _Year(programme, plan, scenario or Scenario(), policy or ReplanPolicy(),
                 given, feeds)  # fmt: skip
    seeds = range(seed, seed + years)
    if workers > 1:
        context = get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            rows = [row for found in pool.map(year.run, seeds) for row in found]
    else:
        rows = [row for one in seeds for row in year.run(one)]
    return Rehearsal(tuple(rows), years, seed, given.language)


@dataclass(slots=True)
class _Now:
    """How things stand in a year."""

    programme: Programme
    plan: Plan
    ledger: FeedLedger
    promises: Promises
    disturbed: frozenset[str] = frozenset()
    released: date = date.min
    broken: list[str] = field(default_factory=list)
    """What releases between events broke; told of with the next event."""


@dataclass(frozen=True, slots=True)
class _Year:
    """Runs one seeded year."""

    programme: Programme
    plan: Plan
    scenario: Scenario
    policy: ReplanPolicy
    options: SolveOptions
    feeds: bool

    def run(self, seed: int) -> list[Batch]:
        """Return what became of every event of a year."""
        now = _Now(self.programme, self.plan, self._ledger(), Promises())
        events = drawn(self.programme, self.plan, self.scenario, seed)
        # What waits is decided on after what came later and could not.
        events.sort(key=self._decided)
        rows = list[Batch]()
        if events:
            first = min(event.known for event in events)
            self._released(now, first - timedelta(days=1))
        for day, together in groupby(events, key=self._decided):
            self._released_between(now, day)
            rows += self._day(now, seed, day, tuple(together))
        return rows

    def _ledger(self) -> FeedLedger:
        return FeedLedger(
            programme=self.programme.id, language=self.options.language,
            released=datetime.min.replace(tzinfo=UTC),
        )  # fmt: skip

    def _decided(self, event: Event) -> date:
        """Return the day on which an event is decided on."""
        if event.day - event.known <= SOON:
            return event.known
        first = self.programme.calendar.first
        late = -(event.known - first).days % self.scenario.every
        return min(event.known + timedelta(days=late), event.day)

    def _day(
        self, now: _Now, seed: int, day: date, events: Sequence[Event]
    ) -> Iterator[Batch]:
        """Decide on a day's events together; where that fails, one by one."""
        made = [(e, self._change(now, e)) for e in events]
        for event, change in made:
            if change is None:
                yield Batch(seed, day, (event.kind,), "nothing")
        rows = [(e, change) for e, change in made if change is not None]
        if not rows:
            return
        kinds = tuple(e.kind for e, _ in rows)
        batch = self._planned(now, seed, day, kinds, [change for _, change in rows])
        if batch.kept or len(rows) == 1:
            yield batch
            return
        for event, change in rows:
            yield self._planned(now, seed, day, (event.kind,), [change])

    def _change(self, now: _Now, event: Event) -> Change | None:
        change = change_of(event, now.programme, now.plan, self.scenario)
        if change is None or tuple(change.faults(now.programme)):
            return None
        return change

    def _planned(
        self,
        now: _Now,
        seed: int,
        day: date,
        kinds: tuple[str, ...],
        changes: Sequence[Change],
    ) -> Batch:
        begun = time.process_time()
        policy = self.policy.model_copy(
            update={"disturbed": tuple(sorted(now.disturbed))}
        )
        batch = Batch(seed, day, kinds, "failed")
        try:
            result = replan(now.programme, now.plan, changes, day, policy, self.options)
        except LeaderplanError as error:
            return replace(batch, outcome="refused", why=str(error))
        seconds = time.process_time() - begun
        batch = replace(batch, seconds=seconds)
        if result.plan is not None:
            return self._kept(now, batch, changes, result)
        batch = replace(batch, outcome=result.status.value, why=_why(result))
        if len(changes) == 1:
            return self._repaired(now, batch, changes[0], policy, result)
        return batch

    def _repaired(
        self, now: _Now, batch: Batch, change: Change, policy: ReplanPolicy,
        conflict: Result,
    ) -> Batch:  # fmt: skip
        """Loosen what is cheapest, as a coordinator might agree, and plan again."""
        begun = time.process_time()
        programme, plan, day, options = now.programme, now.plan, batch.day, self.options
        found = repairs_after(
            programme, plan, change, day, policy, options, result=conflict, most=1
        )
        if found.repairs and (result := found.repairs[0].result) is not None:
            batch = replace(batch, repair=_line(found.text()))
            batch = self._kept(now, batch, [change], result)
        seconds = batch.seconds + time.process_time() - begun
        return replace(batch, seconds=seconds)

    def _kept(
        self, now: _Now, batch: Batch, changes: Sequence[Change], result: Result
    ) -> Batch:
        """Go on with what was planned, and tell whom it disturbs."""
        assert result.plan is not None  # noqa: S101 - the caller has looked
        before = now.programme, now.plan
        now.programme, now.plan = result.programme, result.plan
        try:
            broken = self._released(now, batch.day)
        except RuleBroken as error:
            now.programme, now.plan = before
            return replace(batch, outcome="broken rule", why=str(error))
        about = {id_ for change in changes for id_ in change.about}
        people = set(result.sheet.people) if result.sheet else set()
        now.disturbed |= people - about
        level = result.certificate.levels[0] if result.certificate else None
        return replace(
            batch,
            outcome=BROKEN if broken else REPAIRED if batch.repair else DONE,
            why="; ".join(broken[:3]) or batch.why,
            people=len(people),
            others=len(people - about),
            value=level.value if level else 0,
            bound=level.bound if level else 0,
        )

    def _released(self, now: _Now, day: date) -> list[str]:
        """Check and release the plan on a day; return the promises that it breaks."""
        now.released = day
        if not self.feeds:
            check(now.programme, now.plan, as_of=day).raise_if_broken()
            return []
        moment = datetime.combine(day, clock(12), UTC)
        made = release(
            now.programme, now.plan, now.ledger, moment, language=self.options.language
        )
        now.ledger = made.ledger
        early = told_early(now.programme, now.plan, made, day)
        broken = [*now.broken, *now.promises.broken_by(made, day), *early]
        now.broken = []
        return broken

    def _released_between(self, now: _Now, day: date) -> None:
        """Release again on days before an event from which on more is to be seen."""
        seen = {on for on in days_told(now.programme) if now.released < on < day}
        for on in sorted(seen if self.feeds else ()):
            now.broken = self._released(now, on)


def _why(result: Result) -> str:
    """Tell why there is no plan, in one line."""
    from leaderplan.display.conflicts import no_plan_lines

    lines = no_plan_lines(result, result.language)
    return _line("\n".join(lines)) or result.status.value


def _line(text: str) -> str:
    """Write lines as one, cut where it is long."""
    return " / ".join(text.splitlines())[:500]
