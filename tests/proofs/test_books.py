"""The books of a proof against drawn plans: what counts holds, and all of it."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from leaderplan.domain.base import title
from leaderplan.domain.rule import Level
from leaderplan.model.proof import Candidate, Proof, combined

NAMES = ("first", "second", "third")
COSTS = st.tuples(*3 * [st.integers(0, 4)])
PLANS = st.lists(COSTS, min_size=1, max_size=12)

Costs = tuple[int, ...]


def _levels(largest: int) -> tuple[Level, ...]:
    """Return three levels, of one of which only the largest counts."""
    return tuple(
        Level(
            id=name,
            title=title(name),
            combine="max" if place == largest else "sum",
        )
        for place, name in enumerate(NAMES)
    )


def _named(costs: Costs) -> dict[str, int]:
    return dict(zip(NAMES, costs, strict=True))


def _best(plans: list[Costs], caps: Costs) -> int:
    """Return the least of the next level in plans within caps of those before it."""
    at = len(caps)
    within = [
        plan[at]
        for plan in plans
        if all(a <= b for a, b in zip(plan, caps, strict=False))
    ]
    return min(within, default=9)


class Book(NamedTuple):
    """All plans that there are, and what was proven of them."""

    plans: list[Costs]
    candidates: list[Candidate]


@st.composite
def _books(draw: st.DrawFn) -> Book:
    """Draw plans, and bounds that are as good as can be for their slack."""
    plans = draw(PLANS)
    candidates = []
    for number in range(draw(st.integers(1, 3))):
        slack, caps, bounds = draw(COSTS), (), ()
        for room in slack:
            least = max(0, _best(plans, caps) - draw(st.integers(0, 1)))
            bounds, caps = (*bounds, least), (*caps, least + room)
        candidates.append(Candidate(f"{number}", _named(bounds), _named(slack)))
    return Book(plans, candidates)


@given(_books(), COSTS)
def test_bounds_within_ceilings_hold(book: Book, ceilings: Costs) -> None:
    """No plan within ceilings costs less on a level than what counts there."""
    proof = Proof(_levels(-1))
    proof.candidates += book.candidates
    for place, name in enumerate(NAMES):
        within = proof.within(name, _named(ceilings))
        assert within <= _best(book.plans, ceilings[:place])


@given(_books())
def test_bounds_of_a_plan_hold_for_all_as_good(book: Book) -> None:
    """What counts for a plan is the strongest that is true, for each level."""
    proof = Proof(_levels(-1))
    proof.candidates += book.candidates
    for plan in book.plans:
        found = proof.bounds(_named(plan))
        for place, name in enumerate(NAMES):
            assert found[name][0] <= _best(book.plans, plan[:place])
            live = [
                c.bounds[name]
                for c in book.candidates
                if all(
                    plan[k] <= c.bounds[early] + c.slack[early]
                    for k, early in enumerate(NAMES[:place])
                )
            ]
            assert found[name][0] == max(live, default=0)
            assert found[name][0] == proof.within(name, _named(plan))


@given(PLANS, PLANS, st.integers(0, 2))
def test_bounds_of_parts_hold_for_both_together(
    one: list[Costs], other: list[Costs], largest: int
) -> None:
    """Whatever two parts cost together, their bounds as one hold for it."""
    rows = [_named(min(plans)) for plans in (one, other)]
    proof = Proof(_levels(largest))
    proof.candidates.append(combined(_levels(largest), "parts", rows, {}))
    for a in one:
        for b in other:
            both = tuple(
                max(x, y) if place == largest else x + y
                for place, (x, y) in enumerate(zip(a, b, strict=True))
            )
            for name, (bound, _) in proof.bounds(_named(both)).items():
                assert bound <= _named(both)[name]
