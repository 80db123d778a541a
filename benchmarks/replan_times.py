"""What the replanning of one change takes, of several people, hosts and days each."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from random import Random
from statistics import median

import leaderplan as lp
from benchmarks.registry import Family, Table
from benchmarks.replans import BEGUN, SOON
from benchmarks.tables import number, whole
from leaderplan.domain import change
from leaderplan.domain.change import Change
from leaderplan.domain.plan import Plan, Session
from leaderplan.domain.programme import Programme

BAR = {"S": 2.0, "M": 5.0, "L": 15.0}
"""CPU-seconds that one change may take."""

EACH = {"S": 5, "M": 5, "L": 2}
"""How many changes of each kind are drawn of one sample."""


class Drawing:
    """Draws changes of a plan, each about something after the day.

    Parameters
    ----------
    given, plan
        The programme and its plan.
    dice
        What draws.
    """

    def __init__(self, given: Programme, plan: Plan, dice: Random) -> None:
        self._given, self._plan, self._dice = given, plan, dice
        self.as_of = given.calendar.first + BEGUN
        self._coming = [s for s in plan.sessions if s.day >= self.as_of + SOON]

    def changes(self, each: int) -> Iterator[tuple[str, Change]]:
        """Yield some changes of each kind, by what they are."""
        for _ in range(each):
            yield "host withdraws", self._host()
            yield "new job", self._job()
            yield "exam day absent", self._absent("exam")
            yield "practicum day absent", self._absent("practicum")
            yield "coach lost", self._coach()
            yield "room lost", self._room()
            yield "leader lost for a day", self._leader()

    def _drawn(self, kind: str) -> Session:
        rows = [
            s for s in self._coming if self._given.activity(s.activity).kind == kind
        ]
        return self._dice.choice(rows)

    def _host(self) -> Change:
        host = self._drawn("practicum").place or ""
        return change.HostWithdraws(host=host, on=self.as_of)

    def _absent(self, kind: str) -> Change:
        row = self._drawn(kind)
        return change.Absence(participant=row.audience, first=row.day, last=row.day)

    def _coach(self) -> Change:
        who = self._drawn("coaching").audience
        coach = next(m.coach for m in self._plan.matches if m.participant == who)
        return change.CoachLost(staff=coach, first=self.as_of)

    def _room(self) -> Change:
        rooms = {room.id for room in self._given.rooms}
        row = self._dice.choice([s for s in self._coming if s.place in rooms])
        return change.RoomLost(room=row.place or "", first=row.day, last=row.day)

    def _leader(self) -> Change:
        joint = [
            s
            for s in self._coming
            if s.staff and self._given.activity(s.activity).audience != "participant"
        ]
        row = self._dice.choice(joint)
        return change.StaffLost(staff=row.staff[0].staff, first=row.day, last=row.day)

    def _job(self) -> Change:
        """Let somebody work in another unit with another manager, from soon on."""
        begin = self.as_of + SOON
        people = [
            p
            for p in self._given.participants
            if all((post.valid_from or begin) <= begin for post in p.posts)
            and any(s.audience == p.id for s in self._coming)
        ]
        who = self._dice.choice(people)
        own, host = (
            who.posts[-1],
            {row.participant: row.host for row in self._plan.placements}.get(who.id),
        )
        others = [
            (post.unit, post.manager)
            for person in self._given.participants
            for post in person.posts[-1:]
            if post.unit not in (own.unit, host) and post.manager != own.manager
        ]
        unit, manager = self._dice.choice(others)
        return change.JobChange(
            participant=who.id, on=begin, unit=unit, manager=manager
        )


def timed(size: str, seed: int, limit: float) -> Iterator[dict[str, object]]:
    """Replan each drawn change of one planted plan alone; one row each."""
    given, plan = lp.samples.planted(size, seed)
    drawing = Drawing(given, plan, Random(seed))
    options = lp.SolveOptions(time_limit=limit, seed=seed)
    for kind, what in drawing.changes(EACH[size]):
        began = time.process_time()
        told = lp.replan(given, plan, what, drawing.as_of, options=options)
        cpu = round(time.process_time() - began, 2)
        row: dict[str, object] = {"case": kind, "change": what.words(given).en}
        row |= {"status": told.status.value, "disturbance": "", "bound": ""}
        if told.certificate is not None:
            first = told.certificate.levels[0]
            row |= {"disturbance": first.value, "bound": first.bound}
        yield row | {"cpu s": cpu}


def _run(size: str, seeds: range, limit: float) -> Table:
    """Tell of each kind how many have a plan, are proven, and what they take."""
    rows = [row for seed in seeds for row in timed(size, seed, limit)]
    table: Table = []
    for kind in dict.fromkeys(str(row["case"]) for row in rows):
        theirs = [row for row in rows if row["case"] == kind]
        planned = [row for row in theirs if row["disturbance"] != ""]
        proven = sum(row["disturbance"] == row["bound"] for row in planned)
        took = [number(row["cpu s"]) for row in theirs]
        table.append(
            {"case": kind, "changes": len(theirs), "plans": len(planned),
             "proven": proven, "median cpu s": round(median(took), 1),
             "worst cpu s": max(took), "size": size}
        )  # fmt: skip
    return table


def _bar(table: Table) -> str:
    """Tell how often a plan is proven, and of which kinds one takes too long."""
    count, plans, proven = (
        sum(whole(row[head]) for row in table)
        for head in ("changes", "plans", "proven")
    )
    slow = [
        str(row["case"])
        for row in table
        if number(row["worst cpu s"]) > BAR[str(row["size"])]
    ]
    words = f"{plans} of {count} changes have a plan, {proven} proven to disturb least"
    return f"{words}; above the bar: {', '.join(slow) or 'none'}"


def _family(size: str, people: str) -> Family:
    return Family(
        f"replan-times-{size.lower()}",
        f"CPU-seconds of one change, {people} people, from planted plans",
        partial(_run, size),
        _bar,
        long=True,
    )


REPLAN_TIMES = (_family("S", "32"), _family("M", "200"), _family("L", "1,000"))
