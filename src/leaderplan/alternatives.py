"""What else a replanning could have done, and what that would disturb."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leaderplan.domain.change import Change, listed
from leaderplan.domain.plan import Plan
from leaderplan.domain.policy import ReplanPolicy
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.locale import Language
from leaderplan.model.refused import Refused
from leaderplan.options import SolveOptions
from leaderplan.replan import replan
from leaderplan.result import Result

if TYPE_CHECKING:
    import pandas as pd

CHOICES = ("host", "coach", "group", "class", "day")
"""What a replanning decides that an alternative is about."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The cheapest plan without one decision of a replanning.

    Parameters
    ----------
    what, whom
        ``host``, ``coach``, ``group``, ``class`` of a participant; ``day`` of a
        session.
    decided
        What the replanning decided: an id, or an ISO day.
    instead
        What there is instead; ``None`` where there is no other plan.
    price
        The disturbance, and ``more`` how much more that is.
    proven
        Whether there is none cheaper without the decision, or none at all.
    result
        The plan without it, which can be taken as it is.
    """

    what: str
    whom: str
    decided: str
    instead: str | None
    price: int
    more: int
    proven: bool
    result: Result


@dataclass(frozen=True)
class Alternatives:
    """The alternatives of a replanning, the cheapest first."""

    programme: Programme
    rows: tuple[Alternative, ...]
    language: Language = "en"

    def text(self, language: Language | None = None) -> str:
        """Return the alternatives in sentences."""
        from leaderplan.display.alternatives import alternative_lines

        return "\n".join(alternative_lines(self, language or self.language))

    @property
    def table(self) -> pd.DataFrame:
        """A row of each alternative."""
        from leaderplan.display.alternatives import alternative_table

        return alternative_table(self)

    def __str__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        from leaderplan.display.html import lines_html

        return lines_html(self.text(), self.language)


def alternatives(  # noqa: PLR0913 - those of a replanning, and what it gave
    programme: Programme,
    plan: Plan,
    changes: Change | Iterable[Change],
    as_of: date,
    result: Result,
    *,
    policy: ReplanPolicy | None = None,
    options: SolveOptions | None = None,
    limit: int = 3,
) -> Alternatives:
    """Find what else a replanning could have done, each decision in turn refused.

    Each costs another replanning.

    Parameters
    ----------
    programme, plan, changes, as_of, policy, options
        As they were given to :func:`leaderplan.replan`.
    result
        What it returned.
    limit
        How many to return at most, the cheapest first, 1 or more.

    Raises
    ------
    InputError
        When the result is none of a replanning, or has no plan.
    """
    if result.sheet is None or result.certificate is None:
        message = "expected the result of a replanning that has a plan, found another."
        raise InputError([Issue("result", message)])
    price = result.certificate.levels[0].value
    rows = listed(changes)
    found = []
    for what, whom, decided in _decided(result):
        rule = Refused(id="refused-alternative", what=what, whom=whom, value=decided)
        other = replan(programme.with_rules(rule), plan, rows, as_of, policy, options)
        level = other.certificate.levels[0] if other.certificate else None
        cost = level.value if level else 0
        found.append(
            Alternative(
                what, whom, decided, _instead(other, what, whom), cost, cost - price,
                level is None or level.proven, other,
            )
        )  # fmt: skip
    found.sort(key=lambda row: (row.instead is None, row.more, row.what, row.whom))
    return Alternatives(result.programme, tuple(found[:limit]), result.language)


def _decided(result: Result) -> list[tuple[str, str, str]]:
    """Return the decisions of a replanning: other choices, and other days."""
    assert result.sheet is not None  # noqa: S101 - the caller has looked
    people = {person.id for person in result.programme.participants}
    found: dict[tuple[str, str, str], None] = {}
    for row in result.sheet.rows:
        if row.what not in CHOICES or row.after is None:
            continue
        whom = row.person if row.session is None else str(row.session)
        if row.what == "day" or row.person in people:
            found[row.what, whom, row.after] = None
    return list(found)


def _instead(result: Result, what: str, whom: str) -> str | None:
    """Return what a plan has in place of a decision."""
    if result.plan is None:
        return None
    plan = result.plan
    if what == "day":
        days = {s.id: s.day for s in plan.sessions}
        days |= {str(m.key): m.day for m in plan.milestones}
        return days[whom].isoformat()
    labels = {
        "host": {p.participant: p.host for p in plan.placements},
        "coach": {m.participant: m.coach for m in plan.matches},
        "group": {p: g.id for g in plan.groups for p in g.participants},
        "class": {p: c.id for c in plan.classes for p in c.participants},
    }
    return labels[what].get(whom)
