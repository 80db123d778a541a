"""Changes of every kind, drawn: one to four at once, with a day and locks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import leaderplan as lp
from leaderplan.domain import change, mending
from leaderplan.domain.change import Change
from leaderplan.domain.change.base import edited
from leaderplan.domain.people import Participant, Post
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from leaderplan.errors import InputError
from leaderplan.situation import apply, carried
from tests.strategies import Dice

Drawing = Callable[[Programme, Plan, Dice], Change | None]
MOST = 4
"""Changes that are made at once."""

TRIES = 12
"""How often something is drawn until it breaks something."""


class Disruption(NamedTuple):
    """What happens to a programme and its plan, some of which is locked."""

    programme: Programme
    plan: Plan
    changes: tuple[Change, ...]
    as_of: date


def disrupted(
    given: Programme,
    plan: Plan,
    dice: Dice,
    rules: Sequence[Rule] = (),
    kinds: Sequence[str] = (),
) -> Disruption:
    """Draw what happens; ``rules`` are those of which one may be added.

    Most often until it makes the plan impossible as it is, if that comes soon.
    """
    case = _drawn(given, plan, dice, rules, kinds)
    for _ in range(0 if dice.often(6) else TRIES):
        if breaks(case):
            break
        case = _drawn(given, plan, dice, rules, kinds)
    return case


def breaks(case: Disruption) -> bool:
    """Whether what is to come cannot be as it was planned."""
    changed = apply(case.programme, case.changes, case.plan)
    return not lp.check(changed, carried(changed, case.plan), case.as_of).ok


def _drawn(
    given: Programme,
    plan: Plan,
    dice: Dice,
    rules: Sequence[Rule],
    kinds: Sequence[str],
) -> Disruption:
    """Draw changes; whatever does not fit what was drawn before it is left out."""
    changes, changed = list[Change](), given
    as_of = any_day(given, plan, dice)
    known = plan if dice.often(6) else coming(plan, as_of)
    made = list[tuple[Change, Programme]]()
    drawings = DRAWINGS | {
        "rule_change": _rule_change(rules),
        "undo": _undo(made, plan),
    }
    for _ in range(dice.pick((1, 1, 1, 2, 3, MOST))):
        for kind in dice.sample(kinds or list(drawings), len(kinds or drawings)):
            drawn = drawings[kind](changed, known, dice)
            if drawn is None:
                continue
            try:
                after = apply(changed, drawn, plan)
            except InputError:
                continue
            made.append((drawn, changed))
            changes, changed = [*changes, drawn], after
            break
    return Disruption(given, locked(plan, dice), tuple(changes), as_of)


def coming(plan: Plan, as_of: date) -> Plan:
    """Return the sessions and due dates of a plan from a day on."""
    return Plan(
        sessions=tuple(s for s in plan.sessions if s.day >= as_of),
        milestones=tuple(m for m in plan.milestones if m.day >= as_of),
        placements=plan.placements,
        matches=plan.matches,
    )


def locked(plan: Plan, dice: Dice) -> Plan:
    """Lock one session in six of every third plan."""
    if not dice.often(3):
        return plan
    rows = [edited(s, locked="promised") if dice.often(6) else s for s in plan.sessions]
    return plan.model_copy(update={"sessions": tuple(rows)})


def any_day(given: Programme, plan: Plan, dice: Dice) -> date:
    """Draw the first day, one on which something is planned, or the day after."""
    if dice.often():
        return given.calendar.first
    days = sorted({row.day for row in (*plan.sessions, *plan.milestones)})
    day = dice.pick((given.calendar.first, *days))
    return min(day + timedelta(days=dice.between(0, 1)), given.calendar.last)


# --- kinds ----------------------------------------------------------------------------


def _busy(given: Programme, plan: Plan, dice: Dice) -> date:
    """Draw a day on which something is planned, most often."""
    days = [row.day for row in (*plan.sessions, *plan.milestones)]
    if not days or dice.often(5):
        days = list(given.calendar.days())
    return min(max(dice.pick(days), given.calendar.first), given.calendar.last)


def _days(given: Programme, plan: Plan, dice: Dice) -> dict[str, date]:
    first = _busy(given, plan, dice)
    last = first + timedelta(days=dice.between(0, 2))
    return {"first": first, "last": min(last, given.calendar.last)}


def _who(given: Programme, dice: Dice) -> str:
    return dice.pick(given.participants).id


def _there(given: Programme, plan: Plan, dice: Dice) -> tuple[str, date]:
    """Draw somebody and a day on which something of theirs is planned, most often."""
    ids = {person.id for person in given.participants}
    rows = [(s.audience, s.day) for s in plan.sessions]
    rows += [(m.participant, m.day) for m in plan.milestones]
    own = [row for row in rows if row[0] in ids]
    if not own or dice.often(3):
        return _who(given, dice), _busy(given, plan, dice)
    return dice.pick(own)


def _away(made: type[change.Absence] | type[change.Leave]) -> Drawing:
    def drawn(given: Programme, plan: Plan, dice: Dice) -> Change:
        who, day = _there(given, plan, dice)
        last = min(day + timedelta(days=dice.between(0, 2)), given.calendar.last)
        return made(participant=who, first=day, last=last)

    return drawn


def _withdraw(given: Programme, plan: Plan, dice: Dice) -> Change:
    who, on = _there(given, plan, dice)
    return change.Withdraw(participant=who, on=on)


def _job_change(given: Programme, plan: Plan, dice: Dice) -> Change:
    managers = [None, *(member.id for member in given.staff)]
    return change.JobChange(
        participant=_who(given, dice), on=_busy(given, plan, dice),
        unit=dice.pick(given.units).id, manager=dice.pick(managers),
        quiet=dice.pick((0, 1, 28)), talk=dice.often(), review=dice.often(),
    )  # fmt: skip


def _join(given: Programme, plan: Plan, dice: Dice) -> Change:
    unit, cohort = dice.pick(given.units), dice.pick(given.cohorts)
    who = Participant(
        id=f"new{len(given.participants)}", name="Nora Ny", cohort=cohort.id,
        posts=(Post(unit=unit.id, area=unit.area),),
    )  # fmt: skip
    return change.Join(who=who, on=_busy(given, plan, dice))


def _exam_result(given: Programme, plan: Plan, dice: Dice) -> Change | None:
    """Draw a result soon, so that the new try fits the horizon most often."""
    own = [a for a in given.activities if a.audience == "participant" and a.length]
    exams = [a for a in own if a.kind == "exam"] or own
    if not exams:
        return None
    on = dice.pick((given.calendar.first, _busy(given, plan, dice)))
    return change.ExamResult(
        participant=_who(given, dice), exam=dice.pick(exams).id, on=on,
        passed=dice.often(8),
    )  # fmt: skip


def _host_withdraws(given: Programme, plan: Plan, dice: Dice) -> Change | None:
    if not given.hosts:
        return None
    on = dice.pick((given.calendar.first, _busy(given, plan, dice)))
    used = [row.host for row in plan.placements] or [h.unit for h in given.hosts]
    return change.HostWithdraws(host=dice.pick(used), on=on)


def _host_offers(given: Programme, plan: Plan, dice: Dice) -> Change:
    leaders = [None, *(member.id for member in given.staff)]
    return change.HostOffers(
        host=dice.pick(given.units).id, places=dice.between(1, 2),
        leader=dice.pick(leaders),
    )  # fmt: skip


def _lost(made: type[change.StaffLost], *roles: str) -> Drawing:
    def drawn(given: Programme, plan: Plan, dice: Dice) -> Change | None:
        known = [m.id for role in roles for m in given.staff_in(role)]
        leads = [seat.staff for s in plan.sessions for seat in s.staff]
        staff = known or leads or [member.id for member in given.staff]
        if not staff:
            return None
        days: dict[str, date | None] = {**_days(given, plan, dice)}
        if dice.often():
            days["last"] = None
        return made(staff=dice.pick(staff), **days)

    return drawn


def _room_lost(given: Programme, plan: Plan, dice: Dice) -> Change | None:
    if not given.rooms:
        return None
    ids = {room.id for room in given.rooms}
    used = [(s.place, s.day) for s in plan.sessions if s.place in ids]
    room, day = dice.pick(used) if used else (given.rooms[0].id, given.calendar.first)
    return change.RoomLost(room=room, first=day, last=day)


def _day_closed(given: Programme, plan: Plan, dice: Dice) -> Change:
    return change.DayClosed(day=_busy(given, plan, dice), name="Stormflod")


def _rule_change(rules: Sequence[Rule]) -> Drawing:
    def drawn(given: Programme, _plan: Plan, dice: Dice) -> Change | None:
        if rules and dice.often():
            return change.RuleChange(rule=dice.pick(rules))
        return (
            change.RuleChange(gone=dice.pick(given.rules).id) if given.rules else None
        )

    return drawn


def _defer(given: Programme, plan: Plan, dice: Dice) -> Change | None:
    if len(given.cohorts) == 1:
        return None
    on = _busy(given, plan, dice)
    cohort = dice.pick(given.cohorts).id
    return change.Defer(participant=_who(given, dice), on=on, cohort=cohort)


def _catch_up(given: Programme, plan: Plan, dice: Dice) -> Change | None:
    joint = [
        session.key
        for session in plan.sessions
        if given.activity(session.activity).audience != "participant"
    ]
    if not joint:
        return None
    return change.CatchUp(participant=_who(given, dice), **dice.pick(joint)._asdict())


def _mend(given: Programme, _plan: Plan, dice: Dice) -> Change | None:
    rows: list[mending.Change] = [mending.Waive(rule=rule.id) for rule in given.rules]
    rows += [mending.MorePlaces(host=host.unit) for host in given.hosts]
    rows += [mending.MoreAway(unit=unit.id) for unit in given.units]
    return change.Mend(loosened=(dice.pick(rows),))


def _undo(made: Sequence[tuple[Change, Programme]], plan: Plan | None) -> Drawing:
    def drawn(_given: Programme, _known: Plan, dice: Dice) -> Change | None:
        return lp.undo(*dice.pick(made), plan) if made else None

    return drawn


DRAWINGS: dict[str, Drawing] = {
    "absence": _away(change.Absence),
    "catch_up": _catch_up,
    "coach_lost": _lost(change.CoachLost, "coach"),
    "day_closed": _day_closed,
    "defer": _defer,
    "exam_result": _exam_result,
    "host_offers": _host_offers,
    "host_withdraws": _host_withdraws,
    "job_change": _job_change,
    "join": _join,
    "leave": _away(change.Leave),
    "mend": _mend,
    "room_lost": _room_lost,
    "rule_change": _rule_change(()),
    "staff_lost": _lost(change.StaffLost),
    "undo": _undo((), None),
    "withdraw": _withdraw,
}
"""How each kind is drawn; nothing where there is nothing that it could happen to."""
