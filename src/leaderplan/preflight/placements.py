"""More participants than practicum places, in the year and in the weeks left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.locale import Words
from leaderplan.preflight.days import DayAudit
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.naming import listed, people, places
from leaderplan.preflight.shortage import Matching, Shortage
from leaderplan.preflight.weeks import Weeks
from leaderplan.rules._base import Hosting, HostingDay, SessionDay
from leaderplan.rules.day_pattern import DayPattern
from leaderplan.rules.host_capacity import HostCapacity


def placement_findings(audit: DayAudit) -> Iterator[Finding]:
    """Yield participants without a host, and sets of them with too few places."""
    grounds, programme = audit.grounds, audit.programme
    needing = tuple(p.id for p in programme.needs_hosts)
    found = list(_by_year(grounds, needing))
    yield from found or _by_week(audit)


# --- the whole year ------------------------------------------------------------------


def _matched(grounds: Grounds, needing: tuple[str, ...]) -> list[Shortage]:
    bound, everybody = bool(grounds.of(HostCapacity)), len(needing)
    places_at = {
        host.unit: host.capacity_year if bound else everybody
        for host in grounds.programme.hosts
    }
    return Matching(
        dict.fromkeys(needing, 1),
        list(places_at),
        places_at.__getitem__,
        grounds.may_host,
    ).shortages()


def _by_year(grounds: Grounds, needing: tuple[str, ...]) -> Iterator[Finding]:
    alone: dict[tuple[str, ...], list[str]] = defaultdict(list)
    tried: list[list[Rule]] = []
    for short in _matched(grounds, needing):
        rules = grounds.needed(
            _matched, short.people, among=_placing(grounds), tried=tried
        )
        if short.places:
            yield _few(grounds.programme, short, rules)
        else:
            alone[rules] += short.people
    for rules, who in alone.items():
        yield _nowhere(grounds.programme, who, rules)


def _placing(grounds: Grounds) -> list[Rule]:
    judging = [rule for rule, _ in grounds.judging(Hosting)]
    return [*judging, *grounds.of(HostCapacity)]


def _nowhere(programme: Programme, who: list[str], rules: tuple[str, ...]) -> Finding:
    named = listed([programme.participant(p).name for p in who])
    count = people(len(who))
    words = Words(
        f"{count.da} har ingen praktikvært, som reglerne tillader: {named.da} "
        f"(af {len(programme.hosts)} værter)",
        f"{count.en} without any practicum host that the rules allow: {named.en} "
        f"(of {len(programme.hosts)} hosts)",
    )
    return Finding(True, "no_host", rules, tuple(who), words)


def where(programme: Programme, hosts: tuple[str, ...]) -> tuple[Words, Words]:
    """Say which hosts are meant: all, those of a sector or an area, or by name.

    The first words follow *need a host*, the second are the subject of *offer*.
    """
    units = {host.unit: programme.unit(host.unit) for host in programme.hosts}
    meant = set(hosts)
    if meant == set(units):
        return Words("", ""), Words("værterne", "the hosts")
    for noun, attribute in ((Words("sektoren", "the sector"), "sector"),
                            (Words("området", "the area"), "area")):  # fmt: skip
        values = {getattr(units[host], attribute) for host in hosts}
        all_there = {u for u, row in units.items() if getattr(row, attribute) in values}
        if len(values) <= 2 and all_there == meant:
            shown = sorted(
                programme.area(v).name if attribute == "area" else v for v in values
            )
            da, en = (
                f"{noun.da} {' og '.join(shown)}",
                f"{noun.en} {' and '.join(shown)}",
            )
            return Words(f" i {da}", f" in {en}"), Words(
                f"værterne i {da}", f"the hosts in {en}"
            )
    named = listed([units[host].name for host in hosts])
    return Words(f" hos {named.da}", f" among {named.en}"), Words(
        "de værter", "these hosts"
    )


def _few(programme: Programme, short: Shortage, rules: tuple[str, ...]) -> Finding:
    who, offered = people(short.needed), places(short.offered)
    inside, named = where(programme, short.places)
    verb = "need" if short.needed != 1 else "needs"
    words = Words(
        f"{who.da} har brug for en praktikvært{inside.da}, og {named.da} har "
        f"{offered.da}",
        f"{who.en} {verb} a practicum host{inside.en}, and {named.en} offer "
        f"{offered.en}",
    )
    return Finding(True, "host_places", rules, (*short.people, *short.places), words)


# --- week by week ---------------------------------------------------------------


def _by_week(audit: DayAudit) -> Iterator[Finding]:
    grounds = audit.grounds
    visiting = tuple(Weeks(audit).guests)
    if not visiting or not grounds.of(HostCapacity):
        return
    rules = _weekly_rules(audit)

    def crowded(some: Grounds, who: tuple[str, ...]) -> bool:
        return bool(_matched_by_week(audit.by(some), who))

    for short in _matched_by_week(audit, visiting):
        needed = grounds.needed(crowded, short.people, among=rules)
        yield _few_weeks(audit, short, needed)


def _weekly_rules(audit: DayAudit) -> list[Rule]:
    grounds = audit.grounds
    found = {rule.id: rule for rule in _placing(grounds)}
    for kind in (SessionDay, HostingDay):
        found |= {rule.id: rule for rule, _ in grounds.judging(kind)}
    found |= {rule.id: rule for rule in grounds.of(DayPattern)}
    return list(found.values())


def _matched_by_week(audit: DayAudit, visiting: tuple[str, ...]) -> list[Shortage]:
    grounds, weeks = audit.grounds, Weeks(audit)
    bound = bool(grounds.of(HostCapacity))
    everybody = len(audit.programme.participants)

    @cache
    def capacity(unit: str) -> int:
        host = audit.programme.host(unit)
        if not bound:
            return everybody if weeks.open(unit, 1) else 0
        year, week = host.capacity_year, host.capacity_week
        if not year or not week:
            return 0
        return min(year, week * weeks.open(unit, -(-year // week)))

    return Matching(
        dict.fromkeys(visiting, 1),
        [host.unit for host in audit.programme.hosts],
        capacity,
        grounds.may_host,
    ).shortages()


def _few_weeks(audit: DayAudit, short: Shortage, rules: tuple[str, ...]) -> Finding:
    programme, weeks = audit.programme, Weeks(audit)
    who, offered = people(short.needed), places(short.offered)
    inside, named = where(programme, short.places)
    left = {unit: weeks.open(unit, 200) for unit in short.places}
    most = max(left.values(), default=0)
    verb = "need" if short.needed != 1 else "needs"
    words = Words(
        f"{who.da} har brug for en praktikvært{inside.da}, og {named.da} har "
        f"{offered.da} i de uger, der er mulige (højst {most} uger hos hver)",
        f"{who.en} {verb} a practicum host{inside.en}, and {named.en} offer "
        f"{offered.en} in the weeks that are possible (at most {most} weeks each)",
    )
    return Finding(True, "host_weeks", rules, (*short.people, *short.places), words)
