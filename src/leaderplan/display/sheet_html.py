"""A change sheet as HTML: a table that can be read aloud, and a page of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from leaderplan.display.alternatives import NOTHING, instead_of
from leaderplan.display.html import templates
from leaderplan.display.naming import Naming
from leaderplan.display.sheet_blocks import Block, sheet_blocks
from leaderplan.display.sheet_lines import headline, when_told
from leaderplan.display.what_if import WHAT
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    from leaderplan.alternatives import Alternatives
    from leaderplan.change_sheet import ChangeSheet

TITLES = (
    Words("Hvem", "Who"),
    Words("Hvad", "What"),
    Words("Fra → til", "From → to"),
    Words("Fordi", "Because"),
    Words("Besked", "To be told"),
)
OTHER_TITLES = (
    Words("Hvad", "What"),
    Words("For", "For"),
    Words("Valgt → i stedet", "Decided → instead"),
    Words("Forstyrrelse", "Disturbance"),
    Words("Mere end valgt", "More than decided"),
)
ELSE = Words("Hvad der ellers kunne gøres", "What else could be done")
PAGE = Words("Hvad bliver anderledes for hvem", "What changes for whom")
AT_MOST = Words("højst {price}", "at most {price}")


class _Row(NamedTuple):
    """A row of a table; ``span`` is for how many rows the reason stands."""

    what: str
    how: str
    why: str
    span: int


def sheet_html(
    sheet: ChangeSheet, language: Language, alternatives: Alternatives | None = None
) -> str:
    """Show a sheet as a table, grouped as its text, with alternatives where given.

    Everything is escaped; it styles nothing outside itself.
    """
    found = None if alternatives is None else _others(alternatives, language)
    blocks = [
        {
            "who": block.who,
            "when": _capital(when_told(block, language)),
            "rows": list(_rows(block)),
        }
        for block in sheet_blocks(sheet, language)
    ]
    caption = headline(sheet, language)
    return templates().get_template("sheet.html.j2").render(
        language=language,
        caption=caption.removesuffix(":"),
        titles=[words.to(language) for words in TITLES],
        blocks=blocks,
        others=found,
        nothing_else=NOTHING.to(language),
        other_caption=ELSE.to(language),
        other_titles=[words.to(language) for words in OTHER_TITLES],
    )  # fmt: skip


def sheet_page(
    sheet: ChangeSheet, language: Language, alternatives: Alternatives | None = None
) -> str:
    """Write a sheet as a page of its own, which needs no network."""
    return (
        templates()
        .get_template("sheet_page.html.j2")
        .render(
            language=language,
            title=f"{sheet.programme.name or sheet.programme.id}: "
            f"{PAGE.to(language).lower()}",
            content=sheet_html(sheet, language, alternatives),
        )
    )


def _rows(block: Block) -> list[_Row]:
    """Return a row of each thing that changes."""
    rows = []
    for reason in block.reasons:
        why = _capital(reason.why)
        own = [
            (", ".join(filter(None, (entry.about, what))), how)
            for entry in reason.entries
            for what, how in entry.changes
        ]
        for number, (what, how) in enumerate(own):
            span = len(own) if number == 0 else 0
            rows.append(_Row(_capital(what), _capital(how), why, span))
    return rows


def _others(found: Alternatives, language: Language) -> list[dict[str, str]]:
    naming = Naming(found.programme, language)
    rows = []
    for row in found.rows:
        price = str(row.price) if row.instead is not None else ""
        if price and not row.proven:
            price = AT_MOST.to(language).format(price=price)
        rows.append(
            {
                "what": _capital(WHAT[row.what].to(language)),
                "whom": naming.subject((row.whom,)),
                "how": instead_of(naming, row, language),
                "price": price,
                "more": str(row.more) if price else "",
            }
        )
    return rows


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
