"""Instances of every rule kind for the programmes of ``tests.strategies``.

Each function gives the instances of one field of the rules, some hard and some
priced, with chosen parameters. Whether a plan can keep the hard ones is for the
caller to see: a check of a drawn plan tells which to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from leaderplan import rules as r
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule
from tests.strategies import SUBJECTS, Dice

Instances = Callable[[Programme, Dice], Iterator[Rule]]

JOINT = ("kick_off", "theme", "teaching", "kick_on")
"""Days that the whole cohort, or each of its classes, has together."""
OWN = ("coaching", "exam", "three_way", "career_talk")
"""Talks of one participant."""


def what_a_plan_is(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Rules that are always hard."""
    yield from (r.NoDoubleBooking(), r.TravelBetween(), r.DayPattern())
    yield from (r.AreaMeetingOnce(), r.RightLeader(), r.RightPlace(), r.DayLedger())
    yield r.RoomClash()
    yield r.TravelBetween(activities=(*JOINT, *OWN[:2]))


def days(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Closed, busy and unwanted days."""
    weight = dice.randint(1, 3)
    yield r.ClosedDays()
    yield r.ClosedDays(level="dates", weight=weight)
    yield r.Availability()
    yield r.Availability(activities=JOINT, states=("unavailable", "unanswered"))
    yield r.Availability(level="absences", weight=2)
    yield r.StaffAvailability()
    yield r.StaffAvailability(activities=OWN, level="dates", weight=weight)
    yield r.PreferNot(activities=dice.choice((None, JOINT)), weight=weight)
    yield r.WeekdayPreference(weekdays=(0, 1, 2, 3, 4, 5))
    yield r.WeekdayPreference(activities=JOINT, level="dates", weight=weight)
    yield r.HolidayNeighbours(activities=("exam", "theme"))
    yield r.HolidayNeighbours(level="dates")
    yield r.Admission(activity="teaching", enrol_days=dice.choice((0, 7, 28)))
    yield r.Admission(activity="exam", level="absences")


def windows(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Periods in which sessions stand."""
    first = programme.calendar.first
    for activity in ("kick_off", "kick_on", "exam", "hand_in", "practicum"):
        early, late = dice.randint(0, 20), dice.randint(25, 55)
        span = {
            "earliest": first + timedelta(days=early),
            "latest": first + timedelta(days=late),
        }
        level = dice.choice((None, "dates"))
        yield r.Window(activity=activity, level=level, **span)
    yield r.Window(activity="theme", occurrence=1, latest=first + timedelta(days=30))
    theirs = (dice.choice([cohort.id for cohort in programme.cohorts]),)
    for activity in ("kick_on", "network", "teaching", "director_meeting", "plan_due"):
        yield r.Window(activity=activity, cohorts=theirs, level=level, **span)


def present(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Who may miss what, and how many leave a unit."""
    yield r.PlenaryAbsence()
    yield r.PlenaryAbsence(activities=("theme",), weight=3)
    yield r.AttendanceMinimum(activities=("theme", "teaching"), most_missed=1)
    yield r.AttendanceMinimum(activities=JOINT, most_missed=0, level="absences")
    yield r.FewestPresent(percent=dice.choice((30, 50, 75)))
    yield r.FewestPresent(activities=JOINT, percent=100, level="absences")
    yield r.UnitAway()
    yield r.UnitAway(activities=("practicum", "network"), level="dates", weight=2)
    yield r.Quorum(least=dice.randint(1, 3))
    yield r.Quorum(least=4, level="groups")


def sequence(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """What comes before what, and how far apart."""
    pairs = [("kick_off", "theme"), ("theme", "kick_on"), ("teaching", "exam"),
             ("coaching", "practicum"), ("hand_in", "exam"), ("network", "kick_on"),
             ("kick_off", "director_meeting"), ("exam", "three_way")]  # fmt: skip
    for first, then in pairs:
        least = dice.randint(-10, 10)
        bounds = {"least": least, "most": least + dice.randint(5, 40)}
        if dice.often():
            bounds.pop(dice.choice(("least", "most")))
        level = dice.choice((None, "dates"))
        yield r.Spacing(first=first, then=then, level=level, **bounds)
        yield r.Order(first=first, then=then, level=dice.choice((None, None, "dates")))
    for activity in ("theme", "teaching", "coaching", "network"):
        yield r.Order(first=activity)
        yield r.Spacing(
            first=activity,
            least=dice.randint(1, 9),
            most=dice.choice((None, 14, 40)),
            level=dice.choice((None, "dates")),
        )
    gap = dice.randint(1, 4)
    yield r.NewPost(activities=("practicum", "theme"), days=dice.randint(1, 9))
    yield r.NewPost(activities=("coaching",), days=20, level="dates")
    yield r.QuietBefore(activities=("theme", "teaching"), then="exam", days=gap)
    yield r.QuietBefore(then="kick_on", days=gap, level="dates")


def loads(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """How much in a day, week or month, and on how many days."""
    slots = programme.calendar.slots_per_day
    yield r.PersonLoad(most_slots=dice.randint(3, 6) * slots)
    yield r.PersonLoad(period="month", most_slots=12 * slots, activities=JOINT)
    yield r.PersonLoad(most_slots=slots, level="dates")
    yield r.PersonLoad(period="day", most_slots=2, activities=OWN, level="dates")
    yield r.ProgrammeDays(activities=JOINT, most=dice.randint(1, 3))
    yield r.ProgrammeDays(activities=JOINT, period="month", most=2, level="dates")
    yield r.FewDays(activity="exam", most=dice.randint(1, 4))
    yield r.FewDays(activity="coaching", most=4, level="dates", weight=2)
    yield r.LeaderPerDay()
    yield r.LeaderPerDay(level="dates")


def rooms(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Where sessions stand."""
    yield from (r.RoomCapacity(), r.RoomFeatures(), r.RoomAvailability())
    yield r.RoomCapacity(level="dates", weight=2)
    yield r.RoomFeatures(level="dates")
    yield r.RoomAvailability(level="dates", weight=3)
    yield r.VenueCost()
    yield r.SiteRotation(activities=("theme",), most=1, level="dates")
    yield r.SiteRotation(activities=("network",), most=dice.randint(1, 2))
    yield r.AttendeeTravel(limit=dice.choice((45, 95)))
    yield r.AttendeeTravel(activities=("network",), limit=10, level="dates")


def staff(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Who leads."""
    yield from (r.LeaderLoad(), r.FacilitatorLoad(), r.CoachLoad())
    yield r.LeaderLoad(level="matches", weight=2)
    yield r.FacilitatorLoad(level="groups")
    yield r.CoachLoad(level="matches")
    yield r.CoachLoadEven(weight=dice.randint(1, 2))
    yield r.LeaderSpeciality()
    yield r.LeaderSpeciality(level="matches", weight=3)
    yield r.CoachSpeciality(weight=2)
    yield r.CoachSpeciality(level=None)
    yield from (r.Impartiality(), r.ImpartialRoles())
    yield r.Impartiality(level="matches", weight=2)
    yield r.Impartiality(roles=("lecturer", "coach"), same_unit=False)
    yield r.ImpartialRoles(level="matches")
    yield r.FocusAreas(areas=SUBJECTS[: dice.randint(1, 3)])
    yield r.FocusAreas(areas=SUBJECTS, level="dates", weight=2)


def groups(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """How groups and classes are formed."""
    most = len(programme.participants)
    yield r.GroupSize(smallest=dice.randint(1, 2), largest=dice.randint(3, most))
    yield r.GroupSize(smallest=2, largest=3, most_difference=0, level="groups")
    yield r.ClassSize(smallest=1, largest=dice.randint(2, most))
    yield r.ClassSize(smallest=3, largest=3, most_difference=1, level="groups")
    yield from (r.UnitApart(), r.ManagerApart(), r.PairsApart(), r.PairsTogether())
    yield r.UnitApart(years_back=1, level="groups", weight=2)
    yield r.ManagerApart(years_back=2, level="groups")
    yield r.PairsApart(relation="acquainted", level="groups", weight=3)
    yield r.PairsTogether(level="groups")
    yield r.AtMostAlike(most=dice.randint(1, 3))
    yield r.AtMostAlike(attribute="sector", most=1, level="groups")
    yield r.Balance(attribute="gender")
    yield r.Balance(attribute=dice.choice(("area", "sector")), level="groups")
    yield r.NobodyAlone(attribute="gender")
    yield r.NobodyAlone(attribute="sector", share_percent=50, level="groups")
    yield r.Represented(attribute=dice.choice(("area", "sector")))
    yield r.Represented(level="groups")
    yield r.ThreeSectors()
    yield r.ThreeSectors(level="groups", weight=2)


def hosts(programme: Programme, dice: Dice) -> Iterator[Rule]:
    """Who does the practicum where and when."""
    yield from (r.EligibleHost(), r.Vetoes(), r.HostCapacity(), r.HostOpen())
    yield from (r.HostLeaderPresent(), r.HostUnitMates())
    yield r.EligibleHost(years_back=0, level="placements", weight=3)
    yield r.Vetoes(level="placements", weight=7)
    yield r.HostCapacity(level="placements", weight=2)
    yield r.HostOpen(level="dates")
    yield r.HostLeaderPresent(level="dates", weight=2)
    yield r.HostUnitMates(level="placements")
    yield r.HostTravel(limit=dice.choice((45, 95)))
    yield r.HostTravel(limit=15, level="placements")
    yield r.HostArea(weight=2)
    yield r.SectorPolicy(policy=dice.choice(("other", "own", "goal")))
    yield r.SectorPolicy(policy="other", level="placements", weight=3)
    yield r.HostLoadEven(weight=dice.randint(1, 2))
    yield r.SparePlaces(least=2)
    yield r.MakeUpDates()
    yield r.MakeUpFree()
    yield r.HistoryPairing(weight=2)
    yield r.Wishes(weight=dice.randint(1, 4))
    yield r.WorstOff(crowded_slots=programme.calendar.slots_per_day * 2)


INSTANCES: tuple[Instances, ...] = (
    what_a_plan_is,
    days,
    windows,
    present,
    sequence,
    loads,
    rooms,
    staff,
    groups,
    hosts,
)
"""The functions, one for each field; together they give every shipped kind."""


def all_instances(programme: Programme, dice: Dice) -> list[Rule]:
    """Return the instances of every field, each under an id of its own."""
    rows = [rule for give in INSTANCES for rule in give(programme, dice)]
    return [
        rule.model_copy(update={"id": f"{rule.kind}-{number}"})
        for number, rule in enumerate(rows)
    ]
