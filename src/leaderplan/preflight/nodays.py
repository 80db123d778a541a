"""Sessions that no day of the horizon suits, whatever else is decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from leaderplan.domain.plan import SessionKey
from leaderplan.locale import Words
from leaderplan.preflight.days import DayAudit, Needs
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.naming import counted, listed


def sessions_without_day(
    audit: DayAudit,
) -> tuple[frozenset[SessionKey], list[Finding]]:
    """Find the sessions without a day, and say so by activity and rules."""
    keys = audit.programme.session_keys
    count = len(audit.days)
    without = [key for key in keys if audit.first(key, 0, count) is None]
    rows: dict[tuple[str, tuple[str, ...]], list[SessionKey]] = defaultdict(list)
    known: dict[Needs, tuple[str, ...]] = {}
    for key in without:
        needs = audit.needs(key)
        if needs not in known:
            known[needs] = _rules(audit, key)
        rows[key.activity, known[needs]].append(key)
    return frozenset(without), list(_said(audit, rows))


def _rules(audit: DayAudit, key: SessionKey) -> tuple[str, ...]:
    count = len(audit.days)
    return audit.grounds.needed(
        lambda grounds: audit.by(grounds).first(key, 0, count) is None
    )


def _said(
    audit: DayAudit, rows: dict[tuple[str, tuple[str, ...]], list[SessionKey]]
) -> Iterator[Finding]:
    count = len(audit.days)
    kinds = {rule.id: rule for rule in audit.grounds.rules}
    for (name, rules), keys in rows.items():
        title = audit.programme.activity(name).title
        days = counted(count, ("dag", "dage"), ("day", "days"))
        which = listed([str(key) for key in keys])
        why = _requirements([kinds[rule].words for rule in rules])
        words = Words(
            f"ingen af periodens {days.da} kan bruges til {title.da} ({which.da})"
            f"{why.da}",
            f"none of the {days.en} of the horizon suits {title.en} ({which.en})"
            f"{why.en}",
        )
        subjects = tuple(str(key) for key in keys)
        yield Finding(True, "no_day", rules, subjects, words)


def _requirements(rows: list[Words]) -> Words:
    """Name what clashes in the words of the rules."""
    if not rows:
        return Words("", "")
    da = "; ".join(dict.fromkeys(row.da for row in rows))
    en = "; ".join(dict.fromkeys(row.en for row in rows))
    return Words(f", når {da}", f", if {en}")
