"""What a plan costs, and whom, as DataFrames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leaderplan.costs.sums import View, joined
from leaderplan.display.naming import Naming
from leaderplan.display.told import Told
from leaderplan.locale import Language, Words

if TYPE_CHECKING:
    import pandas as pd

    from leaderplan.costs import Costs, Item
    from leaderplan.costs.fairness import Division, Fairness

REST: dict[View, Words] = {
    "rule": Words("ingen regel", "no rule"),
    "person": Words("alle sammen", "all together"),
    "group": Words("ingen netværksgruppe", "no network group"),
    "host": Words("intet praktiksted", "no host"),
    "coach": Words("ingen coach", "no coach"),
    "cohort": Words("alle hold", "all cohorts"),
}
"""What a row is called of what is of none of them."""

TEXT, WHOLE = "str", "int64"
ITEM_COLUMNS = {
    "level": TEXT, "rule": TEXT, "words": TEXT, "said": TEXT, "participant": TEXT,
    "group": TEXT, "host": TEXT, "coach": TEXT, "cohort": TEXT, "session": TEXT,
    "amount": WHOLE, "unit_cost": WHOLE, "cost": WHOLE,
}  # fmt: skip


def view_rows(
    costs: Costs, view: View, language: Language
) -> list[tuple[str | None, str, dict[str, int]]]:
    """Give id, name and costs of each row, the dearest first, the rest at the end."""
    sums = costs.sums(view)
    rest = sums.pop(None, None)
    rules = {rule.id: rule for rule in costs.programme.rules}
    told = Told(costs.programme, language)
    rows = [
        (
            key,
            told.rule(rules[key]) if view == "rule" else told.naming.subject((key,)),
            row,
        )
        for key, row in sums.items()
        if key is not None
    ]
    rows.sort(key=lambda row: [-cost for cost in row[2].values()])
    last = [] if rest is None else [(None, REST[view].to(language), rest)]
    return [*rows, *last]


def view_table(costs: Costs, view: View) -> pd.DataFrame:
    """Make the table of :meth:`leaderplan.costs.Costs.by`."""
    levels = [level.id for level in costs.programme.levels]
    columns = {"id": TEXT, "name": TEXT, **dict.fromkeys(levels, WHOLE)}
    return frame(
        columns,
        [
            {"id": key, "name": name, **row}
            for key, name, row in view_rows(costs, view, costs.language)
        ],
    )


def item_table(costs: Costs) -> pd.DataFrame:
    """Make the table of :attr:`leaderplan.costs.Costs.table`."""
    told = Told(costs.programme, costs.language)
    words = {rule.id: told.rule(rule) for rule in costs.programme.rules}
    return frame(ITEM_COLUMNS, [_item(told, words, item) for item in costs.items])


def _item(told: Told, words: dict[str, str], item: Item) -> dict[str, Any]:
    row = item.violation
    return {
        "level": row.level,
        "rule": row.rule,
        "words": words[row.rule],
        "said": told.sentence(row),
        "participant": _joined(item.participants),
        "group": _joined(item.groups),
        "host": _joined(item.hosts),
        "coach": _joined(item.coaches),
        "cohort": _joined(item.cohorts),
        "session": _joined(item.sessions),
        "amount": row.amount,
        "unit_cost": row.weight,
        "cost": row.cost,
    }


def _joined(ids: tuple[str, ...]) -> str | None:
    return ", ".join(ids) or None


def burden_table(fairness: Fairness) -> pd.DataFrame:
    """Make the table of each participant's burden, the worst off first."""
    naming = Naming(fairness.programme, fairness.language)
    levels = [level.id for level in fairness.programme.levels]
    columns = {"participant": TEXT, "name": TEXT, **dict.fromkeys(levels, WHOLE)}
    return frame(
        columns,
        [
            {"participant": who, "name": naming.subject((who,)),
             **fairness.burdens[who]}
            for who in fairness.order
        ],
    )  # fmt: skip


def level_table(fairness: Fairness) -> pd.DataFrame:
    """Make the table of the worst and the median on each level."""
    columns = {"level": TEXT, "worst": WHOLE, "median": WHOLE, "gap": WHOLE,
               "bearing": WHOLE, "who": TEXT}  # fmt: skip
    return frame(
        columns,
        [
            {
                "level": level.id,
                "worst": max(fairness.vector(level.id), default=0),
                "median": fairness.median(level.id),
                "gap": fairness.gap(level.id),
                "bearing": sum(cost > 0 for cost in fairness.vector(level.id)),
                "who": _joined(fairness.worst(level.id)),
            }
            for level in fairness.programme.levels
        ],
    )


def division_table(fairness: Fairness, division: Division) -> pd.DataFrame:
    """Make the table of the burdens of each cohort, sector or area."""
    columns = {division: TEXT, "level": TEXT, "people": WHOLE, "total": WHOLE,
               "median": WHOLE, "worst": WHOLE}  # fmt: skip
    rows = []
    for value, people in fairness.divided(division).items():
        part = fairness.among(people)
        for level in fairness.programme.levels:
            vector = part.vector(level.id)
            rows.append(
                {
                    division: value,
                    "level": level.id,
                    "people": len(people),
                    "total": joined(level, vector),
                    "median": part.median(level.id),
                    "worst": max(vector, default=0),
                }
            )
    return frame(columns, rows)


def frame(columns: dict[str, str], rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Make a table with pinned dtypes."""
    import pandas as pd

    return pd.DataFrame(
        {
            column: pd.Series([row[column] for row in rows], dtype=dtype)
            for column, dtype in columns.items()
        }
    )
