from __future__ import annotations

from datetime import date, datetime, timedelta
from datetime import time as clock

import pytest
from openpyxl.chart import BarChart
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from leaderplan import InputError
from leaderplan.io.faults import InputWarning
from leaderplan.io.workbook import read_workbook
from tests.io.books import changed, edited, faults_of, good, world

MORNING = datetime(2027, 9, 1, 8, 30)  # noqa: DTZ001 - a cell has no time zone

ONE_CELL = {
    "needed_cell_blank": ("Enheder", "C2", None, "Sektor / Sector must be filled in"),
    "excel_reference_fault": ("Enheder", "C2", "=#REF!", "never calculated"),
    "excel_fault_value": ("Lokaler", "D2", "#N/A", "Excel's fault #N/A"),
    "formula_without_value": (
        "Lokaler",
        "D2",
        "=1+1",
        "D2 is a formula that Excel never",
    ),
    "date_as_text_not_a_day": (
        "Program",
        "B4",
        "2026-02-30",
        "no such day as '2026-02-30'",
    ),
    "date_as_week": ("Program", "B4", "uge 42", "expected a date, found 'uge 42'"),
    "date_american": ("Program", "B4", "09/27/2027", "The day comes first"),
    "date_as_number": ("Deltagere", "L2", 45000, "Excel would show it as 2023-03-15"),
    "date_with_time": ("Program", "B4", MORNING, "a day with a time"),
    "date_for_ever": (
        "Lukkeperioder",
        "D2",
        date(9999, 12, 31),
        "Leave the cell empty",
    ),
    "time_24": (
        "Blokke",
        "A2",
        "24:00",
        "expected a time 00:00 to 23:59, found '24:00'",
    ),
    "duration_25_hours": ("Blokke", "A2", timedelta(hours=25), "expected a time"),
    "time_as_number": ("Blokke", "A2", 8.3, "Write hours and minutes"),
    "time_in_words": ("Blokke", "A2", "morgen", "found 'morgen'"),
    "block_order": ("Blokke", "A3", clock(9), "blocks must be in order"),
    "duplicate_id": (
        "Enheder",
        "A3",
        "007",
        "'007' stands twice, also in sheet Enheder",
    ),
    "empty_id_between_rows": ("Enheder", "A3", None, "Id must be filled in"),
    "id_of_300_characters": ("Enheder", "A3", "x" * 300, "at most 64 characters"),
    "id_with_slash": ("Enheder", "A4", "a/b", "must not contain '/'"),
    "id_with_decimals": ("Hold", "A2", 1.5, "found a number with decimals"),
    "id_made_a_date": ("Hold", "A2", date(2027, 2, 1), "found a date"),
    "cell_too_long": ("Enheder", "B2", "x" * 10_001, "at most 10,000 characters"),
    "name_too_long": ("Enheder", "B2", "x" * 300, "at most 200 characters"),
    "email_broken": (
        "Deltagere",
        "H2",
        "aase.example.org",
        "expected an e-mail address",
    ),
    "email_with_line_break": ("Deltagere", "H2", "a@b.dk\nX: y", "line breaks"),
    "capacity_negative": (
        "Lokaler",
        "D2",
        -1,
        "greater than or equal to 1; found '-1'",
    ),
    "capacity_zero": ("Lokaler", "D2", 0, "greater than or equal to 1; found '0'"),
    "capacity_half": ("Lokaler", "D2", 2.5, "expected a whole number, found '2.5'"),
    "capacity_huge": ("Lokaler", "D2", 10**9, "less than or equal to 100000"),
    "capacity_in_words": (
        "Lokaler",
        "D2",
        "tolv",
        "expected a whole number, found 'tolv'",
    ),
    "capacity_true": ("Lokaler", "D2", True, "expected a whole number, found 'True'"),
    "capacity_in_thousands": ("Lokaler", "D2", "1.250", "expected a whole number"),
    "unknown_unit": (
        "Deltagere",
        "D3",
        "u33",
        "expected an id of units, found 'u33'. Did",
    ),
    "unknown_host": ("Ønsker", "C2", "u4", "expected an id of hosts, found 'u4'"),
    "unknown_manager": ("Stillinger", "D2", "d11", "Did you mean d1?"),
    "unknown_cohort": ("Deltagere", "C2", "2028", "Did you mean 2027?"),
    "unknown_participant": ("Par", "B2", "p11", "Did you mean p1?"),
    "unknown_profile": ("Program", "B9", "skoler", "Did you mean skole?"),
    "unknown_activity": ("Deltagere", "M3", "tema; temaer", "Did you mean tema?"),
    "unknown_level": ("Regler", "C3", "vaerst", "expected an id of levels"),
    "unknown_who": ("Tilgængelighed", "B2", "p77", "expected the id of a participant"),
    "unknown_parent": ("Roller", "A2", "d9", "expected an id of staff, found 'd9'"),
    "unknown_rule": ("Regler", "A3", "io_samplet", "Did you mean io_sampled"),
    "unknown_parameter": (
        "Regler",
        "E3",
        "leest=3",
        "leest is not known here. Did you",
    ),
    "parameter_not_fitting": ("Regler", "E3", "least=mange", "least: "),
    "parameters_unreadable": ("Regler", "E3", "least 3", "expected name=value"),
    "parameters_open_bracket": ("Regler", "E3", "x=[1", "a bracket is not closed"),
    "unknown_choice": ("Aktiviteter", "E2", "hold og", "expected one of 6 words"),
    "unknown_weekday": (
        "Lukkeperioder",
        "E3",
        "mandag; frdag",
        "expected weekdays, found 'fr",
    ),
    "block_zero": ("Lukkeperioder", "F3", "0", "The first block of the day is 1"),
    "neither_yes_nor_no": (
        "Deltagere",
        "K3",
        "måske",
        "expected yes or no, found 'måske'",
    ),
    "own_manager": ("Deltagere", "F3", "7", "expected an id of staff, found '7'"),
    "reports_to_self": ("Medarbejdere", "F2", "d1", "nobody may report to themselves"),
    "manager_loop": ("Medarbejdere", "F2", "s2", "found d1 > s2 > d1"),
    "end_before_start": (
        "Tilgængelighed",
        "E2",
        date(2027, 9, 1),
        "must not be before",
    ),
    "horizon_of_50_years": ("Program", "B5", date(2077, 1, 1), "at most three years"),
    "unknown_zone": ("Program", "B6", "Mars/X", "expected an IANA time zone"),
    "half_a_point": ("Steder", "F2", None, "latitude and longitude go together"),
    "latitude_of_200": ("Steder", "E2", 200, "less than or equal to 90; found '200"),
    "themes_do_not_fit": ("Aktiviteter", "N2", "data", "one theme for each of the 2"),
    "no_post": ("Deltagere", "A4", "p3", "p3 has no post"),
}


def _is_planted(places, sheet, ref):
    return f"sheet {sheet}, cell {ref}" in places


@pytest.mark.parametrize(
    ("sheet", "ref", "value", "said"), ONE_CELL.values(), ids=ONE_CELL
)
def test_one_bad_cell_is_named(tmp_path, sheet, ref, value, said):
    """One bad cell is found at its sheet and cell, with what was expected."""
    path = changed(tmp_path, (sheet, ref, value))
    if sheet == "Deltagere" and ref == "A4":
        path = changed(tmp_path, (sheet, ref, value), (sheet, "C4", "2027"))
        ref = "D4"
    found = faults_of(path)
    places = {
        "horizon_of_50_years": "sheet Program, cell B5",
        "themes_do_not_fit": "sheet Aktiviteter, cell",
    }
    text = " | ".join(found.values())
    assert said in text
    place = f"sheet {sheet}, cell {ref}"
    assert any(p == place or p.startswith(tuple(places.values())) for p in found), found


GOOD_CELLS = {
    "number_stored_as_text": ("Lokaler", "D2", "40"),
    "number_as_float": ("Lokaler", "D2", 40.0),
    "id_as_number": ("Deltagere", "A3", 7),
    "id_as_float": ("Deltagere", "A3", 7.0),
    "id_with_spaces": ("Deltagere", "A3", " 7 "),
    "id_with_nbsp": ("Deltagere", "A3", "7\xa0"),
    "name_decomposed": ("Deltagere", "B2", "A\u030ase <script>"),
    "date_day_first": ("Program", "B4", "01-09-2027"),
    "date_short": ("Program", "B4", "1/9-27"),
    "date_dots": ("Program", "B4", "1.9.2027"),
    "date_iso": ("Program", "B4", "2027-09-01"),
    "date_in_words": ("Program", "B4", "onsdag den 1. september 2027"),
    "date_in_english": ("Program", "B4", "Wed 1 September 2027"),
    "time_with_point": ("Blokke", "A2", "8.30"),
    "time_with_kl": ("Blokke", "A2", "kl. 8.30"),
    "time_cell": ("Blokke", "A2", clock(8, 30)),
    "time_as_part_of_a_day": ("Blokke", "A2", 8.5 / 24),
    "weekdays_mixed": ("Tilgængelighed", "F2", "Mandag, onsdag"),
    "weekdays_english": ("Tilgængelighed", "F2", "Mon & Wed"),
    "choice_english": ("Aktiviteter", "E2", "Cohort"),
    "choice_by_key": ("Aktiviteter", "D3", "network_meeting"),
    "yes_as_cross": ("Deltagere", "K2", "x"),
    "no_as_false": ("Deltagere", "K3", False),
    "list_with_commas": ("Deltagere", "J2", "data, økonomi"),
    "list_with_lines": ("Deltagere", "J2", "data\nøkonomi"),
    "area_left_to_the_unit": ("Deltagere", "E3", None),
    "owner_left_out": ("Tilgængelighed", "A2", None),
    "rule_id_left_out": ("Regler", "B2", None),
}


@pytest.mark.parametrize(("sheet", "ref", "value"), GOOD_CELLS.values(), ids=GOOD_CELLS)
def test_what_people_write_is_understood(tmp_path, sheet, ref, value):
    """Every usual spelling gives the same programme, to the byte."""
    path = changed(tmp_path, (sheet, ref, value))
    assert read_workbook(path).fingerprint == world().fingerprint


def test_zeros_that_excel_only_shows_belong_to_the_id(tmp_path):
    """The number 7 shown as 007 is the id 007, and a text 007 is not the id 7."""

    def edit(book):
        book["Enheder"]["A2"] = 7
        book["Enheder"]["A2"].number_format = "000"

    assert read_workbook(edited(tmp_path, edit)).unit("007").area == "nord"
    found = faults_of(changed(tmp_path, ("Deltagere", "A3", "07")))
    assert "expected" in found["sheet Par, cell B2"]


def test_ids_that_are_one_after_cleaning_are_reported(tmp_path):
    """Two spellings of one id are a duplicate, with both cells named."""
    found = faults_of(changed(tmp_path, ("Deltagere", "A2", 7.0)))
    assert "also in sheet Deltagere, cell A2" in found["sheet Deltagere, cell A3"]


def test_names_in_two_encodings_are_one(tmp_path):
    """An id composed and decomposed is one id."""
    path = changed(
        tmp_path, ("Områder", "A3", "s\u00f8\u030a"), ("Områder", "A4", "sø\u030a")
    )
    assert "stands twice" in faults_of(path)["sheet Områder, cell A4"]


NAMES = {
    "formula": "=cmd|' /C calc'!A0",
    "markup": "<script>alert(1)</script>",
    "line_break": "Åse\r\nBerg",
    "right_to_left": "Åse \u202egreB",
    "emoji": "Åse 🎓",
    "nothing": None,
    "code_for_missing": "NA",
    "null": "null",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_is_only_a_name(tmp_path, name):
    """Whatever stands as a name is read as one line of text, and never as more."""

    def edit(book):
        cell = book["Deltagere"]["B3"]
        cell.value = name
        if name:
            cell.data_type = "s"

    read = read_workbook(edited(tmp_path, edit)).participant("7").name
    assert read.isprintable()
    assert read[:3] == (name or "")[:3]


def test_numbers_as_names_are_texts(tmp_path):
    """A room that is called 112 may be written as a number."""
    path = changed(tmp_path, ("Lokaler", "B2", 112))
    assert read_workbook(path).rooms[0].name == "112"


def _rename(old, new):
    def edit(book):
        sheet = book[old]
        sheet.title = "x"  # a new name may not differ from the old one in case only
        sheet.title = new

    return edit


ACCEPTED = {
    "sheet_with_blank": (_rename("Deltagere", "Deltagere "), "read as Deltagere"),
    "sheet_in_other_case": (_rename("Deltagere", "DELTAGERE"), "read as Deltagere"),
    "hidden_sheet": (
        lambda b: setattr(b["Deltagere"], "sheet_state", "hidden"),
        "hidden, and is read",
    ),
    "heading_in_row_3": (lambda b: b["Deltagere"].insert_rows(1, 2), "found in row 3"),
    "title_above_merged": (
        lambda b: (b["Deltagere"].insert_rows(1), b["Deltagere"].merge_cells("A1:D1")),
        "found in row 2",
    ),
    "unknown_column": (
        lambda b: b["Enheder"].cell(1, 14, "Adrese"),
        "Did you mean Adresse",
    ),
    "column_without_heading": (
        lambda b: b["Enheder"].cell(2, 14, "en note"),
        "has no heading",
    ),
    "unknown_sheet": (lambda b: b.create_sheet("Noter"), "sheet Noter: .*not read"),
    "misspelt_sheet": (lambda b: b.create_sheet("Onsker"), "Did you mean Ønsker"),
    "chart_sheet": (
        lambda b: b.create_chartsheet("Figur").add_chart(BarChart()),
        "sheet Figur",
    ),
    "outside_the_horizon": (
        lambda b: b["Tilgængelighed"].append(
            ["lokale", "r1", None, date(2020, 1, 1), date(2020, 2, 1)]
        ),
        "outside the horizon",
    ),
}


@pytest.mark.parametrize(("edit", "said"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_is_odd_is_read_and_said(tmp_path, edit, said):
    """What can only be meant in one way is read, with a warning."""
    with pytest.warns(InputWarning, match=said):
        programme = read_workbook(edited(tmp_path, edit))
    assert programme.participants == world().participants


SILENT = {
    "headings_in_both_languages": lambda b: (
        b["Deltagere"].__setitem__("B1", "Name"),
        b["Deltagere"].__setitem__("D1", "Unit"),
    ),
    "heading_with_nbsp_and_line_break": lambda b: b["Enheder"].__setitem__(
        "J1", "Højst\xa0væk\npå én dag"
    ),
    "columns_in_another_order": lambda b: b["Hold"].move_range("A1:A2", cols=5),
    "blank_rows_between": lambda b: b["Enheder"].insert_rows(3, 4),
    "optional_sheet_missing": lambda b: b.remove(b["Vejledning"]),
    "date_system_of_1904": lambda b: setattr(b, "epoch", CALENDAR_MAC_1904),
}


@pytest.mark.parametrize("edit", SILENT.values(), ids=SILENT)
def test_what_makes_no_difference_is_read_in_silence(tmp_path, edit, recwarn):
    """Order, language and blanks of a good workbook make no difference."""
    path = edited(tmp_path, edit)
    assert read_workbook(path).fingerprint == world().fingerprint
    assert [w for w in recwarn if w.category is InputWarning] == []


def _copy(book, title):
    sheet = book.copy_worksheet(book["Hold"])
    sheet.title = title


LAYOUT = {
    "missing_sheet": (
        lambda b: b.remove(b["Enheder"]),
        "the needed sheet Enheder / Units is missing",
    ),
    "missing_sheet_misspelt": (_rename("Enheder", "Enhedder"), "Is it sheet Enhedder?"),
    "two_sheets_for_one_table": (lambda b: _copy(b, "Cohorts"), "for the same table"),
    "header_only": (lambda b: b["Hold"].delete_rows(2), "at least one row"),
    "empty_sheet": (lambda b: b["Hold"].delete_rows(1, 9), "no headings were found"),
    "two_headings_alike": (
        lambda b: b["Hold"].__setitem__("E1", "Navn"),
        "also in sheet Hold, cell B1",
    ),
    "two_headings_of_one_meaning": (
        lambda b: b["Hold"].__setitem__("E1", "Name"),
        "'Name' stands twice",
    ),
    "merged_heading": (
        lambda b: b["Enheder"].merge_cells("B1:C1"),
        "headings B1:C1 are merged",
    ),
    "merged_cells": (
        lambda b: b["Enheder"].merge_cells("C2:C3"),
        "cells C2:C3 are merged",
    ),
    "needed_column_missing": (
        lambda b: b["Enheder"].delete_cols(3),
        "the needed column Sektor / Sector is missing",
    ),
    "too_many_sheets": (
        lambda b: [b.create_sheet(f"x{i}") for i in range(20)],
        "at most 40 sheets",
    ),
    "two_programmes": (
        lambda b: (
            b["Program"].delete_rows(1, 20),
            b["Program"].append(["Id", "Første dag", "Sidste dag"]),
            b["Program"].append(["a", "1-9-2027", "1-6-2028"]),
            b["Program"].append(["b", "1-9-2027", "1-6-2028"]),
        ),
        "expected one programme, found 2 rows",
    ),
}


@pytest.mark.parametrize(("edit", "said"), LAYOUT.values(), ids=LAYOUT)
def test_a_bad_layout_is_named(tmp_path, edit, said):
    """A sheet or heading at fault is named."""
    assert said in " | ".join(faults_of(edited(tmp_path, edit)).values())


def test_language_decides_between_two_sheets_and_two_headings(tmp_path):
    """With a language, the sheet and the column in that language are read."""

    def edit(book):
        _copy(book, "Cohorts")
        book["Cohorts"]["B2"] = "Cohort of 2027"
        book["Cohorts"]["E1"], book["Cohorts"]["E2"] = "Name", "in English"

    path = edited(tmp_path, edit)
    assert read_workbook(path, language="da").cohorts[0].name == "Hold 2027"
    assert read_workbook(path, language="en").cohorts[0].name == "in English"


def test_attributes_stand_in_columns_of_their_own(tmp_path):
    """A new attr: column gives everybody who has a value an attribute."""

    def edit(book):
        book["Deltagere"]["P1"], book["Deltagere"]["P3"] = "Attr:erfaring", 12

    assert read_workbook(edited(tmp_path, edit)).participant("7").attributes == {
        "erfaring": "12",
        "køn": "m",
    }


def test_a_wrong_participant_does_not_accuse_the_others(tmp_path):
    """A unit whose sector is missing is still a unit: nobody's post is at fault."""
    found = faults_of(changed(tmp_path, ("Enheder", "C4", None)))
    assert list(found) == ["sheet Enheder, cell C4"]


def test_two_posts_at_once_are_named_at_the_post(tmp_path):
    """Posts that overlap are told at one of the person's rows."""
    found = faults_of(changed(tmp_path, ("Stillinger", "G2", None)))
    assert any("two posts are held at once" in text for text in found.values())
    assert all(place.startswith("sheet Stillinger, cell ") for place in found)


def test_faults_stand_in_the_order_of_the_workbook(tmp_path):
    """Faults are told sheet by sheet, row by row, column by column."""
    path = changed(
        tmp_path,
        ("Regler", "A2", "x"), ("Enheder", "D3", "øst"), ("Enheder", "C2", None),
        ("Enheder", "J2", "ti"),
    )  # fmt: skip
    assert list(faults_of(path)) == [
        "sheet Enheder, cell C2",
        "sheet Enheder, cell J2",
        "sheet Enheder, cell D3",
        "sheet Regler, cell A2",
    ]


def test_fifty_planted_faults_are_all_found(tmp_path):
    """A workbook with 50 faults reports exactly those 50 cells."""
    rows = range(2, 12)

    def edit(book):
        participants = book["Deltagere"]
        for row in rows:
            key = row + 50
            participants[f"A{row + 2}"] = f"n{key}"
            participants[f"C{row + 2}"] = "2072"
            participants[f"D{row + 2}"] = f"ukendt{row}"
            participants[f"E{row + 2}"] = "nord"
            participants[f"H{row + 2}"] = "ingen e-mail"
            participants[f"K{row + 2}"] = "måske"
            participants[f"L{row + 2}"] = "uge 7"

    found = faults_of(edited(tmp_path, edit))
    planted = {f"sheet Deltagere, cell {c}{r + 2}" for r in rows for c in "CDHKL"}
    assert set(found) == planted
    assert len(planted) == 50


def test_twenty_thousand_and_one_participants_are_refused(tmp_path):
    """One participant too many is told once, not 20,001 times."""

    def edit(book):
        for i in range(19_999):
            book["Deltagere"].append([f"x{i}", "", "2027", "u3"])

    found = faults_of(edited(tmp_path, edit))
    assert len(found) == 1
    assert "at most 20000 items" in next(iter(found.values()))


def test_a_log_gets_no_values(tmp_path):
    """The redacted faults name cells only."""
    path = changed(tmp_path, ("Deltagere", "H2", "canary@"))
    with pytest.raises(InputError, match="canary") as caught:
        read_workbook(path)
    assert "canary" not in caught.value.redacted()
    assert "sheet Deltagere, cell H2" in caught.value.redacted()


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_good_workbook_is_not_accused(tmp_path, language, recwarn):
    """The good workbook has neither fault nor warning."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(good(language))
    assert read_workbook(path) == world()
    assert [w for w in recwarn if w.category is InputWarning] == []
