"""Rules for the programmes of ``tests.proofs.tiny``: tight, and prices that vie."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import permutations

from leaderplan import rules as r
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from tests.rules.small_world import day
from tests.strategies import Dice

Instances = Callable[[Programme, Dice], Iterator[Rule]]

LEVELS = ("absences", "groups", "placements", "matches", "dates", "worst_off")


def rules_of(programme: Programme, dice: Dice) -> tuple[Rule, ...]:
    """Draw rules: what a plan is, few of the hard ones, and some priced.

    Prices stand at drawn levels, so that levels of all sorts vie with each other.
    """
    drawn = _drawn(programme, dice)
    hard = [rule for rule in drawn if rule.hard and dice.often(7)]
    priced = [rule for rule in drawn if not rule.hard]
    chosen = dice.sample(priced, min(len(priced), dice.between(3, 8)))
    rows = [*_always(programme, dice), *hard, *_vying(programme, dice)]
    return _named([*rows, *(_priced(rule, dice) for rule in chosen)])


def every_rule(programme: Programme, dice: Dice) -> tuple[Rule, ...]:
    """Draw all the rules of which some are chosen."""
    return _named([*_always(programme, dice), *_drawn(programme, dice)])


def _drawn(programme: Programme, dice: Dice) -> list[Rule]:
    return [rule for give in _about(programme) for rule in give(programme, dice)]


def _named(rows: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(
        rule.model_copy(update={"id": f"{rule.kind}-{number}"})
        for number, rule in enumerate(rows)
    )


def _about(programme: Programme) -> Iterator[Instances]:
    """Functions that give rules of what there is to decide."""
    yield from (_days, _days, _sequence, _sequence, _loads)
    if programme.rooms:
        yield _places
    if any(activity.leads for activity in programme.activities):
        yield _staff
    if programme.needs_groups or programme.needs_classes:
        yield from (_groups, _groups)
    if programme.needs_hosts:
        yield from (_hosts, _hosts)


def _vying(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Want an activity on one day at a level and on another at a later one."""
    for key in dice.sample(_ids(programme), dice.between(0, 1)):
        for level in sorted(dice.sample(range(len(LEVELS)), 2)):
            yield r.WeekdayPreference(
                activities=(key,), weekdays=(dice.between(0, 4),), level=LEVELS[level],
                weight=dice.between(1, 3),
            )  # fmt: skip


def _priced(rule: Rule, dice: Dice) -> Rule:
    weight = dice.between(1, 3)
    keep = rule.level == "worst_off" or dice.often()
    level = rule.level if keep else dice.pick(LEVELS)
    return rule.model_copy(update={"weight": weight, "level": level})


def _always(programme: Programme, dice: Dice) -> Iterator[Rule]:
    yield from (r.RightLeader(), r.RightPlace(), r.DayPattern())
    if not dice.often(4):
        yield r.NoDoubleBooking()
    if not dice.often(3):
        yield r.ClosedDays()


def _ids(programme: Programme) -> list[str]:
    return [activity.id for activity in programme.activities]


def _days(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """When single sessions stand."""
    last = len(programme.calendar.days()) - 1
    yield from (r.Availability(), r.StaffAvailability(), r.PlenaryAbsence())
    yield from (r.Availability(level="absences"), r.PreferNot())
    yield r.StaffAvailability(level="dates")
    yield r.PlenaryAbsence(weight=2)
    yield from (r.FewestPresent(percent=50), r.AreaMeetingOnce())
    yield r.FewestPresent(percent=100, level="absences")
    yield r.ClosedDays(level="dates")
    yield r.HolidayNeighbours(level="dates")
    yield r.HolidayNeighbours()
    for key in _ids(programme):
        yield r.WeekdayPreference(
            activities=(key,), weekdays=(dice.between(0, 4),), level="dates"
        )
        first = day(dice.between(0, last))
        yield r.Window(activity=key, earliest=first, level="dates")
        yield r.Window(activity=key, latest=first, level=dice.pick((None, "dates")))
        yield r.AttendanceMinimum(activities=(key,), most_missed=0, level="absences")
        theirs = (dice.pick([cohort.id for cohort in programme.cohorts]),)
        yield r.Window(activity=key, earliest=day(1), cohorts=theirs)


def _sequence(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """What comes before what, and how far apart."""
    pairs = list(permutations(_ids(programme), 2))
    for first, then in dice.sample(pairs, min(3, len(pairs))):
        level = dice.pick((None, "dates"))
        least = dice.between(-1, 3)
        yield r.Spacing(
            first=first, then=then, least=least, level=level,
            most=dice.pick((None, least, least + 2)),
        )  # fmt: skip
        yield r.Order(first=first, then=then, level=dice.pick((None, "dates")))
        yield r.QuietBefore(
            activities=(first,), then=then, days=dice.between(0, 1),
            level=dice.pick((None, "dates")),
        )  # fmt: skip
    for activity in programme.activities:
        if activity.occurrences == 2:
            yield r.Order(first=activity.id)
            yield r.Spacing(first=activity.id, least=2, level="dates")


def _loads(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """How much on a day and in a week, and on how many days."""
    level = dice.pick((None, "dates"))
    yield r.PersonLoad(most_slots=dice.between(2, 3))
    yield r.PersonLoad(period="day", most_slots=1, level="dates")
    yield r.UnitAway(level=level)
    yield r.LeaderPerDay(level=level)
    ids = _ids(programme)
    yield r.ProgrammeDays(activities=tuple(ids), most=dice.between(1, 2), level="dates")
    for key in ids:
        yield r.FewDays(activity=key, most=1, level=dice.pick((None, "dates")))


def _places(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Where sessions stand."""
    yield from (r.RoomClash(), r.RoomAvailability(), r.RoomCapacity())
    yield from (r.VenueCost(), r.RoomCapacity(level="absences"))
    yield r.RoomAvailability(level="dates")
    yield r.AttendeeTravel(limit=30, level="dates")
    yield r.TravelBetween()


def _staff(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Who leads and who coaches."""
    yield from (r.LeaderLoad(), r.CoachLoad(), r.FacilitatorLoad())
    yield from (r.LeaderLoad(level="matches"), r.CoachLoad(level="matches"))
    yield from (r.CoachSpeciality(), r.CoachLoadEven(), r.HistoryPairing())
    yield r.FacilitatorLoad(level="groups")
    yield r.Impartiality(level=dice.pick((None, "matches")))
    yield r.ImpartialRoles(roles=("coach", "examiner", "facilitator"), level="matches")


def _groups(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """How groups and classes are formed."""
    level = dice.pick((None, "groups"))
    yield r.GroupSize(smallest=1, largest=dice.between(2, 3), most_difference=1)
    yield r.GroupSize(smallest=2, largest=2, most_difference=0, level="groups")
    yield r.ClassSize(smallest=1, largest=3, level=level)
    yield from (r.UnitApart(level=level), r.ManagerApart(level="groups"))
    yield from (r.PairsApart(level=level), r.PairsTogether(level=level))
    yield r.Balance(attribute="sector", level="groups")
    yield r.NobodyAlone(attribute="kind", share_percent=60, level="groups")
    yield r.AtMostAlike(most=1, level=level)
    yield r.Represented(attribute="kind", level="groups")
    yield r.Quorum(least=dice.between(1, 2), level=level)
    yield r.ThreeSectors(level="groups")


def _hosts(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Who does the practicum where and when."""
    level = dice.pick((None, "placements"))
    yield from (r.HostCapacity(), r.HostOpen(), r.EligibleHost(level=level))
    yield from (r.HostCapacity(level="placements"), r.HostOpen(level="dates"))
    yield from (r.Wishes(), r.HostLoadEven(), r.HostArea(), r.Vetoes(level=level))
    yield r.HostTravel(limit=30, level=level)
    yield r.SectorPolicy(policy=dice.pick(("other", "own")), level="placements")
    yield r.HostUnitMates(level="placements")
    yield r.HostLeaderPresent(level=dice.pick((None, "dates")))
    yield r.WorstOff(crowded_slots=2)
