from __future__ import annotations

import pytest
from openpyxl import load_workbook

from leaderplan import InputError, Issue
from leaderplan.io.template import template
from leaderplan.io.workbook import FAULTY, read_workbook, write_marked
from tests.io.books import changed, good, world


def _refused(path):
    with pytest.raises(InputError, match=r"expected|stands|must") as caught:
        read_workbook(path)
    return caught.value


def test_every_fault_is_marked_in_a_copy(tmp_path):
    """Each cell at fault is coloured, has the sentence as a comment and is listed."""
    path = changed(
        tmp_path,
        ("Enheder", "C2", None),
        ("Lokaler", "D2", "tolv"),
        ("Hold", "A2", "29"),
    )
    before = path.read_bytes()
    error = _refused(path)
    copy = write_marked(path, tmp_path / "marked.xlsx", error)
    assert path.read_bytes() == before
    book = load_workbook(copy)
    cell = book["Lokaler"]["D2"]
    assert cell.value == "tolv"
    assert cell.fill.start_color.rgb == f"00{FAULTY}"
    assert "expected a whole number, found 'tolv'" in cell.comment.text
    listed = [row[0].value for row in book["Fejl"].iter_rows(min_row=2)]
    assert listed == [issue.place for issue in error.issues]
    assert book["Fejl"]["A2"].hyperlink.location == "'Enheder'!C2" or (
        book["Fejl"]["A2"].hyperlink.target == "#'Enheder'!C2"
    )
    assert book["Enheder"]["D2"].comment is None


def test_a_mended_copy_is_read(tmp_path):
    """After the cell is mended, the marked copy is a workbook like any other."""
    path = changed(tmp_path, ("Lokaler", "D2", "tolv"))
    copy = write_marked(path, tmp_path / "marked.xlsx", _refused(path).issues)
    book = load_workbook(copy)
    book["Lokaler"]["D2"] = 40
    book.save(copy)
    assert read_workbook(copy) == world()


def test_marking_twice_keeps_one_list(tmp_path):
    """A copy of a copy lists the faults once more, not twice."""
    path = changed(tmp_path, ("Lokaler", "D2", "tolv"))
    error = _refused(path)
    once = write_marked(path, tmp_path / "one.xlsx", error)
    twice = write_marked(once, tmp_path / "two.xlsx", error)
    assert load_workbook(twice).sheetnames.count("Fejl") == 1
    assert load_workbook(twice)["Fejl"].max_row == 2


def test_faults_without_a_cell_are_listed(tmp_path):
    """A fault of a whole sheet stands in the list only."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(good())
    issue = Issue("sheet Nix", "the sheet =1+1 is missing.", "=2")
    copy = write_marked(path, tmp_path / "marked.xlsx", [issue])
    rows = load_workbook(copy)["Fejl"]
    assert [cell.value for cell in rows[2]] == [issue.place, issue.message, "=2"]
    assert rows["C2"].data_type == "s"


def test_the_copy_never_replaces_the_workbook(tmp_path):
    """Source and copy must be two files."""
    path = changed(tmp_path, ("Lokaler", "D2", "tolv"))
    with pytest.raises(InputError, match="must not replace the workbook"):
        write_marked(path, path, [])


def test_what_cannot_be_opened_cannot_be_marked(tmp_path):
    """A damaged workbook is refused with a sentence."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(good()[:-400])
    with pytest.raises(InputError, match="damaged"):
        write_marked(path, tmp_path / "marked.xlsx", [])


@pytest.mark.parametrize(
    ("language", "sheet", "heading"),
    [("da", "Deltagere", "Hold*"), ("en", "Participants", "Cohort*")],
)
def test_a_template_is_in_the_language_asked_for(tmp_path, language, sheet, heading):
    """Sheets, headings, the guide and the drop-downs are in one language."""
    book = load_workbook(template(tmp_path / "book.xlsx", language))
    assert book[sheet]["C1"].value == heading
    guide = book.worksheets[0]
    assert guide.title == {"da": "Vejledning", "en": "Guide"}[language]
    text = {cell.value for row in guide.iter_rows() for cell in row}
    assert heading.rstrip("*") in text
    assert book["_lists"].sheet_state == "hidden"
    words = {cell.value for row in book["_lists"].iter_rows() for cell in row}
    assert {"da": "helst ikke", "en": "prefer not"}[language] in words


def test_drop_downs_offer_ids_and_words(tmp_path):
    """A cell that holds an id of another sheet, or a choice, offers what there is."""
    book = load_workbook(template(tmp_path / "book.xlsx", "da", world()))
    offered = {
        str(rule.sqref): rule.formula1
        for rule in book["Tilgængelighed"].data_validations.dataValidation
    }
    assert offered["A2:A2000"].startswith("'_lists'!$")
    posts = {
        str(rule.sqref): rule.formula1
        for rule in book["Stillinger"].data_validations.dataValidation
    }
    assert posts["B2:B2000"] == "'Enheder'!$A$2:$A$2000"


def test_every_rule_is_in_the_guide(tmp_path):
    """The guide names each kind of rule with its requirement and parameters."""
    from leaderplan.rules import RULES

    guide = load_workbook(template(tmp_path / "book.xlsx", "en")).worksheets[0]
    rows = {row[1].value: row[3].value for row in guide.iter_rows()}
    assert [
        rule.kind for rule in RULES if rule.words.en not in str(rows.get(rule.kind))
    ] == []
    assert RULES


def test_no_written_text_is_a_formula(tmp_path):
    """Texts that begin like formulas are stored as texts, everywhere."""
    programme = world().replace(id="=1+1", name="+cmd|' /C calc'!A0")
    path = template(tmp_path / "book.xlsx", "da", programme)
    kinds = {
        cell.data_type
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
    }
    assert "f" not in kinds
    assert read_workbook(path) == programme


def test_a_programme_too_long_for_a_cell_is_refused_whole(tmp_path):
    """A list longer than a cell is named, and an older file stays as it was."""
    from tests.io.books import Sampled

    path = tmp_path / "book.xlsx"
    path.write_bytes(b"older")
    programme = world().with_rules(Sampled(id="lang", label="x" * 11_000))
    with pytest.raises(
        InputError, match=r"sheet Regler, cell E5: a cell holds at most 10"
    ):
        template(path, "da", programme)
    assert path.read_bytes() == b"older"
    assert [p.name for p in tmp_path.iterdir()] == ["book.xlsx"]
