"""Who bears what: the order, the distance to the rest, and why."""

from __future__ import annotations

from itertools import pairwise
from statistics import median_low

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import leaderplan as lp
from leaderplan import rules
from leaderplan.costs import Fairness, costs
from leaderplan.domain.people import Cohort, Wish
from leaderplan.domain.plan import Placement, Plan
from leaderplan.domain.programme import Programme
from tests.rules.rule_instances import all_instances
from tests.rules.small_world import host, person, programme
from tests.strategies import Dice, plans, small_programmes

SEEDS = st.integers(0, 2**32 - 1)


def placed(*hosts: str) -> Fairness:
    """Return the fairness of people a, b, c, ... at hosts; each wishes u2 first."""
    wishes = tuple(Wish(rank=n + 1, host=unit) for n, unit in enumerate(HOSTS))
    people = [
        person(who, unit=UNITS[n % 3], name=who.upper() * 3, wishes=wishes)
        for n, who in zip(range(len(hosts)), "abcdef", strict=False)
    ]
    made = programme(
        people,
        hosts=tuple(map(host, HOSTS)),
        cohorts=(Cohort(id="c", name="Hold"),),
        rules=(rules.Wishes(weight=5), rules.HostLoadEven(fair=6, weight=9)),
    )
    chosen = zip(made.participants, hosts, strict=True)
    rows = tuple(Placement(participant=p.id, host=h) for p, h in chosen)
    return costs(made, Plan(placements=rows)).fairness


HOSTS, UNITS = ("u2", "u3", "u1"), ("u1", "u2", "u3")


def test_the_worst_off_and_the_median() -> None:
    """Ranks missed 0, 2, 1, 0, 0 at 5 points: 10 is most, half bear nothing."""
    found = placed("u2", "u1", "u3", "u2", "u2")
    assert found.vector("placements") == (10, 5, 0, 0, 0)
    assert found.worst("placements") == found.worst() == ("b",)
    assert (found.median("placements"), found.gap("placements")) == (0, 10)
    assert found.order == ("b", "c", "a", "d", "e")
    row = found.summary.set_index("level").loc["placements"]
    assert (row["worst"], row["median"], row["gap"], row["bearing"]) == (10, 0, 10, 2)
    assert row["who"] == "b"
    assert found.why("b") == ["BBB is placed at u1: 2 ranks below the first wish"]
    assert found.why("a") == []
    assert found.why("b", "dates") == []


def test_medians_of_sectors_are_told_where_they_differ() -> None:
    """In day-care 5 by the lower of 10 and 5, at the school 0."""
    said = "The middle of each sector – day-care: 5; leisure: 5; school: 0."
    assert said in " ".join(str(placed("u2", "u1", "u3", "u2", "u3")).split())
    assert "The middle of" not in str(placed("u1", "u1", "u1"))


def test_nobody_is_worst_off_where_nothing_costs() -> None:
    """All with their first wish: no level is borne, and nobody is named."""
    found = placed("u2", "u2")
    assert found.levels == ()
    assert found.worst() == ()
    assert str(found) == "No participant bears any of the cost alone."


def test_the_fairer_of_two_plans_has_the_smaller_vector() -> None:
    """10 and 0 in all costs what 5 and 5 do, and is less fair."""
    even, uneven = placed("u3", "u3"), placed("u1", "u2")
    assert sum(even.vector("placements")) == sum(uneven.vector("placements"))
    assert even.vector("placements") < uneven.vector("placements")


def test_sectors_and_areas_are_compared() -> None:
    """Of a and d at the school 0, of b and e in day-care 15 in all."""
    table = placed("u2", "u1", "u3", "u2", "u3").by("sector")
    rows = table[table["level"] == "placements"].set_index("sector")
    assert rows["people"].to_dict() == {"day-care": 2, "leisure": 1, "school": 2}
    assert rows["total"].to_dict() == {"day-care": 15, "leisure": 5, "school": 0}
    assert rows["median"].to_dict() == {"day-care": 5, "leisure": 5, "school": 0}
    assert rows["worst"].to_dict() == {"day-care": 10, "leisure": 5, "school": 0}


@pytest.mark.parametrize("trait", ["gender", "unit_size", "age", "kind"])
def test_burdens_are_not_compared_by_what_people_are_like(trait: str) -> None:
    """Only by cohort, sector and area."""
    with pytest.raises(lp.InputError, match="expected one of cohort, sector, area"):
        placed("u2").by(trait)  # type: ignore[arg-type]


def test_why_of_nobody_is_refused() -> None:
    """An unknown id is told."""
    with pytest.raises(lp.InputError, match="expected the id of a participant"):
        placed("u2").why("z")


def everything(data: st.DataObject, seed: int) -> tuple[Programme, Plan]:
    """Draw a programme with priced rules of every kind, and a plan."""
    drawn = data.draw(small_programmes())
    stated = tuple(r for r in all_instances(drawn, Dice(seed)) if not r.hard)
    made = drawn.replace(rules=stated)
    return made, data.draw(plans(made))


@settings(max_examples=30)
@given(st.data(), SEEDS)
def test_burdens_are_the_persons_and_in_order(data: st.DataObject, seed: int) -> None:
    """The order never falls, vectors are sorted, and items make up each burden."""
    made, plan = everything(data, seed)
    found = costs(made, plan)
    fair = found.fairness
    levels = [level.id for level in made.levels]
    rows = [tuple(fair.burdens[who][level] for level in levels) for who in fair.order]
    assert all(one >= other for one, other in pairwise(rows))
    assert sorted(fair.order) == sorted(who.id for who in made.participants)
    assert fair.table["participant"].tolist() == list(fair.order)
    for level in made.levels:
        vector = fair.vector(level.id)
        assert list(vector) == sorted(vector, reverse=True)
        assert fair.median(level.id) == median_low(vector)
        join = max if level.combine == "max" else sum
        for who in fair.order:
            parts = [
                item.violation.cost
                for item in fair.of(who)
                if item.violation.level == level.id and item.participants == (who,)
            ]
            shared = any(
                len(item.participants) > 1 and item.violation.level == level.id
                for item in fair.of(who)
            )
            whole = join(parts) if parts else 0
            borne = fair.burdens[who][level.id]
            assert borne == whole or (shared and borne > whole)
    for division in ("cohort", "sector", "area"):
        table = fair.by(division)
        per = table.groupby("level")["people"].sum()
        assert set(per) == {len(made.participants)}
        for level in made.levels:
            part = table[table["level"] == level.id]["total"]
            whole = [fair.burdens[who][level.id] for who in fair.order]
            join = max if level.combine == "max" else sum
            assert join(int(n) for n in part) == join(whole)
