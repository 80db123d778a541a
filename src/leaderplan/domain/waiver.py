"""What somebody decided to do without: a rule, about one subject."""

from __future__ import annotations

from collections.abc import Iterable

from leaderplan.domain.base import Frozen, Id, Text

Subject = tuple[str, ...]


class Waiver(Frozen):
    """A requirement that a plan need not keep, and who said so.

    Parameters
    ----------
    rule
        Id of the rule instance.
    subject
        What it is waived for, as in a violation or a conflict: ids. All whose subject
        begins so is waived; with none, the whole rule.
    reason, by
        Why, and who decided it.
    """

    rule: Id
    subject: tuple[Text, ...] = ()
    reason: Text = ""
    by: Text = ""

    def covers(self, rule: str, subject: Subject) -> bool:
        """Whether a requirement is waived."""
        return rule == self.rule and subject[: len(self.subject)] == self.subject

    def __str__(self) -> str:
        about = ", ".join(self.subject)
        said = " · ".join(part for part in (self.reason, self.by) if part)
        return f"{self.rule} [{about}]" + (f": {said}" if said else "")


class Waived:
    """The waivers of a programme, asked for single requirements."""

    def __init__(self, waivers: tuple[Waiver, ...]) -> None:
        self._subjects: dict[str, set[Subject]] = {}
        for waiver in waivers:
            self._subjects.setdefault(waiver.rule, set()).add(waiver.subject)
        self._deepest = {k: max(map(len, rows)) for k, rows in self._subjects.items()}

    def any_of(self, rule: str) -> bool:
        """Whether anything of a rule is waived."""
        return rule in self._subjects

    def covers(self, rule: str, subject: Subject) -> bool:
        """Whether a requirement is waived."""
        known = self._subjects.get(rule)
        if known is None:
            return False
        most = min(len(subject), self._deepest[rule])
        return any(subject[:k] in known for k in range(most + 1))

    def part_of(self, rule: str, subject: Subject) -> bool:
        """Whether a part of a requirement is waived, though not all of it."""
        return any(
            len(row) > len(subject) and row[: len(subject)] == subject
            for row in self._subjects.get(rule, ())
        )


class AllBut(Waived):
    """All is waived but some requirements."""

    def __init__(self, kept: Iterable[tuple[str, Subject]]) -> None:
        super().__init__(())
        self._kept: dict[str, set[Subject]] = {}
        for rule, subject in kept:
            self._kept.setdefault(rule, set()).add(subject)

    def any_of(self, rule: str) -> bool:
        """Whether anything of a rule is waived: something always is."""
        return True

    def covers(self, rule: str, subject: Subject) -> bool:
        """Whether neither a requirement nor a part of it is kept."""
        return not any(
            row[: len(subject)] == subject[: len(row)]
            for row in self._kept.get(rule, ())
        )

    def part_of(self, rule: str, subject: Subject) -> bool:
        """Whether a part of a requirement is waived, though not all of it."""
        return subject not in self._kept.get(rule, ()) and not self.covers(
            rule, subject
        )
