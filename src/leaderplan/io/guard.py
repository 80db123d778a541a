"""What a workbook file must be before anything in it is opened."""

from __future__ import annotations

import difflib
import io
import os
import zipfile
from pathlib import Path

from leaderplan.errors import InputError, Issue

MAX_FILE = 20 * 2**20
MAX_UNZIPPED = 64 * 2**20
MAX_RATIO = 100
MAX_MEMBERS = 500
"""Largest workbook: bytes of the file and unzipped, their ratio, and members."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_SMALL = 2**20


def refuse(place: str, message: str, hint: str = "") -> InputError:
    """Make an error of one fault."""
    return InputError([Issue(place, message, hint)])


def contents(path: str | os.PathLike[str]) -> bytes:
    """Read a workbook's bytes, after what can be said from the outside.

    Raises
    ------
    InputError
        When there is no such file, or it is too large, or no Excel workbook.
    """
    place = Path(path)
    shown = f"file {place.name}"
    if place.name.startswith("~$"):
        message = "this is the lock file that Excel keeps while a workbook is open."
        raise refuse(shown, message, f"Give {place.name[2:]} instead.")
    if place.is_dir():
        raise refuse(shown, "expected a workbook, found a folder.")
    if not place.exists():
        raise refuse(shown, "there is no such file.", _neighbour(place))
    before = place.stat()
    if before.st_size > MAX_FILE:
        size = before.st_size / 2**20
        raise refuse(
            shown, f"expected at most {MAX_FILE >> 20} MB, found {size:.0f} MB."
        )
    data = place.read_bytes()
    after = place.stat()
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, len(data)):
        message = "the file changed while it was read."
        raise refuse(shown, message, "Save it, wait until it is saved, and try again.")
    _signature(shown, data)
    _archive(shown, data)
    return data


def _neighbour(place: Path) -> str:
    folder = place.parent
    names = [p.name for p in folder.iterdir()][:1000] if folder.is_dir() else []
    near = difflib.get_close_matches(place.name, names, 1, 0.6)
    return f"Did you mean {near[0]}?" if near else ""


def _signature(shown: str, data: bytes) -> None:
    if not data:
        raise refuse(shown, "the file is empty.")
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            message = "the workbook is protected with a password."
            raise refuse(shown, message, "Save it without one and try again.")
        message = "this is an old Excel file (.xls)."
        raise refuse(shown, message, "Save it as an Excel workbook (.xlsx).")
    if data.startswith(b"PK\x03\x04"):
        return
    head = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").lstrip()
    if head[:1] == b"<":
        message = "this is a web page or XML text, not an Excel workbook."
        raise refuse(shown, message, "Open it in Excel and save it as .xlsx.")
    if b"\n" in head or b";" in head or b"," in head:
        marks = {b";": "semicolons", b",": "commas", b"\t": "tabs"}
        mark = max(marks, key=head.count)
        if head.count(mark) and all(byte >= 9 for byte in head):
            message = f"this is CSV: text with {marks[mark]}, not an Excel workbook."
            raise refuse(shown, message, "Open it in Excel and save it as .xlsx.")
    raise refuse(shown, "this is not an Excel workbook (.xlsx).")


def _archive(shown: str, data: bytes) -> None:
    """Look at the list of members only; nothing is unpacked yet."""
    if data.count(b"PK\x01\x02") > MAX_MEMBERS:
        found = data.count(b"PK\x01\x02")
        message = f"expected at most {MAX_MEMBERS} parts inside, found {found:,}."
        raise refuse(shown, message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        message = "the workbook is damaged or only half there."
        raise refuse(shown, message, "Save it again and try again.") from None
    size = sum(member.file_size for member in members)
    if size > MAX_UNZIPPED:
        text = (
            f"expected at most {MAX_UNZIPPED >> 20} MB unpacked, found {size >> 20} MB."
        )
        raise refuse(shown, text)
    for member in members:
        _member(shown, member)
    if "[Content_Types].xml" not in {member.filename for member in members}:
        raise refuse(shown, "this is a zip file, but not an Excel workbook.")


def _member(shown: str, member: zipfile.ZipInfo) -> None:
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise refuse(shown, "a part of the workbook points outside of it.")
    if member.flag_bits & 1:
        raise refuse(shown, "a part of the workbook is encrypted.")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refuse(shown, "a part of the workbook is packed in an unknown way.")
    ratio = member.file_size / max(1, member.compress_size)
    if member.file_size > _SMALL and ratio > MAX_RATIO:
        message = (
            f"a part of the workbook unpacks to {ratio:.0f} times its size; "
            f"expected at most {MAX_RATIO} times."
        )
        raise refuse(shown, message)
