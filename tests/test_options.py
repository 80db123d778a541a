"""Options are typed, frozen and refuse what is out of range with a sentence."""

from __future__ import annotations

from typing import Any

import pytest

from leaderplan.errors import InputError
from leaderplan.options import SolveOptions

NAN = float("nan")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("time_limit", 0),
        ("time_limit", -1),
        ("time_limit", NAN),
        ("time_limit", float("inf")),
        ("time_limit", "10"),
        ("time_limit", True),
        ("time_limit", 10**9),
        ("deterministic_limit", 0),
        ("deterministic_limit", -1.0),
        ("workers", 0),
        ("workers", -1),
        ("workers", 10_000),
        ("workers", 1.5),
        ("seed", -1),
        ("seed", 2**31),
        ("seed", "a"),
        ("language", "xx"),
    ],
)
def test_out_of_range_is_a_sentence(name: str, value: Any) -> None:
    """Each option out of its range is refused by name, with what was found."""
    with pytest.raises(InputError, match=rf"options/{name}: expected .* found"):
        SolveOptions(**{name: value})


def test_all_faults_are_reported_together() -> None:
    """Two bad options are two faults of one error."""
    with pytest.raises(InputError, match="2 faults were found") as caught:
        SolveOptions(time_limit=0, seed=-1)
    assert len(caught.value.issues) == 2


def test_options_do_not_change() -> None:
    """An options object is frozen."""
    with pytest.raises(AttributeError, match="seed"):
        SolveOptions().seed = 3  # type: ignore[misc]
