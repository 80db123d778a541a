"""The parts of a workbook that openpyxl's sparing reader does not show."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import range_boundaries

from leaderplan.errors import InputError
from leaderplan.io.guard import refuse
from leaderplan.io.rows import MAX_COLUMNS, MAX_ROWS

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d+:[A-Z]{1,3}\d+)"')
_CELL = re.compile(
    rb'<(?:\w+:)?c\s([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)', re.DOTALL
)  # fmt: skip
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_COLUMN = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v>[^<]|is[\s>])")
_TEXT = re.compile(rb'\bt="(?:str|inlineStr)"')
_FAR = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{2,3}\d{1,7}|[A-Z]\d{5,7})"[^>]*?(?<!/)>'
)
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """What is known of a sheet from its XML: merged ranges and odd cells.

    ``merged`` are (first column, first row, last column, last row), from 1;
    ``uncalculated`` are cells with a formula and no value, as ``F12``; ``far`` is
    the first cell with a value beyond the rows and columns that are read; ``width``
    is the last column that any cell stands in.
    """

    merged: tuple[tuple[int, int, int, int], ...] = ()
    uncalculated: frozenset[str] = frozenset()
    far: str = ""
    width: int = MAX_COLUMNS


_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    LookupError,
    StopIteration,
    AttributeError,
    ParseError,
    DefusedXmlException,
    ValueError,
)
"""What reading a damaged member or its XML raises."""


def parts(shown: str, data: bytes) -> dict[str, Part]:
    """Read the parts of every sheet by its title.

    Raises
    ------
    InputError
        When a part is damaged, or declares entities.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.filename.endswith((".xml", ".rels", ".vml")):
                    _refuse_entities(shown, archive.read(member))
            sheets = _sheet_paths(archive)
            return {title: _part(archive.read(path)) for title, path in sheets.items()}
    except InputError:
        raise
    except _DAMAGE:
        raise damaged(shown) from None


def damaged(shown: str) -> Exception:
    """Make the error that a workbook cannot be read."""
    message = "the workbook is damaged: a part of it cannot be read."
    return refuse(shown, message, "Open it in Excel, save it again and try again.")


def _refuse_entities(shown: str, xml: bytes) -> None:
    plain = xml.replace(b"\0", b"") if xml[:2] in (b"\xff\xfe", b"\xfe\xff") else xml
    if _DOCTYPE.search(plain):
        message = "a part of the workbook declares entities, which Excel never writes."
        raise refuse(shown, message)


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the member of every worksheet by its title."""
    book = _targets(archive, "")["officeDocument"][0][1]
    related = {
        key: path for rows in _targets(archive, book).values() for key, path in rows
    }
    titles: dict[str, str] = {}
    for element in fromstring(archive.read(book)).iter():
        if _local(element.tag) == "sheet":
            key = next(v for k, v in element.attrib.items() if _local(k) == "id")
            if key in related and "worksheet" in related[key]:
                titles[element.attrib["name"]] = related[key]
    return titles


def _targets(archive: zipfile.ZipFile, source: str) -> dict[str, list[tuple[str, str]]]:
    """Return id and member of what a part points to, by the kind of relation."""
    folder, name = posixpath.split(source)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, list[tuple[str, str]]] = {}
    root: Element = fromstring(archive.read(path))
    for relation in root:
        kind = relation.attrib["Type"].rpartition("/")[2]
        target = relation.attrib["Target"]
        inside = target.lstrip("/") if target.startswith("/") else None
        member = inside or posixpath.normpath(posixpath.join(folder, target))
        found.setdefault(kind, []).append((relation.attrib["Id"], member))
    return found


def _local(name: Any) -> str:
    return str(name).rpartition("}")[2]


def _part(xml: bytes) -> Part:
    merged = [range_boundaries(ref.decode()) for ref in _MERGED.findall(xml)]
    blank: list[str] = []
    if _FORMULA.search(xml):
        for attributes, inner in _CELL.findall(xml):
            ref = _REF.search(attributes)
            if _TEXT.search(attributes) or not _FORMULA.search(inner):
                continue  # a calculated empty text has no value either
            if ref and not _VALUE.search(inner):
                blank.append((ref[1] + ref[2]).decode())
    letters = set(_COLUMN.findall(xml))
    widths = [column_index_from_string(name.decode()) for name in letters]
    width = max(widths, default=MAX_COLUMNS)  # some writers do not number the cells
    return Part(
        tuple(merged),  # type: ignore[arg-type] # a range of cells has four bounds
        frozenset(blank),
        _far(xml),
        min(width, MAX_COLUMNS),
    )


def _far(xml: bytes) -> str:
    for match in _FAR.finditer(xml):
        letters = re.match(rb"[A-Z]+", match[1])
        column = column_index_from_string(letters[0].decode()) if letters else 0
        row = int(match[1][len(letters[0]) :]) if letters else 0
        beyond = column > MAX_COLUMNS or row > MAX_ROWS
        if beyond and _VALUE.match(xml[match.end() : match.end() + 20].lstrip()):
            return match[1].decode()
    return ""
