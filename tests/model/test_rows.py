"""Rows of the certificate: each set of cohorts with its own value and bound."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import partial

import pytest

import leaderplan as lp
from leaderplan import rules
from leaderplan.domain.activity import Lead
from leaderplan.domain.people import Cohort, RoleLoad, Wish
from leaderplan.domain.places import HostUnit
from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import DEFAULT_LEVELS, Level
from leaderplan.errors import InternalError
from leaderplan.model.joint import JointSearch
from leaderplan.model.portions import portions
from leaderplan.model.proof import Candidate, Joint, Proof
from leaderplan.model.rows import apart, with_rows
from leaderplan.model.run import Budget
from leaderplan.model.searched import Searched
from leaderplan.model.slices import Bounded
from leaderplan.solve import solve
from tests.model.searching import judged
from tests.rules.small_world import activity, person, programme, staff


def _given() -> Programme:
    """Two cohorts that wish for one host, and whose days all fall on weekdays.

    Only two of the three who wish for a host get it. The first cohort has an opening
    and two days of its own, the other an opening. One of two coaches takes one person,
    so the other has three of the four.
    """
    wish = (Wish(rank=1, host="u2"),)
    return programme(
        [
            person("p1", cohort="a", wishes=wish),
            person("p2", cohort="a", wishes=wish),
            person("q", cohort="b", wishes=wish),
            person("r", cohort="b"),
        ],
        cohorts=(Cohort(id="a", name="First"), Cohort(id="b", name="Second")),
        hosts=(HostUnit(unit="u2", capacity_year=2),
               HostUnit(unit="u3", capacity_year=2)),
        staff=(
            staff("k1", "coach"),
            staff("k2", roles=(RoleLoad(role="coach", largest=1),)),
        ),
        activities=(
            activity("opening", "cohort"),
            activity("own", "cohort", cohorts=("a",), occurrences=2),
            activity(
                "talk", "participant", leads=(Lead(role="coach", relation="coach"),)
            ),
        ),
        rules=(
            rules.ClosedDays(),
            rules.HostCapacity(),
            rules.Wishes(),
            rules.CoachLoad(),
            rules.CoachLoadEven(level="groups"),
            *(
                rules.WeekdayPreference(
                    id=key, activities=(key,), weekdays=(6,), level="dates", weight=5
                )
                for key in ("opening", "own")
            ),
        ),
    )  # fmt: skip


def test_each_cohort_is_told_what_it_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three days and one day of 5 each; hosts are settled for both at once.

    One person misses a wish, so on that level one row costs 1 and the other nothing.
    A coach has one above an even share, a matter of both cohorts: no row has it.
    """
    monkeypatch.setattr(sys.modules["leaderplan.solve"], "SMALL", 0)
    found = solve(_given(), lp.SolveOptions(deterministic=True, time_limit=20.0))
    assert found.plan is not None
    assert found.certificate is not None
    whole = {level.level: level.value for level in found.certificate.levels}
    assert (whole["groups"], whole["placements"], whole["dates"]) == (1, 1, 20)
    rows = found.certificate.cohorts
    assert [row.cohorts for row in rows] == [("a",), ("b",)]
    told = [
        {level.level: (level.value, level.bound) for level in row.levels}
        for row in rows
    ]
    assert [row["dates"] for row in told] == [(15, 15), (5, 5)]
    assert [row["groups"][0] for row in told] == [0, 0]
    hosts = {place.participant: place.host for place in found.plan.placements}
    first = int(hosts["q"] == "u2")
    assert [row["placements"] for row in told] == [(first, None), (1 - first, None)]


def test_a_programme_solved_as_one_has_no_rows() -> None:
    """Small as it is, both cohorts are solved at once."""
    found = solve(_given(), lp.SolveOptions(deterministic=True, time_limit=20.0))
    assert found.certificate is not None
    assert found.certificate.cohorts == ()


def test_the_plan_is_there_before_its_rows() -> None:
    """Rows take a check of each cohort; a limit that comes meanwhile loses no plan."""
    given = _given()
    divided = portions(given)
    alone = [portion.programme for portion in divided]
    seen: list[bool] = []

    def values_in(programme: Programme, plan: Plan) -> dict[str, int]:
        if programme in alone:
            seen.append(search.result.plan is not None)
        return judged(programme, plan)

    search = JointSearch(
        given, Budget(None, 20.0), seed=0, value_of=partial(judged, given),
        tell=lambda _progress: None, portions=divided, values_in=values_in,
    )  # fmt: skip
    assert len(search.run().cohorts) == 2
    assert seen == [True, True]


# --- which bounds hold --------------------------------------------------------------

LEVELS = tuple(
    Level(id=key, title=DEFAULT_LEVELS[0].title) for key in ("first", "hosts", "last")
)


def _proof(bounds: Mapping[str, int], slack: Mapping[str, float]) -> Proof:
    proof = Proof(LEVELS)
    proof.candidates.append(Candidate("test", bounds, slack))
    return proof


def test_a_gap_of_some_voids_no_bound_of_others() -> None:
    """One set costs 2 above its bound: its later bound is void, the other's holds."""
    told = [_proof({"first": 1, "last": 4}, {}), _proof({"first": 5, "last": 6}, {})]
    costs = [{"first": 3, "hosts": 0, "last": 9}, {"first": 5, "hosts": 0, "last": 7}]
    whole = {"first": 8, "hosts": 0, "last": 16}
    assert apart(LEVELS, told, (), whole, costs) == [
        {"first": 1, "hosts": 0, "last": 0},
        {"first": 5, "hosts": 0, "last": 6},
    ]


@pytest.mark.parametrize(("slack", "last"), [(3, 6), (2, 0)])
def test_prices_may_be_as_much_as_others_leave(slack: int, last: int) -> None:
    """All pay 20, of which 10 is paid by all and 4 and 3 by each at least: 3 are left.

    So a set pays up to 3 above its bound in prices, whatever it costs by itself, and a
    later bound holds only with so much slack.
    """
    told = [
        _proof({"hosts": 4, "last": 6}, {"hosts": slack}),
        _proof({"hosts": 3, "last": 2}, {"hosts": 9}),
    ]
    joint = (Joint("hosts", 10, 12),)
    costs = [{"first": 0, "hosts": 4, "last": 9}, {"first": 0, "hosts": 16, "last": 2}]
    whole = {"first": 0, "hosts": 20, "last": 11}
    assert apart(LEVELS, told, joint, whole, costs) == [
        {"first": 0, "hosts": None, "last": last},
        {"first": 0, "hosts": None, "last": 2},
    ]


def _bounded(bounds: Mapping[str, int], levels: tuple[Level, ...]) -> Bounded:
    proof = Proof(levels)
    proof.candidates.append(Candidate("test", bounds))
    return Bounded({}, Searched(), proof, 0.0, open=True)


def test_a_bound_above_what_a_valid_plan_costs_is_a_defect() -> None:
    """It is raised as for the whole; what nobody bounded in time has the bound 0."""
    given = _given()
    rows = portions(given)
    found = Searched(Plan(), {level.id: 0 for level in given.levels} | {"dates": 3})

    def told(bound: int) -> Searched:
        bounded = (_bounded({"dates": bound}, given.levels), None)
        return with_rows(
            given.levels, found, rows, bounded, (), lambda _, __: found.values
        )

    dates = [row.levels[4] for row in told(3).cohorts]
    assert [(level.level, level.bound) for level in dates] == [
        ("dates", 3), ("dates", 0),
    ]  # fmt: skip
    with pytest.raises(InternalError, match="the bound 4 of dates is above the 3"):
        told(4)
