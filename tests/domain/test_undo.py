"""Any change can be taken back: alone, whatever was changed since, or is refused."""

from __future__ import annotations

import os
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain import change, mending
from leaderplan.domain.change import KINDS, Change, Undo, change_from, undo
from leaderplan.domain.change.base import edited
from leaderplan.domain.people import Participant, Post
from leaderplan.domain.plan import Plan, SessionKey
from tests.rules.small_world import activity, day, person
from tests.rules.small_world import programme as small
from tests.strategies import plans, small_programmes

FULL = "LEADERPLAN_FULL" in os.environ

RULES = (
    rules.ClosedDays(),
    rules.Availability(),
    rules.DayLedger(),
    rules.UnitAway(),
    rules.RoomCapacity(),
)


def drawn(year: tuple[lp.Programme, Plan], kind: str, dice: Random) -> Change | None:
    """Draw a change of a kind that fits, ``None`` where there is none."""
    made = _made(year[0], kind, dice)
    try:
        _ = made and made.apply(*year)
    except lp.InputError:
        return None
    return made


def _made(given_: lp.Programme, kind: str, dice: Random) -> Change | None:
    who = dice.choice(given_.participants)
    days = list(given_.calendar.days())
    first, last = sorted(dice.sample(days, 2))
    on: date = max(first, (who.posts[-1].valid_from or first) + timedelta(days=1))
    unit, staff = dice.choice(given_.units), dice.choice(given_.staff)
    exams = [a.id for a in given_.activities if a.kind == "exam" and not a.only]
    others = [c.id for c in given_.cohorts if c.id != who.cohort]
    made: dict[str, Change | None] = {
        "absence": change.Absence(participant=who.id, first=first, last=last),
        "leave": change.Leave(participant=who.id, first=first, last=last),
        "withdraw": change.Withdraw(participant=who.id, on=first),
        "job_change": change.JobChange(
            participant=who.id, on=on, unit=unit.id, manager=staff.id
        )
        if on <= days[-1]
        else None,
        "join": _newcomer(given_, dice, first),
        "exam_result": change.ExamResult(participant=who.id, exam=exams[0], on=first)
        if exams
        else None,
        "host_withdraws": change.HostWithdraws(
            host=dice.choice(given_.hosts).unit, on=first
        ),
        "host_offers": change.HostOffers(host=unit.id, places=dice.randint(1, 3)),
        "coach_lost": change.CoachLost(staff=staff.id, first=first),
        "staff_lost": change.StaffLost(staff=staff.id, first=first, last=last),
        "room_lost": change.RoomLost(
            room=dice.choice(given_.rooms).id, first=first, last=last
        ),
        "day_closed": change.DayClosed(day=first, name=dice.choice(("storm", "snow"))),
        "rule_change": _of_rules(given_, dice),
        "mend": _mended(given_, dice),
        "defer": change.Defer(participant=who.id, on=first, cohort=others[0])
        if others
        else None,
    }
    return made[kind]


def _newcomer(given_: lp.Programme, dice: Random, on: date) -> Change:
    unit, number = dice.choice(given_.units), dice.randrange(10**6)
    who = Participant(
        id=f"new-{number}",
        name="Nora Ny",
        cohort=given_.cohorts[0].id,
        posts=(Post(unit=unit.id, area=unit.area),),
    )
    return change.Join(who=who, on=on)


def _mended(given_: lp.Programme, dice: Random) -> Change:
    host, room = dice.choice(given_.hosts).unit, dice.choice(given_.rooms).id
    rows = (
        mending.Waive(rule=dice.choice(given_.rules).id),
        mending.MorePlaces(host=host, places=dice.randint(1, 3)),
        mending.MoreSeats(room=room, seats=dice.randint(1, 3)),
        mending.MoreAway(unit=dice.choice(given_.units).id),
    )
    return change.Mend(loosened=tuple(dice.sample(rows, dice.randint(1, 3))))


def _of_rules(given_: lp.Programme, dice: Random) -> Change:
    if dice.random() < 0.4:
        return change.RuleChange(gone=dice.choice(given_.rules).id)
    if dice.random() < 0.5:
        return change.RuleChange(rule=rules.UnitAway(activities=("coaching",)))
    return change.RuleChange(rule=rules.RoomClash())


MADE = sorted(set(KINDS) - {"undo", "catch_up"})
"""Kinds that are drawn; a catch-up is one of a session that another cohort has."""


@st.composite
def years(draw) -> tuple[lp.Programme, Plan]:
    """Draw a programme with a few rules, and a plan."""
    programme = draw(small_programmes())
    plan = draw(plans(programme))
    other = edited(programme.cohorts[0], id="other", name="Other")
    return programme.replace(rules=RULES, cohorts=(*programme.cohorts, other)), plan


def told(row: Change, programme: lp.Programme) -> Undo:
    """Return an undo as it is read back from a file."""
    read = change_from(row.model_dump(mode="json"))
    assert read == row
    assert isinstance(read, Undo)
    words = read.words(programme)
    assert words.da.startswith("taget tilbage: ")
    assert words.en.startswith("taken back: ")
    return read


@pytest.mark.parametrize("kind", MADE)
@settings(max_examples=40 if FULL else 6)
@given(year=years(), seed=st.integers(0, 10**6))
def test_what_is_taken_back_leaves_nothing(
    kind: str, year: tuple[lp.Programme, Plan], seed: int
) -> None:
    """The programme is as it was, to the fingerprint; an undo can be undone, too."""
    programme, plan = year
    row = drawn(year, kind, Random(seed))
    if row is None:
        return
    changed = row.apply(programme, plan)
    back = told(undo(row, programme, plan), programme)
    restored = back.apply(changed, plan)
    assert restored == programme
    assert restored.fingerprint == programme.fingerprint
    again = undo(back, changed).apply(restored)
    assert again.fingerprint == changed.fingerprint


def _same_row(one: Change, other: Change) -> bool:
    """Whether two changes may be about the same row of a table."""
    return bool(set(one.about) & set(other.about)) or one.kind == other.kind


def _read(one: Change, other: Change) -> bool:
    """Whether the later change was told by what the earlier one had made.

    Which promises there are of those who leave; of those who go on with another cohort
    what they missed, and who is in which cohort.
    """
    missing = {"withdraw", "leave", "join"}
    promised = one.kind == "rule_change" and other.kind in missing
    return promised or "defer" in (one.kind, other.kind)


def _area_meetings(given_: lp.Programme) -> set[SessionKey]:
    return {key for key in given_.session_keys if given_.activity(key[0]).by_area}


def _in_order(given_: lp.Programme) -> lp.Programme:
    """Return a programme with its rules by id: a rule that is replaced is the last."""
    return given_.replace(rules=tuple(sorted(given_.rules, key=lambda r: r.id)))


@pytest.mark.slow
@settings(max_examples=600 if FULL else 50)
@given(
    year=years(),
    kinds=st.tuples(st.sampled_from(MADE), st.sampled_from(MADE)),
    seed=st.integers(0, 10**6),
)
def test_only_one_of_two_changes_is_taken_back(
    year: tuple[lp.Programme, Plan], kinds: tuple[str, str], seed: int
) -> None:
    """The other stays as it would be alone; only of the same row it may be refused.

    One that asked for what was so already has left nothing that could stay; what one
    was told by the other is left as it is, as where so few are left in an area that it
    meets with another.
    """
    (programme, plan), dice = year, Random(seed)
    one, other = (drawn(year, kind, dice) for kind in kinds)
    if one is None or other is None or _read(one, other):
        return
    changed, alone = one.apply(programme, plan), other.apply(programme, plan)
    if _area_meetings(changed) != _area_meetings(programme):
        return
    try:
        both = other.apply(changed, plan)
    except lp.InputError:
        assert _same_row(one, other)
        return
    back = undo(one, programme, plan)
    faults = [issue.message for issue in back.faults(both)]
    if faults:
        assert _same_row(one, other)
        assert all("Take back first what came after" in text for text in faults)
        return
    left = back.apply(both, plan)
    alone = programme if both == changed else alone
    if {one.kind, other.kind} == {"rule_change"}:
        left, alone = _in_order(left), _in_order(alone)
    assert left == alone
    assert left.fingerprint == alone.fingerprint


@pytest.fixture(scope="module")
def year() -> tuple[lp.Programme, Plan]:
    """Return a year of 32 people with a plan."""
    return lp.samples.planted("S", 0)


def test_a_second_new_job_rests_on_the_first(year) -> None:
    """The first is refused, in words; the second can be taken back, then the first."""
    programme, plan = year
    who, units = programme.participants[0].id, programme.units
    one = change.JobChange(participant=who, on=date(2027, 12, 1), unit=units[3].id)
    other = change.JobChange(participant=who, on=date(2028, 2, 1), unit=units[5].id)
    changed = one.apply(programme, plan)
    both = other.apply(changed, plan)
    with pytest.raises(lp.InputError) as refused:
        undo(one, programme, plan).apply(both, plan)
    assert f"expected participants {who} as the change left it" in str(refused.value)
    first = undo(other, changed, plan).apply(both, plan)
    assert first == changed
    assert undo(one, programme, plan).apply(first, plan) == programme


def test_what_something_later_names_stays(year) -> None:
    """Somebody who joined and coaches nobody yet, but is declared to stand apart."""
    programme, plan = year
    unit, other = programme.units[0], programme.participants[0]
    who = edited(other, id="new", posts=(Post(unit=unit.id, area=unit.area),))
    join = change.Join(who=who, on=date(2027, 12, 1))
    joined = join.apply(programme, plan)
    pair = lp.Pair(first="new", second=other.id, relation="apart")
    later = joined.replace(pairs=(*joined.pairs, pair))
    with pytest.raises(lp.InputError) as refused:
        undo(join, programme, plan).apply(later, plan)
    assert "something does" in str(refused.value)


def test_days_away_are_taken_back_beside_others(year) -> None:
    """Of two spells of the same person the other one stays, also where both overlap."""
    programme, plan = year
    who = programme.participants[0].id
    leave = change.Leave(
        participant=who, first=date(2027, 11, 1), last=date(2028, 2, 1)
    )
    withdrawn = change.Withdraw(participant=who, on=date(2027, 12, 1))
    both = withdrawn.apply(leave.apply(programme, plan), plan)
    assert undo(leave, programme, plan).apply(both, plan) == withdrawn.apply(
        programme, plan
    )


def test_a_day_away_that_is_taken_back_needs_no_replanning() -> None:
    """Planned anew for an absence, and again without it; the other absence stands."""
    days = [day(n) for n in range(8)]
    given_ = small(
        [person("a"), person("b")],
        activities=(activity("talk", "participant"), activity("other", "participant")),
        rules=(rules.Availability(), rules.ClosedDays()),
    )
    options = lp.SolveOptions(deterministic=True, time_limit=60.0)
    plan = lp.solve(given_, options).plan
    assert plan is not None
    on = {m.key.audience: m.day for m in plan.sessions if m.activity == "talk"}
    one = change.Absence(participant="a", first=on["a"], last=on["a"])
    other = change.Absence(participant="b", first=on["b"], last=on["b"])
    moved = lp.replan(given_, plan, [one, other], days[0], options=options)
    assert moved.plan is not None
    back = lp.undo(one, given_, plan)
    told_ = lp.replan(moved.programme, moved.plan, [back], days[0], options=options)
    assert told_.programme == other.apply(given_, plan)
    assert told_.plan == moved.plan
    assert told_.sheet is not None
    assert told_.sheet.rows == ()


def test_an_undo_is_not_altered_by_being_applied(year) -> None:
    """It can be applied to one programme after the other."""
    programme, plan = year
    who = programme.participants[0].id
    row = change.Withdraw(participant=who, on=date(2027, 12, 1))
    back = undo(row, programme, plan)
    kept, changed = back.model_dump_json(), row.apply(programme, plan)
    assert back.apply(changed) == back.apply(changed) == programme
    assert back.model_dump_json() == kept
