"""Whether a plan is a plan of a programme at all: nothing missing, nothing unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from leaderplan.domain.people import Participant
from leaderplan.domain.plan import Plan, Session
from leaderplan.domain.programme import Programme
from leaderplan.locale import Words


def faults_of(programme: Programme, plan: Plan) -> Iterator[Words]:
    """Yield every fault of form: missing, repeated or unknown items, bad slots."""
    keys = [s.key for s in plan.sessions] + [m.key for m in plan.milestones]
    yield from _compare("session", "møde", programme.session_keys, keys)
    needed = {
        ("group place", "gruppeplads"): (
            programme.needs_groups,
            [p for g in plan.groups for p in g.participants],
        ),
        ("class place", "holdplads"): (
            programme.needs_classes,
            [p for c in plan.classes for p in c.participants],
        ),
        ("practicum host", "praktikvært"): (
            programme.needs_hosts,
            [p.participant for p in plan.placements],
        ),
        ("coach", "coach"): (
            programme.needs_coaches,
            [m.participant for m in plan.matches],
        ),
    }
    for (en, da), (people, found) in needed.items():
        yield from _compare(f"{en} of", f"{da} for", [p.id for p in people], found)
    yield from _labels(programme, plan)
    yield from _ids(programme, plan)
    if set(keys) <= set(programme.session_keys):
        for session in plan.sessions:
            yield from _session(programme, session)
        yield from _days(programme, plan)


def unplaced(programme: Programme, plan: Plan) -> frozenset[str]:
    """Return participants without a group, class, host or coach that they need."""
    rows: tuple[tuple[Iterable[Participant], set[str]], ...] = (
        (programme.needs_groups, {p for g in plan.groups for p in g.participants}),
        (programme.needs_classes, {p for c in plan.classes for p in c.participants}),
        (programme.needs_hosts, {p.participant for p in plan.placements}),
        (programme.needs_coaches, {m.participant for m in plan.matches}),
    )
    return frozenset(p.id for needed, held in rows for p in needed if p.id not in held)


def _compare(
    en: str, da: str, needed: Iterable[object], found: Iterable[object]
) -> Iterator[Words]:
    asked, given = Counter(needed), Counter(found)
    if asked == given:
        return
    want = Counter(map(str, asked.elements()))
    have = Counter(map(str, given.elements()))
    for item in sorted((want - have).keys()):
        yield Words(f"{da} {item} mangler i planen", f"the {en} {item} is missing")
    for item in sorted((have - want).keys()):
        if item in want:
            yield Words(f"{da} {item} står flere gange", f"the {en} {item} is repeated")
        else:
            yield Words(
                f"{da} {item} hører ikke til programmet",
                f"the {en} {item} is not part of the programme",
            )


def _labels(programme: Programme, plan: Plan) -> Iterator[Words]:
    """Groups and classes must carry the programme's labels, in their own cohort."""
    groups = {g: c.id for c in programme.cohorts for g in programme.group_ids(c.id)}
    classes = {
        label: cohort.classes_with or cohort.id
        for cohort in programme.cohorts
        for label in programme.class_ids(cohort.id)
    }
    joins = {c.id: c.classes_with or c.id for c in programme.cohorts}
    cohort_of = {p.id: p.cohort for p in programme.participants}
    taught_in = {p.id: joins[p.cohort] for p in programme.participants}
    rows = ((plan.groups, groups, cohort_of), (plan.classes, classes, taught_in))
    for made, known, home in rows:
        for row in made:
            if known.get(row.id) != row.cohort:
                yield Words(
                    f"gruppen {row.id} er ukendt", f"the group {row.id} is unknown"
                )
            for person in row.participants:
                if home.get(person, row.cohort) != row.cohort:
                    yield Words(
                        f"{person} hører ikke til holdet {row.cohort}",
                        f"{person} does not belong to the cohort {row.cohort}",
                    )


def _ids(programme: Programme, plan: Plan) -> Iterator[Words]:
    staff = {s.id for s in programme.staff}
    hosts = {h.unit for h in programme.hosts}
    named = [("coach", m.coach, staff) for m in plan.matches]
    named += [("host", p.host, hosts) for p in plan.placements]
    named += [
        ("facilitator", g.facilitator, staff) for g in plan.groups if g.facilitator
    ]
    for what, key, known in named:
        if key not in known:
            yield Words(f"{what} {key} findes ikke", f"there is no {what} {key}")
    people = {person.id for person in programme.participants}
    for session in plan.sessions:
        for who in set(session.attended or ()) - people:
            text = f"{who} ({session.id})"
            yield Words(f"deltageren {text} findes ikke", f"no participant {text}")
        for seat in session.staff:
            if seat.staff not in staff:
                text = f"{seat.staff} ({session.id})"
                yield Words(
                    f"medarbejderen {text} findes ikke", f"no staff member {text}"
                )


def _session(programme: Programme, session: Session) -> Iterator[Words]:
    calendar, activity = programme.calendar, programme.activity(session.activity)
    if session.slot not in calendar.starts(activity.length):
        yield Words(
            f"{session.id} kan ikke begynde i interval {session.slot}",
            f"{session.id} cannot start in slot {session.slot}",
        )
    elif (session.starts, session.ends) != calendar.clock(
        session.slot, activity.length
    ):
        yield Words(
            f"{session.id}: klokkeslættet passer ikke med intervallet",
            f"{session.id}: the clock time does not match the slot",
        )


def _days(programme: Programme, plan: Plan) -> Iterator[Words]:
    calendar = programme.calendar
    days = [(s.id, s.day) for s in plan.sessions]
    days += [(str(m.key), m.day) for m in plan.milestones]
    for key, day in days:
        if not calendar.first <= day <= calendar.last:
            yield Words(
                f"{key} ligger uden for perioden", f"{key} is outside the horizon"
            )
