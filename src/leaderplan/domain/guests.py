"""Whether those who are guests of others can be: there is such a session, for one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leaderplan.domain.activity import Activity
from leaderplan.domain.people import GuestAt, Participant
from leaderplan.errors import Issue

if TYPE_CHECKING:
    from leaderplan.domain.following import Following


def guest_faults(programme: Following) -> Iterator[Issue]:
    """Yield a fault for each session at which somebody cannot be a guest."""
    for person in programme.participants:
        times = Counter((row.activity, row.occurrence) for row in person.guest_at)
        for row in person.guest_at:
            activity = programme.activity(row.activity)
            for field, message, value in _faults(programme, person, activity, row):
                place = f"participants/{person.id}/guest_at/{field}"
                yield Issue(place, f"{message}, found {value}.", value=str(value))
        for (name, occurrence), count in times.items():
            if count > 1:
                message = (
                    f"expected one session of {name} no. {occurrence} to be a guest "
                    f"at, found {count}."
                )
                yield Issue(f"participants/{person.id}/guest_at", message)


def make_up_faults(programme: Following) -> Iterator[Issue]:
    """Yield what keeps a cohort from being one of make-up dates."""
    cohorts = {cohort.id: cohort for cohort in programme.cohorts}
    people = Counter(person.cohort for person in programme.participants)
    for cohort in programme.cohorts:
        place, own = f"cohorts/{cohort.id}", cohorts.get(cohort.make_up_for or "")
        if cohort.make_up_for is None:
            if cohort.seats:
                message = "expected seats only where it makes up for another cohort"
                yield Issue(f"{place}/seats", f"{message}, found {cohort.seats}.")
            continue
        if own is not None and own.make_up_for is not None:
            message = "expected a cohort with people of its own"
            yield Issue(f"{place}/make_up_for", f"{message}, found {own.id}.")
        if found := people[cohort.id]:
            message = "expected nobody in a cohort of make-up dates"
            yield Issue(place, f"{message}, found {found}.")
        if cohort.network_groups or cohort.module_classes or cohort.classes_with:
            message = "expected no groups or classes for make-up dates, found some."
            yield Issue(place, message)


def visit_faults(
    programme: Following, participant: str, row: GuestAt
) -> Iterator[Issue]:
    """Yield why somebody cannot be a guest at a session, as given in a change."""
    person, activity = (
        programme.participant(participant),
        programme.activity(row.activity),
    )
    for field, message, value in _faults(programme, person, activity, row):
        yield Issue(f"catch_up/{field}", f"{message}, found {value}.", value=str(value))


def _faults(
    programme: Following, person: Participant, activity: Activity, row: GuestAt
) -> Iterator[tuple[str, str, str | int]]:
    if activity.audience == "participant":
        message = "expected an activity that several attend together"
        yield "activity", message, activity.id
        return
    if activity.id in person.exempt:
        message = f"expected an activity that {person.id} is not exempt from"
        yield "activity", message, activity.id
    if row.occurrence > activity.occurrences:
        message = (
            f"expected an occurrence of {activity.id}, 1 to {activity.occurrences}"
        )
        yield "occurrence", message, row.occurrence
    known = programme.audiences(activity.id)
    if row.audience not in known:
        message = f"expected who meets at {activity.id}: {', '.join(known) or 'nobody'}"
        yield "audience", message, row.audience
    elif activity.audience == "cohort" and row.audience == person.cohort:
        message = f"expected another cohort than that of {person.id}"
        yield "audience", message, row.audience
