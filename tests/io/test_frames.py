from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from leaderplan import InputError
from leaderplan.io.faults import InputWarning
from leaderplan.io.frames import from_frames, to_frames
from tests.io.books import world


def _with(**changes):
    """Return the frames of the programme, some replaced or changed by a function."""
    frames = to_frames(world())
    for name, change in changes.items():
        frames[name] = change(frames[name]) if callable(change) else change
    return frames


def _set(row, column, value):
    def change(frame):
        frame.loc[row, column] = value
        return frame

    return change


def _typed(column, dtype):
    return lambda frame: frame.assign(**{column: frame[column].astype(dtype)})


def _levels(frame):
    frame.columns = pd.MultiIndex.from_product([["a"], frame.columns])
    return frame


SPRING_GAP = pd.Timestamp("2026-03-29 02:30")
AUTUMN_TWICE = pd.Timestamp("2026-10-25 02:30")
AWARE = pd.Timestamp("2027-09-01", tz="Europe/Copenhagen")
BAD = {
    "a_list": ({"rooms": [1, 2]}, "table rooms: expected a DataFrame, found list"),
    "a_path": ({"rooms": "rooms.csv"}, r"found str\. Use pandas\.read_csv"),
    "none": ({"rooms": None}, "expected a DataFrame, found NoneType"),
    "no_rows": ({"units": lambda f: f.iloc[:0]}, "table units, .*at least one row"),
    "no_columns": ({"units": lambda f: f[[]]}, "1 to 200 columns .* found 0"),
    "columns_alike": (
        {"units": lambda f: pd.concat([f, f[["area"]]], axis=1)},
        "'area' stands twice",
    ),
    "columns_in_levels": ({"units": _levels}, "found several levels"),
    "all_nan_needed_column": (
        {"units": lambda f: f.assign(sector=np.nan)},
        "row 1, column sector: .*filled in",
    ),
    "nan_id": ({"units": _set(1, "id", np.nan)}, "row 2, column id: Id must be filled"),
    "float_id_with_decimals": (
        {"cohorts": _set(0, "id", 1.5)},
        "a number with decimals",
    ),
    "aware_and_naive": (
        {"participants": _set(0, "rpl_by", AWARE)},
        "a day without a time zone",
    ),
    "time_that_does_not_exist": (
        {"participants": _set(0, "rpl_by", SPRING_GAP)},
        "a day with a time: 2026-03-29",
    ),
    "time_that_is_twice": (
        {"participants": _set(0, "rpl_by", AUTUMN_TWICE)},
        "a day with a time: 2026-10-25",
    ),
    "nat_where_needed": ({"closures": _set(0, "first", pd.NaT)}, "must be filled in"),
    "year_1677": (
        {"posts": _set(0, "valid_from", pd.Timestamp("1677-10-01"))},
        "year 1900 to 2199",
    ),
    "year_9999": ({"posts": _set(1, "valid_to", date(9999, 12, 31))}, "found 9999"),
    "list_in_a_cell": (
        {"rooms": lambda f: f.assign(features=[["projektor"]])},
        "found a list",
    ),
    "dict_in_a_cell": (
        {"rooms": lambda f: f.assign(name=[{"da": "x"}])},
        "found a dict",
    ),
    "infinite_weight": (
        {"rules": _set(1, "weight", np.inf)},
        "whole number, found 'inf'",
    ),
    "infinite_point": (
        {"units": _set(0, "latitude", np.inf)},
        "less than or equal to 90",
    ),
    "weight_of_a_half": (
        {"rules": _set(1, "weight", 1.5)},
        "whole number, found '1.5'",
    ),
    "unknown_reference": (
        {"posts": _set(0, "unit", "u33")},
        "table posts, row 1, column unit: .*'u33'",
    ),
    "missing_table": ({"units": lambda _: 1}, "table units: expected a DataFrame"),
}


@pytest.mark.parametrize(("changes", "said"), BAD.values(), ids=BAD)
def test_a_bad_frame_is_named(changes, said):
    """A bad frame is refused with its table, row and column."""
    with pytest.raises(InputError, match=said):
        from_frames(_with(**changes))


GOOD = {
    "index_with_repeated_labels": {
        "units": lambda f: f.set_index(pd.Index([5] * len(f)))
    },
    "float_ids": {"participants": _set(1, "id", 7.0)},
    "numpy_ids": {"participants": _set(1, "id", np.int64(7))},
    "mixed_object_column": {"participants": _set(1, "id", 7)},
    "unused_categories": {
        "units": lambda f: f.assign(
            sector=pd.Categorical(f["sector"], ["skole", "dagtilbud", "fritid"])
        )
    },
    "nullable_whole_numbers": {"rooms": _typed("capacity", "Int64")},
    "floats_from_missing_values": {"units": _typed("staff_count", "float64")},
    "strings_of_pandas": {"units": _typed("sector", "string")},
    "decimals": {"rooms": _set(0, "capacity", Decimal(40))},
    "numpy_booleans": {"participants": _set(1, "admitted", np.bool_(False))},
    "days_as_timestamps": {
        "participants": _set(1, "rpl_by", pd.Timestamp("2027-11-01"))
    },
    "days_of_numpy": {"closures": lambda f: f.assign(first=f["first"].astype("M8[s]"))},
    "days_as_text": {"participants": _set(1, "rpl_by", "01-11-2027")},
    "nat_where_free": {"participants": _set(0, "rpl_by", pd.NaT)},
    "na_where_free": {"participants": _set(0, "rpl_by", pd.NA)},
    "danish_headings": {"units": lambda f: f.rename(columns={"area": "Område"})},
    "all_blank_row": {
        "units": lambda f: pd.concat([f, f.iloc[:1].map(lambda _: None)])
    },
    "settings_in_one_row": {
        "programme": lambda f: pd.DataFrame(
            [dict(zip(f.setting, f.value, strict=True))]
        )
    },
}


@pytest.mark.parametrize("changes", GOOD.values(), ids=GOOD)
def test_what_frames_hold_is_understood(changes):
    """Every usual type of column gives the same programme."""
    assert from_frames(_with(**changes)) == world()


class PolarsLike:
    """Answers as a polars frame does."""

    def __init__(self, frame):
        self.columns, self.rows = list(frame.columns), frame.values.tolist()

    def __len__(self):
        return len(self.rows)

    def iter_rows(self):
        """Yield rows as tuples."""
        return iter(map(tuple, self.rows))


def test_frames_of_polars_are_taken():
    """A frame that gives its rows as polars does is read."""
    frames = {name: PolarsLike(frame) for name, frame in to_frames(world()).items()}
    assert from_frames(frames) == world()


def test_frames_are_not_written_to():
    """Frames over read-only arrays are read, and are the same afterwards."""
    frames = to_frames(world())
    copies = {name: frame.copy(deep=True) for name, frame in frames.items()}
    for frame in frames.values():
        for block in frame.columns:
            frame[block].array.setflags(write=False) if hasattr(
                frame[block].array, "setflags"
            ) else None
    from_frames(frames)
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, copies[name])


def test_later_changes_of_a_frame_have_no_effect():
    """The programme does not change with the frame that it came from."""
    frames = to_frames(world())
    programme = from_frames(frames)
    frames["units"].loc[:, "name"] = "x"
    assert programme == world()


def test_names_like_missing_values_are_names():
    """NA, None and null are names and codes."""
    frames = _with(units=_set(0, "name", "NA"))
    assert from_frames(frames).units[0].name == "NA"


def test_an_unknown_table_and_column_are_said():
    """What is not read is said, with the nearest name."""
    frames = _with(units=lambda f: f.assign(adress="x"), notes=pd.DataFrame())
    with pytest.warns(InputWarning, match="address|notes") as told:
        assert from_frames(frames) == world()
    text = " ".join(str(w.message) for w in told)
    assert "Did you mean Adresse?" in text
    assert "table notes: there is no such table" in text


def test_a_table_given_twice_is_a_fault():
    """One table under two names is refused."""
    frames = to_frames(world())
    with pytest.raises(InputError, match="the table units is given twice"):
        from_frames(frames | {"Enheder": frames["units"]})


def test_tables_must_come_by_name():
    """A list of frames does not say which is which."""
    with pytest.raises(InputError, match="expected DataFrames by table, found list"):
        from_frames([pd.DataFrame()])


def test_all_faults_are_told_at_once():
    """Faults of several tables come together."""
    frames = _with(units=_set(0, "area", "øst"), rooms=_set(0, "capacity", "x"),
                   posts=_set(0, "unit", "u9"))  # fmt: skip
    with pytest.raises(InputError, match="3 faults were found") as caught:
        from_frames(frames)
    assert {issue.place for issue in caught.value.issues} == {
        "table units, row 1, column area",
        "table rooms, row 1, column capacity",
        "table posts, row 1, column unit",
    }
