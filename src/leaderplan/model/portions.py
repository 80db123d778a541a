"""Cohorts that can be bounded each for itself, and the programme of each."""

from __future__ import annotations

from dataclasses import dataclass

from leaderplan.domain.people import Staff
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Rule


@dataclass(frozen=True, slots=True)
class Portion:
    """Cohorts that are planned together, and the programme as they alone see it.

    Everything that cohorts share is there in full, and what must be used up of it
    (the least that somebody leads) is not asked for: the programme is a relaxation
    of the whole, as far as its cohorts go.
    """

    cohorts: tuple[str, ...]
    programme: Programme


def portions(programme: Programme) -> tuple[Portion, ...]:
    """Divide a programme into portions; one alone where it cannot be divided.

    Cohorts belong together that share a module class or an area's meeting, or any of
    whose people must stand in one group. A priced rule that speaks of all cohorts at
    once is left out of each portion, which relaxes it; a hard one forbids to divide.
    """
    sets = _sets(programme)
    whole = tuple(cohort.id for cohort in programme.cohorts)
    indivisible = any(rule.hard and not rule.by_cohort for rule in programme.rules)
    if len(sets) < 2 or indivisible:
        return (Portion(whole, programme),)
    return tuple(Portion(cohorts, of_cohorts(programme, cohorts)) for cohorts in sets)


def _sets(programme: Programme) -> list[tuple[str, ...]]:
    """Cohorts with those that they cannot be planned without, in order."""
    home = {cohort.id: cohort.classes_with or cohort.id for cohort in programme.cohorts}
    joint = any(activity.audience == "area" for activity in programme.activities)
    cohort_of = {person.id: person.cohort for person in programme.participants}
    pairs = [(cohort_of[p.first], cohort_of[p.second]) for p in programme.pairs
             if p.relation == "linked"]  # fmt: skip
    if joint:
        pairs += [(programme.cohorts[0].id, c.id) for c in programme.cohorts]
    for one, other in pairs:
        low, high = sorted((home[one], home[other]))
        home = {cohort: low if at == high else at for cohort, at in home.items()}
    leads = dict.fromkeys(home.values())
    return [tuple(c for c in home if home[c] == lead) for lead in leads]


def of_cohorts(programme: Programme, cohorts: tuple[str, ...]) -> Programme:
    """Return the programme of some cohorts alone."""
    chosen = frozenset(cohorts)
    people = tuple(p for p in programme.participants if p.cohort in chosen)
    ids = frozenset(p.id for p in people)
    rules = [rule.of_cohorts(chosen) for rule in programme.rules if rule.by_cohort]
    return programme.replace(
        cohorts=tuple(c for c in programme.cohorts if c.id in chosen),
        participants=people,
        pairs=tuple(p for p in programme.pairs if {p.first, p.second} <= ids),
        staff=tuple(_for(member, ids) for member in programme.staff),
        activities=tuple(
            activity.model_copy(
                update={"cohorts": tuple(c for c in activity.cohorts if c in chosen)}
            )
            for activity in programme.activities
            if not activity.cohorts or chosen & set(activity.cohorts)
        ),
        history=tuple(
            row
            for row in programme.history
            if row.participant is None or row.participant in ids
        ),
        rules=_known(rules, programme, chosen),
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


def _known(
    rules: list[Rule | None], programme: Programme, chosen: frozenset[str]
) -> tuple[Rule, ...]:
    """Rules that speak of activities which the cohorts follow."""
    left = {a.id for a in programme.activities
            if not a.cohorts or chosen & set(a.cohorts)}  # fmt: skip
    return tuple(
        rule
        for rule in rules
        if rule is not None and all(key in left for _, key in rule.refers())
    )
