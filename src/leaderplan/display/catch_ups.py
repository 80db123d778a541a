"""What is missing and where it can be made up for, in sentences and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from leaderplan.display.day_ledger import missed_name
from leaderplan.display.labels import Labels
from leaderplan.domain.plan import SessionKey
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.catch_ups import CatchUps
    from leaderplan.domain.change import CatchUp

NOTHING = Words("Ingen mangler noget.", "Nobody lacks anything.")
LACKS = Words("{who} mangler {what}.", "{who} lacks {what}.")
WITH = Words(
    "Kan indhentes med {audience}, {day}.", "Can be made up for with {audience}, {day}."
)
ALONE = Words(
    "Kan indhentes på opsamlingsdagen {day}.",
    "Can be made up for on the make-up date {day}.",
)
NOWHERE = Words(
    "Kan ikke indhentes: der er ingen plads på en anden dag, der passer.",
    "Cannot be made up for: there is no seat on another day that fits.",
)
COLUMNS = ["participant", "participant_name", "missing", "audience", "day"]


def catch_up_lines(found: CatchUps, language: Language) -> Iterator[str]:
    """Write what everybody lacks, each with where it can be made up for."""
    labels = Labels(found.ledger.programme, language)
    if not found.rows:
        yield NOTHING.to(language)
    for missed in found.rows:
        what = missed_name(found.ledger, missed.row, language)
        who = labels.participant(missed.row.participant)
        yield LACKS.to(language).format(who=who, what=what)
        for change, day in missed.options:
            form = ALONE if _alone(found, change) else WITH
            yield "  - " + form.to(language).format(
                audience=_with(found, labels, change), day=day_text(day, language)
            )
        if not missed.options:
            yield "  - " + NOWHERE.to(language)


def _alone(found: CatchUps, change: CatchUp) -> bool:
    key = SessionKey(change.activity, change.audience, change.occurrence)
    return found.ledger.programme.makes_up(key)


def _with(found: CatchUps, labels: Labels, change: CatchUp) -> str:
    activity = found.ledger.programme.activity(change.activity)
    return labels.audience(activity, change.audience)


def catch_up_table(found: CatchUps) -> pd.DataFrame:
    """Make a row of each option."""
    import pandas as pd

    labels = Labels(found.ledger.programme, found.language)
    rows = [
        {
            "participant": missed.row.participant,
            "participant_name": labels.participant(missed.row.participant),
            "missing": missed_name(found.ledger, missed.row, found.language),
            "audience": None if change is None else _with(found, labels, change),
            "day": day,
        }
        for missed in found.rows
        for change, day in missed.options or ((None, None),)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
