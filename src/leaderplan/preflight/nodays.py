"""Sessions that no day of the horizon suits, whatever else is decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.locale import Words
from leaderplan.preflight.days import DayAudit
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.naming import days, listed
from leaderplan.preflight.spans import MOST_ALIKE, Spans
from leaderplan.preflight.tables import Needs


def without_day(audit: DayAudit, spans: Spans) -> list[SessionKey]:
    """Return the sessions without a day of their own."""
    found: dict[str, list[SessionKey]] = defaultdict(list)
    for key in audit.programme.session_keys:
        alike = found[key.activity]
        if key in spans.dayless or (
            key not in spans.of and len(alike) < MOST_ALIKE and not audit.some(key)
        ):
            alike.append(key)
    return [key for keys in found.values() for key in keys]


def day_findings(audit: DayAudit, without: Iterable[SessionKey]) -> Iterator[Finding]:
    """Say of sessions without a day which rules take it, by activity and rules."""
    rows: dict[tuple[str, tuple[str, ...]], list[SessionKey]] = defaultdict(list)
    known: dict[Needs, tuple[str, ...]] = {}
    tried: dict[str, list[list[Rule]]] = defaultdict(list)
    for key in without:
        needs = audit.needs(key)
        if needs not in known:
            known[needs] = _rules(audit, key, tried[key.activity])
        rows[key.activity, known[needs]].append(key)
    yield from _said(audit, rows)


def _rules(
    audit: DayAudit, key: SessionKey, tried: list[list[Rule]]
) -> tuple[str, ...]:
    def broken(grounds: Grounds) -> bool:
        return not audit.by(grounds).some(key)

    return audit.grounds.needed(broken, tried=tried)


def _said(
    audit: DayAudit, rows: dict[tuple[str, tuple[str, ...]], list[SessionKey]]
) -> Iterator[Finding]:
    count = len(audit.days)
    kinds = {rule.id: rule for rule in audit.grounds.rules}
    for (name, rules), keys in rows.items():
        title = audit.programme.activity(name).title
        all_days = days(count)
        which = listed([str(key) for key in keys])
        if len(keys) >= MOST_ALIKE:
            which = Words(f"{which.da}, måske flere", f"{which.en}, perhaps others")
        why = _requirements([kinds[rule].words for rule in rules])
        words = Words(
            f"ingen af periodens {all_days.da} kan bruges til {title.da} ({which.da})"
            f"{why.da}",
            f"none of the {all_days.en} of the horizon suits {title.en} ({which.en})"
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
