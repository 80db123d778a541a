"""Who is in a group together for certain, and when those people's meetings can be."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from leaderplan.domain.people import Availability, Cohort, Pair
from leaderplan.domain.plan import SessionKey
from leaderplan.domain.rule import Rule
from leaderplan.model import narrowed
from leaderplan.model.assignment import Assignment
from leaderplan.model.build import Built
from leaderplan.model.company import companies, stand_ins
from leaderplan.model.drafts import Draft
from leaderplan.model.scope import Scope
from leaderplan.rules import Availability as Free
from leaderplan.rules import GroupSize, PairsApart, PairsTogether, Spacing, Window
from tests.rules.small_world import activity, day, person, programme

PEOPLE = tuple(f"p{i}" for i in range(1, 7))
MAY = frozenset({*range(5), *range(15, 20)})
"""Days on which the session of one group or of the other may stand."""
FAMILIES = pytest.mark.parametrize("families", [frozenset(), frozenset({"groups"})])
"""Groups out of view, and in view."""


Relation = Literal["linked", "acquainted"]


def linked(*pairs: tuple[str, str], relation: Relation = "linked") -> tuple[Pair, ...]:
    """Return pairs of a relation."""
    return tuple(Pair(first=a, second=b, relation=relation) for a, b in pairs)


def busy(*days: int, blocks: tuple[int, ...] | None = None) -> tuple[Availability, ...]:
    """Return what takes some days, or blocks of them."""
    return tuple(Availability(first=day(n), last=day(n), blocks=blocks) for n in days)


@settings(max_examples=50)
@given(st.lists(st.permutations(PEOPLE).map(lambda row: tuple(row[:2])), max_size=5))
def test_links_unite_by_way_of_others(pairs: list[tuple[str, str]]) -> None:
    """Two people are in one company where links lead from one to the other."""
    reach = np.eye(len(PEOPLE), dtype=int)
    for one, other in pairs:
        reach[PEOPLE.index(one), PEOPLE.index(other)] = 1
    linked_ = np.linalg.matrix_power(reach + reach.T, len(PEOPLE)) > 0
    rows = {tuple(np.array(PEOPLE)[row].tolist()) for row in linked_}
    once = linked(*{(min(pair), max(pair)) for pair in pairs})
    known = programme([person(who) for who in PEOPLE], pairs=once)
    assert companies(known, [PairsTogether()]) == sorted(rows)


@pytest.mark.parametrize(
    ("rules", "relation"),
    [
        ([], "linked"),
        ([PairsTogether(level="groups")], "linked"),
        ([PairsTogether()], "acquainted"),
    ],
)
def test_without_a_hard_rule_everybody_is_alone(
    rules: list[Rule], relation: Relation
) -> None:
    """No rule, a priced one and pairs of another relation unite nobody."""
    pairs = linked(("p1", "p2"), relation=relation)
    known = programme([person(who) for who in PEOPLE], pairs=pairs)
    assert companies(known, rules) == [(who,) for who in PEOPLE]


def built(families: frozenset[str], *rules: Rule, **changes: Any) -> Built:
    """Model meetings of two cohorts; p1, busy on 0 and 2, and p2, on 16, are linked."""
    people = [
        person("p1", **({"availability": busy(0, 2)} | changes)),
        person("p2", availability=busy(16)),
        person("p3", availability=busy(3, blocks=(0,))),
        person("p4", cohort="d"),
    ]
    given_ = programme(
        people,
        pairs=linked(("p1", "p2")),
        cohorts=tuple(Cohort(id=c, name=c, network_groups=2) for c in "cd"),
        activities=(activity("network", "network_group", occurrences=2),),
        rules=(PairsTogether(), Free(), *rules),
    )
    return Built(given_, Scope(frozenset({"network"}), families))


def drafted(model: Built) -> dict[SessionKey, Draft]:
    """Draft the meetings: groups A on days 0 to 4, B on days 15 to 19."""
    drafts = dict(model.decisions._drafted(Assignment()))
    for key, draft in drafts.items():
        first = 0 if key.audience.endswith("A") else 15
        draft.allowed = np.zeros_like(draft.allowed)
        draft.allowed[first : first + 5] = True
    return drafts


def days(model: Built, drafts: dict[SessionKey, Draft]) -> dict[str, set[int]]:
    """Return the days of each stand-in by its people."""
    found = stand_ins(model.core, drafts)
    assert all("+".join(row.attendees) == key.audience for key, row in found.items())
    return {key.audience: {*np.flatnonzero(d.days)} for key, d in found.items()}


@FAMILIES
def test_a_company_meets_when_all_are_free(families: frozenset[str]) -> None:
    """Whichever group of its cohort it is; an hour taken leaves the day."""
    model = built(families)
    expected = {"p1+p2": MAY - {0, 2, 16}, "p3": MAY, "p4": MAY}
    assert days(model, drafted(model)) == expected


def test_a_settled_meeting_stands_for_nobody() -> None:
    """Where a group's meeting is settled, only the other's days are left."""
    model = built(frozenset())
    drafts = drafted(model)
    for key, draft in drafts.items():
        draft.fixed = (0, 0) if key.audience.startswith("d") else None
    assert days(model, drafts) == {"p1+p2": MAY - {0, 2, 16}, "p3": MAY}


@FAMILIES
def test_who_is_exempt_has_no_meeting(families: frozenset[str]) -> None:
    """p1 need not come, so that p1's full diary is no matter to any meeting."""
    model = built(families, exempt=("network",), availability=busy(*range(28)))
    found = days(model, drafted(model))
    assert "p1" not in found
    assert found.get("p1+p2", MAY - {16}) == MAY - {16}


def test_a_company_that_can_never_meet_makes_no_plan_possible() -> None:
    """p1, always busy, leaves a spaced meeting no day: a clash, and no error."""
    always = busy(*range(28))
    model = built(frozenset(), Spacing(first="network", most=9), availability=always)
    assert model.core.refused


@pytest.mark.parametrize(("relation", "groups"), [("apart", 2), ("acquainted", 1)])
def test_a_group_keeps_what_its_members_sessions_out_of_view_ask(
    relation: Relation, groups: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose talk is late meets late, with whomever that is; the others need no talk.

    The talks are left out, so only chains of distances tell it: a talk is a day after
    an opening at the soonest, which is wanted late, on day 9. The two who have one hold
    up one group, or both where they must be apart.
    """
    monkeypatch.setattr(narrowed, "FEW_DAYS", 0)
    without: dict[str, Any] = {"exempt": ("talk",)}
    given_ = programme(
        [person(f"p{i}", **(without if i > 2 else {})) for i in range(1, 5)],
        pairs=linked(("p1", "p2"), relation=relation),
        activities=(
            activity("opening", "cohort"), activity("talk", "participant"),
            activity("meeting", "network_group"),
        ),
        rules=(
            PairsApart(relation="apart"),
            GroupSize(smallest=2, largest=2),
            Window(activity="opening", latest=day(9)),
            Spacing(id="soon", first="opening", then="talk", least=1),
            Spacing(first="talk", then="meeting", least=0),
        ),
    )  # fmt: skip
    seen = frozenset({"opening", "meeting"})
    scope = Scope(seen, frozenset({"groups"}), frozenset({"talk"}), seen)
    model = Built(given_, scope)
    assert model.decisions.sessions(["talk"]) == []
    opening, *days = [model.decisions.day(key) for key in model.decisions.held]
    assert len(days) == 2
    model.model.minimize(sum(days) - 3 * opening)
    solver = cp_model.CpSolver()
    solver.parameters.catch_sigint_signal = False
    assert solver.solve(model.model) == cp_model.OPTIMAL
    assert solver.objective_value == 10 * groups - 3 * 9
