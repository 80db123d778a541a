"""Who is with whom: groups, classes, hosts, coaches and facilitators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from leaderplan.domain.people import Participant, Staff
from leaderplan.domain.rule import Rule
from leaderplan.model.assignment import Assignment
from leaderplan.model.core import Core
from leaderplan.model.literals import Lit
from leaderplan.model.scope import Grouped
from leaderplan.rules._base import Coaching, Hosting, Leading

Options = dict[str, dict[str, Lit]]
"""For each participant (or group) the literal of each choice."""


class People:
    """Literals of who is with whom; constants where settled, empty out of view."""

    def __init__(self, core: Core, open_: Iterable[str], fixed: Assignment) -> None:
        self._core = core
        self._open = frozenset(open_)
        self._fixed = fixed
        programme = core.programme
        self.group = self._sets("groups", programme.needs_groups, fixed.group)
        self.classes = self._sets("classes", programme.needs_classes, fixed.classes)
        self.host = self._hosts()
        self.coach = self._coaches()
        self.facilitator = self._facilitators()
        self.members = _turned(self.group) | _turned(self.classes)
        if "groups" in self._open and core.kept.grouped is not None:
            self._as_wholes(core.kept.grouped)

    def in_view(self, family: str) -> bool:
        """Whether a family is open or settled."""
        return family in self._open or bool(self.options(family))

    def options(self, family: str) -> Options:
        """Literals of a family's choices, by owner and label."""
        return {
            "groups": self.group, "classes": self.classes, "hosts": self.host,
            "coaches": self.coach, "facilitators": self.facilitator,
        }[family]  # fmt: skip

    def _sets(
        self, family: str, people: Sequence[Participant], fixed: dict[str, str]
    ) -> Options:
        if family not in self._open:
            return {p: {label: True} for p, label in fixed.items()}
        programme = self._core.programme
        labels = programme.group_ids if family == "groups" else programme.class_ids
        return {p.id: self._one(family, p.id, labels(p.cohort), ()) for p in people}

    def _as_wholes(self, grouped: Grouped) -> None:
        """State that each group is one of those possible, and what all may cost."""
        model, cost = self._core.model, []
        for label, columns in grouped.columns.items():
            chosen = [model.new_bool_var(f"column {label}") for _ in columns]
            model.add_exactly_one(chosen)
            cost += [c.cost * on for c, on in zip(columns, chosen, strict=True)]
            for who, literal in self.members.get(label, {}).items():
                with_ = [
                    on for c, on in zip(columns, chosen, strict=True) if who in c.people
                ]
                model.add(sum(with_) == literal)
        model.add(sum(cost) <= grouped.most)

    def _one(
        self,
        family: str,
        owner: str,
        labels: Iterable[str],
        judged: Iterable[tuple[str, Any]],
    ) -> dict[str, Lit]:
        """Exactly one of some labels, after the judgement of each choice."""
        left = self._core.kept.of(family, owner)
        literals: dict[str, Lit] = {
            label: self._core.model.new_bool_var(f"{family} {owner} {label}")
            for label in labels
            if left is None or label in left
        }
        refused: dict[str, list[Rule]] = {}
        for label, choice in judged:
            literal = literals.get(label)
            if literal is None or self._core.judged(literal, choice, (owner, label)):
                continue
            refused[label] = [r for r, _ in self._core.choices.single(choice) if r.hard]
            del literals[label]
        if literals:
            self._core.model.add_exactly_one(literals.values())
        else:
            self._core.none_left((owner,), refused)
        return literals

    def _hosts(self) -> Options:
        programme, fixed = self._core.programme, self._fixed.host
        if "hosts" not in self._open:
            for person, host in fixed.items():
                choice = Hosting(programme.participant(person), programme.host(host))
                self._core.settled(choice, (person, host))
            return {p: {host: True} for p, host in fixed.items()}
        return {
            p.id: self._one(
                "hosts",
                p.id,
                [h.unit for h in programme.hosts],
                [(h.unit, Hosting(p, h)) for h in programme.hosts],
            )
            for p in programme.needs_hosts
        }

    def _coaches(self) -> Options:
        programme, fixed = self._core.programme, self._fixed.coach
        if "coaches" not in self._open:
            for person, coach in fixed.items():
                chosen = programme.member(coach)
                match = Coaching(programme.participant(person), chosen)
                self._core.settled(match, (person, coach))
            return {p: {coach: True} for p, coach in fixed.items()}
        staff = programme.staff_in("coach")
        return {
            p.id: self._one(
                "coaches",
                p.id,
                [s.id for s in staff],
                [(s.id, Coaching(p, s)) for s in staff],
            )
            for p in programme.needs_coaches
        }

    def _facilitators(self) -> Options:
        programme, fixed = self._core.programme, self._fixed.facilitator
        led = [
            (activity, lead.role)
            for activity in programme.activities
            for lead in activity.leads
            if lead.relation == "group"
        ]
        if not led:
            return {}
        activity, role = led[0]
        if "facilitators" not in self._open:
            for group, who in fixed.items():
                taken = Leading(programme.member(who), role, activity, group, 1)
                self._core.settled(taken, (group, who))
            return {group: {who: True} for group, who in fixed.items()}
        staff: Sequence[Staff] = programme.staff_in(role)
        return {
            group: self._one(
                "facilitators",
                group,
                [s.id for s in staff],
                [(s.id, Leading(s, role, activity, group, 1)) for s in staff],
            )
            for group in programme.audiences(activity.id)
        }


def _turned(options: Options) -> Options:
    """For each label the literal of each person."""
    turned: Options = {}
    for person, labels in options.items():
        for label, literal in labels.items():
            turned.setdefault(label, {})[person] = literal
    return turned
