"""Hosts receive participants only in their open periods."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import ClassVar

from leaderplan.domain.base import Span
from leaderplan.domain.calendar import PlanningCalendar
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words, day_text
from leaderplan.rules._base import HostingDay
from leaderplan.rules._busy import closed, whole_days


class HostOpen(Rule):
    r"""A practicum day lies where the host unit is open.

    .. math:: d_s \in O_h \setminus C_h \qquad
        \text{for each practicum day } s \text{ at host } h

    with :math:`O_h` the host's open periods (every day where it names none) and
    :math:`C_h` the days that the unit's calendar profile closes altogether.

    Broken by one day; the amount is 1 for each host and practicum day. Open periods
    come from the host units, closed days from the calendar's profiles.
    """

    kind: ClassVar[str] = "host_open"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "praktikdage ligger, når værten har åbent for praktik",
        "practicum days lie where the host receives participants",
    )
    said: ClassVar[Words] = Words(
        "{host} modtager ikke {day_da} ({session})",
        "{host} does not receive on {day_en} ({session})",
    )
    judges: ClassVar[tuple[type, ...]] = (HostingDay,)

    def judge(self, programme: Programme) -> Judge:
        """Return 1 on days on which a host receives nobody."""
        calendar = programme.calendar
        shut: dict[str, frozenset[date]] = {}
        alike: dict[tuple[str | None, tuple[Span, ...]], frozenset[date]] = {}
        for host in programme.hosts:
            profile = programme.unit(host.unit).profile
            at = (profile, host.open)
            if at not in alike:
                off = whole_days(calendar, closed(calendar, profile))
                alike[at] = off | _outside(calendar, host.open)
            shut[host.unit] = alike[at]

        def excess(choice: HostingDay) -> int:
            return int(choice.day in shut[choice.host.unit])

        return excess

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every practicum day on which the host is closed."""
        receives = cache(partial(self._receives, view))
        for session in view.plan.sessions:
            host = view.host_of.get(session.audience)
            if host is None or view.activity(session.key).kind != "practicum":
                continue
            if not receives(host, session.day):
                yield self.broken(
                    (host, session.id),
                    host=view.programme.unit(host).name,
                    day_da=day_text(session.day, "da"),
                    day_en=day_text(session.day, "en"),
                    session=session.id,
                )

    def _receives(self, view: PlanView, host: str, day: date) -> bool:
        programme = view.programme
        periods = [
            (s.first or date.min, s.last or date.max) for s in programme.host(host).open
        ]
        if periods and not any(first <= day <= last for first, last in periods):
            return False
        left = set(range(len(programme.calendar.blocks)))
        for closure in programme.calendar.closures_of(programme.unit(host).profile):
            left -= {block for block in left if closure.covers(day, block)}
        return bool(left)


def _outside(calendar: PlanningCalendar, spans: tuple[Span, ...]) -> frozenset[date]:
    """Days of the horizon outside all of some periods; none without a period."""
    if not spans:
        return frozenset()
    days, start = calendar.days(), calendar.first
    left = set(days)
    for span in spans:
        first = 0 if span.first is None else max(0, (span.first - start).days)
        last = len(days) if span.last is None else (span.last - start).days + 1
        left.difference_update(days[first : max(0, last)])
    return frozenset(left)
