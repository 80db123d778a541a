"""What a plan's page says, gathered as plain values for its template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from leaderplan.display.cohorts import cohort_table
from leaderplan.display.counted import absent_lines, forced_lines
from leaderplan.display.labels import category_of
from leaderplan.display.month import year_grid
from leaderplan.display.rows import Row, Rows
from leaderplan.domain.people import Participant
from leaderplan.domain.plan import Session
from leaderplan.domain.rule import Violation
from leaderplan.result import Certificate

MOST_SCHEDULES = 1_000
"""Personal schedules on one page; a page of more is slow on a phone."""
MOST_CHECKS = 300
"""Violations listed; the rest is counted."""


def page_content(rows: Rows, certificate: Certificate | None) -> dict[str, Any]:
    """Gather everything that the template of a page asks for."""
    people = rows.programme.participants
    joint = [s for s in rows.plan.sessions if not _is_personal(rows, s)]
    return {
        "name": rows.programme.name or rows.programme.id,
        "calendar": rows.programme.calendar,
        "facts": _facts(rows),
        "grid": year_grid(rows.programme, rows.plan, rows.language),
        "joint": _by_month(rows, joint),
        "people_count": len(people),
        "people": _people(rows) if len(people) <= MOST_SCHEDULES else [],
        "groups": _members(rows.groups(), "group"),
        "classes": _members(rows.classes(), "class"),
        "placements": sorted(
            rows.placements(), key=lambda r: (str(r["first_day"]), r["host_name"])
        ),
        "coaches": _coaches(rows),
        "rooms": _rooms(rows),
        "ledger": _ledger(rows) if len(people) <= MOST_SCHEDULES else None,
        "certificate": certificate,
        "cohorts": cohort_table(certificate, rows.labels),
        "costs": list(rows.costs()),
        "counted": [
            *forced_lines(rows.programme, rows.report.levels, rows.language),
            *absent_lines(rows.programme, rows.language),
        ],
        "hard": len(rows.report.hard),
        "hard_rules": sum(rule.hard for rule in rows.programme.rules),
        "open": _violations(rows, rows.report.violations),
        "open_more": max(0, len(rows.report.violations) - MOST_CHECKS),
        "settled": _violations(rows, rows.report.settled),
    }


def _is_personal(rows: Rows, session: Session) -> bool:
    return rows.programme.activity(session.activity).audience == "participant"


def _facts(rows: Rows) -> list[tuple[str, int]]:
    t, plan = rows.labels.phrases, rows.plan
    facts = [
        (t.people_head, len(rows.programme.participants)),
        (rows.labels.phrases.meetings_head, len(plan.sessions)),
        (t.groups_head, len(plan.groups)),
        (t.classes_head, len(plan.classes)),
        (t.placements_head, len(plan.placements)),
        (t.coaches_head, len({m.coach for m in plan.matches})),
    ]
    return [(str(name), count) for name, count in facts if count]


def _entry(rows: Rows, session: Session) -> Row:
    labels = rows.labels
    activity = rows.programme.activity(session.activity)
    return {
        "day": session.day,
        "clock": labels.clock(session.starts, session.ends),
        "title": labels.title(session.key),
        "theme": labels.theme(session.key),
        "category": category_of(activity),
        "audience": labels.audience(activity, session.audience),
        "place": labels.place(session.place),
        "staff": labels.leaders(session),
        "locked": session.locked and str(session.locked),
    }


def _by_month(rows: Rows, sessions: Iterable[Session]) -> list[tuple[str, list[Row]]]:
    months: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for session in sessions:
        months[session.day.year, session.day.month].append(_entry(rows, session))
    return [(rows.labels.month(y, m), held) for (y, m), held in months.items()]


def _people(rows: Rows) -> list[Row]:
    """Each participant with the whole year, practicum days drawn together."""
    view = rows.view
    shown = []
    for person in rows.programme.participants:
        who = rows.person(person.id)
        group, made = view.group_of.get(person.id), view.class_of.get(person.id)
        host, coach = view.host_of.get(person.id), view.coach_of.get(person.id)
        t = rows.labels.phrases
        marks = [
            rows.labels.group(group) if group else None,
            rows.labels.module_class(made) if made else None,
            f"{t.placements_head}: {rows.labels.place(host)}" if host else None,
            f"{t.coach}: {rows.labels.staff(coach)}" if coach else None,
        ]
        shown.append(
            {
                "name": who["participant_name"],
                "unit": who["unit_name"],
                "area": who["area_name"],
                "marks": [mark for mark in marks if mark],
                "entries": _schedule(rows, person),
            }
        )
    return sorted(shown, key=lambda row: row["name"])


def _schedule(rows: Rows, person: Participant) -> list[Row]:
    entries = []
    for key, day in rows.view.of_participant(person.id):
        session = rows.view.by_key.get(key)
        if session is not None:
            entries.append(_entry(rows, session))
        else:
            title = rows.labels.title(key)
            due = str(rows.labels.phrases.due_by)
            entries.append({"day": day, "clock": due, "title": title, "theme": None,
                            "category": "due", "audience": "", "place": None,
                            "staff": "", "locked": None})  # fmt: skip
    return sorted(entries, key=lambda e: (e["day"], e["clock"]))


def _members(members: Iterable[Row], field: str) -> list[tuple[str, list[Row]]]:
    held: dict[str, list[Row]] = defaultdict(list)
    for row in members:
        held[row[field]].append(row)
    return list(held.items())


def _coaches(rows: Rows) -> list[Row]:
    held: dict[str, list[Row]] = defaultdict(list)
    for row in rows.matches():
        held[row["coach"]].append(row)
    return [
        {
            "name": rows.labels.staff(coach),
            "participants": [r["participant_name"] for r in matched],
            "sessions": sum(r["sessions"] for r in matched),
        }
        for coach, matched in sorted(held.items())
    ]


def _rooms(rows: Rows) -> list[Row]:
    """Use of each room: sessions, hours, most people there at once, kroner."""
    used: dict[str, list[Session]] = defaultdict(list)
    for session in rows.plan.sessions:
        if session.place is not None:
            used[session.place].append(session)
    shown = []
    for room in rows.programme.rooms:
        held = used[room.id]
        present = [_present(rows, session) for session in held]
        shown.append(
            {
                "name": rows.labels.place(room.id),
                "capacity": room.capacity,
                "sessions": len(held),
                "days": len({s.day for s in held}),
                "hours": rows.labels.number(sum(_hours(s) for s in held), 1),
                "largest": max(present, default=0),
                "cost": room.cost * len(held),
            }
        )
    return shown


def _present(rows: Rows, session: Session) -> int:
    guests = rows.programme.activity(session.activity).guests
    leaders = len({seat.staff for seat in session.staff})
    return len(rows.view.attendees(session.key, session.day)) + leaders + guests


def _hours(session: Session) -> float:
    day = session.day
    span = datetime.combine(day, session.ends) - datetime.combine(day, session.starts)
    return span.total_seconds() / 3600


def _ledger(rows: Rows) -> Row | None:
    """Days as a matrix: participants down, activities across."""
    held: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows.day_ledger():
        held[row["participant"]][row["activity"]] = row
    seen = {activity for cells in held.values() for activity in cells}
    across = [a for a in rows.programme.activities if a.id in seen]
    if not across:
        return None
    promised = rows.programme.ledger_total
    lines = []
    for person, cells in held.items():
        total = sum(row["total"] for row in cells.values())
        lines.append(
            {
                "name": rows.labels.participant(person),
                "cells": [_days(rows, cells.get(a.id)) for a in across],
                "total": rows.labels.number(total / 4, 2),
                "off": promised is not None and total != promised,
            }
        )
    return {
        "across": [a.title.to(rows.language) for a in across],
        "lines": sorted(lines, key=lambda line: str(line["name"])),
        "promised": None if promised is None else rows.labels.number(promised / 4, 2),
    }


def _days(rows: Rows, row: Row | None) -> str:
    if row is None:
        return ""
    text = rows.labels.number(row["planned"] / 4, 2)
    if row["exempt"]:
        return f"{text} ({rows.labels.number(row['exempt'] / 4, 2)})"
    return text


def _violations(rows: Rows, violations: Iterable[Violation]) -> list[Row]:
    return [
        {
            "rule": v.rule,
            "hard": v.hard,
            "cost": v.cost,
            "message": v.message.to(rows.language),
        }
        for v in list(violations)[:MOST_CHECKS]
    ]
