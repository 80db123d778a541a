"""What a change altered of a programme, field by field, so that it can be taken back.

Rows with an id are followed by it, other lists by what stands in them; so what others
have changed since stays, and where something rests on the same field it is told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from difflib import SequenceMatcher
from json import dumps
from typing import Any

from leaderplan.domain.base import Frozen
from leaderplan.domain.programme import Programme

Path = tuple[str, ...]


class Member(Frozen):
    """A member of a list, where it stood from 0, and after whom, the nearest first.

    Rows with an id are named by it; of others the nearest is there as it was.
    """

    value: Any
    at: int
    after: tuple[Any, ...] = ()


class Edit(Frozen):
    """One thing that is another way than before.

    Parameters
    ----------
    path
        Table, id of the row and field, or less where it is about all of it.
    members
        Whether it is about members of a list: then ``gone`` were in it before and
        ``new`` are in it now; else ``before`` and ``now`` are its values. Of what
        somebody is a guest at, ``before`` is what they skipped then all the same.
    """

    path: Path
    members: bool = False
    before: Any = None
    now: Any = None
    gone: tuple[Member, ...] = ()
    new: tuple[Member, ...] = ()


class Overtaken(Exception):
    """Something was changed again, so that it cannot be taken back alone."""

    def __init__(self, path: Path) -> None:
        super().__init__("/".join(path))
        self.path = path


def altered(before: Programme, after: Programme) -> tuple[Edit, ...]:
    """Return what is another way in a second programme."""
    one, other = (row.model_dump(mode="json") for row in (before, after))
    skipped = {person["id"]: person["skips"] for person in one["participants"]}
    edits = (
        edit.model_copy(update={"before": skipped[edit.path[1]]})
        if _is_of_guest(edit)
        else edit
        for edit in _differences((), one, other)
    )
    return (*edits, *_rested_on(before, after))


def _is_of_guest(edit: Edit) -> bool:
    """Whether an edit is about members of what somebody is a guest at."""
    of_guest = edit.path[0] == "participants" and edit.path[-1] == "guest_at"
    return edit.members and of_guest


def _still_skipped(tables: dict[str, Any], edit: Edit) -> None:
    """Take away what somebody would be a guest at again, and another change skips."""
    person = next(row for row in tables["participants"] if row["id"] == edit.path[1])
    before, now = (
        Counter((skip["activity"], skip["occurrence"]) for skip in rows)
        for rows in (edit.before or (), person["skips"])
    )
    skips = now - before
    back = [member.value for member in edit.gone]
    person["guest_at"] = [
        row
        for row in person["guest_at"]
        if row not in back or (row["activity"], row["occurrence"]) not in skips
    ]


def _rested_on(before: Programme, after: Programme) -> Iterator[Edit]:
    """Yield what must be as a change of cohort left it, for it to be taken back.

    What somebody skips or is a guest at later is said of the cohort that they are in.
    """
    cohorts = {person.id: person.cohort for person in before.participants}
    for person in after.participants:
        if cohorts.get(person.id, person.cohort) != person.cohort:
            row = person.model_dump(mode="json")
            for name in ("skips", "guest_at"):
                path = ("participants", person.id, name)
                yield Edit(path=path, before=row[name], now=row[name])


def taken_back(programme: Programme, edits: Sequence[Edit]) -> Programme:
    """Return a programme, perhaps a later one, with some edits taken back.

    Raises
    ------
    Overtaken
        When what an edit made is there no longer.
    InputError
        When something of the programme names what it takes away.
    """
    tables = programme.model_dump(mode="json")
    for edit in reversed(edits):
        _take_back(tables, edit)
    for edit in edits:
        if _is_of_guest(edit):
            _still_skipped(tables, edit)
    touched = {edit.path[0] for edit in edits}
    return programme.replace(**{name: tables[name] for name in touched})


def _differences(path: Path, one: Any, other: Any) -> Iterator[Edit]:
    if one == other:
        return
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for name in one:
            yield from _differences((*path, name), one[name], other[name])
    elif isinstance(one, list) and isinstance(other, list):
        yield from _of_lists(path, one, other)
    else:
        yield Edit(path=path, before=one, now=other)


def _of_lists(path: Path, one: list[Any], other: list[Any]) -> Iterator[Edit]:
    """Yield which rows are another way, and which members came or went.

    A row that stands elsewhere than before went and came.
    """
    old, new = _named(path, one), _named(path, other)
    if old is None or new is None:
        before, now = ([_text(row) for row in rows] for rows in (one, other))
    else:
        before, now = list(old), list(new)
    same = SequenceMatcher(None, before, now, autojunk=False)
    gone, came = list[Member](), list[Member]()
    for tag, first, last, start, end in same.get_opcodes():
        if tag == "equal":
            for left, right in zip(one[first:last], other[start:end], strict=True):
                yield from _differences((*path, _key(path, left) or ""), left, right)
            continue
        gone += [_member(path, one, at) for at in range(first, last)]
        came += [_member(path, other, at) for at in range(start, end)]
    if gone or came:
        yield Edit(path=path, members=True, gone=tuple(gone), new=tuple(came))


def _member(path: Path, rows: Sequence[Any], at: int) -> Member:
    before = rows[max(0, at - 1) : at]
    if _named(path, rows) is not None:
        before = [_key(path, row) for row in rows[:at]]
    return Member(value=rows[at], at=at, after=tuple(reversed(before)))


def _take_back(tables: dict[str, Any], edit: Edit) -> None:
    *parents, last = edit.path
    at: Any = tables
    for depth, name in enumerate(parents):
        at = at[_index(at, name, edit.path, depth)]
    place = _index(at, last, edit.path, len(parents))
    if edit.members:
        _members_back(at[place], edit)
        return
    if at[place] != edit.now:
        raise Overtaken(edit.path)
    at[place] = deepcopy(edit.before)


def _members_back(rows: list[Any], edit: Edit) -> None:
    """Take away what came, put back what went.

    Of several alike that one came which stands after the same as then, and nearest.
    """
    for member in reversed(edit.new):
        found = [at for at, row in enumerate(rows) if row == member.value]
        if not found:
            raise Overtaken((*edit.path, _key(edit.path, member.value) or ""))
        there = [at for at in found if tuple(rows[at - 1 : at]) == member.after[:1]]
        del rows[_nearest(there or found, member)]
    for member in edit.gone:
        key = _key(edit.path, member.value)
        if key is not None and any(_key(edit.path, row) == key for row in rows):
            raise Overtaken((*edit.path, key))
        rows.insert(_place(rows, edit.path, member), deepcopy(member.value))


def _place(rows: list[Any], path: Path, member: Member) -> int:
    """Tell where a member goes: after the nearest that is there still, else first."""
    for one in member.after:
        found = [at for at, row in enumerate(rows) if one in (row, _key(path, row))]
        if found:
            return _nearest([at + 1 for at in found], member)
    return 0


def _nearest(found: Sequence[int], member: Member) -> int:
    return min(found, key=lambda at: abs(at - member.at))


def _index(at: Any, name: str, path: Path, depth: int) -> Any:
    """Tell where a field, or the row of a table, stands."""
    if isinstance(at, dict) and name in at:
        return name
    if isinstance(at, list):
        for number, row in enumerate(at):
            if _key(path[:depth], row) == name:
                return number
    raise Overtaken(path)


def _key(path: Path, row: Any) -> str | None:
    """Return what the row of a table is told apart by, ``None`` where by nothing."""
    name = "unit" if path == ("hosts",) else "id"
    return row.get(name) if isinstance(row, dict) else None


def _named(path: Path, rows: Sequence[Any]) -> dict[str, Any] | None:
    """Return rows by their ids, ``None`` where they have none of their own."""
    found = {key: row for row in rows if (key := _key(path, row)) is not None}
    return found if len(found) == len(rows) else None


def _text(row: Any) -> str:
    return dumps(row, sort_keys=True)
