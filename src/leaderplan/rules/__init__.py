"""The rule catalogue: one requirement a file, listed here in reading order."""

from __future__ import annotations

from leaderplan.domain.rule import Rule
from leaderplan.rules.at_most_alike import AtMostAlike
from leaderplan.rules.attendee_travel import AttendeeTravel
from leaderplan.rules.balance import Balance
from leaderplan.rules.class_size import ClassSize
from leaderplan.rules.facilitator_load import FacilitatorLoad
from leaderplan.rules.group_size import GroupSize
from leaderplan.rules.impartial_roles import ImpartialRoles
from leaderplan.rules.impartiality import Impartiality
from leaderplan.rules.manager_apart import ManagerApart
from leaderplan.rules.nobody_alone import NobodyAlone
from leaderplan.rules.pairs_apart import PairsApart
from leaderplan.rules.pairs_together import PairsTogether
from leaderplan.rules.quorum import Quorum
from leaderplan.rules.represented import Represented
from leaderplan.rules.room_availability import RoomAvailability
from leaderplan.rules.room_capacity import RoomCapacity
from leaderplan.rules.room_clash import RoomClash
from leaderplan.rules.room_features import RoomFeatures
from leaderplan.rules.site_rotation import SiteRotation
from leaderplan.rules.three_sectors import ThreeSectors
from leaderplan.rules.unit_apart import UnitApart
from leaderplan.rules.venue_cost import VenueCost

RULES: tuple[type[Rule], ...] = (
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
    # matches
    Impartiality,
    ImpartialRoles,
    # module
    ClassSize,
    # programme
    ThreeSectors,
)
