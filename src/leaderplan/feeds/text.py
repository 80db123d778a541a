"""Text made fit for calendars: one line, no surprises for any reader."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_COMPONENT = re.compile(r"^(BEGIN|END):", re.IGNORECASE)
_NOT_IN_NAMES = str.maketrans(",;", "  ")


@lru_cache(maxsize=65_536)
def one_line(text: str) -> str:
    r"""Return text as one line that every calendar reads alike.

    Composed (NFC), without control, format, private and unpaired characters, white
    space folded. A backslash becomes a slash, for several readers take ``\\n`` for a
    line break, and a leading ``BEGIN:`` or ``END:`` loses its colon, for some take
    it for a component.
    """
    kept = (
        " " if unicodedata.category(c)[0] in {"C", "Z"} else c
        for c in unicodedata.normalize("NFC", text.replace("\\", "/"))
    )
    return _COMPONENT.sub(r"\1 ", " ".join("".join(kept).split()))


def calendar_name(text: str) -> str:
    """Return a name for a whole calendar: one line without comma and semicolon.

    Several readers show the backslash that both would be written with.
    """
    return one_line(text.translate(_NOT_IN_NAMES))


def lines(*texts: str) -> str:
    """Return texts as the lines of a description; empty ones are left out."""
    return "\n".join(line for line in map(one_line, texts) if line)
