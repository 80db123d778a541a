"""The rule catalogue: one requirement a file, listed here in reading order."""

from __future__ import annotations

from leaderplan.domain.rule import Rule
from leaderplan.rules.admission import Admission
from leaderplan.rules.area_meeting_once import AreaMeetingOnce
from leaderplan.rules.at_most_alike import AtMostAlike
from leaderplan.rules.attendance_minimum import AttendanceMinimum
from leaderplan.rules.attendee_travel import AttendeeTravel
from leaderplan.rules.availability import Availability
from leaderplan.rules.balance import Balance
from leaderplan.rules.class_size import ClassSize
from leaderplan.rules.closed_days import ClosedDays
from leaderplan.rules.coach_load import CoachLoad
from leaderplan.rules.coach_load_even import CoachLoadEven
from leaderplan.rules.coach_speciality import CoachSpeciality
from leaderplan.rules.day_ledger import DayLedger
from leaderplan.rules.day_pattern import DayPattern
from leaderplan.rules.eligible_host import EligibleHost
from leaderplan.rules.facilitator_load import FacilitatorLoad
from leaderplan.rules.few_days import FewDays
from leaderplan.rules.fewest_present import FewestPresent
from leaderplan.rules.focus_areas import FocusAreas
from leaderplan.rules.group_size import GroupSize
from leaderplan.rules.history_pairing import HistoryPairing
from leaderplan.rules.holiday_neighbours import HolidayNeighbours
from leaderplan.rules.host_area import HostArea
from leaderplan.rules.host_capacity import HostCapacity
from leaderplan.rules.host_leader_present import HostLeaderPresent
from leaderplan.rules.host_load_even import HostLoadEven
from leaderplan.rules.host_open import HostOpen
from leaderplan.rules.host_travel import HostTravel
from leaderplan.rules.host_unit_mates import HostUnitMates
from leaderplan.rules.impartial_roles import ImpartialRoles
from leaderplan.rules.impartiality import Impartiality
from leaderplan.rules.leader_load import LeaderLoad
from leaderplan.rules.leader_per_day import LeaderPerDay
from leaderplan.rules.leader_speciality import LeaderSpeciality
from leaderplan.rules.make_up_dates import MakeUpDates
from leaderplan.rules.make_up_free import MakeUpFree
from leaderplan.rules.manager_apart import ManagerApart
from leaderplan.rules.new_post import NewPost
from leaderplan.rules.no_double_booking import NoDoubleBooking
from leaderplan.rules.nobody_alone import NobodyAlone
from leaderplan.rules.order import Order
from leaderplan.rules.pairs_apart import PairsApart
from leaderplan.rules.pairs_together import PairsTogether
from leaderplan.rules.person_load import PersonLoad
from leaderplan.rules.plenary_absence import PlenaryAbsence
from leaderplan.rules.prefer_not import PreferNot
from leaderplan.rules.programme_days import ProgrammeDays
from leaderplan.rules.quiet_before import QuietBefore
from leaderplan.rules.quorum import Quorum
from leaderplan.rules.represented import Represented
from leaderplan.rules.right_leader import RightLeader
from leaderplan.rules.right_place import RightPlace
from leaderplan.rules.room_availability import RoomAvailability
from leaderplan.rules.room_capacity import RoomCapacity
from leaderplan.rules.room_clash import RoomClash
from leaderplan.rules.room_features import RoomFeatures
from leaderplan.rules.sector_policy import SectorPolicy
from leaderplan.rules.site_rotation import SiteRotation
from leaderplan.rules.spacing import Spacing
from leaderplan.rules.spare_places import SparePlaces
from leaderplan.rules.staff_availability import StaffAvailability
from leaderplan.rules.three_sectors import ThreeSectors
from leaderplan.rules.travel_between import TravelBetween
from leaderplan.rules.unit_apart import UnitApart
from leaderplan.rules.unit_away import UnitAway
from leaderplan.rules.venue_cost import VenueCost
from leaderplan.rules.vetoes import Vetoes
from leaderplan.rules.weekday_preference import WeekdayPreference
from leaderplan.rules.window import Window
from leaderplan.rules.wishes import Wishes
from leaderplan.rules.worst_off import WorstOff

RULES: tuple[type[Rule], ...] = (
    # time
    NoDoubleBooking,
    Availability,
    StaffAvailability,
    PlenaryAbsence,
    AttendanceMinimum,
    FewestPresent,
    ClosedDays,
    HolidayNeighbours,
    WeekdayPreference,
    PreferNot,
    Window,
    Order,
    Spacing,
    MakeUpDates,
    MakeUpFree,
    QuietBefore,
    DayPattern,
    NewPost,
    PersonLoad,
    ProgrammeDays,
    FewDays,
    UnitAway,
    TravelBetween,
    # rooms
    RoomCapacity,
    RoomFeatures,
    RoomAvailability,
    RoomClash,
    VenueCost,
    SiteRotation,
    AttendeeTravel,
    # groups
    GroupSize,
    UnitApart,
    ManagerApart,
    PairsApart,
    PairsTogether,
    Represented,
    AtMostAlike,
    Balance,
    NobodyAlone,
    FacilitatorLoad,
    Quorum,
    # placements
    EligibleHost,
    Vetoes,
    HostCapacity,
    HostOpen,
    HostLeaderPresent,
    HostUnitMates,
    HostTravel,
    HostArea,
    SectorPolicy,
    Wishes,
    HostLoadEven,
    SparePlaces,
    # matches
    Impartiality,
    ImpartialRoles,
    CoachLoad,
    CoachLoadEven,
    CoachSpeciality,
    HistoryPairing,
    LeaderSpeciality,
    LeaderLoad,
    LeaderPerDay,
    # module
    ClassSize,
    Admission,
    # programme
    DayLedger,
    FocusAreas,
    AreaMeetingOnce,
    RightLeader,
    RightPlace,
    ThreeSectors,
    WorstOff,
)
