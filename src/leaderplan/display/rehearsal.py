"""A rehearsal in sentences and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.rehearsal.report import Batch, Interval, Rehearsal

HEAD = Words(
    "{years} år med {events} hændelser er øvet; {done} endte i en kontrolleret plan.",
    "{years} years of {events} events were rehearsed; {done} ended in a checked plan.",
)
ALL = Words(
    "Hver hændelse rører {share} andre personer.",
    "Each event disturbs {share} other people.",
)
PROVEN = Words(
    "{share} % af omlægningerne forstyrrer bevisligt mindst muligt.",
    "{share} % of the replannings are proven to disturb least.",
)
KIND = Words(
    "{kind}: {events} gange, {share} andre", "{kind}: {events}, {share} others"
)
FAILED = Words("Det lykkedes ikke for {count}:", "{count} did not succeed:")
MENDED = Words("For {count} måtte noget løsnes først:",
               "For {count} something had to be loosened first:")  # fmt: skip
REPAIR = Words("{kinds}, {day} (år {year}): {repair}",
               "{kinds}, {day} (year {year}): {repair}")  # fmt: skip
ONE = Words("{kinds}, {day} (år {year}): {why}", "{kinds}, {day} (year {year}): {why}")
RANGE = Words("{mean} (95 %: {low} til {high})", "{mean} (95 %: {low} to {high})")
KINDS = {
    "job_change": Words("nyt job", "new job"),
    "sick": Words("sygedag", "day of illness"),
    "withdraw": Words("udtræden", "leaving"),
    "leave": Words("orlov", "leave"),
    "exam_failed": Words("ny prøve", "exam sat again"),
    "exam_withdrawn": Words("udskudt prøve", "exam put off"),
    "host_withdraws": Words("vært trækker sig", "host withdraws"),
    "coach_lost": Words("coach mistet", "coach lost"),
    "room_lost": Words("lokale mistet", "room lost"),
}


def rehearsal_lines(found: Rehearsal, language: Language) -> Iterator[str]:
    """Write whom events disturb, how often, and what failed."""
    failed = sum(len(row.kinds) for row in found.failures)
    yield HEAD.to(language).format(
        years=found.years, events=found.events, done=found.events - failed
    )
    yield ALL.to(language).format(share=_range(found.per_change(), language))
    yield PROVEN.to(language).format(share=_number(100 * found.proven, language))
    times = Counter(
        kind for row in found.batches for kind in row.kinds if row.outcome != "nothing"
    )
    for kind in found.kinds:
        share = _range(found.per_change(kind), language)
        yield "  - " + KIND.to(language).format(
            kind=KINDS[kind].to(language), events=times[kind], share=share
        )
    if found.repaired:
        yield MENDED.to(language).format(count=len(found.repaired))
        yield from _told(found.repaired, REPAIR, language)
    if found.failures:
        yield FAILED.to(language).format(count=failed)
        yield from _told(found.failures, ONE, language)


def _told(rows: Sequence[Batch], words: Words, language: Language) -> Iterator[str]:
    """Write what happened when, and what became of it."""
    for row in rows:
        kinds = ", ".join(KINDS[kind].to(language) for kind in row.kinds)
        day = day_text(row.day, language)
        yield "  - " + words.to(language).format(
            kinds=kinds, day=day, year=row.year, why=row.why, repair=row.repair
        )


def _range(found: Interval, language: Language) -> str:
    mean, low, high = (_number(value, language) for value in found)
    return RANGE.to(language).format(mean=mean, low=low, high=high)


def _number(value: float, language: Language) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if language == "da" else text


def rehearsal_table(found: Rehearsal) -> pd.DataFrame:
    """Make a row of each batch."""
    import pandas as pd

    rows = [
        {
            "year": row.year,
            "day": row.day,
            "kinds": ", ".join(KINDS[kind].to(found.language) for kind in row.kinds),
            "events": len(row.kinds),
            "outcome": row.outcome,
            "people": row.people,
            "others": row.others,
            "disturbance": row.value,
            "bound": row.bound,
            "why": row.why,
            "repair": row.repair,
        }
        for row in found.batches
    ]
    columns = ["year", "day", "kinds", "events", "outcome", "people", "others",
               "disturbance", "bound", "why", "repair"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
