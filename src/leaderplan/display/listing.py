"""A plan as plain text: the calendar, who is with whom, or one participant's year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leaderplan.display.rows import Rows
from leaderplan.domain.plan import Plan, Session
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language


def plan_listing(programme: Programme, plan: Plan, language: Language = "en") -> str:
    """List joint dates, groups, classes, placements and coaches.

    Raises
    ------
    RuleBroken
        When the plan is no plan of the programme.
    """
    rows = Rows(programme, plan, language)
    t = rows.labels.phrases
    parts = [
        (str(t.joint), list(_joint(rows))),
        (str(t.groups_head), list(_groups(rows))),
        (str(t.classes_head), list(_classes(rows))),
        (str(t.placements_head), list(_placements(rows))),
        (str(t.coaches_head), list(_coaches(rows))),
    ]
    shown = [f"{head}\n" + "\n".join(lines) for head, lines in parts if lines]
    return "\n\n".join([programme.name or programme.id, *shown])


def participant_listing(
    programme: Programme, plan: Plan, participant: str, language: Language = "en"
) -> str:
    """List one participant's year, due dates among the sessions.

    Raises
    ------
    InputError
        When there is no such participant.
    RuleBroken
        When the plan is no plan of the programme.
    """
    from leaderplan.domain.references import nearest

    known = [person.id for person in programme.participants]
    if participant not in known:
        message = f"expected the id of a participant, found {participant!r}."
        hint = nearest(participant, known)
        raise InputError([Issue("participant", message, hint, participant)])
    rows = Rows(programme, plan, language)
    lines = [rows.labels.participant(participant)]
    for key, day in rows.view.of_participant(participant):
        session = rows.view.by_key.get(key)
        if session is None:
            due = str(rows.labels.phrases.due_by)
            lines.append(f"  {_day(rows, day)}  {due:<11}  {rows.labels.title(key)}")
        else:
            lines.append(_line(rows, session, audience=False))
    return "\n".join(lines)


def _day(rows: Rows, day: date) -> str:
    return f"{rows.labels.day(day):<21}"


def _line(rows: Rows, session: Session, *, audience: bool) -> str:
    labels = rows.labels
    activity = rows.programme.activity(session.activity)
    who = labels.audience(activity, session.audience) if audience else None
    said = [labels.title(session.key), labels.theme(session.key), who,
            labels.place(session.place), labels.leaders(session)]  # fmt: skip
    clock = labels.clock(session.starts, session.ends)
    return f"  {_day(rows, session.day)}  {clock}  " + "; ".join(s for s in said if s)


def _joint(rows: Rows) -> Iterator[str]:
    for session in rows.plan.sessions:
        if rows.programme.activity(session.activity).audience != "participant":
            yield _line(rows, session, audience=True)


def _groups(rows: Rows) -> Iterator[str]:
    for group in rows.plan.groups:
        names = ", ".join(rows.labels.participant(p) for p in group.participants)
        led = rows.labels.staff(group.facilitator)
        by = f" ({rows.labels.phrases.facilitator}: {led})" if led else ""
        yield f"  {rows.labels.group(group.id)}: {names}{by}"


def _classes(rows: Rows) -> Iterator[str]:
    for made in rows.plan.classes:
        names = ", ".join(rows.labels.participant(p) for p in made.participants)
        yield f"  {rows.labels.module_class(made.id)}: {names}"


def _placements(rows: Rows) -> Iterator[str]:
    for row in rows.placements():
        days = [rows.labels.day(row[d]) for d in ("first_day", "last_day") if row[d]]
        when = f", {' – '.join(dict.fromkeys(days))}" if days else ""
        yield f"  {row['participant_name']}: {row['host_name']}{when}"


def _coaches(rows: Rows) -> Iterator[str]:
    held: dict[str, list[str]] = {}
    for row in rows.matches():
        held.setdefault(row["coach_name"], []).append(row["participant_name"])
    for coach in sorted(held):
        yield f"  {coach}: {', '.join(held[coach])}"
