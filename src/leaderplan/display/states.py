"""How firmly a plan stands, in sentences and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leaderplan.display.labels import Labels
from leaderplan.domain.plan import Lock
from leaderplan.domain.states import State
from leaderplan.locale import Language, Words, day_text

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.states import StateRow, States

NAMES = {
    State.PAST: Words("afholdt", "past"),
    State.LOCKED: Words("låst", "locked"),
    State.FROZEN: Words("fastfrosset", "frozen"),
    State.DRAFT: Words("kladde", "draft"),
    State.PUBLISHED: Words("meldt ud", "published"),
}
"""What each state is called."""

WHY = {
    State.PAST: Words("var før {as_of}", "was before {as_of}"),
    State.LOCKED: Words("{lock}", "{lock}"),
    State.FROZEN: Words(
        "er inden for {days} dage fra {as_of}", "is within {days} days of {as_of}"
    ),
    State.DRAFT: Words("ingen har fået det at vide", "nobody was told of it"),
    State.PUBLISHED: Words(
        "folk regner med det og kan få varsel", "people know of it and can be told"
    ),
}
"""Why something is in each state."""

HEAD = Words("Sådan står planen {as_of}:", "How the plan stands on {as_of}:")
LINE = Words("- {count} {state}: {why}", "- {count} {state}: {why}")
LOCKS = Words("Låst:", "Locked:")
SESSION = Words("- {what}, {day}: {why}", "- {what}, {day}: {why}")

LOCKED_BY = Words("låst af {by}: {reason}", "locked by {by}: {reason}")
LOCKED = Words("låst: {reason}", "locked: {reason}")


def lock_text(lock: Lock, language: Language) -> str:
    """Write who locked something, and why."""
    words = LOCKED_BY if lock.by else LOCKED
    return words.to(language).format(by=lock.by, reason=lock.reason)


def states_lines(states: States, language: Language) -> Iterator[str]:
    """Write how many stand how firmly, and each lock."""
    as_of = day_text(states.as_of, language)
    yield HEAD.to(language).format(as_of=as_of)
    counts = Counter(row.state for row in states.rows)
    firsts = {row.state: row for row in reversed(states.rows)}
    for state in State:
        if state is State.LOCKED and counts[state]:
            yield f"- {counts[state]} {NAMES[state].to(language)}"
        elif counts[state]:
            why = _why(states, firsts[state], language)
            name = NAMES[state].to(language)
            yield LINE.to(language).format(count=counts[state], state=name, why=why)
    locked = [row for row in states.rows if row.state is State.LOCKED]
    if locked:
        yield LOCKS.to(language)
    labels = Labels(states.programme, language)
    for row in locked:
        activity = states.programme.activity(row.session.activity)
        whose = labels.audience(activity, row.session.audience)
        yield SESSION.to(language).format(
            what=f"{labels.title(row.session)} ({whose})",
            day=day_text(row.day, language),
            why=_why(states, row, language),
        )


def _why(states: States, row: StateRow, language: Language) -> str:
    return (
        WHY[row.state]
        .to(language)
        .format(
            as_of=day_text(states.as_of, language),
            days=states.policy.frozen,
            lock=lock_text(row.lock, language) if row.lock else "",
        )
    )


def states_table(states: States) -> pd.DataFrame:
    """Make a row of each session and due date, in order of time."""
    import pandas as pd

    language, given = states.language, states.programme
    labels = Labels(given, language)
    rows = [
        {
            "session": str(row.session),
            "title": labels.title(row.session),
            "audience": labels.audience(
                given.activity(row.session.activity), row.session.audience
            ),
            "day": row.day,
            "state": row.state.value,
            "why": _why(states, row, language),
        }
        for row in states.rows
    ]
    columns = ["session", "title", "audience", "day", "state", "why"]
    return pd.DataFrame(rows, columns=columns)
