"""Alternatives of a replanning, in sentences and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leaderplan.display.naming import Naming
from leaderplan.display.what_if import WHAT, name_of
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.alternatives import Alternative, Alternatives

NOTHING = Words("Der var intet at vælge.", "There was nothing to choose.")
OTHER = Words(
    "{what} ({whom}): {instead} i stedet for {decided} "
    "forstyrrer {price}, {more} mere{how}",
    "{what} ({whom}): {instead} instead of {decided} "
    "disturbs {price}, {more} more{how}",
)
NONE = Words(
    "{what} ({whom}): der er ingen anden plan uden {decided}",
    "{what} ({whom}): there is no other plan without {decided}",
)
NO_OTHER = Words("der er ingen anden plan", "there is no other plan")
UNPROVEN = Words(", måske mindre", ", perhaps less")
COLUMNS = ["what", "whom", "decided", "instead", "price", "more", "proven"]


def alternative_lines(found: Alternatives, language: Language) -> Iterator[str]:
    """Write each alternative with its price."""
    if not found.rows:
        yield NOTHING.to(language)
    naming = Naming(found.programme, language)
    for row in found.rows:
        words = NONE if row.instead is None else OTHER
        what = WHAT[row.what].to(language)
        yield words.to(language).format(
            what=what[:1].upper() + what[1:],
            whom=naming.subject((row.whom,)),
            decided=name_of(naming, row.what, row.decided, language),
            instead=_name(naming, row, language),
            price=row.price,
            more=row.more,
            how="" if row.proven else UNPROVEN.to(language),
        )


def _name(naming: Naming, row: Alternative, language: Language) -> str:
    if row.instead is None:
        return "–"
    return name_of(naming, row.what, row.instead, language)


def instead_of(naming: Naming, row: Alternative, language: Language) -> str:
    """Write what was decided, and what there is in its place."""
    decided = name_of(naming, row.what, row.decided, language)
    none = row.instead is None
    instead = NO_OTHER.to(language) if none else _name(naming, row, language)
    return f"{decided} → {instead}"


def alternative_table(found: Alternatives) -> pd.DataFrame:
    """Make a row of each alternative, with names."""
    import pandas as pd

    naming = Naming(found.programme, found.language)
    rows = [
        {
            "what": WHAT[row.what].to(found.language),
            "whom": naming.subject((row.whom,)),
            "decided": name_of(naming, row.what, row.decided, found.language),
            "instead": _name(naming, row, found.language),
            "price": row.price if row.instead is not None else None,
            "more": row.more if row.instead is not None else None,
            "proven": row.proven,
        }
        for row in found.rows
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
