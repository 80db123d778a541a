"""Excerpts: small, failing for the same reason, and nobody's business but theirs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

import leaderplan as lp
from leaderplan.domain.programme import Programme
from leaderplan.model.conflict import conflict_of
from leaderplan.model.run import Budget
from leaderplan.options import SolveOptions
from leaderplan.result import Status
from tests.model.test_conflict import asked, demanding
from tests.model.test_conflict import assert_irreducible as assert_conflict

FULL = "LEADERPLAN_FULL" in os.environ
KINDS = lp.samples.CONFLICTS if FULL else ("spacing_chain", "last_host_full")
MARK = "Zyx"
LIMITS = SolveOptions(time_limit=120, progress=False)


def marked(programme: Programme) -> Programme:
    """Return a programme in which all that may say who somebody is bears a mark."""
    told = programme.model_dump(mode="json")
    for table in ("participants", "staff", "units", "venues", "rooms", "areas"):
        for row in told[table]:
            row["name"] = MARK + row["name"]
            for field in ("email", "address"):
                if field in row:
                    row[field] = f"{MARK}@example.org" if field == "email" else MARK
    for person in told["participants"]:
        person["attributes"] |= {"gender": MARK}
    return Programme(**told | {"name": MARK})


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_conflict_is_a_small_programme(kind: str, tmp_path: Path) -> None:
    """A few people instead of 32, read from a file; the same requirements, no names."""
    planted = lp.samples.conflict(kind)
    told = marked(planted.programme)
    found = lp.why_not(told, LIMITS)
    assert found is not None
    small = lp.excerpt(found, LIMITS)
    text = lp.to_json(small, tmp_path / "small.json")
    assert MARK not in text
    ids = {row.id for table in (told.participants, told.staff, told.units)
           for row in table}  # fmt: skip
    assert not [name for name in ids if f'"{name}"' in text]
    again = lp.from_json(tmp_path / "small.json")
    assert len(again.participants) <= 4
    assert lp.solve(again, LIMITS).status is Status.INFEASIBLE
    why = lp.why_not(again, LIMITS)
    assert why is not None
    assert_conflict(again, why)
    rules = [row.rule for row in found.requirements]
    assert [row.rule for row in why.requirements] == rules


@pytest.mark.slow
@settings(
    max_examples=60 if FULL else 6,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(demanding())
def test_an_excerpt_fails_for_the_same_requirements(programme: Programme) -> None:
    """All of them clash there, too; and with the names kept they are the very same."""
    found = conflict_of(programme, Budget(None, 60.0), 0)
    assume(found is not None)
    assert found is not None
    small = lp.excerpt(found, LIMITS, named=True)
    assert_conflict(small, found)
    assert asked(small, ()).value == "optimal"
    assert lp.solve(small, LIMITS).status is Status.INFEASIBLE
    assert len(small.session_keys) <= len(programme.session_keys)
    assert len(small.staff) <= len(programme.staff)
    hidden = lp.excerpt(found, LIMITS)
    assert lp.solve(hidden, LIMITS).status is Status.INFEASIBLE
    assert len(hidden.session_keys) == len(small.session_keys)


def test_a_conflict_of_no_programme_is_refused() -> None:
    """It cannot be told what was clashing."""
    part = lp.Words("datoerne", "the dates")
    with pytest.raises(lp.InputError, match="with its programme"):
        lp.excerpt(lp.Conflict(part, (), irreducible=True))
