"""From what each calendar says to one report of its owner's time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from leaderplan.domain.people import Availability
from leaderplan.io.availability.grid import Blocks, Grid
from leaderplan.io.availability.policy import AvailabilityPolicy
from leaderplan.io.availability.report import (
    AvailabilityReport,
    EntryFault,
    ReadSource,
    Said,
)
from leaderplan.io.availability.told import days_text, entries_text
from leaderplan.locale import Language, Words, day_text

FEWER = 5
"""A calendar with less than a fifth of its earlier entries is warned of."""
QUIET_DAYS = 60
"""Days at the end of the period without an entry that are warned of."""


@dataclass
class Heard:
    """What one calendar says."""

    source: ReadSource
    policy: AvailabilityPolicy
    times: dict[str, list[tuple[int, int]]]
    silent: bool = False

    @classmethod
    def of(
        cls,
        name: str,
        policy: AvailabilityPolicy,
        changed: datetime | None,
        found: dict[str, Any],
    ) -> Heard:
        """Make it of what the reading process answers."""
        zone, counts = ZoneInfo(policy.time_zone), found["counts"]

        def day(seconds: int) -> date:
            return datetime.fromtimestamp(seconds, zone).date()

        def within(one: date) -> date:
            return min(max(one, policy.first), policy.last)

        faults = tuple(
            EntryFault(event=event, name=what, code=code,
                       first=within(_day(first, zone)), last=within(_day(last, zone)))
            for event, what, code, first, last in found["faults"]
        )  # fmt: skip
        source = ReadSource(
            name=name, as_of=changed, faults=faults,
            entries=counts.get("entries", 0), inside=counts.get("inside", 0),
            counts={key: count for key, count in counts.items() if count},
            last_entry=day(found["latest"]) if found["latest"] else None,
        )  # fmt: skip
        states = ("unavailable", "prefer_not", "unknown")
        times = {state: [(a, b) for a, b in found[state]] for state in states}
        return cls(source, policy, times, bool(counts.get("silent")))


def unheard(name: str, policy: AvailabilityPolicy, why: Words) -> Heard:
    """Return what a calendar says that could not be read: nothing."""
    said = Said(da=why.da, en=why.en)
    whole: dict[str, list[tuple[int, int]]] = {
        "unavailable": [],
        "prefer_not": [],
        "unknown": [(-(2**40), 2**40)],
    }
    return Heard(ReadSource(name=name, why=said), policy, whole)


def _day(seconds: int, zone: ZoneInfo) -> date:
    try:
        return datetime.fromtimestamp(seconds, zone).date()
    except (ValueError, OverflowError, OSError):
        return date.min if seconds < 0 else date.max


def report_of(
    owner: str,
    heard: list[Heard],
    previous: AvailabilityReport | None,
    now: datetime | None,
    language: Language,
) -> AvailabilityReport:
    """Put calendars together: busy where one is, unknown where one is and none busy."""
    policy = heard[0].policy
    grid = Grid(policy)
    every = frozenset(range(len(policy.blocks)))
    busy: dict[date, Blocks] = {}
    rather: dict[date, Blocks] = {}
    unknown: dict[str, set[date]] = {"unanswered": set(), "unavailable": set()}
    for one in heard:
        for taken, state in ((busy, "unavailable"), (rather, "prefer_not")):
            for day, blocks in grid.blocks(one.times[state]).items():
                taken[day] = taken.get(day, frozenset()) | blocks
        days = grid.touched(one.times["unknown"])
        days |= {day for day in grid.days if _beyond(one.policy, day)}
        unknown[one.policy.unknown] |= days
    held = busy | dict.fromkeys(unknown["unavailable"], every)
    rows: list[Availability] = [*grid.rows("unavailable", held)]
    wished = {
        day: blocks - held.get(day, frozenset()) for day, blocks in rather.items()
    }
    rows += grid.rows("prefer_not", wished)
    open_ = {day: every - held.get(day, frozenset()) for day in unknown["unanswered"]}
    rows += grid.rows("unanswered", open_)
    return AvailabilityReport(
        owner=owner, policy=policy, read_at=now, rows=tuple(rows), language=language,
        unknown=tuple(sorted(unknown["unanswered"] | unknown["unavailable"])),
        busy_days=len(busy), rather_days=sum(1 for left in wished.values() if left),
        sources=tuple(one.source for one in heard),
        warnings=tuple(
            Said(da=words.da, en=words.en)
            for number, one in enumerate(heard)
            for words in _warnings(one, _before(previous, number, one), now)
        ),
    )  # fmt: skip


def _beyond(policy: AvailabilityPolicy, day: date) -> bool:
    return policy.known_to is not None and day > policy.known_to


def _before(
    previous: AvailabilityReport | None, number: int, one: Heard
) -> ReadSource | None:
    rows = previous.sources[number : number + 1] if previous else ()
    return next((row for row in rows if row.name == one.source.name), None)


def _warnings(
    one: Heard, before: ReadSource | None, now: datetime | None
) -> Iterator[Words]:
    """Yield what to look at in a calendar."""
    source, policy = one.source, one.policy
    if source.why is not None:
        return
    if before is not None and source.inside * FEWER < before.inside:
        yield Words(
            f"{source.name} havde sidst {entries_text(before.inside, 'da')} i perioden "
            f"og har nu {source.inside}",
            f"{source.name} had {entries_text(before.inside, 'en')} in the period last "
            f"time and has {source.inside} now",
        )
    if one.silent:
        yield Words(
            f"{source.name} har ingen aftaler i perioden, så den siger intet om den",
            f"{source.name} has no entry in the period, so it says nothing about it",
        )
    if free := source.counts.get("whole_day_free", 0):
        yield _free(free, source.name)
    if source.as_of and now and (now - source.as_of).days > policy.stale_days:
        yield Words(
            f"{source.name} er {days_text((now - source.as_of).days, 'da')} gammel",
            f"{source.name} is {days_text((now - source.as_of).days, 'en')} old",
        )
    last = source.last_entry
    if last and policy.known_to is None and _quiet(policy, last):
        yield Words(
            f"den sidste aftale i {source.name} er {day_text(last, 'da')}; "
            "rækker kalenderen ikke længere frem, så angiv hvortil (known_to)",
            f"the last entry of {source.name} is on {day_text(last, 'en')}; if the "
            "calendar reaches no further, say how far it does (known_to)",
        )


def _free(count: int, name: str) -> Words:
    if count == 1:
        return Words(
            f"1 hel dag i {name} står som ledig og regnes ikke; det kan være ferie",
            f"1 whole day of {name} is shown as free and not counted; it may be a "
            "holiday",
        )
    return Words(
        f"{count} hele dage i {name} står som ledig og regnes ikke; det kan være ferie",
        f"{count} whole days of {name} are shown as free and not counted; they may be "
        "holidays",
    )


def _quiet(policy: AvailabilityPolicy, last: date) -> bool:
    return policy.last - last > timedelta(days=QUIET_DAYS)
