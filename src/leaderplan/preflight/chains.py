"""Chains of sessions that order, distance and period leave no day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.locale import Words, day_text
from leaderplan.preflight.days import DayAudit
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.naming import days
from leaderplan.preflight.spans import Spans
from leaderplan.rules._distances import Distance

MOST_STEPS = 4
"""Sessions and distances in a sentence; the subjects have them all."""

Chain = tuple[tuple[str, ...], tuple[tuple[str, int], ...]]
"""The rules that a chain rests on, and its activities and occurrences."""


def chain_findings(audit: DayAudit, spans: Spans) -> Iterator[Finding]:
    """Yield the chains of sessions that leave one of them no day."""
    chains: dict[tuple[tuple[str, ...], object], list[Sequence[Distance]]] = (
        defaultdict(list)
    )
    known: dict[tuple[object, ...], tuple[str, ...]] = {}
    tried: list[list[Rule]] = []
    for key in spans.clashes:
        part = spans.part(key)
        sort = _sort(audit, part)
        if sort not in known:
            known[sort] = _rules(audit, part, tried)
        alike = tuple((at.activity, at.occurrence) for at in _keys(part))
        chains[known[sort], alike].append(part)
    for (rules, _), parts in chains.items():
        yield _said(audit, parts, rules)


def _keys(part: Iterable[Distance]) -> tuple[SessionKey, ...]:
    return tuple(dict.fromkeys(k for row in part for k in (row.first, row.then)))


def _sort(audit: DayAudit, part: Sequence[Distance]) -> tuple[object, ...]:
    """Chains of this sort rest on the same rules: they ask and need the same."""
    keys = _keys(part)
    place = {key: number for number, key in enumerate(keys)}
    asked = tuple(
        (place[row.first], place[row.then], row.least, row.most, row.rule.id)
        for row in part
    )
    return asked, tuple(audit.needs(key) for key in keys)


def _rules(
    audit: DayAudit, part: Sequence[Distance], tried: list[list[Rule]]
) -> tuple[str, ...]:
    def broken(grounds: Grounds) -> bool:
        held = {rule.id for rule in grounds.rules}
        rows = [row for row in part if row.rule.id in held]
        return bool(Spans(audit.by(grounds), rows).clashes)

    asking = {row.rule.id: row.rule for row in part}
    others: list[Rule] = [r for r in audit.grounds.rules if r.id not in asking]
    among = [*asking.values(), *others]
    return audit.grounds.needed(broken, among=among, tried=tried)


def _said(
    audit: DayAudit, parts: Sequence[Sequence[Distance]], rules: tuple[str, ...]
) -> Finding:
    ends, steps = _ends(audit, _keys(parts[0])), _steps(parts[0])
    words = Words(
        f"ingen dag er tilbage i kæden: {ends.da}, og {steps.da}",
        f"no day is left in the chain: {ends.en}, and {steps.en}",
    )
    if more := len(parts) - 1:
        words = Words(
            f"{words.da}; det samme gælder {more} andre kæder",
            f"{words.en}; so it is for {more} other chains",
        )
    subjects = tuple(dict.fromkeys(str(key) for part in parts for key in _keys(part)))
    return Finding(True, "no_day_in_chain", rules, subjects, words)


def _ends(audit: DayAudit, chain: Sequence[SessionKey]) -> Words:
    """Say when each session of a chain may be by itself."""
    da, en, most = [], [], len(audit.days) - 1
    for key in chain[:MOST_STEPS]:
        first, last = audit.first(key, 0, most), audit.last(key, 0, most)
        if first is None or last is None:
            continue
        early, late = audit.days[first], audit.days[last]
        title = audit.programme.activity(key.activity).title
        da.append(f"{title.da} ({key}) kan ligge fra {day_text(early, 'da')} "
                  f"til {day_text(late, 'da')}")  # fmt: skip
        en.append(f"{title.en} ({key}) may be from {day_text(early, 'en')} "
                  f"to {day_text(late, 'en')}")  # fmt: skip
    return Words("; ".join(da), "; ".join(en))


def _steps(part: Sequence[Distance]) -> Words:
    """Say how far apart the sessions of a chain must be."""
    da, en = [], []
    for row in part[:MOST_STEPS]:
        sides = ((row.least, "mindst", "at least"), (row.most, "højst", "at most"))
        asked = [
            (f"{side_da} {days(bound).da}", f"{side_en} {days(bound).en}")
            for bound, side_da, side_en in sides
            if bound is not None
        ]
        in_da = " og ".join(words for words, _ in asked)
        in_en = " and ".join(words for _, words in asked)
        da.append(f"fra {row.first} til {row.then} skal der gå {in_da}")
        en.append(f"from {row.first} to {row.then} it takes {in_en}")
    return Words("; ".join(da), "; ".join(en))
