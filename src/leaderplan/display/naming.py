"""Names for the ids that a sentence is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from leaderplan.display.labels import Labels
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.waiver import Subject
from leaderplan.locale import Language, day_text


class Naming:
    """Writes subjects with names for ids.

    What is no name of a person, session, place, group, day or activity is left out: it
    may be what somebody is like, which is nobody's business. What is gone has the name
    that it had in the ``earlier`` programme.
    """

    def __init__(
        self, programme: Programme, language: Language, earlier: Programme | None = None
    ) -> None:
        self._earlier = Naming(earlier, language) if earlier else None
        self._labels = Labels(programme, language)
        self._language = language
        self._sessions = {str(key): key for key in programme.session_keys}
        self._names = dict(self._known(programme))

    def _known(self, programme: Programme) -> Iterator[tuple[str, str]]:
        labels = self._labels
        for activity in programme.activities:
            yield activity.id, activity.title.to(self._language)
        for area in programme.areas:
            yield area.id, area.name or area.id
        for unit in programme.units:
            yield unit.id, labels.place(unit.id) or unit.id
        for room in programme.rooms:
            yield room.id, labels.place(room.id) or room.id
        for cohort in programme.cohorts:
            yield cohort.id, labels.cohort(cohort.id)
            for group in programme.group_ids(cohort.id):
                yield group, labels.group(group)
            for made in programme.class_ids(cohort.id):
                yield made, labels.module_class(made)
        for member in programme.staff:
            yield member.id, labels.staff(member.id) or member.id
        for person in programme.participants:
            yield person.id, labels.participant(person.id)

    def knows(self, token: str) -> bool:
        """Whether an id is that of somebody, somewhere, a session or a day."""
        known = token in self._sessions or token in self._names
        return known or _day(token) is not None

    def subject(self, subject: Subject) -> str:
        """Write one subject."""
        parts = (self.name(token, subject) for token in subject)
        return ", ".join(dict.fromkeys(part for part in parts if part is not None))

    def name(self, token: str, beside: Subject) -> str | None:
        """Write one id, given those beside it; ``None`` where it is no name."""
        key = self._sessions.get(token)
        if key is not None:
            return self._session(key, set(beside))
        day = _day(token)
        if token in self._names or day is None:
            before = self._earlier.name(token, beside) if self._earlier else None
            return self._names.get(token) or before
        return day_text(day, self._language)

    def _session(self, key: SessionKey, named: set[str]) -> str:
        """Write a session, and whose it is where that is not said anyway."""
        activity = self._labels.programme.activity(key.activity)
        title = self._labels.title(key)
        if key.audience in named:
            return title
        return f"{title} ({self._labels.audience(activity, key.audience)})"


def _day(token: str) -> date | None:
    try:
        return date.fromisoformat(token)
    except ValueError:
        return None
