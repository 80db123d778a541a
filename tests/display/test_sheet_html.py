"""A change sheet as a table that can be read aloud, a page and a CSV file."""

from __future__ import annotations

import csv
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan.alternatives import Alternative, Alternatives
from leaderplan.change_sheet import ChangeSheet
from leaderplan.comparing import ChangeRow
from leaderplan.display.sheet_blocks import sheet_blocks
from leaderplan.display.sheet_workbook import require_ending
from leaderplan.domain.plan import SessionKey
from leaderplan.locale import Words
from leaderplan.result import Result, Status

GIVEN, PLAN = lp.samples.planted("S", 0)
WHO = [person.id for person in GIVEN.participants]
NAMES = {person.id: person.name for person in GIVEN.participants}
UNITS = [unit.id for unit in GIVEN.units]
BY, LATER = date(2027, 11, 18), date(2027, 11, 22)
STORM, SNOW = Words("storm", "storm"), Words("sne", "snow")


def row(who: str, what: str = "day", number: int = 1, **changes: Any) -> ChangeRow:
    """Return a change of a theme day, or the choice of a host."""
    if what == "host":
        told = (who, what, None, UNITS[0], UNITS[1], None, BY, (STORM,), who)
        return ChangeRow(*told, **changes)
    key = SessionKey("theme_day", GIVEN.cohorts[0].id, number)
    values = {"time": ("09:00", "10:00"), "new": (None, "2028-01-14"),
              "cancelled": ("2028-01-12", None)}  # fmt: skip
    before, after = values.get(what, ("2028-01-12", "2028-01-14"))
    days = {"soonest": date(2028, 1, 12), "tell_by": BY, "why": (STORM,)} | changes
    return ChangeRow(who, what, key, before, after, **days)


class Tables(HTMLParser):
    """Reads tables as a screen reader does: each cell where it spans, row by row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[dict[int, str]] = []
        self.scopes: list[str] = []
        self.captions: list[str] = []
        self.open: list[str] = []
        self._over: dict[tuple[int, int], str] = {}
        self._cell: list[str] | None = None
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a row or a cell."""
        given = dict(attrs)
        if tag != "meta":
            self.open.append(tag)
        if tag == "tr":
            self.rows.append({})
        if tag in ("td", "th", "caption"):
            self._cell, self._span = [], int(given.get("rowspan") or 1)
            if tag == "th":
                self.scopes.append(given["scope"] or "")

    def handle_data(self, data: str) -> None:
        """Add to the cell."""
        if self._cell is not None:
            self._cell.append(data)

    def handle_endtag(self, tag: str) -> None:
        """End a cell, which may stand in the rows below, too."""
        assert self.open.pop() == tag
        if self._cell is None or tag not in ("td", "th", "caption"):
            return
        text, self._cell = "".join(self._cell), None
        if tag == "caption":
            self.captions.append(text)
            return
        at, cells = len(self.rows) - 1, self.rows[-1]
        while (at, len(cells)) in self._over:
            cells[len(cells)] = self._over[at, len(cells)]
        column = len(cells)
        cells[column] = text
        for more in range(1, self._span):
            self._over[at + more, column] = text

    def grid(self) -> list[list[str]]:
        """Return every row in full, the cells that span it among them."""
        for (at, column), text in self._over.items():
            self.rows[at].setdefault(column, text)
        return [[cells[k] for k in sorted(cells)] for cells in self.rows]


def test_a_sheet_is_a_table_grouped_as_its_text() -> None:
    """Each row read on its own has who, what, from and to, why and by when."""
    rows = (
        row(WHO[0], "host"),
        row(WHO[0], why=(SNOW,)),
        row(WHO[1], "time", tell_by=LATER),
        row(WHO[2], "time", tell_by=LATER),
    )
    read = Tables(ChangeSheet(GIVEN, rows, "da")._repr_html_())
    assert read.captions == ["For 3 personer bliver noget anderledes"]
    assert read.scopes == ["col"] * 5 + ["rowgroup"] * 2
    one, other = NAMES[WHO[0]], f"{NAMES[WHO[1]]} og {NAMES[WHO[2]]}"
    hosts = " → ".join(GIVEN.unit(unit).name for unit in UNITS[:2])
    assert read.grid() == [
        ["Hvem", "Hvad", "Fra → til", "Fordi", "Besked"],
        [one, f"Praktiksted ({one})", hosts, "Storm",
         "Besked senest tor 18. november 2027"],
        [one, "Temadag 1 (Hold 1), dag",
         "Ons 12. januar 2028 → fre 14. januar 2028", "Sne",
         "Besked senest tor 18. november 2027"],
        [other, "Temadag 1 (Hold 1), tidspunkt", "09:00 → 10:00", "Storm",
         "Besked senest man 22. november 2027"],
    ]  # fmt: skip


@drawn(st.lists(st.tuples(st.sampled_from(WHO[:4]),
                          st.sampled_from(["day", "time", "new", "cancelled", "host"]),
                          st.integers(1, 4), st.sampled_from([BY, LATER]),
                          st.sampled_from([STORM, SNOW])), max_size=12),
       st.sampled_from(["da", "en"]))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_the_table_says_what_the_text_says(told, language) -> None:
    """Of any rows: each entry of the text is a row, with its people, reason and day."""
    rows = tuple(
        row(who, what, number, **({} if what == "host" else {"tell_by": by,
                                                            "why": (why,)}))
        for who, what, number, by, why in dict.fromkeys(told)
    )  # fmt: skip
    sheet = ChangeSheet(GIVEN, rows, language)
    grid = Tables(sheet.html()).grid()[1:]
    wanted = [
        [block.who, how, reason.why]
        for block in sheet_blocks(sheet, language)
        for reason in block.reasons
        for entry in reason.entries
        for _, how in entry.changes
    ]
    assert [[cells[0], cells[2].lower(), cells[3].lower()] for cells in grid] == [
        [who, how.lower(), why] for who, how, why in wanted
    ]
    assert all(len(cells) == 5 for cells in grid)
    text = sheet.text().lower()
    assert all(cells[2].lower() in text for cells in grid)


def test_whoever_is_called_like_markup_is_shown_so() -> None:
    """Names, reasons and a page's title are escaped, in a page that runs nothing."""
    evil = "<script>alert(1)</script>&\"'"
    people = [p.model_copy(update={"name": evil}) for p in GIVEN.participants[:1]]
    named = GIVEN.replace(name=evil, participants=(*people, *GIVEN.participants[1:]))
    sheet = ChangeSheet(named, (row(WHO[0], why=(Words(evil, evil),)),))
    assert "<script" not in sheet.html()
    read = Tables(sheet.html())
    assert read.grid()[1][0] == evil
    assert read.grid()[1][3] == evil


def other(**changes: Any) -> Alternative:
    """Return that another host would have been dearer."""
    found = {"what": "host", "whom": WHO[0], "decided": UNITS[1], "instead": UNITS[2],
             "price": 14, "more": 2, "proven": True,
             "result": Result(GIVEN, Status.FEASIBLE, PLAN)} | changes  # fmt: skip
    return Alternative(**found)


def test_alternatives_stand_below_with_their_prices(tmp_path) -> None:
    """In the page too: one that is proven, one that is not, one that is none."""
    found = Alternatives(GIVEN, (other(), other(proven=False), other(instead=None)))
    sheet = ChangeSheet(GIVEN, (row(WHO[0], "host"),))
    assert "What else" not in sheet.html()
    path = sheet.write(tmp_path / "sheet.HTML", found)
    page = path.read_text("utf-8")
    assert page.startswith('<!doctype html>\n<html lang="en">')
    read = Tables(page.split("<body>\n")[1].split("</body>")[0])
    assert read.captions == [
        "Something changes for 1 person",
        "What else could be done",
    ]
    one, two, three = (GIVEN.unit(unit).name for unit in UNITS[:3])
    who = NAMES[WHO[0]]
    assert read.grid()[1][2] == f"{one} → {two}"
    assert read.grid()[3:] == [
        ["Practicum host", who, f"{two} → {three}", "14", "2"],
        ["Practicum host", who, f"{two} → {three}", "at most 14", "2"],
        ["Practicum host", who, f"{two} → there is no other plan", "", ""],
    ]
    nothing = Alternatives(GIVEN, ())
    assert "There was nothing to choose." in sheet.html(nothing)
    assert "Nothing changes" in ChangeSheet(GIVEN, ()).html()


def test_a_sheet_is_a_table_of_commas_without_formulas(tmp_path) -> None:
    """Danish letters survive a spreadsheet, and a name that begins with = is a name."""
    people = [p.model_copy(update={"name": "=Åse"}) for p in GIVEN.participants[:1]]
    named = GIVEN.replace(participants=(*people, *GIVEN.participants[1:]))
    sheet = ChangeSheet(named, (row(WHO[0]), row(WHO[1], "host")), "da")
    path = sheet.write(tmp_path / "sheet.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [line["navn"] for line in rows] == ["'=Åse", NAMES[WHO[1]]]
    assert [line["hvad"] for line in rows] == ["dag", "praktiksted"]
    assert [line["for"] for line in rows] == ["", NAMES[WHO[1]]]
    assert rows[0]["besked senest"] == "2027-11-18"


@pytest.mark.parametrize("name", ["sheet.pdf", "sheet", "html", "sheet.html.gz"])
def test_another_ending_is_refused(name: str) -> None:
    """The endings that there are are named."""
    with pytest.raises(lp.InputError, match=r"ending in \.xlsx, \.html or \.csv"):
        require_ending(name)
