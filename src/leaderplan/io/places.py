"""Faults found in the whole programme, brought back to the cell they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from leaderplan.errors import Issue
from leaderplan.io.faults import Faults
from leaderplan.io.make import worded
from leaderplan.io.rows import Row, cells_of


class Places:
    """Knows for a place in the programme, ``units/u1/area``, where it was read."""

    def __init__(self, tables: Mapping[str, Iterable[Row]]) -> None:
        self._tables = tables
        self._cells: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._below: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def _enter(self, row: Row) -> None:
        base = row.table.path.format_map(_Values(row))
        for name, value, place in cells_of(row):
            self._cells[f"{base}/{name}"].append((value, place))
            parts = base.split("/")
            for end in range(1, len(parts) + 1):
                self._below["/".join(parts[:end])].append((value, place))

    def _cell(self, issue: Issue) -> str | None:
        """Return the place in the tables that a fault is about, if known."""
        place = issue.place
        if place.startswith("places/"):
            return self._site(place.removeprefix("places/"))
        if place.startswith("calendar/default"):
            place = "programme/default_profile"
        for exact in (place, place.replace("/posts/", "/")):
            if found := self._match(self._cells.get(exact, []), issue.value):
                return found
        if place.startswith("rules/"):
            rule = "/".join(place.split("/")[:2])
            return self._match(self._cells.get(f"{rule}/parameters", []), "")
        while place:
            if found := self._match(self._below.get(place, []), issue.value):
                return found
            place = place.rpartition("/")[0]
        return None

    @staticmethod
    def _match(candidates: list[tuple[str, str]], wanted: str) -> str | None:
        for value, place in candidates:
            if wanted and value == wanted:
                return place
        return candidates[0][1] if candidates else None

    def _site(self, key: str) -> str | None:
        sites = [f"{table}/{key}/id" for table in ("rooms", "venues", "units")]
        return next((self._cells[site][-1][1] for site in sites if site in self._cells),
                    None)  # fmt: skip

    def bring_back(self, issues: Iterable[Issue], faults: Faults) -> None:
        """Note faults of the whole programme at the cells they come from.

        Where a cell could not be read, what follows from that is left out.
        """
        known = faults.places
        for rows in self._tables.values() if not self._cells else ():
            for row in rows:
                self._enter(row)
        absent = tuple(f"expected an id of {table}," for table in faults.absent)
        for issue in issues:
            if issue.message.startswith(absent):
                continue
            place = self._cell(issue) or issue.place
            if place not in known:
                faults.add(place, *worded(issue), issue.value)


class _Values(dict[str, str]):
    """Fills a row's path; a blank becomes a name that no id can have."""

    def __init__(self, row: Row) -> None:
        super().__init__({k: str(v) for k, v in row.values.items()})

    def __missing__(self, key: str) -> str:
        return "/"
