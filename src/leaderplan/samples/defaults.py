"""The rules of the case programme with their levels and weights: one table.

Hard are the requirements of DOMAIN.md 4.4, and those of its section 8 that say
what a session is; the wishes of 4.4 are priced. Every number can be changed by
``programme.with_rules``, where a rule with a known id takes the old one's place.
"""

from __future__ import annotations

from collections.abc import Mapping

from leaderplan import rules as r
from leaderplan.domain.rule import Rule
from leaderplan.samples.activities import FOCUS_AREAS
from leaderplan.samples.intakes import Intake

PLENARY = ("kick_off", "theme_day", "teaching_day", "kick_on")
"""Plenary days whose absences are priced; a reserved re-exam is none of them."""

LONGEST_TO_PLENARY = 75
"""Minutes to the plenary days of a region, to which some venues belong to nobody."""

WHOLE_DAYS = (*PLENARY, "network_meeting")
"""Whole days of the programme apart from the practicum."""


def _gap(
    first: str,
    then: str,
    least: int | None = 1,
    most: int | None = None,
    *,
    of: int | None = None,
    to: int | None = None,
) -> Rule:
    """Space occurrence ``of`` of one activity (the last) and ``to`` of another."""
    name = f"{first}-{of or 'last'}-{then}-{to or 1}"
    return r.Spacing(
        id=name,
        first=first,
        then=then,
        first_occurrence=of,
        then_occurrence=to,
        least=least,
        most=most,
    )


WHAT_A_PLAN_IS: tuple[Rule, ...] = (
    r.NoDoubleBooking(),
    r.TravelBetween(),
    r.DayPattern(),
    r.AreaMeetingOnce(),
    r.RightLeader(),
    r.RightPlace(),
    r.DayLedger(),
    r.FocusAreas(areas=FOCUS_AREAS),
)

TIME: tuple[Rule, ...] = (
    r.ClosedDays(),
    r.Availability(),
    r.StaffAvailability(),
    r.AttendanceMinimum(id="theme-attendance", activities=("theme_day",)),
    r.AttendanceMinimum(id="module-attendance", activities=("teaching_day",)),
    r.FewestPresent(activities=PLENARY, percent=60),
    r.PersonLoad(
        id="three-days-a-week", activities=WHOLE_DAYS, period="week", most_slots=24
    ),
    r.UnitAway(),
)

PLACES: tuple[Rule, ...] = (
    r.RoomCapacity(),
    r.RoomFeatures(),
    r.RoomAvailability(),
    r.RoomClash(),
    r.AttendeeTravel(activities=("network_meeting",), limit=45),
)

REGIONAL: tuple[Rule, ...] = (
    r.AttendeeTravel(id="plenary-journey", activities=PLENARY,
                     limit=LONGEST_TO_PLENARY),
)  # fmt: skip

PLENARY_DAYS: tuple[Rule, ...] = (
    _gap("kick_off", "theme_day"),
    _gap("kick_off", "teaching_day"),
    r.Spacing(id="between-theme-days", first="theme_day", least=28, most=70),
    r.Spacing(id="between-lessons", first="teaching_day", least=10, most=21),
    _gap("theme_day", "network_meeting", of=1),
    _gap("kick_off", "network_meeting", most=42),
    r.Spacing(
        id="between-network-meetings", first="network_meeting", least=35, most=84
    ),
    _gap("theme_day", "kick_on"),
    _gap("network_meeting", "kick_on"),
    _gap("re_exam", "kick_on"),
)  # fmt: skip

EXAM: tuple[Rule, ...] = (
    r.Admission(activity="teaching_day", enrol_days=28),
    _gap("teaching_day", "exam", 21, 35),
    _gap("teaching_day", "hand_in", 14),
    _gap("hand_in", "exam", 7),
    _gap("withdraw_by", "exam", 14),
    _gap("exam", "re_exam", 42, 70),
    _gap("exam", "kick_on", 14),
    r.FewDays(activity="exam", most=3),
    r.QuietBefore(id="quiet-before-exam", activities=WHOLE_DAYS, then="exam", days=7),
    r.QuietBefore(id="no-practicum-before-exam", activities=("practicum",), then="exam",
                  days=10),
)  # fmt: skip

PRACTICUM: tuple[Rule, ...] = (
    r.EligibleHost(years_back=3),
    r.Vetoes(),
    r.HostCapacity(),
    r.HostOpen(),
    r.HostLeaderPresent(),
    r.HostUnitMates(),
    r.HostTravel(id="host-journey", limit=45),
    _gap("theme_day", "practicum", of=1),
    _gap("coaching", "practicum", of=1),
    _gap("plan_goals", "practicum", 21),
    _gap("practicum_preparation", "practicum", 1, 28),
    _gap("practicum", "practicum_feedback", 1, 14),
    _gap("practicum", "coaching", to=2),
    _gap("practicum", "three_way_talk", to=2),
    _gap("practicum", "network_meeting", to=3),
    _gap("practicum", "director_meeting", to=2),
)

TALK_DAYS: tuple[Rule, ...] = (
    _gap("kick_off", "type_feedback", 1, 28),
    _gap("type_questionnaire", "type_feedback", 14),
    _gap("type_feedback", "coaching"),
    _gap("kick_off", "coaching", 1, 56),
    _gap("kick_off", "three_way_talk", -30, 30),
    r.Order(id="three-way-talks-in-order", first="three_way_talk"),
    _gap("three_way_talk", "kick_on", 1, 60),
    _gap("kick_off", "director_meeting", 1, 84),
    _gap("director_meeting", "kick_on"),
    _gap("coaching", "kick_on"),
    _gap("career_talk_manager", "kick_on"),
)  # fmt: skip

OWN_WORK: tuple[Rule, ...] = (
    _gap("kick_off", "plan_draft", 0, 21),
    _gap("plan_draft", "plan_shared"),
    _gap("plan_shared", "three_way_talk"),
    _gap("plan_shared", "plan_goals"),
    _gap("coaching", "plan_revised", of=1),
    _gap("plan_revised", "plan_final"),
    _gap("plan_goals", "plan_final"),
    _gap("plan_final", "kick_on", 1, 14),
    _gap("three_way_talk", "task_start", of=1),
    _gap("task_start", "task_midway"),
    _gap("task_midway", "network_meeting", 0, 14, to=2),
    _gap("task_midway", "task_evidence"),
    _gap("task_evidence", "hand_in"),
    _gap("task_start", "task_presentation", 98),
    _gap("theme_day", "task_presentation", 0),
    _gap("task_presentation", "kick_on", 0),
)

GROUPS: tuple[Rule, ...] = (
    r.GroupSize(smallest=5, largest=6),
    r.UnitApart(years_back=3),
    r.ManagerApart(years_back=3),
    r.AtMostAlike(attribute="area", most=2),
    r.Represented(attribute="sector"),
    r.Balance(id="sectors-even", attribute="sector"),
    r.PairsApart(relation="apart"),
    r.PairsTogether(),
    r.ClassSize(smallest=12, largest=24),
)

STAFF: tuple[Rule, ...] = (
    r.CoachLoad(),
    r.FacilitatorLoad(),
    r.LeaderLoad(),
    r.LeaderPerDay(),
    r.LeaderSpeciality(roles=("lecturer",)),
    r.Impartiality(),
    r.ImpartialRoles(),
)

PRICED: tuple[Rule, ...] = (
    r.PlenaryAbsence(activities=PLENARY, weight=1),
    r.Balance(id="gender-even", attribute="gender", level="groups", weight=2),
    r.Balance(id="seniority-even", attribute="seniority", level="groups", weight=1),
    r.Balance(id="unit-size-even", attribute="unit_size", level="groups", weight=1),
    r.Balance(id="areas-even", attribute="area", level="groups", weight=1),
    r.NobodyAlone(id="no-gender-alone", attribute="gender", level="groups", weight=3),
    r.PairsApart(id="acquainted", relation="acquainted", level="groups", weight=3),
    r.Wishes(weight=4),
    r.SectorPolicy(policy="other", level="placements", weight=6),
    r.HostArea(level="placements", weight=2),
    r.HostTravel(id="host-journey-short", limit=30, level="placements", weight=1),
    r.HostLoadEven(level="placements", weight=2),
    r.HistoryPairing(level="matches", weight=4),
    r.CoachSpeciality(level="matches", weight=2),
    r.CoachLoadEven(level="matches", weight=1),
    r.ProgrammeDays(id="one-day-a-week", activities=PLENARY, period="week", most=1,
                    level="dates", weight=4),
    r.ProgrammeDays(id="three-days-a-month", activities=PLENARY, period="month", most=3,
                    level="dates", weight=4),
    r.WeekdayPreference(activities=("theme_day",), weekdays=(1, 2, 3), level="dates",
                        weight=1),
    r.HolidayNeighbours(activities=WHOLE_DAYS, level="dates", weight=2),
    r.PreferNot(activities=(*WHOLE_DAYS, "exam"), level="dates", weight=1),
    r.SiteRotation(id="themes-move", activities=("theme_day",), most=2, level="dates",
                   weight=2),
    r.SiteRotation(id="groups-move", activities=("network_meeting",), most=1,
                   level="dates", weight=1),
    r.Spacing(id="coaching-apart", first="coaching", least=45, most=120, level="dates",
              weight=1),
    r.Spacing(id="talk-near-practicum", first="practicum", then="three_way_talk",
              then_occurrence=2, most=28, level="dates", weight=1),
)  # fmt: skip
"""Wishes, by level; travel beyond 30 minutes costs a point a minute."""


def rules_for(
    intakes: Mapping[str, Intake], *, regional: bool = False
) -> tuple[Rule, ...]:
    """Return the rules that a sample carries, hard ones first.

    ``intakes`` are those of the cohorts by id; where there are several, each has
    windows of its own. In a region, journeys to plenary days are limited too.
    """
    several = len(set(intakes.values())) > 1
    opening: list[Rule] = []
    closing: list[Rule] = []
    for intake in dict.fromkeys(intakes.values()):
        theirs = tuple(key for key, other in intakes.items() if other is intake)
        made = _windows(intake, theirs if several else (), intake.id if several else "")
        opening += made[:2]
        closing += made[2:]
        if several:
            closing += _season(intake, theirs)
    return (
        *WHAT_A_PLAN_IS, *TIME, *PLACES, *(REGIONAL if regional else ()), *opening,
        *PLENARY_DAYS, *EXAM, *PRACTICUM, *TALK_DAYS, *closing, *OWN_WORK, *GROUPS,
        *STAFF, *PRICED,
    )  # fmt: skip


def _season(intake: Intake, cohorts: tuple[str, ...]) -> list[Rule]:
    """Say when exams are held; where there is one intake, examiners come only then."""
    first, last = intake.exam_season
    name = f"exams-in-season-{intake.id}"
    return [r.Window(id=name, activity="exam", cohorts=cohorts,
                     earliest=first, latest=last)]  # fmt: skip


def _windows(intake: Intake, cohorts: tuple[str, ...], suffix: str) -> list[Rule]:
    """Say when the year starts and ends, and by when the career talks are held."""
    rows = (
        ("kick-off-after-summer", "kick_off", *intake.starts),
        ("kick-on-before-summer", "kick_on", *intake.ends),
        ("career-talk-by-mid-year", "career_talk_director", None, intake.mid_year),
    )
    return [
        r.Window(
            id=f"{name}-{suffix}" if suffix else name, activity=activity,
            cohorts=cohorts, earliest=first, latest=last,
        )
        for name, activity, first, last in rows
    ]  # fmt: skip
