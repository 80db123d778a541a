"""A change sheet as a table: who, what, from and to, why, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaderplan.display.naming import Naming
from leaderplan.display.what_if import name_of
from leaderplan.locale import Language

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.change_sheet import ChangeSheet
    from leaderplan.comparing import ChangeRow

DATED = ("day", "new", "cancelled")
COLUMNS = ("tell_by", "not_before", "person", "name", "what", "whom", "session",
           "before", "after", "why")  # fmt: skip


def _name(naming: Naming, row: ChangeRow, value: str | None, language: Language) -> str:
    if value is None:
        return "–"
    return name_of(naming, "day" if row.what in DATED else row.what, value, language)


def sheet_table(sheet: ChangeSheet) -> pd.DataFrame:
    """Make a row of each change, with names."""
    import pandas as pd

    language = sheet.language
    naming = Naming(sheet.programme, language, sheet.earlier)
    rows = [
        {
            "tell_by": row.tell_by,
            "not_before": row.not_before,
            "person": row.person,
            "name": naming.subject((row.person,)),
            "what": row.what,
            "whom": naming.subject((row.whom,)) if row.whom else "",
            "session": naming.subject((str(row.session),)) if row.session else "",
            "before": _name(naming, row, row.before, language),
            "after": _name(naming, row, row.after, language),
            "why": "; ".join(words.to(language) for words in row.why),
        }
        for row in sheet.rows
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
