"""Conflicts of a rehearsal of the exam: examiners away or too close."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Impartiality
from leaderplan.domain.plan import SessionKey
from leaderplan.samples.bench import Bench, stuck
from leaderplan.samples.clash_dates import window
from leaderplan.samples.extras import extra, first_of


def _rehearsal(bench: Bench, person: str, day: date, other: date) -> list[str]:
    """Add a rehearsal of the exam on a day; return the examiners, free on another."""
    bench.add(extra("proeveeksamen", leads=(Lead(role="examiner"),)), [person])
    bench.ask(window("proeveeksamen", day, day))
    examiners = [member.id for member in bench.staff("examiner")]
    for who in examiners:
        bench.freed(who, day, other)
    return examiners


def _examined(
    bench: Bench, key: SessionKey, rows: Iterable[tuple[str, list[object], date, str]]
) -> None:
    for rule, subject, day, who in rows:
        seats = [("examiner", who)]
        bench.needs(rule, subject, bench.session(key, day, 0, "online", seats))


def examiners_away(bench: Bench) -> None:
    """No examiner comes on the day of a rehearsal."""
    person = bench.people()[0]
    free = _without_examiners(bench, person)
    day, other = bench.draw.sample(free, 2)
    examiners = _rehearsal(bench, person, day, other)
    key = first_of("proeveeksamen", person)
    for who in examiners:
        bench.absent(who, day)
        _examined(bench, key, [("staff_availability", [who, key], day, who)])
    _examined(bench, key, [("period-proeveeksamen", [key], other, examiners[0])])


def _without_examiners(bench: Bench, person: str) -> list[date]:
    """Quiet days of somebody on which no examiner has anything."""
    examiners = [member.id for member in bench.staff("examiner")]
    quiet = bench.quiet(person)
    return [d for d in quiet if not any((who, d) in bench.taken for who in examiners)]


def examiner_too_close(bench: Bench) -> None:
    """Of two examiners one is too close, the other away on the day of a rehearsal."""
    examiners = [member.id for member in bench.staff("examiner")]
    for person in bench.people():
        sessions = bench.view.of_participant(person)
        held = [bench.view.by_key[k] for k, _ in sessions if k in bench.view.by_key]
        met = {seat.staff for session in held for seat in session.staff}
        strangers = [who for who in examiners if who not in met]
        if strangers:
            break
    else:
        raise stuck("examiner_too_close")
    day, other = bench.draw.sample(_without_examiners(bench, person), 2)
    _rehearsal(bench, person, day, other)
    near = bench.draw.choice(strangers)
    declared = (Impartiality(kind="participant", of=person),)
    bench.change("staff", near, impartiality=declared)
    far = next(who for who in examiners if who != near)
    bench.absent(far, day)
    key = first_of("proeveeksamen", person)
    rows: list[tuple[str, list[object], date, str]] = [
        ("period-proeveeksamen", [key], other, far),
        ("impartiality", [key, near], day, near),
        ("staff_availability", [far, key], day, far),
    ]
    _examined(bench, key, rows)


KINDS: dict[str, Callable[[Bench], None]] = {
    "examiners_away": examiners_away,
    "examiner_too_close": examiner_too_close,
}
"""Conflicts of exams by name."""
