"""The day ledger in sentences and as a table: who lacks which days, by name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leaderplan.display.labels import Labels
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.day_ledger import DayLedger, LedgerRow

ALL = Words(
    "Alle {people} deltagere får de dage, der er lovet.",
    "All {people} participants get the days that were promised.",
)
SOME = Words(
    "{people} af {all} deltagere mangler noget:",
    "{people} of {all} participants lack something:",
)
LACKS = Words(
    "{who} har {has} af {promised} dage og mangler:",
    "{who} has {has} of {promised} days and lacks:",
)
ON = Words("{what}, {day}", "{what}, {day}")
NUMBERED = Words("{what} {number}", "{what} {number}")


def missed_name(ledger: DayLedger, row: LedgerRow, language: Language) -> str:
    """Name what somebody misses, with its number and day."""
    activity = ledger.programme.activity(row.activity)
    name = activity.title.to(language)
    if activity.occurrences > 1:
        name = NUMBERED.to(language).format(what=name, number=row.occurrence)
    if row.day is None:
        return name
    return ON.to(language).format(what=name, day=day_text(row.day, language))


def ledger_lines(ledger: DayLedger, language: Language) -> Iterator[str]:
    """Write who lacks what."""
    people = [person.id for person in ledger.programme.participants]
    short = [who for who in people if ledger.missing(who)]
    if not short:
        yield ALL.to(language).format(people=len(people))
        return
    labels = Labels(ledger.programme, language)
    yield SOME.to(language).format(people=len(short), all=len(people))
    for who in short:
        yield LACKS.to(language).format(
            who=labels.participant(who),
            has=labels.number(ledger.has(who) / 4, 2),
            promised=labels.number(ledger.promised(who) / 4, 2),
        )
        for row in ledger.missing(who):
            yield f"  - {missed_name(ledger, row, language)}"


def ledger_table(ledger: DayLedger) -> pd.DataFrame:
    """Make a row of each participant."""
    import pandas as pd

    labels = Labels(ledger.programme, ledger.language)
    return pd.DataFrame(
        [
            {
                "participant": person.id,
                "participant_name": labels.participant(person.id),
                "promised": ledger.promised(person.id) / 4,
                "has": ledger.has(person.id) / 4,
                "missing": "; ".join(
                    missed_name(ledger, row, ledger.language)
                    for row in ledger.missing(person.id)
                ),
            }
            for person in ledger.programme.participants
        ],
        columns=["participant", "participant_name", "promised", "has", "missing"],
    )
