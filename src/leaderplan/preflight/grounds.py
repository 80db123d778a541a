"""The rules that an argument may rest on, and what they say of single choices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule
from leaderplan.rules._base import Hosting

RowT = TypeVar("RowT")
RuleT = TypeVar("RuleT", bound=Rule)


class Grounds:
    """Hard rules of which nothing is waived, and their judgement.

    Parameters
    ----------
    programme
        The facts.
    rules
        The rules to choose from, the programme's where none are given.
    judges
        Judges made already, by rule id.
    """

    def __init__(
        self,
        programme: Programme,
        rules: Iterable[Rule] | None = None,
        judges: dict[str, Judge] | None = None,
    ) -> None:
        self.programme = programme
        given = programme.rules if rules is None else rules
        waived = programme.waived
        self.rules = tuple(r for r in given if r.hard and not waived.any_of(r.id))
        self._judges = {} if judges is None else judges
        self._hosting: dict[tuple[str, str], bool] = {}
        self._judging: dict[type, list[tuple[Rule, Judge]]] = {}

    def only(self, rules: Iterable[Rule]) -> Grounds:
        """Return the grounds of some of the rules."""
        return Grounds(self.programme, rules, self._judges)

    def of(self, kind: type[RuleT]) -> tuple[RuleT, ...]:
        """Return the instances of a class of rules."""
        return tuple(rule for rule in self.rules if isinstance(rule, kind))

    def judging(self, choice: type) -> list[tuple[Rule, Judge]]:
        """Return the rules that judge a type of choice, each with its judge."""
        if choice not in self._judging:
            self._judging[choice] = [
                (rule, self._judge(rule))
                for rule in self.rules
                if choice in rule.judges
            ]
        return self._judging[choice]

    def _judge(self, rule: Rule) -> Judge:
        if rule.id not in self._judges:
            self._judges[rule.id] = rule.judge(self.programme)
        return self._judges[rule.id]

    def allows(self, choice: Any) -> bool:
        """Tell whether no rule refuses a single choice."""
        return all(judge(choice) <= 0 for _, judge in self.judging(type(choice)))

    def may_host(self, participant: str, unit: str) -> bool:
        """Tell whether no rule refuses a participant at a host; asked once."""
        pair = (participant, unit)
        if pair not in self._hosting:
            programme = self.programme
            choice = Hosting(programme.participant(participant), programme.host(unit))
            self._hosting[pair] = self.allows(choice)
        return self._hosting[pair]

    def needed(
        self,
        broken: Callable[..., object],
        *asked: Any,
        among: Sequence[Rule] | None = None,
        tried: list[list[Rule]] | None = None,
    ) -> tuple[str, ...]:
        """Return ids of rules that suffice for an argument, and few of them.

        Parameters
        ----------
        broken
            Tells of grounds, and of what is asked, whether the argument holds.
        asked
            What it is asked about.
        among
            Rules that it may rest on; all where none are given.
        tried
            Rules that sufficed for others, tried first; those found are added.
        """
        rules = list(self.rules if among is None else among)

        def holds(some: list[Rule]) -> bool:
            return bool(broken(self.only(some), *asked))

        others = sorted(tried or (), key=len)
        left = next((rows for rows in others if holds(rows)), None)
        if left is None:
            left = fewest(rules, holds)
            if tried is not None:
                tried.append(left)
        return tuple(rule.id for rule in left)


def fewest(rows: list[RowT], holds: Callable[[list[RowT]], bool]) -> list[RowT]:
    """Leave out rows, many at once and then one by one, as long as something holds."""
    left, size = rows, max(1, len(rows) // 2)
    while size:
        at = 0
        while at < len(left):
            fewer = left[:at] + left[at + size :]
            if holds(fewer):
                left = fewer
            else:
                at += size
        size //= 2
    return left
