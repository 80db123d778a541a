"""Conflicts of hosts: somebody is refused by each of the three that there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from leaderplan import rules as r
from leaderplan.domain.people import Impartiality, Post
from leaderplan.domain.places import Travel
from leaderplan.domain.plan import Session, SessionKey
from leaderplan.samples.bench import Bench, stuck, week_of
from leaderplan.samples.clash_dates import window
from leaderplan.samples.extras import DAY, extra, first_of
from leaderplan.samples.pools import host_pool, hosted, led, settle, shut

FAR = 60
"""Minutes that are too many for a practicum, of which 45 are allowed."""

FORMER = date(2026, 7, 31)
"""Last day of a former post that still counts."""


def _pool(bench: Bench) -> tuple[str, str, str]:
    """Make the pool; return its hosts in a drawn order."""
    one, two, three = bench.draw.sample(host_pool(bench), 3)
    return one, two, three


def _refuse(bench: Bench, who: str, *hosts: str) -> None:
    bench.change("participants", who, vetoes=hosts)


def _alone(bench: Bench) -> list[str]:
    """People without a colleague of the cohort, in a drawn order."""
    units = {
        p.id: {post.unit for post in p.posts} for p in bench.programme.participants
    }
    return [
        who
        for who in bench.people()
        if not any(units[who] & units[other] for other in units if other != who)
    ]


def _at(bench: Bench, rule: str, subject: list[object], who: str, host: str,
        *more: Session) -> None:  # fmt: skip
    bench.needs(rule, subject, *more, plan=hosted(bench, bench.plan, {who: host}))


def no_host_left(bench: Bench) -> None:
    """One host is a former workplace, one is refused, one is too far away."""
    former, refused, far = _pool(bench)
    who = next(
        who
        for who in _alone(bench)
        if len(bench.person(who).posts) == 1
        and bench.person(who).posts[0].valid_from is None
    )
    (post,) = bench.person(who).posts
    held = {name: getattr(post, name) for name in Post.model_fields}
    since = Post(**held | {"valid_from": date.fromordinal(FORMER.toordinal() + 1)})
    area = bench.programme.unit(former).area
    old = Post(unit=former, area=area, role=post.role, valid_to=FORMER)
    bench.change("participants", who, posts=(old, since))
    _refuse(bench, who, refused)
    bench.insert("travel", Travel(origin=post.unit, destination=far, minutes=FAR))
    settle(bench, (former, refused, far), lambda _, __: True)
    _at(bench, "eligible_host", [who, former], who, former)
    _at(bench, "vetoes", [who, refused], who, refused)
    _at(bench, "host-journey", [who, far], who, far)


def last_host_full(bench: Bench) -> None:
    """One host is refused, one is too far away, and one takes nobody this year."""
    refused, far, full = _pool(bench)
    who = _alone(bench)[0]
    unit = bench.programme.attribute_of(who, "unit")
    _refuse(bench, who, refused)
    bench.insert("travel", Travel(origin=unit or "", destination=far, minutes=FAR))
    bench.change("hosts", full, capacity_year=0)
    settle(bench, (refused, far), lambda _, __: True)
    _at(bench, "vetoes", [who, refused], who, refused)
    _at(bench, "host-journey", [who, far], who, far)
    _at(bench, "host_capacity", [full, "year"], who, full)


def one_place_for_two(bench: Bench) -> None:
    """Two people refuse the same two hosts; the third takes one."""
    *refused, last = _pool(bench)
    people = _alone(bench)[:2]
    for who in people:
        _refuse(bench, who, *refused)
    bench.change("hosts", last, capacity_year=1)
    settle(bench, refused, lambda _, __: True)
    both = hosted(bench, bench.plan, dict.fromkeys(people, last))
    bench.needs("host_capacity", [last, "year"], plan=both)
    for who in people:
        for host in refused:
            at = dict.fromkeys(people, last) | {who: host}
            bench.needs("vetoes", [who, host], plan=hosted(bench, bench.plan, at))


def _visit(bench: Bench, who: str) -> tuple[SessionKey, date, date]:
    """Draw a week with a quiet day of somebody, and a quiet day outside of it."""
    practicum = {
        week_of(s.day)
        for s in bench.plan.sessions
        if s.activity == "practicum" and s.audience == who
    }
    quiet = [day for day in bench.quiet(who) if week_of(day) not in practicum]
    day = bench.draw.choice(quiet)
    other = bench.draw.choice([d for d in quiet if week_of(d) != week_of(day)])
    return first_of("besoegsdag", who), day, other


def _one_visit(bench: Bench, rule: str, hinder: Callable[[str, date], None]) -> None:
    """Have somebody visit a host in a week; all but one are refused, and that too."""
    *refused, last = _pool(bench)
    who = _alone(bench)[0]
    _refuse(bench, who, *refused)
    key, day, other = _visit(bench, who)
    bench.add(extra("besoegsdag", kind="practicum", length=DAY, away=True,
                    where=("host_unit",)), [who])  # fmt: skip
    bench.ask(window("besoegsdag", *week_of(day)))
    hinder(last, day)
    settle(bench, refused, lambda _, __: True)
    for host in refused:
        _at(bench, "vetoes", [who, host], who, host, bench.session(key, day, 0, host))
    _at(bench, rule, [last, key], who, last, bench.session(key, day, 0, last))
    _at(bench, "period-besoegsdag", [key], who, last,
        bench.session(key, other, 0, last))  # fmt: skip


def host_closed(bench: Bench) -> None:
    """The only host that somebody does not refuse is closed in the week of a visit."""
    _one_visit(bench, "host_open", lambda host, day: shut(bench, host, *week_of(day)))


def host_leader_away(bench: Bench) -> None:
    """The only host that is not refused has its leader away in the week of a visit."""

    def hinder(host: str, day: date) -> None:
        bench.absent(led(bench, host), *week_of(day))

    _one_visit(bench, "host_leader_present", hinder)


def _colleagues(bench: Bench) -> tuple[str, str, str]:
    """Draw two people of one unit whose practicum is in different weeks."""
    weeks = {
        s.audience: week_of(s.day)
        for s in bench.plan.sessions
        if s.activity == "practicum"
    }
    rows = [
        (one.id, two.id, one.posts[-1].unit)
        for one in bench.programme.participants
        for two in bench.programme.participants
        if one.id < two.id
        and one.posts[-1].unit == two.posts[-1].unit
        and weeks[one.id] != weeks[two.id]
    ]
    if not rows:
        raise stuck("host_colleagues")
    return bench.draw.choice(rows)


def host_colleagues(bench: Bench) -> None:
    """Two colleagues visit in one week the only host that both do not refuse."""
    *refused, last = _pool(bench)
    one, two, unit = _colleagues(bench)
    for who in (one, two):
        _refuse(bench, who, *refused)
    taken = {
        week_of(s.day)
        for s in bench.plan.sessions
        if s.activity == "practicum" and s.audience in (one, two)
    }
    quiet = [day for day in bench.quiet(one, two) if week_of(day) not in taken]
    weeks = [d for d in pairwise(quiet)
             if week_of(d[0]) == week_of(d[1])]  # fmt: skip
    days = bench.draw.choice(weeks)
    other = bench.draw.choice([d for d in quiet if week_of(d) != week_of(days[0])])
    bench.add(extra("besoegsdag", kind="practicum", length=DAY, away=True,
                    where=("host_unit",)), [one, two])  # fmt: skip
    bench.ask(window("besoegsdag", *week_of(days[0])))
    settle(bench, refused, lambda _, __: True)
    visits = dict(zip((one, two), days, strict=True))

    def plan(rule: str, subject: list[object], at: dict[str, str],
             on: dict[str, date]) -> None:  # fmt: skip
        bench.needs(rule, subject, *(
            bench.session(first_of("besoegsdag", who), on[who], 0, at[who])
            for who in visits
        ), plan=hosted(bench, bench.plan, at))  # fmt: skip

    there = dict.fromkeys(visits, last)
    plan("host_unit_mates", [last, week_of(days[0])[0], unit], there, visits)
    for who in visits:
        key = first_of("besoegsdag", who)
        plan("period-besoegsdag", [key], there, visits | {who: other})
        for host in refused:
            plan("vetoes", [who, host], there | {who: host}, visits)


def host_sector(bench: Bench) -> None:
    """The practicum is to be in another sector, of which both hosts are refused."""
    hosts = host_pool(bench)
    sector_of = {host: bench.programme.unit(host).sector for host in hosts}
    own = {p.id: bench.programme.attribute_of(p.id, "sector")
           for p in bench.programme.participants}  # fmt: skip
    who = _alone(bench)[0]
    refused = [host for host in hosts if sector_of[host] != own[who]]
    _refuse(bench, who, *refused)
    bench.ask(r.SectorPolicy(id="anden-sektor", policy="other"))
    settle(bench, hosts, lambda person, host: sector_of[host] != own[person])
    for host in refused:
        _at(bench, "vetoes", [who, host], who, host)
    (same,) = (host for host in hosts if host not in refused)
    _at(bench, "anden-sektor", [who, same], who, same)


def host_too_close(bench: Bench) -> None:
    """The leader of the only host that is not refused knows somebody too well."""
    *refused, last = _pool(bench)
    who = _alone(bench)[0]
    _refuse(bench, who, *refused)
    declared = (Impartiality(kind="participant", of=who),)
    bench.change("staff", led(bench, last), impartiality=declared)
    settle(bench, refused, lambda _, __: True)
    for host in refused:
        _at(bench, "vetoes", [who, host], who, host)
    _at(bench, "impartiality", [who, last], who, last)


KINDS: dict[str, Callable[[Bench], None]] = {
    "no_host_left": no_host_left,
    "last_host_full": last_host_full,
    "one_place_for_two": one_place_for_two,
    "host_closed": host_closed,
    "host_leader_away": host_leader_away,
    "host_colleagues": host_colleagues,
    "host_sector": host_sector,
    "host_too_close": host_too_close,
}
"""Conflicts of hosts by name."""
