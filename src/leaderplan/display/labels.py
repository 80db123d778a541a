"""What things of a programme are called in front of people."""

from __future__ import annotations

from datetime import date, time

from leaderplan.display.words import KINDS, Phrases
from leaderplan.domain.activity import Activity
from leaderplan.domain.plan import Session, SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.locale import Language, day_text, month_name, weekday_name

_CATEGORY = {
    "kick_off": "plenary",
    "theme_day": "plenary",
    "kick_on": "plenary",
    "teaching_day": "module",
    "exam": "exam",
    "re_exam": "exam",
    "practicum": "practicum",
    "network_meeting": "network",
}


class Labels:
    """Names in one language.

    Parameters
    ----------
    programme
        The facts.
    language
        ``da`` or ``en``.
    """

    def __init__(self, programme: Programme, language: Language) -> None:
        self.programme = programme
        self.language = language
        self.phrases = Phrases(language)
        self._people = {p.id: p.name or p.id for p in programme.participants}
        self._staff = {s.id: s.name or s.id for s in programme.staff}
        self._cohorts = {c.id: c.name or c.id for c in programme.cohorts}
        venues = {v.id: v.name or v.id for v in programme.venues}
        self._places = {u.id: u.name or u.id for u in programme.units}
        for room in programme.rooms:
            self._places[room.id] = f"{room.name or room.id}, {venues[room.venue]}"

    def participant(self, key: str) -> str:
        """Name of a participant."""
        return self._people.get(key, key)

    def staff(self, key: str | None) -> str | None:
        """Name of a staff member; ``None`` stays ``None``."""
        return None if key is None else self._staff.get(key, key)

    def place(self, key: str | None) -> str | None:
        """Name of a room with its venue, or of a unit; ``None`` stays ``None``."""
        if key == "online":
            return str(self.phrases.online)
        return None if key is None else self._places.get(key, key)

    def cohort(self, key: str) -> str:
        """Name of a cohort."""
        return self._cohorts.get(key, key)

    def group(self, key: str) -> str:
        """Name of a network group: its letter, and its cohort where there are more."""
        return self.phrases.group_of(id=self._label(key))

    def module_class(self, key: str) -> str:
        """Name of a module class: its number, and its cohort where there are more."""
        return self.phrases.class_of(id=self._label(key))

    def _label(self, key: str) -> str:
        cohorts = [c for c in self.programme.cohorts if c.make_up_for is None]
        return key.removeprefix(f"{cohorts[0].id}-") if len(cohorts) == 1 else key

    def audience(self, activity: Activity, key: str) -> str:
        """Who meets: a cohort, class, group, the areas that meet jointly, a person."""
        if activity.audience == "participant":
            return self.participant(key)
        if activity.audience == "cohort":
            return self.cohort(key)
        if activity.audience == "network_group":
            return self.group(key)
        if activity.audience == "class":
            return self.module_class(key)
        areas = self.programme.areas_at(activity.id, key)
        return " + ".join(area.name or area.id for area in areas)

    def title(self, key: SessionKey) -> str:
        """Name of one occurrence: ``Theme day 2``, ``Practicum, day 1 of 5``."""
        activity = self.programme.activity(key.activity)
        name = activity.title.to(self.language)
        if activity.occurrences == 1:
            return name
        fields = {"title": name, "number": key.occurrence}
        if activity.kind == "practicum":
            return self.phrases.day_of(count=activity.occurrences, **fields)
        return self.phrases.number_of(**fields)

    def theme(self, key: SessionKey) -> str | None:
        """Theme of an occurrence, ``None`` where the activity has none."""
        themes = self.programme.activity(key.activity).themes
        return themes[key.occurrence - 1].replace("_", " ") if themes else None

    def kind(self, activity: Activity) -> str:
        """Name of an activity's kind."""
        return KINDS[activity.kind].to(self.language)

    def leaders(self, session: Session) -> str:
        """Names of those who lead a session, in order, none twice."""
        names = dict.fromkeys(self._staff.get(s.staff, s.staff) for s in session.staff)
        return ", ".join(names)

    def clock(self, starts: time, ends: time) -> str:
        """Write two times of a day: ``08.30–10.00`` or ``08:30–10:00``."""
        form = "%H.%M" if self.language == "da" else "%H:%M"
        return f"{starts:{form}}–{ends:{form}}"

    def day(self, day: date) -> str:
        """Write a date for people."""
        return day_text(day, self.language)

    def weekday(self, day: date) -> str:
        """Short name of a weekday."""
        return weekday_name(day, self.language)

    def month(self, year: int, month: int) -> str:
        """Name of a month with its year."""
        return f"{month_name(month, self.language)} {year}"

    def number(self, value: float, decimals: int = 0) -> str:
        """Write a number with the language's decimal sign, no idle zeros."""
        text = f"{value:.{decimals}f}"
        if decimals:
            text = text.rstrip("0").rstrip(".")
        return text.replace(".", ",") if self.language == "da" else text


def category_of(activity: Activity) -> str:
    """What the month grid counts an activity as."""
    if activity.is_milestone:
        return "due"
    return _CATEGORY.get(activity.kind, "plenary" if activity.plenary else "talk")
