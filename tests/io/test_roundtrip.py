from __future__ import annotations

import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderplan import samples
from leaderplan.domain.people import Skip
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError
from leaderplan.io.frames import from_frames, to_frames
from leaderplan.io.json import from_json, to_json
from leaderplan.io.lists import joined, split
from leaderplan.io.parameters import parsed, written
from leaderplan.io.template import template
from leaderplan.io.workbook import read_workbook
from tests.io.books import world
from tests.strategies import small_programmes

LANGUAGES = ("da", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_reads_back_the_same(tmp_path, language):
    """A programme with rows in every table survives the workbook, to the byte."""
    path = template(tmp_path / "book.xlsx", language, world())
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        back = read_workbook(path)
    assert back == world()
    assert back.fingerprint == world().fingerprint


def in_tables(programme: Programme) -> Programme:
    """Return a programme without what no table has a column for."""
    return programme.replace(
        participants=tuple(p.model_copy(update={"skips": (), "guest_at": ()})
                           for p in programme.participants),
        activities=tuple(a.model_copy(update={"only": ()})
                         for a in programme.activities),
    )  # fmt: skip


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(programme=small_programmes(), language=st.sampled_from(LANGUAGES))
def test_any_programme_survives_the_workbook(tmp_path, programme, language):
    """Reading the template of a drawn programme gives it back, without a warning."""
    programme = in_tables(programme)
    path = template(tmp_path / "book.xlsx", language, programme)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_workbook(path).fingerprint == programme.fingerprint


@settings(max_examples=60)
@given(small_programmes())
def test_any_programme_survives_frames_and_json(programme):
    """DataFrames and JSON give a drawn programme back; JSON knows of skips, too."""
    assert from_json(to_json(programme)).fingerprint == programme.fingerprint
    programme = in_tables(programme)
    frames: Programme = from_frames(to_frames(programme))
    assert frames == programme
    assert from_json(to_json(programme)).fingerprint == programme.fingerprint
    assert frames.fingerprint == programme.fingerprint


def test_what_no_table_holds_is_refused():
    """Single occurrences skipped, and activities for some: a JSON file holds them."""
    made = world()
    who = made.participants[0]
    skip = Skip(activity=made.activities[0].id, occurrence=1)
    skipping = made.replace(
        participants=(who.model_copy(update={"skips": (skip,)}), *made.participants[1:])
    )
    some = made.activities[0].model_copy(update={"only": (who.id,)})
    for given_, place in (
        (skipping, f"participants/{who.id}/skips"),
        (made.replace(activities=(some, *made.activities[1:])), "/only"),
    ):
        with pytest.raises(InputError, match=place):
            to_frames(given_)
        assert from_json(to_json(given_)) == given_


@pytest.mark.parametrize("difficulty", ["default", "edge"])
def test_the_sample_survives_the_workbook(tmp_path, difficulty):
    """The sample of one cohort survives the workbook and JSON."""
    made = samples.programme("S", 3, difficulty)
    path = template(tmp_path / "sample.xlsx", programme=made)
    assert read_workbook(path).fingerprint == made.fingerprint
    assert from_json(to_json(made)).fingerprint == made.fingerprint


def test_frames_have_every_table_and_column():
    """The frames are those of the workbook, empty ones too, with plain names."""
    frames = to_frames(world())
    assert list(frames)[:3] == ["programme", "blocks", "closures"]
    assert list(frames["rooms"].columns) == [
        "id", "name", "venue", "capacity", "features", "cost",
    ]  # fmt: skip
    assert list(frames["programme"].columns) == ["setting", "value"]
    assert frames["participants"].loc[1, "attr:køn"] == "m"
    assert {str(dtype) for dtype in frames["rooms"].dtypes} == {"object"}


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1)
ITEMS = TEXTS.map(str.strip).filter(bool)


@given(st.lists(ITEMS))
def test_lists_split_as_they_were_joined(items):
    """Any ids, also with separators and quotes in them, survive one cell."""
    assert split(joined(items)) == items


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True), VALUES))
def test_parameters_read_as_they_were_written(values):
    """Any parameters of a rule survive one cell."""
    assert parsed(written(values)) == values


@pytest.mark.parametrize("name", ["one.xlsx", "two.xlsx"])
def test_a_template_is_one_file_and_leaves_none_behind(tmp_path, name):
    """Writing leaves exactly the file asked for, and returns its path."""
    assert template(tmp_path / name) == tmp_path / name
    assert [path.name for path in Path(tmp_path).iterdir()] == [name]
