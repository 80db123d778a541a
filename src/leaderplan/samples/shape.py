"""What the size of a sample is described by: municipalities, cohorts, staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from leaderplan.samples.intakes import AUTUMN, Intake
from leaderplan.samples.year import Year

SECTORS = ("skole", "dagtilbud", "fritid")

Rooms = tuple[tuple[int, ...], ...]
"""Seats of each room, venue by venue."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """The people and places of one municipality.

    Parameters
    ----------
    participants, doubles, hosts
        People, home units that send two, and host units, by sector in the
        order of :data:`SECTORS`.
    home_hosts
        Host units, by sector, that are also somebody's home unit.
    areas
        Participants of each area, for each division in turn.
    divisions
        Sectors that share their areas, by number; each division has areas of its own.
    rooms
        Seats of each room, venue by venue.
    key
        What the ids of its areas and venues start with; empty for the only one.
    """

    participants: tuple[int, ...]
    doubles: tuple[int, ...]
    hosts: tuple[int, ...]
    home_hosts: tuple[int, ...]
    areas: tuple[tuple[int, ...], ...]
    divisions: tuple[tuple[int, ...], ...]
    rooms: Rooms
    key: str = ""

    @property
    def homes(self) -> tuple[int, ...]:
        """Home units, by sector."""
        counts = zip(self.participants, self.doubles, strict=True)
        return tuple(people - two for people, two in counts)


@dataclass(frozen=True, slots=True)
class CohortSize:
    """One cohort: its people, and what is formed of them.

    ``classes_with`` is the number of the cohort (0 the first) with whose people its
    classes are mixed; it then forms none itself. ``district`` is the number of the
    district that its people come from.
    """

    participants: int
    network_groups: int
    module_classes: int
    intake: Intake = AUTUMN
    classes_with: int | None = None
    district: int = 0


@dataclass(frozen=True, slots=True)
class Size:
    """How many of everything; the counts of the case are those of ``S``.

    Parameters
    ----------
    districts
        Municipalities that lie together: one, or several small ones whose people
        form cohorts together and share internal coaches.
    cohorts
        The cohorts; their people add up to those of the municipalities.
    facilitators, module_lecturers, examiners, type_givers
        Staff of these roles; there are as many external examiners as examiners.
    lecturers_per_theme
        Lecturers who master each theme of the theme days.
    internal_coaches, external_coaches, coach_sessions
        Coaches with and without an area of the administration, and the sessions
        that each may hold where coaches are not scarce.
    mapped
        Whether journeys follow from coordinates; else there is a table of minutes.
    providers
        Providers of the module, each with an equal share of its lecturers; where
        there are several, each has a venue between two districts too.
    shared_rooms
        Seats of each room of such a venue.
    """

    districts: tuple[tuple[Municipality, ...], ...]
    cohorts: tuple[CohortSize, ...]
    facilitators: int
    lecturers_per_theme: int
    module_lecturers: int
    examiners: int
    type_givers: int
    internal_coaches: int
    external_coaches: int
    coach_sessions: int
    mapped: bool = False
    providers: int = 1
    shared_rooms: tuple[int, ...] = ()

    @property
    def municipalities(self) -> tuple[Municipality, ...]:
        """All municipalities, district by district."""
        return tuple(one for district in self.districts for one in district)

    @property
    def participants(self) -> int:
        """All participants."""
        return sum(sum(one.participants) for one in self.municipalities)

    @property
    def regional(self) -> bool:
        """Whether there are several districts, each with people and places of its own.

        What their people meet at is then held to a journey, and a plan is planted
        district by district.
        """
        return len(self.districts) > 1

    @property
    def intakes(self) -> tuple[Intake, ...]:
        """The intakes of the cohorts, in order."""
        return tuple(dict.fromkeys(cohort.intake for cohort in self.cohorts))

    @property
    def year(self) -> Year:
        """The horizon: one school year, or until the last intake is at its end."""
        return Year() if self.intakes == (AUTUMN,) else Year(date(2028, 12, 15))

    @property
    def largest(self) -> int:
        """People of the largest cohort."""
        return max(cohort.participants for cohort in self.cohorts)
