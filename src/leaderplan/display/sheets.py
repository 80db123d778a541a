"""The sheets of a plan's workbook: one for each audience, each with what it may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time
from typing import Any, NamedTuple

from leaderplan.display.headings import COLUMNS, SHEETS
from leaderplan.display.locks import locked_rows
from leaderplan.display.rows import Row, Rows
from leaderplan.domain.plan import Session
from leaderplan.domain.view import Dated

Cell = str | int | float | date | time | None


class Sheet(NamedTuple):
    """One sheet: its name, its headings and its rows."""

    name: str
    headings: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


WHEN = ("day", "weekday", "starts", "ends")
WHAT = ("title", "theme", "place_name", "staff_names")

Columns = Sequence[str]
Source = Callable[[Rows], Iterable[Row]]


def sheets(rows: Rows) -> Iterator[Sheet]:
    """Yield the sheets in the order of the workbook; empty ones are left out."""
    for key, columns, source in _SOURCES:
        made = [tuple(row[c] for c in columns) for row in source(rows)]
        if made:
            headings = tuple(COLUMNS[c].to(rows.language) for c in columns)
            yield Sheet(SHEETS[key].to(rows.language), headings, made)
    yield from _ledger(rows)
    yield from _checks(rows)


def overview(rows: Rows) -> Sheet:
    """Return the first sheet: what the plan is of, how much, and whether it holds."""
    t, plan, calendar = rows.labels.phrases, rows.plan, rows.programme.calendar
    report = rows.report
    hard = sum(rule.hard for rule in rows.programme.rules)
    verdict = t.checks_ok(count=hard) if report.ok else t.checks_bad(
        count=len(report.hard))  # fmt: skip
    facts: list[tuple[Cell, ...]] = [
        (str(t.first_day), calendar.first),
        (str(t.last_day), calendar.last),
        (str(t.people_head), len(rows.programme.participants)),
        (str(t.meetings_head), len(plan.sessions)),
        (str(t.groups_head), len(plan.groups)),
        (str(t.classes_head), len(plan.classes)),
        (str(t.placements_head), len(plan.placements)),
        (str(t.coaches_head), len({m.coach for m in plan.matches})),
        (str(t.checks_head), verdict),
    ]
    titles = {lv.id: lv.title.to(rows.language) for lv in rows.programme.levels}
    levels: list[tuple[Cell, ...]] = [
        (titles[key], value) for key, value in report.levels.items()
    ]
    name = rows.programme.name or rows.programme.id
    return Sheet(SHEETS["overview"].to(rows.language), (name, ""), facts + levels)


def _calendar(rows: Rows) -> Iterator[Row]:
    for row in rows.sessions():
        if rows.programme.activity(row["activity"]).audience != "participant":
            yield row


def _session_rows(rows: Rows) -> dict[str, Row]:
    return {row["session"]: row for row in rows.sessions()}


def _participants(rows: Rows) -> Iterator[Row]:
    """Every participant's year, due dates among the sessions."""
    by_id = _session_rows(rows)
    for person in rows.programme.participants:
        name = rows.labels.participant(person.id)
        for dated in rows.view.of_participant(person.id):
            yield {**_dated(rows, by_id, dated), "participant_name": name}


def _dated(rows: Rows, by_id: dict[str, Row], dated: Dated) -> Row:
    key, day = dated
    due = {"title": rows.labels.title(key), "day": day,
           "weekday": rows.labels.weekday(day), "starts": None, "ends": None,
           "theme": None, "place_name": None, "staff_names": None}  # fmt: skip
    return by_id.get(str(key), due)


def _joined(audience: str, field: str) -> Source:
    """Meetings of groups or classes, each under its own id."""

    def source(rows: Rows) -> Iterator[Row]:
        for row in rows.sessions():
            if rows.programme.activity(row["activity"]).audience == audience:
                yield {**row, field: row["audience"]}

    return source


def _hosts(rows: Rows) -> Iterator[Row]:
    """Practicum days for the host units: who comes when, nothing else."""
    by_id = _session_rows(rows)
    for row in sorted(rows.placements(), key=lambda r: (r["host_name"], str(r))):
        for key, _day in rows.view.of_participant(row["participant"]):
            held = by_id.get(str(key))
            if held is not None and held["place"] == row["host"]:
                yield {**held, **{k: row[k] for k in ("host_name", "leader_name",
                                                      "participant_name")}}  # fmt: skip


def _led(relations: frozenset[str], field: str, *, inside: bool) -> Source:
    """Sessions under those who lead them in (or outside) some relations.

    As all may know on the day: who leads in a job that is secret is not told.
    """

    def source(rows: Rows) -> Iterator[Row]:
        by_id, known = _session_rows(rows), rows.known
        led: dict[str, list[Session]] = defaultdict(list)
        for session in rows.plan.sessions:
            if known.is_told(session.activity) and not known.is_secret(session):
                for who in dict.fromkeys(seat.staff for seat in known.seats(session)):
                    led[who].append(session)
        for staff in rows.programme.staff:
            for session in led.get(staff.id, ()):
                if _is_led(rows, session, staff.id, relations) is inside:
                    row = {**by_id[session.id], field: rows.labels.staff(staff.id)}
                    hidden = known.gives_away(session)
                    yield {**row, "place_name": None} if hidden else row

    return source


def _is_led(
    rows: Rows, session: Session, staff: str, relations: frozenset[str]
) -> bool:
    roles = {seat.role for seat in rows.known.seats(session) if seat.staff == staff}
    leads = rows.programme.activity(session.activity).leads
    return any(lead.role in roles and lead.relation in relations for lead in leads)


def _units(rows: Rows) -> Iterator[Row]:
    """When a unit is without somebody: no more than that they are busy.

    Somebody whose new job is secret on the day is at the unit where others take them
    to be, and busy there with nothing that the job asks for.
    """
    away: dict[tuple[str, date, str], list[Session]] = defaultdict(list)
    for person in rows.programme.participants:
        for key, day in rows.view.of_participant(person.id):
            session = rows.view.by_key.get(key)
            post = rows.known.post_on(person.id, day)
            told = rows.known.is_told(key.activity)
            if session and post and told and rows.programme.activity(key.activity).away:
                away[post.unit, day, person.id].append(session)
    for (unit, day, person_id), held in sorted(away.items(), key=lambda item: item[0]):
        yield {
            "unit_name": rows.labels.place(unit),
            "day": day,
            "weekday": rows.labels.weekday(day),
            "starts": min(s.starts for s in held),
            "ends": max(s.ends for s in held),
            "participant_name": rows.labels.participant(person_id),
            "title": str(rows.labels.phrases.busy),
        }


def _rooms(rows: Rows) -> Iterator[Row]:
    """Bookings for those who run the rooms: what and how many, no names."""
    rooms = {room.id for room in rows.programme.rooms}
    kinds = {a.id: rows.labels.kind(a) for a in rows.programme.activities}
    held = [row for row in rows.sessions() if row["place"] in rooms]
    for row in sorted(held, key=lambda r: r["place_name"]):
        yield {**row, "title": kinds[row["activity"]]}


def _milestones(rows: Rows) -> Iterable[Row]:
    return rows.milestones()


def _locks(rows: Rows) -> Iterator[Row]:
    """What no replanning changes, for the coordinator: why, and who said so."""
    for row in locked_rows(rows.plan, rows.labels):
        yield {"what": row.what, "audience_name": row.whom, "day": row.day,
               "reason": row.lock.reason, "by": row.lock.by,
               "on": row.lock.on}  # fmt: skip


_COACH = frozenset({"coach"})
_DIRECTOR = frozenset({"director"})

_SOURCES: tuple[tuple[str, Columns, Source], ...] = (
    ("calendar", (*WHEN, "title", "theme", "audience_name", "place_name",
                  "staff_names", "participants", "locked"), _calendar),
    ("participants", ("participant_name", *WHEN, *WHAT), _participants),
    ("groups", ("group", *WHEN, *WHAT), _joined("network_group", "group")),
    ("group_members", ("group", "participant_name", "unit_name", "area_name", "sector",
                       "facilitator_name"), Rows.groups),
    ("classes", ("class", *WHEN, *WHAT), _joined("class", "class")),
    ("class_members", ("class", "participant_name", "unit_name", "area_name", "sector"),
     Rows.classes),
    ("hosts", ("host_name", "leader_name", "participant_name", *WHEN, "title"), _hosts),
    ("coaches", ("coach_name", *WHEN, "title", "audience_name", "place_name"),
     _led(_COACH, "coach_name", inside=True)),
    ("directors", ("staff_name", *WHEN, "title", "audience_name", "place_name",
                   "participants"), _led(_DIRECTOR, "staff_name", inside=True)),
    ("staff", ("staff_name", *WHEN, "title", "theme", "audience_name", "place_name"),
     _led(_COACH | _DIRECTOR, "staff_name", inside=False)),
    ("units", ("unit_name", *WHEN, "participant_name", "title"), _units),
    ("rooms", ("place_name", *WHEN, "title", "participants"), _rooms),
    ("milestones", ("day", "weekday", "participant_name", "title"), _milestones),
    ("locks", ("what", "audience_name", "day", "reason", "by", "on"), _locks),
    ("costs", ("words", "rule", "level_name", "weight", "violations", "settled",
               "amount", "cost"), Rows.costs),
)  # fmt: skip


def _ledger(rows: Rows) -> Iterator[Sheet]:
    """Days as a matrix, participants down and activities across."""
    held: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows.day_ledger():
        held[row["participant"]][row["activity"]] = row
    seen = {activity for cells in held.values() for activity in cells}
    across = [a for a in rows.programme.activities if a.id in seen]
    if not across:
        return
    t = rows.labels.phrases
    headings = (str(t.what_person), *(a.title.to(rows.language) for a in across),
                str(t.total), str(t.exempt_days))  # fmt: skip
    lines: list[tuple[Cell, ...]] = []
    for person, cells in held.items():
        days: list[Any] = [
            cells[a.id]["days"] if a.id in cells else None for a in across
        ]
        exempt = sum(row["exempt"] for row in cells.values()) / 4
        total = sum(day for day in days if day is not None)
        lines.append((rows.labels.participant(person), *days, total, exempt))
    yield Sheet(SHEETS["ledger"].to(rows.language), headings, lines)


def _checks(rows: Rows) -> Iterator[Sheet]:
    """Every open and settled violation, hard ones first."""
    t = rows.labels.phrases
    found: list[tuple[Cell, ...]] = []
    for state, violations in (("", rows.report.violations),
                              (str(t.settled_word), rows.report.settled)):  # fmt: skip
        for v in violations:
            price: Cell = str(t.hard) if v.hard else v.cost
            found.append((price, v.message.to(rows.language), v.rule, state))
    headings = tuple(str(x) for x in (t.cost, t.message, t.rule, t.state))
    if found:
        yield Sheet(SHEETS["checks"].to(rows.language), headings, found)
