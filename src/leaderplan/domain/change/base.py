"""Changes: what happens in the year, as data that a programme can be changed by."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import ValidationError, model_serializer, model_validator

from leaderplan.domain.base import Frozen, Id, issues_of
from leaderplan.domain.people import Availability, Skip
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Words, day_text

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan
    from leaderplan.domain.view import PlanView

ONE_DAY = timedelta(days=1)

Fields = dict[str, tuple[str, str]]
"""What a sentence is filled with, in Danish and in English."""

PROMISES = frozenset(
    {"attendance_minimum", "day_ledger", "focus_areas", "three_sectors"}
)
"""Kinds of rules that ask for enough of something over somebody's year."""

FrozenT = TypeVar("FrozenT", bound=Frozen)

KINDS: dict[str, type[Change]] = {}
"""Every kind of change by name."""


class Change(Frozen):
    """Something that happened, or was decided, after there was a plan.

    A change is told in one sentence, names what it is about, and makes of a programme
    the one that it leaves. :meth:`apply` checks that it fits the programme.
    """

    kind: ClassVar[str] = ""
    said: ClassVar[Words]

    def __init_subclass__(cls, **given: Any) -> None:
        """Register the kind."""
        super().__init_subclass__(**given)
        if cls.kind:
            KINDS[cls.kind] = cls

    @model_validator(mode="before")
    @classmethod
    def _of_kind(cls, given: Any) -> Any:
        if isinstance(given, dict):
            return {key: value for key, value in given.items() if key != "kind"}
        return given

    @model_serializer(mode="wrap")
    def _with_kind(self, handler: Any) -> dict[str, Any]:
        return {"kind": self.kind, **handler(self)}

    @property
    @abstractmethod
    def about(self) -> tuple[str, ...]:
        """Ids of whom and what it is about."""

    @abstractmethod
    def faults(self, programme: Programme) -> Iterable[Issue]:
        """Yield why it does not fit a programme."""

    @abstractmethod
    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Return the programme with the change, which fits."""

    @abstractmethod
    def fields(self, programme: Programme) -> Fields:
        """Return what the sentence is filled with, Danish and English."""

    @property
    def secret_until(self) -> date | None:
        """First day on which others may be told; ``None`` is at once."""
        return None

    def words(self, programme: Programme) -> Words:
        """Return the sentence that a coordinator reads."""
        pairs = self.fields(programme)
        da = self.said.da.format(**{name: pair[0] for name, pair in pairs.items()})
        en = self.said.en.format(**{name: pair[1] for name, pair in pairs.items()})
        return Words(da, en)

    def apply(self, programme: Programme, plan: Plan | None = None) -> Programme:
        """Return the programme with the change.

        Parameters
        ----------
        programme
            The facts and rules before.
        plan
            The plan that holds: what somebody who leaves has had already is read
            from it. Only changes that say so need it.

        Raises
        ------
        InputError
            When it does not fit: all faults at once.
        """
        faults = list(self.faults(programme))
        if faults:
            raise InputError(faults)
        return self.changed(programme, plan)


class OfParticipant(Change):
    """A change of one participant."""

    participant: Id

    @property
    def about(self) -> tuple[str, ...]:
        """Id of the participant."""
        return (self.participant,)

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield a fault where there is no such participant."""
        place = f"{self.kind}/participant"
        yield from known(programme, "participants", self.participant, place)

    def fields(self, programme: Programme) -> Fields:
        """Return the name."""
        return {"who": both(programme.participant(self.participant).name)}


def change_from(row: Any) -> Change:
    """Make a change from its JSON form; a change is passed through.

    Raises
    ------
    InputError
        When the kind is unknown or something is out of bounds.
    """
    from leaderplan.domain.references import nearest

    if isinstance(row, Change):
        return row
    kind = row.get("kind") if isinstance(row, dict) else None
    if kind not in KINDS:
        message = f"expected a kind of change, found {kind!r}."
        raise InputError([Issue("changes/kind", message, nearest(str(kind), KINDS))])
    try:
        return KINDS[kind].model_validate(row)
    except ValidationError as error:
        raise InputError(issues_of(error, f"changes/{kind}")) from None


def listed(changes: Change | Iterable[Change]) -> list[Change]:
    """Return one change or several as a list."""
    return [changes] if isinstance(changes, Change) else list(changes)


def known(
    programme: Programme, table: str, id_: Id | None, place: str
) -> Iterable[Issue]:
    """Yield a fault where an id is not in a table."""
    from leaderplan.domain.references import nearest

    rows = getattr(programme, table)
    ids = [row.unit if table == "hosts" else row.id for row in rows]
    if id_ is not None and id_ not in ids:
        message = f"expected an id of {table}, found {id_!r}."
        yield Issue(place, message, nearest(id_, ids), id_)


def within(programme: Programme, place: str, *days: date | None) -> Iterable[Issue]:
    """Yield a fault for each day outside the horizon."""
    calendar = programme.calendar
    for day in days:
        if day is not None and not calendar.first <= day <= calendar.last:
            message = (
                f"expected a day from {calendar.first} to {calendar.last}, found {day}."
            )
            yield Issue(place, message, value=day.isoformat())


def edited(row: FrozenT, **changes: Any) -> FrozenT:
    """Return a row with fields replaced, checked anew; nothing cached is kept."""
    fields = {name: getattr(row, name) for name in type(row).model_fields}
    return type(row)(**(fields | changes))


def with_row(programme: Programme, table: str, row: Any) -> Programme:
    """Return the programme with a row of a table replaced, or added as the last."""
    name = "unit" if table == "hosts" else "id"
    rows = list(getattr(programme, table))
    ids = [getattr(one, name) for one in rows]
    if getattr(row, name) in ids:
        rows[ids.index(getattr(row, name))] = row
    else:
        rows.append(row)
    return programme.replace(**{table: tuple(rows)})


def taken(
    programme: Programme, table: str, row: Any, first: date, last: date | None
) -> Programme:
    """Return the programme in which a person or room is not to be had on some days."""
    rows = (*row.availability, Availability(first=first, last=last))
    return with_row(programme, table, edited(row, availability=rows))


def both(text: str) -> tuple[str, str]:
    """Return a text that is the same in both languages."""
    return text, text


def dated(day: date) -> tuple[str, str]:
    """Return a day in both languages."""
    return day_text(day, "da"), day_text(day, "en")


def planned(
    programme: Programme, plan: Plan | None, participant: str, kind: str
) -> list[tuple[Skip, date]]:
    """Return what a plan holds for a participant, with its days.

    What they skip already is among it: a change says all of what it means, so that
    another one can be taken back.

    Raises
    ------
    InputError
        When there is no plan: a change of this kind needs one.
    """
    people = tuple(
        edited(person, skips=()) if person.id == participant else person
        for person in programme.participants
    )
    fields = {name: getattr(programme, name) for name in Programme.model_fields}
    # Not checked anew: what they are a guest at may need what they skip.
    bare = Programme.model_construct(**(fields | {"participants": people}))
    rows = in_view(bare, plan, kind).of_participant(participant)
    return [  # in an order that no change of somebody else alters
        (Skip(activity=key.activity, occurrence=key.occurrence), day)
        for key, day in sorted(rows, key=lambda row: (row[0][0], row[0][2]))
    ]


def in_view(programme: Programme, plan: Plan | None, kind: str) -> PlanView:
    """Return the plan that holds with its facts.

    Raises
    ------
    InputError
        When there is no plan: a change of this kind needs one.
    """
    from leaderplan.domain.view import PlanView

    if plan is None:
        message = "expected the plan that holds, to tell what was before; found none."
        raise InputError([Issue(f"{kind}/plan", message)])
    return PlanView(programme, plan)


def skipping(programme: Programme, participant: str, more: Sequence[Skip]) -> Programme:
    """Return the programme in which somebody skips some occurrences more.

    They are no guest there, either.
    """
    person = programme.participant(participant)
    gone = {(skip.activity, skip.occurrence) for skip in more}
    still = (g for g in person.guest_at if (g.activity, g.occurrence) not in gone)
    row = edited(person, skips=(*person.skips, *more), guest_at=tuple(still))
    return with_row(programme, "participants", row)


def unpromised(programme: Programme, participant: str) -> Programme:
    """Return the programme in which somebody is not promised all of it."""
    for rule in programme.rules:
        if rule.kind in PROMISES:
            programme = programme.waive(rule.id, (participant,), reason="not all year")
    return programme
