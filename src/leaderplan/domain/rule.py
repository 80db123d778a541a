"""What a rule is: parameters, words, price; and the registry of rule kinds."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import ValidationError, model_serializer, model_validator

from leaderplan.domain.base import Frozen, Id, Title, Weight, issues_of, title
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Words

if TYPE_CHECKING:
    from leaderplan.domain.programme import Programme
    from leaderplan.domain.view import PlanView

Judge = Callable[[Any], int]
"""Excess of one choice: 0 keeps the rule, more breaks it by that amount."""

KINDS: dict[str, type[Rule]] = {}
"""Every rule class by kind, the shipped ones and those of a notebook."""


class Level(Frozen):
    """A price level; levels are compared in order, never added.

    ``combine`` says how amounts make the level's value: their ``sum``, or the
    ``max`` over people where only the worst counts.
    """

    id: Id
    title: Title
    combine: Literal["sum", "max"] = "sum"


DEFAULT_LEVELS = (
    Level(id="absences", title=title("fravær", "absences")),
    Level(id="groups", title=title("gruppernes balance", "group balance")),
    Level(id="placements", title=title("praktikkens kvalitet", "placement quality")),
    Level(id="matches", title=title("coachvalgets kvalitet", "match quality")),
    Level(id="dates", title=title("datoernes bekvemmelighed", "convenience of dates")),
    Level(
        id="worst_off", title=title("den værst stillede", "worst off"), combine="max"
    ),
)
"""The levels in order; the last holds only what somebody asks for."""


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a rule is not kept.

    Parameters
    ----------
    rule, kind
        Id of the rule instance and its kind.
    subject
        The smallest thing a coordinator could waive, as ids.
    amount
        By how much, at least 1, in the rule's own unit.
    level, weight
        Where it is priced; ``level`` is ``None`` for a hard rule.
    message
        One sentence for people.
    """

    rule: str
    kind: str
    subject: tuple[str, ...]
    amount: int
    level: str | None
    weight: int
    message: Words

    @property
    def hard(self) -> bool:
        """Whether it makes the plan invalid."""
        return self.level is None

    @property
    def cost(self) -> int:
        """Price, 0 for a hard rule."""
        return 0 if self.hard else self.weight * self.amount


class Rule(Frozen):
    """One requirement with its parameters; hard, or priced at a level.

    A subclass names its ``kind``, gives its ``words`` (the requirement) and
    ``said`` (a violation, with fields) in both languages, and implements

    - ``judge`` when it is about single choices, listing their types in
      ``judges``; and/or ``post`` when it relates several decisions;
    - ``check``, in plain Python, sharing nothing with the former.

    Parameters
    ----------
    id
        Name of the instance; its kind where none is given.
    level
        Price level; ``None`` makes the rule hard.
    weight
        Price of one unit of excess.
    """

    kind: ClassVar[str] = ""
    words: ClassVar[Words]
    said: ClassVar[Words]
    judges: ClassVar[tuple[type, ...]] = ()
    """Types of single choices that :meth:`judge` answers for."""
    hard_only: ClassVar[bool] = False
    """Whether the rule cannot be priced."""
    priced_only: ClassVar[bool] = False
    """Whether the rule is a preference and cannot be hard."""
    fine: ClassVar[bool] = False
    """Whether the rule is about the hours of a day, and so left to the last stage."""
    spaces: ClassVar[bool] = False
    """Whether :meth:`post` asks for distances between days, so that it is asked early,
    before there is any literal: of whom, when and how, it then learns *unknown*."""
    repeated: ClassVar[bool] = False
    """Whether :meth:`judge` only says early what :meth:`post` says as well: where
    requirements are named one by one, what is said there counts."""
    discreet: ClassVar[bool] = False
    """Whether no explanation names whom it is about."""
    by_cohort: ClassVar[bool] = False
    """Whether what it asks of some cohorts alone, added up, is never more than what it
    asks of all: then cohorts can be bounded each for itself. A hard rule that says no
    keeps all cohorts one; a priced one is left out of what bounds them each."""
    families: ClassVar[frozenset[str]] = frozenset()
    """Decision families that must all be in view before the rule is posted.

    Empty for rules of the *at most* sort, which hold for every part of a plan
    when they hold for the whole; those are posted on whatever is in view.
    """

    id: Id = ""
    level: Id | None = None
    weight: Weight = 1

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.kind:
            KINDS[cls.kind] = cls

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: Any) -> Any:
        if isinstance(data, dict):
            data = {key: value for key, value in data.items() if key != "kind"}
            if not data.get("id"):
                data["id"] = cls.kind
        return data

    @model_validator(mode="after")
    def _priced_rightly(self) -> Rule:
        if self.hard_only and self.level is not None:
            raise ValueError(f"{self.kind} is always hard; found level {self.level}")
        if self.priced_only and self.level is None:
            raise ValueError(f"{self.kind} is a preference: give it a level")
        return self

    @model_serializer(mode="wrap")
    def _with_kind(self, handler: Any) -> dict[str, Any]:
        return {"kind": self.kind, **handler(self)}

    @property
    def hard(self) -> bool:
        """Whether a plan must keep it."""
        return self.level is None

    def refers(self) -> Iterator[tuple[str, str]]:
        """Activities that the parameters name, as (field, activity id)."""
        for field in ("activity", "first", "then"):
            if (value := getattr(self, field, None)) is not None:
                yield field, value
        for value in getattr(self, "activities", None) or ():
            yield "activities", value

    def of_cohorts(self, cohorts: frozenset[str]) -> Rule | None:
        """Return what the rule asks of some cohorts alone, ``None`` where nothing."""
        return self

    def of_some(self) -> Rule | None:
        """Return what is asked of classes of which only some of the people are known.

        ``None`` where nothing is.
        """
        return self

    def needs(self, programme: Programme) -> frozenset[str]:
        """Name what must be in view before :meth:`post` is asked.

        Family names (``groups``, ``classes``, ``hosts``, ``coaches``,
        ``facilitators``) and ``dates:<activity id>``.
        """
        return self.families

    def alike(self, choice: Any) -> Hashable:
        """Tell on what the judgement of a choice rests beside its day and block.

        Choices of one type that answer alike are judged once. The default rests
        on everything; a narrower answer only saves time.
        """
        return tuple(
            row.id if isinstance(row, Frozen) and hasattr(row, "id") else row
            for row in choice
            if not isinstance(row, date)
        )

    def judge(self, programme: Programme) -> Judge:
        """Return the function that gives the excess of a single choice."""
        return lambda choice: 0

    def over_days(self, programme: Programme, choice: Any) -> Sequence[int] | None:
        """Give the excess of a choice on every day of the horizon at once.

        ``choice`` is one of the days' choices. ``None``, the default, has each day
        judged alone; an answer only saves time.
        """
        return None

    def united(self, programme: Programme) -> Iterable[tuple[str, str]]:
        """Name pairs of participants whom the rule, where hard, puts in one group."""
        return ()

    def post(self, decisions: Any, posting: Any) -> None:
        """State what relates several decisions; see ``rules/_base.py``."""

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every violation in a plan, in plain Python."""
        raise NotImplementedError(f"{type(self).__name__} has no check")

    def broken(
        self, subject: tuple[str, ...], amount: int = 1, **fields: object
    ) -> Violation:
        """Make a violation; ``fields`` fill the words of :attr:`said`."""
        return Violation(
            rule=self.id,
            kind=self.kind,
            subject=subject,
            amount=amount,
            level=self.level,
            weight=self.weight,
            message=self.said.fill(**fields),
        )


def rule_from(row: Any) -> Rule:
    """Make a rule from its JSON form; a rule is passed through.

    Raises
    ------
    InputError
        When the kind is unknown or a parameter is out of bounds.
    """
    if isinstance(row, Rule):
        return row
    kind = row.get("kind") if isinstance(row, dict) else None
    if kind not in KINDS:
        near = difflib.get_close_matches(str(kind), KINDS, 1)
        hint = f"Did you mean {near[0]}?" if near else ""
        raise InputError([Issue("rules", f"there is no rule kind {kind!r}.", hint)])
    try:
        return KINDS[kind].model_validate(row)
    except ValidationError as error:
        raise InputError(issues_of(error, f"rules/{kind}")) from None
