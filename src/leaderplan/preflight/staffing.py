"""Coaches, facilitators and leaders: nobody suitable, too few, or promised too much."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from leaderplan.domain.activity import Activity
from leaderplan.domain.following import occurrences_of
from leaderplan.domain.people import Staff
from leaderplan.domain.rule import Rule
from leaderplan.locale import Words
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.leads import facilitated
from leaderplan.preflight.naming import counted, listed, people
from leaderplan.preflight.shortage import Matching, Shortage
from leaderplan.rules._base import Coaching, Leading
from leaderplan.rules.coach_load import CoachLoad
from leaderplan.rules.coach_speciality import CoachSpeciality
from leaderplan.rules.facilitator_load import FacilitatorLoad
from leaderplan.rules.right_leader import RightLeader

ENOUGH = 1_000_000
"""Capacity of somebody without a limit."""


def staff_findings(grounds: Grounds) -> Iterator[Finding]:
    """Yield what is wrong with coaches and facilitators."""
    yield from _topics(grounds)
    yield from _coaches(grounds)
    yield from _promised_coaching(grounds)
    yield from _facilitators(grounds)


def _largest(member: Staff, role: str) -> int:
    load = member.load(role)
    return ENOUGH if load is None or load.largest is None else load.largest


# --- coaches ----------------------------------------------------------------------


def _topics(grounds: Grounds) -> Iterator[Finding]:
    programme = grounds.programme
    rules = tuple(rule.id for rule in grounds.of(CoachSpeciality)[:1])
    if not rules:
        return
    known = {s for coach in programme.staff_in("coach") for s in coach.specialities}
    wanted = Counter(g for p in programme.needs_coaches for g in dict.fromkeys(p.goals))
    for topic, count in sorted(wanted.items()):
        if topic in known:
            continue
        who = people(count)
        words = Words(
            f"{who.da} har {topic} som mål, og ingen coach har det som speciale",
            f"{who.en} with the goal {topic}, and no coach has it as a speciality",
        )
        yield Finding(True, "topic_without_coach", rules, (topic,), words)


def _sessions(grounds: Grounds) -> dict[str, int]:
    """Sessions that each participant has with a coach."""
    programme = grounds.programme
    led = [a for a in programme.activities if a.led_by("coach")]
    counts: Counter[str] = Counter()
    for activity in led:
        for person in programme.followers(activity.id):
            counts[person.id] += occurrences_of(person, activity)
    needing = programme.needs_coaches
    return {p.id: counts[p.id] if led else 1 for p in needing}


def _matched(grounds: Grounds, demand: Mapping[str, int]) -> list[Shortage]:
    programme = grounds.programme
    bound = bool(grounds.of(CoachLoad))
    weights = set(demand.values())
    unit = weights.pop() if len(weights) == 1 else 1

    def capacity(who: str) -> int:
        most = _largest(programme.member(who), "coach") if bound else ENOUGH
        return most // unit * unit

    return Matching(
        demand,
        [coach.id for coach in programme.staff_in("coach")],
        capacity,
        lambda person, coach: grounds.allows(
            Coaching(programme.participant(person), programme.member(coach))
        ),
    ).shortages()


def _coaches(grounds: Grounds) -> Iterator[Finding]:
    programme, demand = grounds.programme, _sessions(grounds)
    among: list[Rule] = [rule for rule, _ in grounds.judging(Coaching)]
    among += grounds.of(CoachLoad)
    alone: dict[tuple[str, ...], list[str]] = defaultdict(list)
    tried: list[list[Rule]] = []
    for short in _matched(grounds, demand):
        part = {who: demand[who] for who in short.people}
        rules = grounds.needed(_matched, part, among=among, tried=tried)
        if not short.places:
            alone[rules] += short.people
            continue
        who, named = (
            people(len(short.people)),
            [programme.member(coach).name for coach in short.places],
        )
        coaches = listed(named)
        words = Words(
            f"{who.da} har brug for {short.needed} coachingsamtaler hos {coaches.da}, "
            f"som højst har {short.offered}",
            f"{who.en} need {short.needed} coaching sessions with {coaches.en}, who "
            f"have {short.offered} at most",
        )
        subjects = (*short.people, *short.places)
        yield Finding(True, "coach_capacity", rules, subjects, words)
    for rules, ids in alone.items():
        names = listed([programme.participant(p).name for p in ids])
        who = people(len(ids))
        words = Words(
            f"{who.da} har ingen coach, som reglerne tillader: {names.da}",
            f"{who.en} without any coach that the rules allow: {names.en}",
        )
        yield Finding(True, "no_coach", rules, tuple(ids), words)


def _promised_coaching(grounds: Grounds) -> Iterator[Finding]:
    programme, bound = grounds.programme, grounds.of(CoachLoad)
    held = programme.staff_in("coach")
    least = sum(load.smallest for coach in held if (load := coach.load("coach")))
    needed = sum(_sessions(grounds).values())
    if bound and least > needed:
        words = Words(
            f"coacherne er lovet mindst {least} samtaler, og deltagerne har {needed}",
            f"the coaches are promised at least {least} sessions, and the participants "
            f"have {needed}",
        )
        subjects = tuple(coach.id for coach in held)
        yield Finding(True, "coach_minimum", (bound[0].id,), subjects, words)


# --- facilitators ------------------------------------------------------------------


def _facilitators(grounds: Grounds) -> Iterator[Finding]:
    programme = grounds.programme
    relations = {x.relation for a in programme.activities for x in a.leads}
    if "group" not in relations or not grounds.of(RightLeader):
        return
    activity, role = facilitated(programme.activities)
    groups = programme.audiences(activity.id)
    among: list[Rule] = [*grounds.of(RightLeader)]
    among += [r for r, _ in grounds.judging(Leading) if not isinstance(r, RightLeader)]
    among += [rule for rule in grounds.of(FacilitatorLoad) if rule.role == role]
    for short in _led(grounds, activity, role, groups):
        rules = grounds.needed(_led, activity, role, short.people, among=among)
        number = counted(len(short.people), ("gruppe", "grupper"), ("group", "groups"))
        names = listed([programme.member(who).name for who in short.places])
        if short.places:
            words = Words(
                f"{number.da} skal have en facilitator, og {names.da} har højst "
                f"{short.offered}",
                f"{number.en} to be facilitated, and {names.en} have {short.offered} "
                f"at most",
            )
        else:
            words = Words(
                f"{number.da} uden nogen facilitator, som reglerne tillader",
                f"{number.en} without any facilitator that the rules allow",
            )
        subjects = (*short.people, *short.places)
        yield Finding(True, "facilitator_capacity", rules, subjects, words)
    yield from _promised_groups(grounds, role, len(groups))


def _led(
    grounds: Grounds, activity: Activity, role: str, groups: tuple[str, ...]
) -> list[Shortage]:
    programme = grounds.programme
    if not grounds.of(RightLeader):
        return []
    bound = any(rule.role == role for rule in grounds.of(FacilitatorLoad))
    return Matching(
        dict.fromkeys(groups, 1),
        [member.id for member in programme.staff_in(role)],
        lambda who: _largest(programme.member(who), role) if bound else ENOUGH,
        lambda group, who: grounds.allows(
            Leading(programme.member(who), role, activity, group, 1)
        ),
    ).shortages()


def _promised_groups(grounds: Grounds, role: str, groups: int) -> Iterator[Finding]:
    bound = [rule for rule in grounds.of(FacilitatorLoad) if rule.role == role]
    held = grounds.programme.staff_in(role)
    least = sum(load.smallest for member in held if (load := member.load(role)))
    if bound and groups and least > groups:
        words = Words(
            f"facilitatorerne er lovet mindst {least} grupper, og der er {groups}",
            f"the facilitators are promised at least {least} groups, and there are "
            f"{groups}",
        )
        subjects = tuple(member.id for member in held)
        yield Finding(True, "facilitator_minimum", (bound[0].id,), subjects, words)
