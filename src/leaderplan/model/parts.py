"""The parts of a programme: which decisions are taken together, in which order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from leaderplan.domain.activity import Activity
from leaderplan.domain.programme import Programme
from leaderplan.locale import Words
from leaderplan.model.scope import Scope


@dataclass(frozen=True, slots=True)
class Part:
    """Decisions taken together.

    Parameters
    ----------
    id
        Short name.
    words
        Name for people.
    scope
        What the part decides.
    linear
        How much of the linear relaxation its solver uses (0 to 2); priced
        choices over days live on it, pure feasibility does without.
    """

    id: str
    words: Words
    scope: Scope
    linear: int = 2

    def __or__(self, other: Part) -> Part:
        return Part(
            f"{self.id}+{other.id}",
            Words(
                f"{self.words.da} sammen med {other.words.da}",
                f"{self.words.en} together with {other.words.en}",
            ),
            self.scope | other.scope,
            max(self.linear, other.linear),
        )


def parts_of(programme: Programme) -> tuple[Part, ...]:
    """Split a programme into parts, in the order in which they are decided.

    The joint calendar (plenary and module days, rooms, lecturers, classes),
    groups, coaches, placements with their weeks, and the remaining meetings with
    the due dates. Parts without decisions are left out.
    """
    calendar = _ids(programme, lambda a: a.audience in ("cohort", "class"))
    practicum = _ids(programme, lambda a: a.kind == "practicum")
    due = frozenset(a.id for a in programme.activities if a.is_milestone)
    rest = frozenset(a.id for a in programme.activities) - calendar - practicum - due
    rows = (
        Part(
            "calendar",
            Words("fællesdage og modul", "plenary and module days"),
            Scope(calendar, frozenset({"classes"}), rest | practicum, calendar),
        ),
        Part(
            "groups",
            Words("netværksgrupperne", "the network groups"),
            Scope(families=frozenset({"groups"})),
        ),
        Part(
            "coaches",
            Words("valget af coach", "the choice of coaches"),
            Scope(families=frozenset({"coaches"})),
        ),
        Part(
            "placements",
            Words("praktikpladserne", "the practicum places"),
            Scope(practicum, frozenset({"hosts"}), rest, practicum),
        ),
        Part(
            "meetings",
            Words("møder, samtaler og frister", "meetings, talks and due dates"),
            Scope(rest | due, frozenset({"facilitators"})),
            linear=1,
        ),
    )
    return tuple(part for part in rows if _decides(programme, part))


def _ids(programme: Programme, test: Callable[[Activity], bool]) -> frozenset[str]:
    return frozenset(a.id for a in programme.activities if a.length and test(a))


def _decides(programme: Programme, part: Part) -> bool:
    people = {
        "groups": programme.needs_groups,
        "classes": programme.needs_classes,
        "hosts": programme.needs_hosts,
        "coaches": programme.needs_coaches,
        "facilitators": (),
    }
    return bool(part.scope.dates) or any(people[f] for f in part.scope.families)


def whole(programme: Programme) -> Part:
    """Return all parts as one."""
    parts = parts_of(programme)
    joined = parts[0]
    for part in parts[1:]:
        joined |= part
    return Part("whole", Words("hele forløbet", "the whole programme"), joined.scope)
