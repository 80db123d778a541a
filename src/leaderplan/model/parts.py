"""The parts of a programme: which decisions are taken together, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from leaderplan.domain.activity import Activity
from leaderplan.domain.programme import Programme
from leaderplan.locale import Words
from leaderplan.model.scope import FAMILIES, Scope


@dataclass(frozen=True, slots=True)
class Part:
    """Decisions taken together.

    Parameters
    ----------
    id
        Short name.
    words
        Name for people.
    scope
        What the part decides.
    linear
        How much of the linear relaxation its solver uses (0 to 2); priced
        choices over days live on it, pure feasibility does without.
    probing
        Whether a first run probes; that takes longer than most small searches.
    racing
        Whether two kinds of search may compete where a wall clock decides.
    rising
        Whether its least cost is approached from below, by sets of prices that
        cannot all be avoided; that is best where little must be paid.
    planned
        Whether what it finds is a plan, so that what counts is not its bound alone.
    effort
        Deterministic seconds that one level may take before it is left open.
    """

    id: str
    words: Words
    scope: Scope
    linear: int = 2
    probing: bool = True
    racing: bool = False
    rising: bool = False
    planned: bool = False
    effort: float = 60.0


SHARED_EFFORT = 12.0
"""Deterministic seconds for a level of the core of one portion of many."""


class Parts:
    """The parts of one programme.

    The *core* is the joint calendar with the practicum: plenary and module days,
    classes, hosts and weeks, and the days of the network meetings whoever comes.
    All other sessions, the *talks*, and due dates are seen through their days there.

    Parameters
    ----------
    programme
        The facts.
    hosts_apart
        Whether hosts are left out of the core and of what is asked about groups.
        Where all cohorts compete for them, their prices are known beforehand, and
        nearly every week is open to somebody at no price: then days alone say as much.
    """

    def __init__(self, programme: Programme, *, hosts_apart: bool = False) -> None:
        self._programme = programme
        self.with_hosts = frozenset() if hosts_apart else frozenset({"hosts"})
        self.plenary = self._ids(lambda a: a.audience in ("cohort", "class"))
        self.practicum = self._ids(lambda a: a.kind == "practicum")
        self.network = self._ids(lambda a: a.audience == "network_group")
        self._exams = self._ids(lambda a: a.kind == "exam")
        self._due = frozenset(a.id for a in programme.activities if a.is_milestone)
        self._all = frozenset(a.id for a in programme.activities)
        self._core = self.plenary | self.practicum
        self._talks = self._all - self._core - self.network - self._due

    def _ids(self, test: Callable[[Activity], bool]) -> frozenset[str]:
        return frozenset(
            a.id for a in self._programme.activities if a.length and test(a)
        )

    # --- people alone ---------------------------------------------------------------

    @property
    def hosts(self) -> Part:
        """Who does the practicum where, whenever that is."""
        return _people("hosts", "praktikpladserne", "the practicum places")

    @property
    def groups(self) -> Part:
        """Who is in which network group."""
        return _people("groups", "netværksgrupperne", "the network groups")

    @property
    def coaches(self) -> Part:
        """Who coaches whom."""
        return _people("coaches", "valget af coach", "the choice of coaches")

    # --- parts with dates -------------------------------------------------------------

    @property
    def calendar(self) -> Part:
        """The core without hosts: days only."""
        scope = self._core_scope(frozenset({"classes"}))
        return Part("calendar", Words("fællesdagene", "the days together"), scope)

    @property
    def core(self) -> Part:
        """The joint calendar with hosts and weeks of the practicum."""
        return Part(
            "core",
            Words(
                "fællesdage, modul og praktik", "plenary and module days and practicum"
            ),
            self._core_scope(self.with_hosts | {"classes"}),
            effort=60.0 if self.with_hosts else SHARED_EFFORT,
        )

    def _core_scope(self, families: frozenset[str]) -> Scope:
        decided = self._core | self.network
        return Scope(
            decided,
            families | {"facilitators"},
            self._all - decided,
            self._core,
            self.network,
        )

    @property
    def meetings(self) -> Part:
        """The calendar with the groups for whose meetings it has days."""
        return Part(
            "meetings",
            Words("fællesdage og netværksgrupper", "days together and network groups"),
            replace(self._core_scope(frozenset({"classes", "groups"})), loose=True),
        )

    @property
    def master(self) -> Part:
        """The core with groups, their meetings and the exams."""
        return Part(
            "master",
            Words("rammen om forløbet", "the frame of the programme"),
            replace(self._frame(FAMILIES - {"hosts"} | self.with_hosts), loose=True),
        )

    @property
    def framed(self) -> Part:
        """The same for given groups."""
        return Part(
            "framed",
            Words("rammen for givne grupper", "the frame for given groups"),
            self._frame(FAMILIES - {"groups"}),
        )

    def _frame(self, families: frozenset[str]) -> Scope:
        decided = self._core | self.network | self._exams
        return Scope(decided, families, self._all - decided, decided, self._exams)

    @property
    def talks(self) -> Part:
        """Days of talks and due dates, and coaches, within a frame."""
        words = Words("samtaler og frister", "talks and due dates")
        return Part("talks", words, self._within("coaches"), linear=1)

    @property
    def stays(self) -> Part:
        """The same with the practicum, where the frame's leaves too little room."""
        words = Words("praktik og samtaler", "practicum and talks")
        scope = self._within("coaches", "hosts")
        decided = scope.dates | self.practicum
        return Part(
            "stays", words, replace(scope, dates=decided, indexed=self.practicum)
        )

    def _within(self, *families: str) -> Scope:
        decided = (self._talks | self._due) - self._exams
        return Scope(decided, frozenset(families), placeless=self._talks)

    @property
    def weeks(self) -> Part:
        """All but classes and the days together, hours and places."""
        return Part(
            "weeks",
            Words("praktik, netværk og møder", "practicum, networks and meetings"),
            Scope(
                self._all - self.plenary,
                FAMILIES - {"classes"},
                indexed=self.network | self.practicum,
                placeless=self._talks,
            ),
            linear=0,
        )

    @property
    def days(self) -> Part:
        """All but the choice of classes and, later, of hours and places."""
        return Part(
            "days",
            Words("alle dage", "all days"),
            self._all_days(FAMILIES - {"classes"}),
            linear=0,
        )

    def _all_days(self, families: frozenset[str]) -> Scope:
        indexed = self._core | self.network
        return Scope(self._all, families, indexed=indexed, placeless=self._talks)

    @property
    def grouped(self) -> Part:
        """All but the choice of groups and, later, of hours and places."""
        return Part(
            "grouped",
            Words("alt for givne grupper", "everything for given groups"),
            self._all_days(FAMILIES - {"groups"}),
            linear=0,
        )

    @property
    def hours(self) -> Part:
        """Hours, places and leaders, with the days given."""
        return Part(
            "hours",
            Words("klokkeslæt og lokaler", "hours and rooms"),
            Scope(self._all - self.practicum - self._due),
            linear=1,
            racing=True,
        )

    @property
    def whole(self) -> Part:
        """Everything at once."""
        return Part(
            "whole",
            Words("hele forløbet", "the whole programme"),
            Scope(self._all, FAMILIES, indexed=self._core),
            planned=True,
        )

    @property
    def charged(self) -> frozenset[str]:
        """Activities that the core prices."""
        return self._core | self.network

    @property
    def all(self) -> tuple[Part, ...]:
        """All parts, in the order in which they are solved."""
        dated = (
            self.calendar, self.core, self.meetings, self.master, self.framed,
            self.talks, self.stays, self.weeks, self.days, self.grouped,
        )  # fmt: skip
        return (*self.families, *dated, self.hours, self.whole)

    @property
    def families(self) -> tuple[Part, ...]:
        """Who is with whom, a part each."""
        return (self.hosts, self.coaches, self.groups)

    # --- what there is to decide --------------------------------------------------

    def alone(self, part: Part) -> bool:
        """Whether nothing is to be decided but a part."""
        return not self._all and not self._anybody(FAMILIES - part.scope.families)

    def decides(self, part: Part) -> bool:
        """Whether a part has anything to decide in this programme."""
        return bool(part.scope.dates) or self._anybody(part.scope.families)

    def _anybody(self, families: frozenset[str]) -> bool:
        """Whether anybody is to be placed in one of some families.

        Facilitators follow from groups.
        """
        programme = self._programme
        people = {
            "groups": programme.needs_groups,
            "classes": programme.needs_classes,
            "hosts": programme.needs_hosts,
            "coaches": programme.needs_coaches,
            "facilitators": (),
        }
        return any(people[family] for family in families)


def _people(family: str, da: str, en: str) -> Part:
    return Part(family, Words(da, en), Scope(families=frozenset({family})))
