"""A change taken back: alone, whatever has happened since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import SerializeAsAny, field_validator

from leaderplan.domain.change.base import Change, Fields, change_from
from leaderplan.domain.change.patch import Edit, Overtaken, altered, taken_back
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Words

if TYPE_CHECKING:
    from leaderplan.domain.plan import Plan


class Undo(Change):
    """A change is taken back, and only that one.

    It holds what the change altered, so it can be applied to a later programme, in
    which others have been made since; they stay. It is refused where something later
    rests on it. An undo is a change itself, which can be taken back.

    Parameters
    ----------
    change
        What is taken back.
    edits
        What it altered, field by field; :func:`undo` finds it out.
    """

    kind: ClassVar[str] = "undo"
    said: ClassVar[Words] = Words("taget tilbage: {what}", "taken back: {what}")

    change: SerializeAsAny[Change]
    edits: tuple[Edit, ...]

    @field_validator("change", mode="before")
    @classmethod
    def _of_any_kind(cls, given: Any) -> Any:
        return change_from(given)

    @property
    def about(self) -> tuple[str, ...]:
        """Ids of whom and what the change was about."""
        return self.change.about

    @property
    def secret_until(self) -> date | None:
        """First day on which others may be told of the change."""
        return self.change.secret_until

    def faults(self, programme: Programme) -> Iterator[Issue]:
        """Yield what something later has changed again, or needs."""
        try:
            taken_back(programme, self.edits)
        except Overtaken as found:
            yield Issue(f"{self.kind}/{found}", self._later(found))
        except InputError as error:
            first = error.issues[0]
            message = (
                "expected that nothing else needs what is taken back; found that "
                f"something does: {first.message} Take back first what came after."
            )
            yield Issue(f"{self.kind}/{first.place}", message)

    def _later(self, found: Overtaken) -> str:
        table, *rest = found.path
        whose = " ".join((table.replace("_", " "), *rest[:1]))
        return (
            f"expected {whose} as the change left it, found it changed again since. "
            "Take back first what came after."
        )

    def fields(self, programme: Programme) -> Fields:
        """Return the sentence of the change."""
        said = self.change.words(programme)
        return {"what": (said.da, said.en)}

    def changed(self, programme: Programme, plan: Plan | None) -> Programme:
        """Take back what the change altered."""
        return taken_back(programme, self.edits)


def undo(change: Change, before: Programme, plan: Plan | None = None) -> Undo:
    """Return what takes a change back.

    Parameters
    ----------
    change
        What was changed, or is to be.
    before
        The programme that it was applied to.
    plan
        The plan that held then, for changes that ask what somebody has had already.

    Returns
    -------
    Undo
        A change for :func:`leaderplan.apply` and :func:`leaderplan.replan`, of this
        programme or of a later one.

    Raises
    ------
    InputError
        When the change does not fit the programme.
    """
    return Undo(change=change, edits=altered(before, change.apply(before, plan)))
