"""Which recurrences are read, and how they are written down cleanly.

A rule that is refused makes days unknown; one that is accepted ends: frequencies are
days and longer, and what a rule lists is within bounds (RFC 5545, 3.3.10).
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable

from leaderplan.io.availability.policy import ReadingLimits

_FREQUENCIES = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}
_BOUNDS = {
    "BYSECOND": (0, 59), "BYMINUTE": (0, 59), "BYHOUR": (0, 23), "BYMONTHDAY": (1, 31),
    "BYYEARDAY": (1, 366), "BYWEEKNO": (1, 53), "BYMONTH": (1, 12),
    "BYSETPOS": (1, 366),
}  # fmt: skip
_SIGNED = {"BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"}
_BYDAY = re.compile(r"(?:[+-]?[1-9]\d?)?(?:MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?\d{1,9}")
_DAILY_TIMES = 24
"""Most times of day that one rule may list."""


def parts_of(text: str, limits: ReadingLimits) -> dict[str, str] | None:
    """Take a rule apart; ``None`` where it is not one that is read."""
    found: dict[str, str] = {}
    for part in text.upper().strip(";").split(";"):
        key, equals, value = part.partition("=")
        if not equals or key in found:
            return None
        found[key] = value
    known = _BOUNDS.keys() | {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
    if found.keys() - known or found.get("FREQ") not in _FREQUENCIES:
        return None
    if "COUNT" in found and "UNTIL" in found:
        return None
    return found if _holds(found, limits) and _falls(found) else None


def _holds(rule: dict[str, str], limits: ReadingLimits) -> bool:
    numbers = {"INTERVAL": limits.interval, "COUNT": limits.count}
    for key, value in rule.items():
        listed = value.split(",")
        if key in numbers:
            good = value.isascii() and value.isdigit() and len(value) < 10
            good = good and 1 <= int(value) <= numbers[key]
        elif key in _BOUNDS:
            good = all(_within(key, one) for one in listed) and len(listed) <= 366
        elif key in {"BYDAY", "WKST"}:
            good = all(_BYDAY.fullmatch(one) for one in listed) and len(listed) <= 60
            good = good and not (key == "WKST" and len(value) != 2)
        else:
            good = True
        if not good:
            return False
    times = 1
    for key in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= len(set(rule.get(key, "0").split(",")))
    return times <= _DAILY_TIMES


def _within(key: str, text: str) -> bool:
    if not (text.isascii() and _NUMBER.fullmatch(text)):
        return False
    least, most = _BOUNDS[key]
    number = int(text)
    return least <= (abs(number) if key in _SIGNED else number) <= most


def _falls(rule: dict[str, str]) -> bool:
    """Tell whether a rule of months and their days ever falls (30 February)."""
    if "BYMONTHDAY" not in rule:
        return True
    months = [int(m) for m in rule.get("BYMONTH", "1").split(",")]
    days = [abs(int(day)) for day in rule["BYMONTHDAY"].split(",")]
    return any(day <= calendar.monthrange(2024, m)[1] for m in months for day in days)


def written(rule: dict[str, str], until: str | None) -> str:
    """Write a rule with its end in the one form that every reader knows."""
    kept: Iterable[str] = (f"{k}={v}" for k, v in rule.items() if k != "UNTIL")
    return ";".join([*kept, *([f"UNTIL={until}"] if until else [])])
