from __future__ import annotations

import io
import re
import time
import zipfile
from pathlib import Path

import pytest

from leaderplan import InputError
from leaderplan.io import guard
from leaderplan.io.workbook import read_workbook
from tests.io.books import good, rezipped

SHEET = "xl/worksheets/sheet2.xml"
CSV = "id;navn\np1;Åse\n".encode("cp1252")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
LOCKED = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100)
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
QUADRATIC = b'<!DOCTYPE x [<!ENTITY a "' + b"a" * 50_000 + b'">]>'

FILES = {
    "empty_file": (b"", "is empty"),
    "csv_renamed": (CSV, "CSV: text with semicolons"),
    "comma_csv_renamed": (b"id,name\n1,2\n", "CSV: text with commas"),
    "html_table_as_xls": (b"<html><table><tr><td>1</table>", "web page"),
    "old_binary_xls": (OLE, r"old Excel file \(.xls\)"),
    "password_protected": (LOCKED, "protected with a password"),
    "random_bytes_after_pk": (b"PK\x03\x04" + bytes(range(256)) * 40, "damaged"),
    "random_bytes": (bytes(range(1, 9)) * 40, "not an Excel workbook"),
}


@pytest.mark.parametrize(("data", "said"), FILES.values(), ids=FILES)
def test_what_is_no_workbook_is_named(tmp_path, data, said):
    """A file that is something else is refused with what it is."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        read_workbook(path)


def test_a_missing_file_names_its_neighbour(tmp_path):
    """No such file: the nearest name in the folder is offered."""
    (tmp_path / "forløb-2027.xlsx").write_bytes(good())
    with pytest.raises(InputError, match=r"no such file\. Did you mean forløb-2027"):
        read_workbook(tmp_path / "forlob-2027.xlsx")


def test_a_folder_is_no_workbook(tmp_path):
    """A folder is named as one."""
    with pytest.raises(InputError, match="found a folder"):
        read_workbook(tmp_path)


def test_excel_s_lock_file_is_named(tmp_path):
    """The lock file beside an open workbook points to the workbook."""
    path = tmp_path / "~$book.xlsx"
    path.write_bytes(b"\x05admin")
    with pytest.raises(InputError, match=r"lock file.*Give book\.xlsx"):
        read_workbook(path)


def test_a_workbook_that_changes_while_read_is_refused(tmp_path, monkeypatch):
    """A save in the middle of reading is noticed, never read as half of each."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(good())
    whole = Path.read_bytes

    def slow(self):
        data = whole(self)
        self.write_bytes(data + b"more")
        return data

    monkeypatch.setattr(Path, "read_bytes", slow)
    with pytest.raises(InputError, match="changed while it was read"):
        read_workbook(path)


def test_a_truncated_half_is_refused(tmp_path):
    """A file cut anywhere is refused with a sentence."""
    for share in (1, 3, 5, 9):
        path = tmp_path / f"{share}.xlsx"
        path.write_bytes(good()[: len(good()) * share // 10])
        with pytest.raises(InputError, match="damaged or only half there"):
            read_workbook(path)


def test_a_wrong_checksum_is_refused(tmp_path):
    """A flipped byte inside a part is noticed by its checksum."""
    data = bytearray(good())
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        info = archive.getinfo(SHEET)
    data[info.header_offset + 30 + len(SHEET) + info.compress_size // 2] ^= 0xFF
    path = tmp_path / "book.xlsx"
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="damaged"):
        read_workbook(path)


def test_sizes_that_lie_are_refused(tmp_path):
    """A part that is larger than the list of parts says is noticed."""
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        size = archive.getinfo(SHEET).file_size
    data = good().replace(size.to_bytes(4, "little"), (size // 2).to_bytes(4, "little"))
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match="damaged"):
        read_workbook(path)


def _whole(_name, data):
    return data


def _in_sheet(change):
    return lambda name, data: change(data) if name == SHEET else data


def _without(part):
    return lambda name, data: None if name == part else data


def _with_a_comment(data):
    return data.replace(b"<sheetData>", b"<sheetData><!--" + b"a" * 30_000_000 + b"-->")


CELLS = b"<c><v>1</v></c>" * 5_000_000
PARTS = {
    "no_content_types": (_without("[Content_Types].xml"), (), "not an Excel"),
    "ten_million_cells": (_whole, [("xl/big.xml", CELLS)], "at most 64 MB unpacked"),
    "one_huge_cell": (_in_sheet(_with_a_comment), (), "unpacks to .* times its size"),
    "entity_bomb": (_in_sheet(lambda d: BOMB + d), (), "declares entities"),
    "external_entity": (_in_sheet(lambda d: OUTSIDE + d), (), "declares entities"),
    "quadratic_entity": (_in_sheet(lambda d: QUADRATIC + d), (), "declares entities"),
    "too_many_members": (
        _whole, [(f"xl/media/{i}.bin", b"") for i in range(2_000)], "at most 500 parts"
    ),
    "member_that_climbs": (_whole, [("../x", b"y")], "points outside"),
    "absolute_member": (_whole, [("/etc/x", b"y")], "points outside"),
    "broken_sheet_xml": (_in_sheet(lambda d: d[: len(d) // 2]), (), "damaged"),
    "no_relations": (_without("_rels/.rels"), (), "damaged"),
    "missing_sheet_part": (_without(SHEET), (), "damaged"),
    "broken_styles": (
        lambda n, d: b"<x" if n == "xl/styles.xml" else d, (), "damaged"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "more", "said"), PARTS.values(), ids=PARTS)
def test_a_spoiled_archive_is_refused_quickly(tmp_path, change, more, said):
    """A workbook that is damaged or would fill the machine is refused in 2 seconds."""
    path = rezipped(tmp_path, change, more)
    start = time.perf_counter()
    with pytest.raises(InputError, match=said):
        read_workbook(path)
    assert time.perf_counter() - start < 2
    assert not (tmp_path.parent / "x").exists()


def test_a_stray_cell_in_the_last_corner_is_named(tmp_path):
    """A value in XFD1048576 is refused at its cell, in no time and memory."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    path = rezipped(
        tmp_path, lambda n, d: d.replace(b"</sheetData>", far) if n == SHEET else d
    )
    with pytest.raises(
        InputError, match="cell XFD1048576: expected at most 50,000 rows"
    ):
        read_workbook(path)


def test_a_stray_format_in_the_last_corner_does_not_matter(tmp_path):
    """A cell that is only formatted, in the last row, is no fault."""
    far = b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    path = rezipped(
        tmp_path, lambda n, d: d.replace(b"</sheetData>", far) if n == SHEET else d
    )
    assert read_workbook(path).id == "bedre-ledelse"


def test_a_file_above_the_limit_is_refused(tmp_path, monkeypatch):
    """A file larger than the limit is not read at all."""
    monkeypatch.setattr(guard, "MAX_FILE", 2**20)
    path = tmp_path / "book.xlsx"
    path.write_bytes(good() + bytes(2**20))
    with pytest.raises(InputError, match="expected at most 1 MB, found 1 MB"):
        read_workbook(path)


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_never_escape_as_another_error(tmp_path, seed):
    """Whatever bytes are flipped, the workbook is read or refused with a sentence."""
    data = bytearray(good())
    for i in range(1, 20):
        data[(seed * 7919 + i * 104_729) % len(data)] ^= 1 + (seed + i) % 255
    path = tmp_path / "book.xlsx"
    path.write_bytes(bytes(data))
    said = ""
    try:
        read_workbook(path)
    except InputError as error:
        said = str(error)
    assert not said or re.search("damaged|expected|workbook|missing", said)
