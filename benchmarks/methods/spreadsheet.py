"""The spreadsheet way: first fit, session after session, in a hundred random orders.

People are dealt to classes, groups, coaches and facilitators; then the days together
are put into the year, then exams, network meetings, practicum weeks and talks, each at
the first time that everybody, a leader and a room have free. It knows every hard rule
of the samples, and from all distances the earliest and latest day left to each session,
which is more than most spreadsheets do. What it never does is to take anything back.
Where nothing fits, the session is put where the fewest reasons speak against it.
"""

from __future__ import annotations

import random
from collections import defaultdict

import numpy as np

from benchmarks.methods.answer import Answer, Clock
from benchmarks.methods.dealing import Dealer
from benchmarks.methods.practicum import place_practicum
from benchmarks.methods.sheet import FAR, Sheet, Wanted
from benchmarks.methods.tables import Flags, Tables
from leaderplan.check import check
from leaderplan.domain.plan import Plan, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.model.assignment import Assignment, to_plan
from leaderplan.result import Report

ORDERS = 100

LOOK = 20
"""Possible days of a plenary session among which that with fewest absences is taken, at
most; each order looks at some number up to this."""

IN_TURN = (
    ("kick_off",), ("teaching_day", "theme_day"), ("exam",), ("re_exam", "kick_on"),
    ("network_meeting", "practicum"), ("director_meeting", "type_feedback", "coaching"),
    ("practicum_preparation", "practicum_feedback"), ("three_way_talk", "career_talk"),
    ("meeting",), ("milestone",),
)  # fmt: skip
"""Kinds of activity in the order in which they are put into the year; those that stand
together come in any order."""


Roles = dict[str, tuple[list[tuple[str, Flags]], str]]
"""By role who may fill it and when, and by which relation."""


def spreadsheet(programme: Programme, limit: float, orders: int = ORDERS) -> Answer:
    """Plan in so many random orders, or as many as there is time for; keep the best."""
    clock, tables = Clock(), Tables(programme)
    best: tuple[list[int], Plan] | None = None
    fit = tried = 0
    for seed in range(orders):
        if tried and clock.cpu > limit:
            break
        plan = first_fit(tables, seed)
        report = check(programme, plan)
        tried += 1
        if report.ok:
            fit += 1
            clock.found()
        rank = _rank(programme, report)
        if best is None or rank < best[0]:
            best = (rank, plan)
    if best is None:
        return Answer("no_plan_found")
    note = f"{fit} of {tried} orders keep every hard rule"
    if not fit:
        note += f"; the plan with fewest violations, {best[0][0]}"
    status = "feasible" if fit else "broken"
    return Answer(status, best[1], [], clock.first, clock.first_cpu, None, note)


def _rank(programme: Programme, report: Report) -> list[int]:
    hard = len(report.hard) + len(report.malformed) * 1000
    return [hard, *(report.levels.get(level.id, 0) for level in programme.levels)]


def first_fit(tables: Tables, seed: int) -> Plan:
    """Make one plan in one random order."""
    programme, found = tables.programme, Assignment()
    order = random.Random(seed)
    dealer = Dealer(tables, found, order)
    dealer.deal()
    members = {key: members_of(tables, found, key) for key in programme.session_keys}
    sheet = Sheet(tables, found, members)
    _introduce(sheet)
    turn = [p.id for p in dealer.shuffled(programme.participants)]
    kinds = [kind for some in IN_TURN for kind in order.sample(some, len(some))]
    sheet.look = order.randint(1, LOOK)
    for keys in _in_turn(programme, turn, kinds):
        if programme.activity(keys[0].activity).kind == "practicum":
            place_practicum(sheet, keys)
        else:
            for key in keys:
                _place(sheet, sheet.wanted(key))
    return to_plan(programme, found)


def members_of(tables: Tables, found: Assignment, key: SessionKey) -> list[str]:
    """Participants who are at a session or have a due date, by groups and classes."""
    programme = tables.programme
    activity = programme.activity(key.activity)
    if activity.audience == "participant":
        return [key.audience]
    if activity.by_area:
        return list(tables.dated.in_areas(activity, key.audience))
    followers = programme.followers(activity.id)
    if activity.audience == "cohort":
        return [p.id for p in followers if p.cohort == key.audience]
    home = found.group if activity.audience == "network_group" else found.classes
    return [p.id for p in followers if home.get(p.id) == key.audience]


def _introduce(sheet: Sheet) -> None:
    """Note whom everybody meets all year: manager, coach and facilitator."""
    found = sheet.found
    for person in sheet.programme.participants:
        met = sheet.met[person.id]
        met |= {post.manager: "manager" for post in person.posts if post.manager}
        if person.id in found.coach:
            met[found.coach[person.id]] = "coach"
        leader = found.facilitator.get(found.group.get(person.id, ""))
        if leader is not None:
            met[leader] = "facilitator"


def _in_turn(
    programme: Programme, turn: list[str], kinds: list[str]
) -> list[list[SessionKey]]:
    """Sessions in the order in which they are placed; one practicum at once."""
    place = {who: at for at, who in enumerate(turn)}
    rank = {kind: at for at, kind in enumerate(kinds)}
    listed = {a.id: at for at, a in enumerate(programme.activities)}

    def when(key: SessionKey) -> tuple[int, int, int, int]:
        kind = programme.activity(key.activity).kind
        whose = place.get(key.audience, 0)
        if kind in ("milestone", "practicum"):
            return (rank.get(kind, 0), whose, listed[key.activity], key.occurrence)
        return (rank.get(kind, 0), listed[key.activity], key.occurrence, whose)

    stays: dict[str, list[SessionKey]] = defaultdict(list)
    steps: list[list[SessionKey]] = []
    for key in sorted(programme.session_keys, key=when):
        if programme.activity(key.activity).kind == "practicum":
            if key.audience not in stays:
                steps.append(stays[key.audience])
            stays[key.audience].append(key)
        else:
            steps.append([key])
    return steps


def _place(sheet: Sheet, row: Wanted) -> None:
    """Put a session where it first fits, else where least speaks against it."""
    starts = sheet.tables.starts(row.activity)
    staff: Roles = {
        lead.role: (sheet.leaders(row, lead.role, lead.relation), lead.relation)
        for lead in row.activity.leads
    }
    places = sheet.places(row)
    reasons = [*row.reasons]
    for people, relation in staff.values():
        flags = [fine for _, fine in people]
        if flags:
            joint = (
                np.all(flags, axis=0)
                if relation == "director"
                else np.any(flags, axis=0)
            )
            reasons.append(joint)
    if places:
        reasons.append(np.any([fine for _, fine in places], axis=0))
    fits = np.all(reasons, axis=0)
    for day, column in _candidates(sheet, row, fits):
        chosen = _people(staff, day, column)
        for place, fine in places:
            everybody = [
                *row.people,
                *(who for people in chosen.values() for who in people),
            ]
            if fine[day, column] and sheet.reachable(
                everybody, day, starts[column], row.activity.length, place
            ):
                sheet.place(row, day, starts[column], chosen, place)
                return
    against = sum((~fine).astype(int) for fine in reasons) + FAR * ~row.window
    day, column = divmod(int(np.argmin(against)), len(starts))
    free = (place for place, fine in places if fine[day, column])
    place = next(free, places[0][0] if places else None)
    sheet.place(row, day, starts[column], _people(staff, day, column), place)


def _candidates(sheet: Sheet, row: Wanted, fits: np.ndarray) -> list[tuple[int, int]]:
    """Times that fit, in the order in which they are tried."""
    found = [(int(d), int(c)) for d, c in zip(*np.nonzero(fits), strict=True)]
    if row.activity.plenary:
        away = sheet.absences(row).sum(axis=0)
        first = sorted(found[: sheet.look], key=lambda at: (int(away[at]), at))
        return first + found[sheet.look :]
    few = [r for r in sheet.tables.rules("few_days") if r.activity == row.activity.id]
    if few:
        used = sheet.days_of(row)
        found.sort(key=lambda at: (at[0] not in used, at))
        if len(used) >= few[0].most:
            found = [at for at in found if at[0] in used]
    return found


def _people(staff: Roles, day: int, column: int) -> dict[str, tuple[str, ...]]:
    """Who fills each role: the first who can, or the first; all directors."""
    chosen: dict[str, tuple[str, ...]] = {}
    for role, (people, relation) in staff.items():
        if relation == "director":
            chosen[role] = tuple(sorted(who for who, _ in people))
        elif people:
            able = (who for who, fine in people if fine[day, column])
            chosen[role] = (next(able, people[0][0]),)
    return chosen
