"""Chains of sessions that order, distance and period leave no day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.locale import Words
from leaderplan.preflight.asked import Distance
from leaderplan.preflight.days import DayAudit
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.naming import listed
from leaderplan.preflight.spans import Spans


def chain_findings(audit: DayAudit, spans: Spans) -> Iterator[Finding]:
    """Yield the chains of sessions that leave one of them no day."""
    rows: dict[tuple[object, ...], list[tuple[SessionKey, ...]]] = defaultdict(list)
    known: dict[tuple[object, ...], tuple[str, ...]] = {}
    for key in spans.clashes:
        part = spans.part(key)
        sort = _sort(audit, part)
        if sort not in known:
            known[sort] = _rules(audit, part)
        rows[sort].append(_keys(part))
    for sort, chains in rows.items():
        yield _said(audit, chains, known[sort])


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


def _rules(audit: DayAudit, part: Sequence[Distance]) -> tuple[str, ...]:
    def broken(grounds: Grounds) -> bool:
        held = {rule.id for rule in grounds.rules}
        rows = [row for row in part if row.rule.id in held]
        return bool(Spans(audit.by(grounds), rows).clashes)

    asking = {row.rule.id: row.rule for row in part}
    others: list[Rule] = [r for r in audit.grounds.rules if r.id not in asking]
    among = [*asking.values(), *others]
    return audit.grounds.needed(broken, among=among)


def _said(
    audit: DayAudit, chains: list[tuple[SessionKey, ...]], rules: tuple[str, ...]
) -> Finding:
    programme = audit.programme
    chain = chains[0]
    titles = list(dict.fromkeys(key.activity for key in chain))
    named_da = " → ".join(programme.activity(a).title.da for a in titles)
    named_en = " → ".join(programme.activity(a).title.en for a in titles)
    which = listed([str(key) for key in chain])
    asked = listed(rules)
    more = len(chains) - 1
    also = Words(f"; det samme gælder {more} andre", f"; so it is for {more} others")
    if not more:
        also = Words("", "")
    words = Words(
        f"rækkefølge, afstand og periode levner ingen dag i kæden {named_da} "
        f"({which.da}): {asked.da}{also.da}",
        f"order, distance and period leave no day in the chain {named_en} "
        f"({which.en}): {asked.en}{also.en}",
    )
    subjects = tuple(dict.fromkeys(str(key) for row in chains for key in row))
    return Finding(True, "no_day_in_chain", rules, subjects, words)
