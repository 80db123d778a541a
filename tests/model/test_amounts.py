"""What rules state of one group alone, and what is left out as it is of more."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from leaderplan.domain.rule import Rule
from leaderplan.locale import Words
from leaderplan.model.amounts import Asked, Sum, asked_of_groups
from leaderplan.model.columns import columns
from leaderplan.model.run import Budget
from leaderplan.rules._base import Decisions, Posting
from tests.rules.small_world import person, programme


class _Own(Rule):
    """A rule of one's own."""

    kind: ClassVar[str] = "own_of_groups"
    words: ClassVar[Words] = Words("egen", "own")
    said: ClassVar[Words] = Words("egen", "own")


class _OfMore(_Own):
    """A rule that asks of all that is not one group alone."""

    kind: ClassVar[str] = "of_more_than_a_group"

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State this and that, of both groups or of what else there is."""
        first, second = (decisions.members(label) for label in decisions.groups())
        posting.at_most(first["a"] + second["b"], 1, ("a", "b"))
        posting.at_most(second["a"] - 2 * first["b"], 0, ("a", "b"))
        posting.at_least(posting.both(first["a"], second["b"]), 1, ("a", "b"))
        posting.at_least(posting.any_of((first["a"], second["b"])), 1, ("a", "b"))
        posting.at_most(first["a"], 0, ("a",), given=(second["b"],))
        posting.at_most(posting.excess(first["a"], 0), 0, ("a",))
        posting.not_all((first["a"], second["b"]), ("a", "b"))
        chosen = posting.alternatives(("one", "other"), ("a",))
        posting.at_most(first["a"], 0, ("a",), given=(chosen["one"],))
        posting.worst(first["a"], ("a",))
        assert not decisions.sessions()
        assert not decisions.hosts("a")
        assert not decisions.visits("a", "u1")
        assert not decisions.members("c-1")


class _OfOne(_Own):
    """A rule that asks of each group alone, in all the ways there are."""

    kind: ClassVar[str] = "of_one_group_alone"

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State that a is with b, not with c, and not with both d and e, and so on."""
        for label in decisions.groups():
            here = decisions.members(label)
            posting.at_least(here["b"], 1, ("a", "b"), given=(here["a"],))
            posting.not_all((here["a"], here["c"], True), ("a", "c"))
            two = posting.both(here["d"], here["e"])
            posting.at_most(here["a"] + two, 1, ("a", "d", "e"))
            some = posting.any_of((here["d"], here["e"], False))
            posting.at_least(some - here["f"], 0, ("f",))
            posting.at_most(posting.both(True, here["f"]), 1, ("f",))
            posting.at_most(posting.both(False, here["f"]), 0, ("f",))
            posting.at_most(here["f"].negated() + here["a"], 1, ("f",))


def _kept(rows: list[Asked], *members: str) -> bool:
    table = {w: np.array([int(w in members)], np.int8) for w in "abcdef"}
    return all(
        int(row.over.value(table)[0]) <= 0
        for row in rows
        if all(int(given.value(table)[0]) > 0 for given in row.given)
    )


def test_what_is_asked_of_more_than_one_group_is_left_out() -> None:
    """Else groups would be refused that a plan may have."""
    given = programme([person(who) for who in "ab"], rules=(_OfMore(),))
    assert asked_of_groups(given) == {"c-A": [], "c-B": []}


def test_what_is_asked_of_one_group_is_told_in_full() -> None:
    """A group keeps what is asked of it just where the words say so."""
    given = programme([person(who) for who in "abcdef"], rules=(_OfOne(),))
    asked = asked_of_groups(given)
    assert asked["c-A"] == asked["c-B"]
    rows = asked["c-A"]
    assert _kept(rows)
    assert not _kept(rows, "a", "f", "d")
    assert _kept(rows, "a", "b", "f", "d")
    assert not _kept(rows, "a", "b", "d")
    assert not _kept(rows, "a", "b", "c", "d", "f")
    assert not _kept(rows, "a", "b", "d", "e", "f")
    assert _kept(rows, "b", "c", "d", "e", "f")
    assert not _kept(rows, "f")


def test_small_sums_of_people_are_linear() -> None:
    """Only those are counted while groups are listed person by person."""
    small = Sum(frozenset({("a", 1), ("b", -2)}), 3)
    assert Asked(small, frozenset(), "r").linear
    assert not Asked(small, frozenset({small}), "r").linear
    assert not Asked(small._replace(constant=40_000), frozenset(), "r").linear


class _IfThen(_Own):
    """A rule that asks for b where a is, but of nobody else."""

    kind: ClassVar[str] = "if_then_of_one_group"

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State that each group with a has b."""
        for label in decisions.groups():
            here = decisions.members(label)
            posting.at_least(here["b"], 1, ("a", "b"), given=(here["a"],))


def test_what_is_asked_of_some_groups_binds_no_others() -> None:
    """Of eight groups of three people two have a without b."""
    given = programme([person(who) for who in "abc"], rules=(_IfThen(),))
    (found,) = columns(given, "groups", Budget(None)) or ()
    listed = {"".join(np.array(found.people)[row > 0].tolist()) for row in found.taken}
    every = {"", "a", "b", "c", "ab", "ac", "bc", "abc"}
    assert {"".join(sorted(who)) for who in listed} == every - {"a", "ac"}
