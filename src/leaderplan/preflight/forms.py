"""Activities whose occurrences fit into none of the forms agreed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.locale import Words
from leaderplan.preflight.days import DayAudit
from leaderplan.preflight.findings import Finding
from leaderplan.preflight.grounds import Grounds
from leaderplan.preflight.naming import listed
from leaderplan.preflight.spans import MOST_ALIKE, Spans
from leaderplan.rules.day_pattern import LONGEST_FIVE_SINGLE, DayPattern

Fits = Callable[[int, int], bool]
"""Whether an occurrence, 0 the first, may stand on a day."""


def formless(
    audit: DayAudit, spans: Spans, dayless: Collection[SessionKey]
) -> Iterator[Finding]:
    """Yield activities and audiences whose days fit into no form.

    Those of which a session has no day at all are left to other findings.
    """
    if not audit.grounds.of(DayPattern):
        return
    rows: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    known: dict[object, tuple[str, ...]] = {}
    lost = set(dayless)
    tried: list[list[Rule]] = []
    alike: Counter[str] = Counter()
    for keys in _held(audit):
        if alike[keys[0].activity] >= MOST_ALIKE:
            continue
        if any(key in lost or key in spans.clashes for key in keys):
            continue
        if _found(audit, spans, keys):
            continue
        alike[keys[0].activity] += 1
        at = _sort(audit, spans, keys)
        if at not in known:
            known[at] = _rules(audit, spans, keys, tried)
        rows[keys[0].activity, known[at]].append(keys[0].audience)
    for (name, rules), audiences in rows.items():
        title, which = audit.programme.activity(name).title, listed(audiences)
        forms = audit.programme.activity(name).forms
        words = Words(
            f"{title.da} har ingen dage i formen {' eller '.join(forms)} for "
            f"{which.da}, når alle faste regler om dagene skal holdes",
            f"{title.en} has no days in the form {' or '.join(forms)} for "
            f"{which.en} once all hard rules about days are kept",
        )
        subjects = tuple(f"{name}/{audience}" for audience in audiences)
        yield Finding(True, "no_form", rules, subjects, words)


def _held(audit: DayAudit) -> Iterator[list[SessionKey]]:
    programme = audit.programme
    for activity in programme.activities:
        if "free" in activity.forms:
            continue
        known = set(programme.session_keys)
        for audience in programme.audiences(activity.id):
            keys = [
                SessionKey(activity.id, audience, occurrence)
                for occurrence in range(1, activity.occurrences + 1)
            ]
            if known.issuperset(keys):
                yield keys


def _sort(audit: DayAudit, spans: Spans, keys: Sequence[SessionKey]) -> object:
    ends = [(s.first, s.last) if (s := spans.of.get(k)) else None for k in keys]
    return tuple(audit.needs(key) for key in keys), tuple(ends), keys[0].activity


def _rules(
    audit: DayAudit,
    spans: Spans,
    keys: Sequence[SessionKey],
    tried: list[list[Rule]],
) -> tuple[str, ...]:
    part = spans.reasons(keys)
    asking: dict[str, Rule] = {row.rule.id: row.rule for row in part}
    others = [rule for rule in audit.grounds.rules if rule.id not in asking]
    among = [*asking.values(), *others]

    def broken(grounds: Grounds) -> bool:
        if not grounds.of(DayPattern):
            return False
        held, by = {rule.id for rule in grounds.rules}, audit.by(grounds)
        left = Spans(by, [row for row in part if row.rule.id in held])
        return bool(left.clashes) or not _found(by, left, keys)

    return audit.grounds.needed(broken, among=among, tried=tried)


def _found(audit: DayAudit, spans: Spans, keys: Sequence[SessionKey]) -> bool:
    count = len(audit.days)
    ends = [
        (s.first, s.last) if (s := spans.of.get(key)) else (0, count - 1)
        for key in keys
    ]

    def fits(occurrence: int, number: int) -> bool:
        first, last = ends[occurrence]
        return first <= number <= last and audit.possible(keys[occurrence], number)

    monday = -audit.days[0].weekday()
    forms = audit.programme.activity(keys[0].activity).forms
    first, last = ends[0]
    return any(
        _in_form(form, fits, len(keys), range(first, last + 1), monday, count)
        for form in forms
    )


def _in_form(
    form: str, fits: Fits, parts: int, begins: range, monday: int, count: int
) -> bool:
    """Whether the occurrences fit into a form that begins on one of some days."""
    if form == "week":
        return any(
            (day - monday) % 7 == 0 and all(fits(k, day + k) for k in range(5))
            for day in begins
        )
    if form == "three_two":
        return any(_three_two(fits, day, (day - monday) % 7) for day in begins)
    if form == "five_single":
        return any(
            fits(0, day)
            and (end := _in_turn(fits, parts, day, count, pairs=False)) is not None
            and end - day <= LONGEST_FIVE_SINGLE
            for day in begins
        )
    pairs = form == "two_two_one"
    return _in_turn(fits, parts, begins.start, count, pairs=pairs) is not None


def _three_two(fits: Fits, day: int, weekday: int) -> bool:
    if weekday > 4 or not all(fits(k, day + k) for k in range(3)):
        return False
    following = day - weekday + 7
    return any(
        fits(3, fourth) and fits(4, fourth + 1)
        for fourth in range(following, following + 6)
    )


def _in_turn(
    fits: Fits, parts: int, start: int, count: int, *, pairs: bool
) -> int | None:
    """Return the first day on which the last occurrence can be, one after another."""
    day, part = start, 0
    while part < parts:
        width = 2 if pairs and part + 1 < parts else 1
        while day + width <= count and not all(
            fits(part + k, day + k) for k in range(width)
        ):
            day += 1
        if day + width > count:
            return None
        day, part = day + width, part + width
    return day - 1
