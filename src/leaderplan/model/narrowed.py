"""What distances and prices leave of each session's days, before any variable."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from leaderplan.domain.plan import SessionKey
from leaderplan.model.closure import Earliest, Link, Links
from leaderplan.model.company import stand_ins
from leaderplan.model.core import Core
from leaderplan.model.delays import Delays, Source, Way, Ways
from leaderplan.model.drafts import Draft, SessionDecision, prices
from leaderplan.model.literals import Lit
from leaderplan.model.times import SessionTime
from leaderplan.model.windows import Drafts, distances, shrink
from leaderplan.rules._distances import Distance

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

FEW_DAYS = 20
"""Days that a session seen through its days only may have to be kept in view."""


def left_out(core: Core, draft: Draft) -> bool:
    """Whether a session is seen through its days only and has many to choose from.

    What it asks of others is in their windows and in chains; it seldom asks more.
    """
    far = draft.context and draft.key not in core.kept.closer
    return far and int(draft.days.sum()) > FEW_DAYS


class Narrowed:
    """The drafts of a model, cut to the days that can be.

    Kept are the days that the distances between sessions leave. What must not cost
    anything more keeps only its cheapest options; what is left out is counted at
    least so much.

    Parameters
    ----------
    core
        The books of the model.
    drafts
        Its sessions; their days are cut in place.
    """

    def __init__(self, core: Core, drafts: dict[SessionKey, Draft]) -> None:
        self._core = core
        self._drafts = drafts
        # A company is not one of the people that a requirement is waived for.
        named = core.explain or bool(core.programme.waivers)
        self.seen = drafts if named else {**drafts, **stand_ins(core, drafts)}
        """The drafts, and each company's own meetings."""
        self.asked: list[Distance] = []
        """All that rules ask of the distances between them."""
        self.least: dict[str, int] = {}
        """By level, what the sessions left out cost at least."""
        self.cramped: Collection[SessionKey] = ()
        """Sessions of which one is left without a day."""
        if core.explain:
            return
        self.asked = distances(Drafts(core.programme, self.seen), core.rules)
        if not self._narrow():
            core.clash(())
            core.model.add_bool_or([])

    def _narrow(self) -> bool:
        """Cut the drafts; ``False`` where one has no day left."""
        hard = [row for row in self.asked if row.rule.hard]
        self.cramped = shrink(self.seen, hard)
        if self.cramped or not self._cheapest():
            return False
        return self._core.spending is None or not shrink(self.seen, self._binding())

    def _binding(self) -> list[Distance]:
        """Return the distances that must be kept: hard, or where nothing may cost.

        A priced one between two settled days costs what it costs.
        """
        single = self._single()
        return [
            row
            for row in self.asked
            if row.rule.hard
            or (self._core.binds(row.rule) and not single.issuperset(row[:2]))
        ]

    def _single(self) -> set[SessionKey]:
        """Sessions with one day left."""
        return {key for key, draft in self.seen.items() if int(draft.days.sum()) == 1}

    def _cheapest(self) -> bool:
        """Keep the least expensive options; ``False`` where levels want others."""
        spending = self._core.spending
        for draft in self._drafts.values():
            out = left_out(self._core, draft)
            bound = spending is not None and (
                out or not spending.reaches(draft.key.activity)
            )
            if draft.fixed is not None or not (out or bound):
                continue
            allowed = draft.allowed.copy()
            for level, cost in prices(self._core, draft).items():
                least = int(cost[draft.allowed].min())
                if out:
                    self.least[level] = self.least.get(level, 0) + least
                allowed &= cost == least
            if bound and not allowed.any():
                return False
            draft.allowed = allowed if bound else draft.allowed
        return True

    def chain(self, held: Mapping[SessionKey, SessionDecision]) -> None:
        """State what the sessions left out ask of those in view."""
        indexed = {
            key
            for key, decided in held.items()
            if decided.time.indexed and decided.time.shift == 0
        }
        gone = {key for row in self.asked for key in row[:2]} - indexed
        if not indexed:
            return
        # What binds a session of one day has cut the others' days already.
        single = self._single()
        bound = [row for row in self._binding() if single.isdisjoint(row[:2])]
        priced = [row for row in self.asked if self._charged(row, held)]
        ends = {key for row in (*bound, *priced) for key in row[:2]}
        # In order, so that the model does not depend on how texts are hashed.
        days = {key: self.seen[key].days for key in sorted(ends)}
        links = Links(days, bound)
        if priced:
            self._delay(Delays(links, days, gone, self._ways(gone)), priced, held)
        for link in links.without(gone & ends):
            one, other = held[link.first].time, held[link.then].time
            follow(self._core.model, one, other, link.earliest)
        own = ends - self._drafts.keys()
        for link in Links(days, bound).without((gone & ends) - own) if own else ():
            if not own.isdisjoint((link.first, link.then)):
                self._lend(link, held)

    def _groups_of(
        self, own: SessionKey, held: Mapping[SessionKey, SessionDecision]
    ) -> Iterator[tuple[SessionKey, Lit]]:
        """Yield each group's session that a company's own may be, and when it is."""
        someone = min(self.seen[own].attendees)
        for key, draft in self._drafts.items():
            here = draft.attendees.get(someone, False)
            alike = (key.activity, key.occurrence) == (own.activity, own.occurrence)
            if alike and here is not False and key in held and held[key].time.indexed:
                yield key, here

    def _lend(self, link: Link, held: Mapping[SessionKey, SessionDecision]) -> None:
        """State of each group's sessions what is asked of a company's own."""
        own = {key for key in (link.first, link.then) if key not in self._drafts}
        if len({key.audience for key in own}) > 1:
            return
        for host, here in self._groups_of(min(own), held):
            ends = [
                key._replace(audience=host.audience) if key in own else key
                for key in (link.first, link.then)
            ]
            if all(key in held and held[key].time.indexed for key in ends):
                first, then = (held[key].time for key in ends)
                follow(self._core.model, first, then, link.earliest, here)

    def _charged(
        self, row: Distance, held: Mapping[SessionKey, SessionDecision]
    ) -> bool:
        """Whether a distance is priced, and not of two sessions in view.

        Of sessions of the programme only, for which it is asked once.
        """
        pair = {row.first, row.then}
        open_ = self._core.spending is None and not row.rule.hard
        return open_ and pair <= self._drafts.keys() and not pair <= held.keys()

    def _ways(self, gone: Collection[SessionKey]) -> Ways:
        """Days of each two sessions with one coach, for each coach they may have."""
        held = defaultdict[str, list[Draft]](list)
        for key, draft in self._drafts.items():
            if draft.coached and key in gone:
                held[key.audience].append(draft)
        return {
            frozenset((one.key, other.key)): list(self._shared(one, other))
            for drafts in held.values()
            for one, other in combinations(drafts, 2)
        }

    def _shared(self, one: Draft, other: Draft) -> Iterator[Way]:
        """Yield each coach who could hold both of two sessions."""
        for coach, (here, _) in one.coached.items():
            days = {draft.key: draft.days_with(coach) for draft in (one, other)}
            if all(flags.any() for flags in days.values()):
                yield Way(here, days)

    def _delay(
        self,
        delays: Delays,
        priced: list[Distance],
        held: Mapping[SessionKey, SessionDecision],
    ) -> None:
        """Charge what priced distances cost at least."""
        model, late = self._core.model, dict[Source, list[tuple[int, Any]]]()
        for row in delays.of(priced):
            one, other = held[row.first].time, held[row.then].time
            over = other.told(row.earliest) - one.told(row.latest)
            over -= row.most * (1 - row.here)
            late.setdefault(row.source, []).append((row.most, over))
        for source, rows in late.items():
            slack = model.new_int_var(0, max(most for most, _ in rows), "late")
            for _, over in rows:
                model.add(slack >= over)
            self._core.price(source.rule, slack)


def follow(
    model: cp_model.CpModel,
    first: SessionTime,
    then: SessionTime,
    earliest: Earliest,
    here: Lit = True,
) -> None:
    """State ``day(then) >= earliest[day(first)]`` of two indexed sessions, exactly.

    ``earliest`` never falls. It is so where ``here`` holds.
    """
    ends = earliest[first.days]
    untils = np.searchsorted(ends, then.days, side="right").tolist()
    for day, until, later in zip(then.days, untils, [*untils[1:], -1], strict=True):
        if until == later or until == len(first.days):
            continue
        early = first.by(first.days[until - 1]) if until else 0
        model.add(then.by(day) <= early + (1 - here))
