"""Cohorts that can be bounded each for itself, and the programme of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from leaderplan.domain.people import Cohort, Participant, Staff
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule


class Called(NamedTuple):
    """A module class by its id and the cohort that it is formed of."""

    id: str
    cohort: str


@dataclass(frozen=True, slots=True)
class Portion:
    """Cohorts that are planned together, and the programme as they alone see it.

    Everything that cohorts share is there in full, and what must be used up of it
    (the least that somebody leads) is not asked for: the programme is a relaxation
    of the whole, as far as its cohorts go.

    Parameters
    ----------
    cohorts
        Their ids.
    programme
        What they alone see.
    classes
        Ids of module classes that are another cohort's in the whole, as they are
        called here, each with its cohort and id there.
    mixed
        Activities taught in classes that other portions have people in, too; each
        portion has such classes for itself.
    """

    cohorts: tuple[str, ...]
    programme: Programme
    classes: Mapping[str, Called] = field(default_factory=dict)
    mixed: frozenset[str] = frozenset()

    def in_whole(self, plan: Plan) -> Plan:
        """Return a plan with the classes called as in the whole."""
        return _renamed(plan, self.classes)

    def from_whole(self, plan: Plan) -> Plan:
        """Return a plan with the classes called as here."""
        home = {
            label: cohort.id
            for cohort in self.programme.cohorts
            if cohort.classes_with is None
            for label in self.programme.class_ids(cohort.id)
        }
        names = {row.id: Called(own, home[own]) for own, row in self.classes.items()}
        return _renamed(plan, names)

    def part_of(self, plan: Plan) -> Plan:
        """Return what a plan of the whole decides for these cohorts, called as here."""
        programme, plan = self.programme, self.from_whole(plan)
        keys, cohorts = set(programme.session_keys), {c.id for c in programme.cohorts}
        people = {p.id for p in programme.participants}
        return Plan(
            sessions=tuple(s for s in plan.sessions if s.key in keys),
            milestones=tuple(m for m in plan.milestones if m.key in keys),
            groups=tuple(g for g in plan.groups if g.cohort in cohorts),
            classes=tuple(
                made.model_copy(
                    update={
                        "participants": tuple(
                            who for who in made.participants if who in people
                        )
                    }
                )
                for made in plan.classes
                if made.cohort in cohorts
            ),
            placements=tuple(p for p in plan.placements if p.participant in people),
            matches=tuple(m for m in plan.matches if m.participant in people),
        )

    @property
    def labels(self) -> dict[str, str]:
        """Names here of the classes, by their names in the whole."""
        programme = self.programme
        own = {label for c in programme.cohorts for label in programme.class_ids(c.id)}
        return {
            self.classes[label].id if label in self.classes else label: label
            for label in sorted(own)
        }


def _renamed(plan: Plan, names: Mapping[str, Called]) -> Plan:
    if not names:
        return plan
    return plan.model_copy(
        update={
            "sessions": tuple(
                s.model_copy(update={"audience": names[s.audience].id})
                if s.audience in names
                else s
                for s in plan.sessions
            ),
            "classes": tuple(
                c.model_copy(update=names[c.id]._asdict()) if c.id in names else c
                for c in plan.classes
            ),
        }
    )


def portions(programme: Programme) -> tuple[Portion, ...]:
    """Divide a programme into portions; one alone where it cannot be divided.

    Cohorts belong together that share a module class or an area's meeting, any of
    whose people must stand in one group, or of which one makes up for another. A
    priced rule that speaks of all cohorts at once is left out of each portion, which
    relaxes it; a hard one forbids to divide.
    """
    sets = _sets(programme)
    whole = tuple(cohort.id for cohort in programme.cohorts)
    indivisible = any(rule.hard and not rule.by_cohort for rule in programme.rules)
    if len(sets) < 2 or indivisible:
        return (Portion(whole, programme),)
    return tuple(of_cohorts(programme, cohorts) for cohorts in sets)


def _sets(programme: Programme, *, classes: bool = True) -> list[tuple[str, ...]]:
    """Cohorts with those that they cannot be planned without, in order.

    ``classes`` tells whether that holds for those who share module classes.
    """
    home = {
        cohort.id: (cohort.classes_with if classes else None) or cohort.id
        for cohort in programme.cohorts
    }
    joint = any(activity.audience == "area" for activity in programme.activities)
    cohort_of = {person.id: person.cohort for person in programme.participants}
    pairs = [(cohort_of[p.first], cohort_of[p.second]) for p in programme.pairs
             if p.relation == "linked"]  # fmt: skip
    pairs += programme.cohorts_visited()
    pairs += [(c.make_up_for, c.id) for c in programme.cohorts if c.make_up_for]
    if joint:
        pairs += [(programme.cohorts[0].id, c.id) for c in programme.cohorts]
    for one, other in pairs:
        low, high = sorted((home[one], home[other]))
        home = {cohort: low if at == high else at for cohort, at in home.items()}
    leads = dict.fromkeys(home.values())
    return [tuple(c for c in home if home[c] == lead) for lead in leads]


def planned_apart(portion: Portion) -> tuple[Portion, ...]:
    """Divide a portion for planning: by cohorts, once it is known when lessons are.

    What is asked of several of them is then asked of each for itself, or left out.
    """
    divided = _sets(portion.programme, classes=False)
    if len(divided) < 2:
        return (portion,)
    return tuple(of_cohorts(portion.programme, cohorts) for cohorts in divided)


def of_cohorts(programme: Programme, cohorts: tuple[str, ...]) -> Portion:
    """Return some cohorts as a portion."""
    chosen = frozenset(cohorts)
    left = _followed(programme, chosen)
    rows = (p for p in programme.participants if p.cohort in chosen)
    people = tuple(_following(person, left) for person in rows)
    ids = frozenset(p.id for p in people)
    own = _own_classes(programme, cohorts)
    mixed = _mixed(programme, cohorts)
    return Portion(
        cohorts=cohorts,
        programme=programme.replace(
            cohorts=own,
            participants=people,
            pairs=tuple(p for p in programme.pairs if {p.first, p.second} <= ids),
            staff=tuple(_for(member, ids) for member in programme.staff),
            activities=tuple(
                activity.model_copy(
                    update={
                        "cohorts": tuple(c for c in activity.cohorts if c in chosen),
                        "only": tuple(who for who in activity.only if who in ids),
                    }
                )
                for activity in programme.activities
                if activity.id in left
            ),
            history=tuple(
                row
                for row in programme.history
                if row.participant is None or row.participant in ids
            ),
            rules=_asked(programme, chosen, mixed),
        ),
        classes=_called(programme, own),
        mixed=mixed,
    )


def _following(person: Participant, left: set[str]) -> Participant:
    """Return somebody who knows of some activities only."""
    return person.model_copy(
        update={
            "exempt": tuple(name for name in person.exempt if name in left),
            "skips": tuple(skip for skip in person.skips if skip.activity in left),
            "guest_at": tuple(row for row in person.guest_at if row.activity in left),
        }
    )


def _called(programme: Programme, own: tuple[Cohort, ...]) -> dict[str, Called]:
    """Classes of their own, as they are called in the whole."""
    return {
        f"{cohort.id}-{i + 1}": Called(label, home)
        for cohort in own
        if (home := programme.cohort(cohort.id).classes_with) is not None
        and cohort.classes_with is None
        for i, label in enumerate(programme.class_ids(home))
    }


def _followed(programme: Programme, chosen: frozenset[str]) -> set[str]:
    """Activities that some of the cohorts follow."""
    theirs = {p.id for p in programme.participants if p.cohort in chosen}
    return {
        a.id
        for a in programme.activities
        if (not a.cohorts or chosen & set(a.cohorts))
        and (not a.only or theirs & set(a.only))
    }


def _own_classes(programme: Programme, cohorts: tuple[str, ...]) -> tuple[Cohort, ...]:
    """Cohorts with classes of their own for those of cohorts that are not there."""
    homes: dict[str, str] = {c: c for c in cohorts}
    found = []
    for cohort in programme.cohorts:
        if cohort.id not in homes:
            continue
        home = cohort.classes_with
        if home is None or home in homes:
            changed: dict[str, object] = {"classes_with": home and homes[home]}
        else:
            homes[home] = cohort.id
            count = programme.cohort(home).module_classes
            changed = {"classes_with": None, "module_classes": count}
        found.append(cohort.model_copy(update=changed))
    return tuple(found)


def _mixed(programme: Programme, cohorts: tuple[str, ...]) -> frozenset[str]:
    """Activities of classes in which there are people of other cohorts, too."""
    homes = {c.id: c.classes_with or c.id for c in programme.cohorts}
    own = {homes[c] for c in cohorts}
    if not any(homes[c] in own for c in homes.keys() - set(cohorts)):
        return frozenset()
    return frozenset(
        a.id
        for a in programme.activities
        if a.audience == "class" and any(a.of_cohort(c) for c in cohorts)
    )


def _for(member: Staff, people: frozenset[str]) -> Staff:
    """Somebody on the staff, as some participants see them."""
    return member.model_copy(
        update={
            "roles": tuple(
                role.model_copy(update={"smallest": 0}) for role in member.roles
            ),
            "impartiality": tuple(
                row
                for row in member.impartiality
                if row.kind != "participant" or row.of in people
            ),
        }
    )


def _asked(
    programme: Programme, chosen: frozenset[str], mixed: frozenset[str]
) -> tuple[Rule, ...]:
    """What rules ask of some cohorts alone."""
    left = _followed(programme, chosen)
    rules = [rule.of_cohorts(chosen) for rule in programme.rules if rule.by_cohort]
    if mixed:
        rules = [rule and rule.of_some() for rule in rules]
    return tuple(
        rule
        for rule in rules
        if rule is not None and all(key in left for _, key in rule.refers())
    )
