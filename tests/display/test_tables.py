from __future__ import annotations

from datetime import time

import pandas as pd
import pytest

import leaderplan as lp
from leaderplan.display.tables import COLUMNS, Tables
from tests.display import example


@pytest.fixture(scope="module")
def made() -> Tables:
    """The tables of the example."""
    return lp.tables(example.programme(), example.plan())


# The contract with users: a change here is a change they must be told of.
PINNED = {
    "sessions": "session:str activity:str title:str kind:str audience:str "
    "audience_name:str occurrence:int64 theme:str day:datetime64[us] weekday:str "
    "starts:object ends:object place:str place_name:str staff:str staff_names:str "
    "participants:int64 locked:str",
    "groups": "group:str cohort:str participant:str participant_name:str unit:str "
    "unit_name:str area:str area_name:str sector:str facilitator:str "
    "facilitator_name:str",
    "classes": "class:str cohort:str participant:str participant_name:str unit:str "
    "unit_name:str area:str area_name:str sector:str",
    "placements": "participant:str participant_name:str unit:str unit_name:str "
    "area:str area_name:str sector:str host:str host_name:str leader:str "
    "leader_name:str first_day:datetime64[us] last_day:datetime64[us] days:int64 "
    "travel_minutes:int64 wish_rank:Int64",
    "matches": "participant:str participant_name:str coach:str coach_name:str "
    "sessions:int64",
    "milestones": "milestone:str activity:str title:str occurrence:int64 "
    "participant:str participant_name:str day:datetime64[us] weekday:str",
    "day_ledger": "participant:str participant_name:str activity:str title:str "
    "sessions:int64 planned:int64 exempt:int64 total:int64 days:float64",
    "costs": "rule:str kind:str level:str level_name:str words:str weight:int64 "
    "violations:int64 settled:int64 amount:int64 cost:int64",
}


def dtypes(frame: pd.DataFrame) -> str:
    """Write the columns and dtypes of a frame."""
    return " ".join(f"{name}:{dtype}" for name, dtype in frame.dtypes.items())


def test_columns_and_dtypes_are_pinned(made):
    """Every table has exactly the columns and dtypes that users rely on."""
    assert {name: dtypes(frame) for name, frame in made} == PINNED


def test_an_empty_plan_has_the_same_columns():
    """Where there is nothing to show, columns and dtypes are the same."""
    calendar = example.programme().calendar
    bare = lp.tables(lp.Programme(id="bare", calendar=calendar), lp.Plan())
    assert {name: dtypes(frame) for name, frame in bare} == PINNED
    assert [len(frame) for _, frame in bare] == [0] * len(COLUMNS)


def test_a_session_row_says_it_all(made):
    """A row of sessions holds title, theme, names, times and head-count."""
    row = made.sessions.set_index("session").loc["theme/h27/2"]
    assert row["title"] == "Theme day 2"
    assert row["theme"] == "own growth"
    assert row["audience_name"] == "Hold 27"
    assert row["day"] == pd.Timestamp(2027, 10, 12)
    assert (row["weekday"], row["starts"], row["ends"]) == (
        "Tue",
        time(8, 30),
        time(15, 45),
    )
    assert row["place_name"] == "Lokale 1, Salen"
    assert row["participants"] == 2
    assert pd.isna(row["locked"])


def test_sessions_come_in_order_of_time(made):
    """Rows of sessions follow the calendar."""
    assert made.sessions["day"].is_monotonic_increasing
    assert len(made.sessions) == 20


def test_exempt_participants_are_not_counted(made):
    """The teaching day counts the one participant who is not exempt from it."""
    row = made.sessions.set_index("activity").loc["teaching"]
    assert row["participants"] == 1
    assert made.classes["participant"].tolist() == ["p1"]


def test_groups_name_their_facilitator(made):
    """A member's row holds unit, area and the group's facilitator."""
    row = made.groups.set_index("participant").loc["p2"]
    assert (row["group"], row["unit_name"], row["area_name"]) == (
        "h27-A",
        "Skole u2",
        "Øst",
    )
    assert row["facilitator_name"] == "=Facilitator"


def test_placements_have_days_travel_and_wishes(made):
    """A practicum's row has first and last day, minutes and the wish that it meets."""
    rows = made.placements.set_index("participant")
    assert rows.loc["p1", "first_day"] == pd.Timestamp(2027, 11, 1)
    assert rows.loc["p1", "last_day"] == pd.Timestamp(2027, 11, 5)
    assert rows["days"].tolist() == [5, 5]
    assert rows["travel_minutes"].tolist() == [25, 25]
    assert rows.loc["p1", "wish_rank"] == 2
    assert rows["wish_rank"].isna().tolist() == [False, True]


def test_matches_count_joint_sessions(made):
    """A match says how often the two meet."""
    assert made.matches["coach_name"].tolist() == ["=Coach", "=Coach"]
    assert made.matches["sessions"].tolist() == [1, 1]


def test_day_ledger_credits_exemptions(made):
    """Exempt days count as given, apart from planned ones, and the sum is right."""
    ledger = made.day_ledger.set_index(["participant", "activity"])
    assert ledger.loc[("p2", "teaching"), ["planned", "exempt"]].tolist() == [0, 4]
    assert ledger.loc[("p1", "teaching"), ["planned", "exempt"]].tolist() == [4, 0]
    # kick-off 4 + theme days 8 + teaching 4 + practicum 20 + coaching 2 = 38.
    totals = made.day_ledger.groupby("participant")["total"].sum()
    assert totals.to_dict() == {"p1": 38, "p2": 38}
    assert made.day_ledger["days"].sum() == 19


def test_costs_list_kept_rules_too():
    """A rule's row says its level, violations and cost; a hard rule has no level."""
    hard = example.FewMondays(id="never")
    priced = example.FewMondays(id="mondays", level="dates", weight=3)
    kept = example.FewMondays(id="kept", level="groups")
    given = example.programme(rules=(hard, priced))
    rows = lp.tables(given, example.plan()).costs.set_index("rule")
    # Both practicums begin on a Monday: two violations at 3 each.
    assert rows.loc["mondays", ["violations", "amount", "cost"]].tolist() == [2, 2, 6]
    assert rows.loc["mondays", "level_name"] == "convenience of dates"
    assert rows.loc["never", ["violations", "cost"]].tolist() == [2, 0]
    assert pd.isna(rows.loc["never", "level"])
    locked = tuple(
        s.model_copy(update={"locked": lp.Lock(reason="agreed")})
        for s in example.plan().sessions
    )
    settled = lp.tables(example.programme(rules=(kept,)), example.plan(sessions=locked))
    assert settled.costs[["violations", "settled", "cost"]].values.tolist() == [
        [0, 2, 0]
    ]


def test_danish_titles_and_english_columns():
    """The language changes what cells say, never what columns are called."""
    danish = lp.tables(example.programme(), example.plan(), "da")
    rows = danish.sessions.set_index("session")
    assert rows.loc["practicum/p1/2", "title"] == "Praktik, dag 2 af 5"
    assert rows.loc["kick_off/h27/1", "weekday"] == "ons"
    assert danish.costs["words"].tolist() == ["intet om mandagen"]


def test_frames_are_the_callers_own(made):
    """Changing a frame changes no later result."""
    own = lp.tables(example.programme(), example.plan())
    own.groups.loc[:, "group"] = "changed"
    assert made.groups["group"].tolist() == ["h27-A", "h27-A"]


def test_malformed_plans_are_refused():
    """A plan that lacks sessions is no plan of the programme, and says which."""
    with pytest.raises(lp.RuleBroken, match="session coaching/p1/1 is missing"):
        lp.tables(example.programme(), example.plan(sessions=()))


def test_results_give_tables_in_their_language():
    """A result's tables are those of its plan; without a plan the reason is said."""
    frames = example.result(language="da").tables
    assert frames.milestones["title"].tolist() == ["Udkast", "Udkast"]
    bare = lp.Result(example.programme(), lp.Status.NO_PLAN_FOUND)
    with pytest.raises(
        lp.RuleBroken, match="there is no plan: the status is no_plan_found"
    ):
        bare.tables  # noqa: B018 - asking is what raises


def test_repr_counts_rows(made):
    """The representation says how many rows each table has."""
    assert repr(made).startswith(
        "Tables(sessions 20, groups 2, classes 1, placements 2"
    )
