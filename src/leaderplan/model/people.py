"""Who is with whom: groups, classes, hosts, coaches and facilitators."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from leaderplan.domain.activity import Activity
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
    """Literals of who is with whom; constants where settled, empty out of view.

    Parameters
    ----------
    core
        The model and its books.
    open_
        Families that are open.
    fixed
        What is settled of the others.
    only
        The participants in view of what is open; ``None`` is all of them.
    settling
        Whether the one choice that is left to somebody is a constant, too.
    """

    def __init__(
        self,
        core: Core,
        open_: Iterable[str],
        fixed: Assignment,
        only: frozenset[str] | None = None,
        *,
        settling: bool = False,
    ) -> None:
        self._core = core
        self._open = frozenset(open_)
        self._only, self._settling = only, settling and not core.explain
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
        return {
            p.id: self._one(family, p.id, dict.fromkeys(labels(p.cohort)))
            for p in self._seen(people)
        }

    def _seen(self, people: Sequence[Participant]) -> Iterable[Participant]:
        return (p for p in people if self._only is None or p.id in self._only)

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
        labels: Mapping[str, Any],
        chosen: Callable[[Any], Any] | None = None,
    ) -> dict[str, Lit]:
        """Exactly one of some labels, after the judgement of each choice if any."""
        left = self._core.kept.of(family, owner)
        if left is not None and len(left) == 1:
            labels = {label: labels[label] for label in left if label in labels}
        elif left is not None:
            labels = {label: row for label, row in labels.items() if label in left}
        choices = {k: chosen(row) if chosen else None for k, row in labels.items()}
        if left is not None and len(choices) == 1 and self._settling:
            return self._settled(owner, choices)
        literals: dict[str, Lit] = {}
        refused: dict[str, list[Rule]] = {}
        for label, choice in choices.items():
            literal = self._core.model.new_bool_var(f"{family} {owner} {label}")
            if choice is None or self._core.judged(literal, choice, (owner, label)):
                literals[label] = literal
            else:
                single = self._core.choices.single(choice)
                refused[label] = [rule for rule, _ in single if rule.hard]
        if literals:
            self._core.model.add_exactly_one(literals.values())
        else:
            self._core.none_left((owner,), refused)
        return literals

    def _settled(self, owner: str, choices: Mapping[str, Any]) -> dict[str, Lit]:
        """Settle the only choice that is left."""
        for label, choice in choices.items():
            if choice is not None:
                self._core.settled(choice, (owner, label))
        return dict.fromkeys(choices, True)

    def _hosts(self) -> Options:
        programme, fixed = self._core.programme, self._fixed.host
        if "hosts" not in self._open:
            for person, host in fixed.items():
                choice = Hosting(programme.participant(person), programme.host(host))
                self._core.settled(choice, (person, host))
            return {p: {host: True} for p, host in fixed.items()}
        hosts = {host.unit: host for host in programme.hosts}
        return {
            p.id: self._one("hosts", p.id, hosts, partial(Hosting, p))
            for p in self._seen(programme.needs_hosts)
        }

    def _coaches(self) -> Options:
        programme, fixed = self._core.programme, self._fixed.coach
        if "coaches" not in self._open:
            for person, coach in fixed.items():
                chosen = programme.member(coach)
                match = Coaching(programme.participant(person), chosen)
                self._core.settled(match, (person, coach))
            return {p: {coach: True} for p, coach in fixed.items()}
        staff = {member.id: member for member in programme.staff_in("coach")}
        return {
            p.id: self._one("coaches", p.id, staff, partial(Coaching, p))
            for p in self._seen(programme.needs_coaches)
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
                {s.id: s for s in staff},
                partial(_leading, role, activity, group),
            )
            for group in programme.audiences(activity.id)
        }


def _leading(role: str, activity: Activity, group: str, who: Staff) -> Leading:
    return Leading(who, role, activity, group, 1)


def _turned(options: Options) -> Options:
    """For each label the literal of each person."""
    turned: Options = {}
    for person, labels in options.items():
        for label, literal in labels.items():
            turned.setdefault(label, {})[person] = literal
    return turned
