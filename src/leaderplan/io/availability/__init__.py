"""Reading others' calendars: when somebody is busy, and nothing else of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import cast

from leaderplan.errors import InputError, Issue, MissingExtra
from leaderplan.io.availability.child import Child, child
from leaderplan.io.availability.fetch import Web
from leaderplan.io.availability.gather import Heard, report_of, unheard
from leaderplan.io.availability.given import Place, contents, shown
from leaderplan.io.availability.lines import Unreadable
from leaderplan.io.availability.policy import AvailabilityPolicy, ReadingLimits
from leaderplan.io.availability.report import AvailabilityReport
from leaderplan.io.availability.words import FAULTS, UNREADABLE
from leaderplan.locale import Language

__all__ = [
    "AvailabilityPolicy",
    "AvailabilityReport",
    "ReadingLimits",
    "Web",
    "read_availability",
]


def read_availability(  # noqa: PLR0913 each is one choice of the caller's
    source: Place | Sequence[Place],
    owner: str,
    policy: AvailabilityPolicy | Sequence[AvailabilityPolicy],
    *,
    allow_network: bool = False,
    previous: AvailabilityReport | None = None,
    now: datetime | None = None,
    language: Language = "en",
    web: Web | None = None,
) -> AvailabilityReport:
    """Read when somebody is busy from the person's calendars.

    What is not known for certain is *unknown* and never *free*: entries that cannot
    be understood, times in a zone that nobody knows, a calendar without an entry in
    the period. Only times are read; titles, texts and people are not even looked at.

    Parameters
    ----------
    source
        A file's name, an address (``https`` or ``webcal``), the bytes of a calendar,
        or several of these for one person.
    owner
        Id of a participant, a staff member or a room.
    policy
        How the calendar is understood, ``AvailabilityPolicy.of(programme.calendar)``;
        for several calendars one for all, or one for each.
    allow_network
        Whether addresses may be fetched; of the public internet only.
    previous
        What was read before; a calendar that had many more entries is warned of.
    now
        The time, with its zone, for the age of calendars.
    language
        Language of the report and of errors.
    web
        Another way to the internet: ``Web(user_agent)`` for servers that answer only
        programs they know, or with certificates of your own.

    Returns
    -------
    AvailabilityReport
        Rows for the programme, unknown days, and each calendar's age and faults.

    Raises
    ------
    InputError
        When a calendar cannot be read, each with the file's name or the host; where
        the policy says so, also for an entry that cannot be understood.
    MissingExtra
        When ``recurring-ical-events`` is not installed.
    """
    if find_spec("recurring_ical_events") is None:
        raise MissingExtra("calendars of others", "recurring-ical-events", "calendar")
    if now is not None and now.tzinfo is None:
        message = "expected a time with a time zone, found one without."
        raise InputError([Issue("now", message)])
    places = _listed(source)
    policies = _matched(policy, len(places))
    if not allow_network:
        web = None
    elif web is None:
        web = Web()
    heard, faults = [], []
    with child() as reader:
        for number, (place, how) in enumerate(zip(places, policies, strict=True), 1):
            name = shown(place, number, language)
            try:
                one = _heard(place, how, name, web, reader)
            except Unreadable as fault:
                if how.unreadable == "refuse":
                    faults.append(_issue(name, fault, language))
                    continue
                one = unheard(name, how, UNREADABLE[fault.code].fill(**fault.fields))
            heard.append(one)
            faults += _refused(one, how, language)
    if faults:
        raise InputError(faults)
    return report_of(owner, heard, previous, now, language)


def _heard(
    place: Place, how: AvailabilityPolicy, name: str, web: Web | None, reader: Child
) -> Heard:
    given = contents(place, how.limits, web)
    return Heard.of(name, how, given.changed, reader.read(given.data, how))


def _listed(source: Place | Sequence[Place]) -> list[Place]:
    if isinstance(source, list | tuple):
        if not source:
            raise InputError([Issue("source", "expected a calendar, found none.")])
        return list(source)
    return [cast("Place", source)]  # anything else is refused when it is opened


def _matched(
    policy: AvailabilityPolicy | Sequence[AvailabilityPolicy], count: int
) -> list[AvailabilityPolicy]:
    if isinstance(policy, AvailabilityPolicy):
        return [policy] * count
    found = list(policy) if isinstance(policy, list | tuple) else []
    if len(found) != count or not all(
        isinstance(one, AvailabilityPolicy) for one in found
    ):
        message = f"expected a policy, or one for each of {count} calendars."
        raise InputError([Issue("policy", message)])
    for name in ("first", "last", "time_zone", "blocks", "weekdays"):
        if len({getattr(one, name) for one in found}) > 1:
            message = "expected policies for the same days and blocks."
            raise InputError([Issue(f"policy/{name}", message)])
    return found


def _issue(name: str, fault: Unreadable, language: Language) -> Issue:
    words = UNREADABLE[fault.code].fill(**fault.fields)
    return Issue(name, words.to(language) + ".")


def _refused(one: Heard, how: AvailabilityPolicy, language: Language) -> list[Issue]:
    if how.faulty != "refuse":
        return []
    event = "aftale nr." if language == "da" else "entry no."
    return [
        Issue(
            ", ".join([
                one.source.name,
                *([f"{event} {fault.event}"] if fault.event else []),
                *([fault.name] if fault.name else []),
            ]),
            FAULTS[fault.code].to(language) + ".",
        )
        for fault in one.source.faults
    ]  # fmt: skip
