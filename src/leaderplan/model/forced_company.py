"""Who is asked to be in a group or class with whom, as rules."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

from leaderplan.domain.base import Id
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.domain.waiver import Subject
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Posting


class Company(Rule):
    """Somebody is with more than half of some people.

    Labels are but names, so a group is known by who is in it.

    Parameters
    ----------
    wanted
        By participant, what was asked about: another participant or a group's id.
    mates
        By participant, those of whom more than half are to be with them.
    """

    by_cohort: ClassVar[bool] = True
    said: ClassVar[Words] = Words("{what}: {found}", "{what}: {found}")
    hard_only: ClassVar[bool] = True
    what: ClassVar[str] = ""

    wanted: Mapping[Id, Id] = {}
    mates: Mapping[Id, tuple[Id, ...]] = {}

    def about(self, who: str) -> Subject:
        """Return the subject of the requirement about somebody."""
        return who, self.what, self.wanted[who]

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State of each group that somebody is in it only with enough of them."""
        for label in self._labels(decisions):
            members = decisions.members(label)
            for who, others in self.mates.items():
                here = members.get(who, False)
                if here is not False:
                    met = sum(members.get(other, False) for other in others)
                    most = len(others) // 2 + 1
                    posting.at_least(met, most, self.about(who), (here,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield everybody who is with fewer."""
        held = self._held(view)
        for who, others in self.mates.items():
            here = held.get(who)
            met = [other for other in others if held.get(other) == here]
            if here is not None and 2 * len(met) <= len(others):
                yield self.broken(self.about(who), what=who, found=here)

    @abstractmethod
    def _labels(self, decisions: Decisions) -> list[str]:
        """Return what people may be in together, as far as it is in view."""

    @abstractmethod
    def _held(self, view: PlanView) -> Mapping[str, str]:
        """Return what everybody is in."""


class ForcedGroups(Company):
    """A participant is in the network group of those asked about."""

    kind: ClassVar[str] = "forced_groups"
    what: ClassVar[str] = "group"
    words: ClassVar[Words] = Words(
        "netværksgruppen er den, der er spurgt om",
        "the network group is the one that was asked about",
    )
    families: ClassVar[frozenset[str]] = frozenset({"groups"})

    def united(self, programme: Programme) -> list[tuple[str, str]]:
        """Name those who are asked to be with one other."""
        pairs = ((w, *m) for w, m in self.mates.items() if len(m) == 1)
        return sorted((min(pair), max(pair)) for pair in pairs)

    def _labels(self, decisions: Decisions) -> list[str]:
        return list(decisions.groups())

    def _held(self, view: PlanView) -> Mapping[str, str]:
        return view.group_of


class ForcedClasses(Company):
    """A participant is in the module class of those asked about."""

    kind: ClassVar[str] = "forced_classes"
    what: ClassVar[str] = "class"
    words: ClassVar[Words] = Words(
        "modulholdet er det, der er spurgt om",
        "the module class is the one that was asked about",
    )
    families: ClassVar[frozenset[str]] = frozenset({"classes"})

    def _labels(self, decisions: Decisions) -> list[str]:
        return list(decisions.classes())

    def _held(self, view: PlanView) -> Mapping[str, str]:
        return view.class_of


class Anchored(Rule):
    """A group or class keeps more than half of its people, and so is still that one.

    Parameters
    ----------
    members
        By label, who was in it.
    family
        ``groups`` or ``classes``.
    """

    kind: ClassVar[str] = "anchored"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "den, der er spurgt om, har mere end halvdelen af sine deltagere",
        "the one that was asked about has more than half of its people",
    )
    said: ClassVar[Words] = Words("{what}: {met}", "{what}: {met}")
    hard_only: ClassVar[bool] = True

    members: Mapping[Id, tuple[Id, ...]] = {}
    family: Literal["groups", "classes"] = "groups"

    def needs(self, programme: Programme) -> frozenset[str]:
        """Name what must be in view: who is with whom."""
        return frozenset({self.family})

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State that enough of them are still there."""
        labels = decisions.groups() if self.family == "groups" else decisions.classes()
        for label in labels:
            if label in self.members:
                people, held = decisions.members(label), self.members[label]
                met = sum(people.get(who, False) for who in held)
                posting.at_least(met, len(held) // 2 + 1, (label,))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every one with fewer."""
        held = view.group_of if self.family == "groups" else view.class_of
        for label, people in self.members.items():
            met = [who for who in people if held.get(who) == label]
            if 2 * len(met) <= len(people):
                yield self.broken((label,), what=label, met=len(met))
