from __future__ import annotations

from benchmarks.methods.swaps import judged, swapped
from leaderplan import rules, samples
from leaderplan.model.bounds import Lexicographic
from leaderplan.model.parts import Parts
from leaderplan.model.run import Budget
from tests.rules.small_world import person, programme


def test_swaps_keep_every_hard_rule_and_no_bound_is_undercut() -> None:
    """32 people in six groups: valid, and at least what leaderplan's part proves."""
    given = samples.programme("S", 0)
    values, hard = swapped(given, starts=2)
    proven = Lexicographic(given, Budget(60.0), 0).solve(Parts(given).groups).bounds
    assert hard == 0
    assert values["groups"] >= proven["groups"]


def test_two_of_each_are_mixed() -> None:
    """Two women and two men in two groups of two: one of each is even, at no cost."""
    genders = ("woman", "woman", "man", "man")
    people = [
        person(f"p{n}", attributes={"gender": gender})
        for n, gender in enumerate(genders)
    ]
    even = rules.Balance(id="even", attribute="gender", level="groups")
    given = programme(people, rules=(even,))
    assert swapped(given, starts=3) == ({k.id: 0 for k in given.levels}, 0)


def test_groups_are_judged_by_the_rules_themselves() -> None:
    """Both women in one group and both men in the other: four counts, each one off."""
    genders = ("woman", "woman", "man", "man")
    people = [
        person(f"p{n}", attributes={"gender": gender})
        for n, gender in enumerate(genders)
    ]
    even = rules.Balance(id="even", attribute="gender", level="groups", weight=3)
    size = rules.GroupSize(smallest=3, largest=4)
    given = programme(people, rules=(even, size))
    group = {"p0": "c-A", "p1": "c-A", "p2": "c-B", "p3": "c-B"}
    values, hard = judged(given, group)
    assert values["groups"] == 12
    assert hard == 2
