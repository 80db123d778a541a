"""What is asked of all tables together, and of the language."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

from leaderplan.errors import InputError, Issue
from leaderplan.io.faults import Faults
from leaderplan.io.layout import TABLES


def missing_tables(
    there: Collection[str], what: str, faults: Faults, others: Iterable[str] = ()
) -> None:
    """Note a fault for each needed table that is not there.

    ``others`` are names found that are no tables, for the nearest one.
    """
    for table in TABLES:
        if table.needed and table.name not in there:
            faults.absent.add(table.name)
            names = dict.fromkeys(table.words if what == "sheet" else (table.name,))
            near = [
                close
                for name in names
                for close in difflib.get_close_matches(name, list(others), 1, 0.6)
            ]
            hint = f"Is it {what} {near[0]}?" if near else ""
            message = f"the needed {what} {' / '.join(names)} is missing."
            faults.add(f"{what} {next(iter(names))}", message, hint)


def require_language(language: str | None) -> None:
    """Refuse a language that there are no words for.

    Raises
    ------
    InputError
        When it is neither Danish, English nor left open.
    """
    if language not in ("da", "en", None):
        raise InputError([Issue("language", f"expected da or en, found {language!r}.")])
