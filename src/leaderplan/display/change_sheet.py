"""A change sheet in sentences and as a table: who, what, from and to, why, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leaderplan.display.conflicts import Naming
from leaderplan.display.what_if import WHAT, name_of
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.change_sheet import ChangeSheet
    from leaderplan.comparing import ChangeRow

NOTHING = Words("Intet er ændret for nogen.", "Nothing changes for anybody.")
HEAD = Words(
    "{rows} ændringer for {people} personer:", "{rows} changes for {people} people:"
)
BY = Words("{who} (besked senest {day}):", "{who} (to be told by {day}):")
WHO = Words("{who}:", "{who}:")
MOVED = Words("{what}: {before} → {after}", "{what}: {before} → {after}")
NEW = Words("{session}: ny, {after}", "{session}: new, {after}")
CANCELLED = Words("{session}: aflyst ({before})", "{session}: cancelled ({before})")
WHY = Words("Fordi: {why}", "Because: {why}")
DATED = ("day", "new", "cancelled")
COLUMNS = ("tell_by", "person", "name", "what", "session", "before", "after", "why")


def sheet_lines(sheet: ChangeSheet, language: Language) -> list[str]:
    """Write a sheet person by person, those who must know first."""
    if not sheet.rows:
        return [NOTHING.to(language)]
    naming = Naming(sheet.programme, language, sheet.earlier)
    count = HEAD.to(language)
    lines = [count.format(rows=len(sheet.rows), people=len(sheet.people))]
    last, why = None, ""
    for row in sheet.rows:
        if row.person != last:
            last, why = row.person, ""
            name = naming.subject((row.person,))
            head = WHO if row.tell_by is None else BY
            day = "" if row.tell_by is None else day_text(row.tell_by, language)
            lines.append(head.to(language).format(who=name, day=day))
        lines.append(f"  - {_told(naming, row, language)}")
        reason = "; ".join(words.to(language) for words in row.why)
        if reason and reason != why:
            lines.append(f"    {WHY.to(language).format(why=reason)}")
            why = reason
    return lines


def _told(naming: Naming, row: ChangeRow, language: Language) -> str:
    before, after = (_name(naming, row, v, language) for v in (row.before, row.after))
    session = naming.subject((str(row.session),)) if row.session else ""
    if row.what in ("new", "cancelled"):
        words = NEW if row.what == "new" else CANCELLED
        return words.to(language).format(session=session, before=before, after=after)
    what = WHAT[row.what].to(language)
    said = f"{session}, {what}" if session else what
    return MOVED.to(language).format(what=said, before=before, after=after)


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
            "person": row.person,
            "name": naming.subject((row.person,)),
            "what": row.what,
            "session": naming.subject((str(row.session),)) if row.session else "",
            "before": _name(naming, row, row.before, language),
            "after": _name(naming, row, row.after, language),
            "why": "; ".join(words.to(language) for words in row.why),
        }
        for row in sheet.rows
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))
