"""Why this: what a choice costs, what forbids others, and what others would cost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from leaderplan.domain.plan import Plan
from leaderplan.domain.rule import Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.errors import InputError, Issue, RuleBroken
from leaderplan.model.asked import Asked
from leaderplan.model.single import Single
from leaderplan.options import SolveOptions
from leaderplan.reasons import Alternative, Borne, Choice, Why
from leaderplan.result import Result
from leaderplan.what_if import answered

FIELD = {"host": "hosts", "coach": "coaches", "group": "groups", "day": "days",
         "place": "places", "leader": "leaders"}  # fmt: skip
"""What each kind of choice is asked about as."""

ENOUGH = 0.02
"""Share of the limit below which nothing more is asked."""


def why(
    result: Result, about: str, *, most: int = 3, options: SolveOptions | None = None
) -> Why:
    """Tell why a plan has decided as it has about a participant or a session.

    Parameters
    ----------
    result
        A plan, with what is proven of it.
    about
        A participant's id: host, coach and network group are told; or a session
        (``theme_day/h27/2``): day, place and whoever was picked to lead it.
    most
        Alternatives of each choice that everything else is planned anew for, those
        first that cost least by themselves; 0 to 100.
    options
        Limits for all of it together, and the seed; ``language`` is that of texts.

    Returns
    -------
    Why
        For each choice its cost by rule, what rules forbid whatever else is decided,
        and of the best others exactly what they would cost more, or the conflict.

    Raises
    ------
    InputError
        When there is no such participant or session, or ``most`` is out of range.
    RuleBroken
        When the result has no plan.
    """
    if result.plan is None:
        raise RuleBroken("there is no plan to explain")
    given = options or SolveOptions(language=result.language)
    asker = _Asker(result, result.plan, most, given)
    return Why(result.programme, about, tuple(asker.choices(about)), given.language)


class _Asker:
    """Asks about one choice after the other within the limit."""

    def __init__(
        self, result: Result, plan: Plan, most: int, options: SolveOptions
    ) -> None:
        if not 0 <= most <= 100:
            message = f"expected 0 to 100 alternatives, found {most}."
            raise InputError([Issue("most", message)])
        self._result, self._plan = result, plan
        self._programme = result.programme
        self._view = PlanView(self._programme, plan)
        self._single = Single(self._programme, self._view)
        self._most, self._options = most, options
        self._began = time.monotonic()
        self._spent = 0.0

    def choices(self, about: str) -> Iterator[Choice]:
        """Yield what was chosen about somebody or a session."""
        rows = list(self._made(about))
        for number, (what, made) in enumerate(rows):
            yield self._told(what, about, made, len(rows) - number)

    def _made(self, about: str) -> Iterator[tuple[str, str]]:
        """Yield the kind of each choice, and what was chosen."""
        view, programme = self._view, self._programme
        if any(person.id == about for person in programme.participants):
            for what, held in (
                ("host", view.host_of),
                ("coach", view.coach_of),
                ("group", view.group_of),
            ):
                if about in held:
                    yield what, held[about]
            return
        key = next((k for k in programme.session_keys if str(k) == about), None)
        if key is None:
            message = "expected a participant or a session of the programme, found "
            raise InputError([Issue("about", f"{message}{about!r}.", value=about)])
        yield "day", view.dated[key].isoformat()
        session = view.by_key.get(key)
        if session is not None and session.place and self._single.places(key):
            yield "place", session.place
        for seat in session.staff if session is not None else ():
            if self._single.picked(key, seat.role):
                yield "leader", seat.staff

    def _told(self, what: str, who: str, made: str, left: int) -> Choice:
        """Tell about one choice; ``left`` choices share what is left of the limit."""
        options = self._single.options(what, who, made)
        forbidden: dict[str, tuple[str, ...]] = {}
        open_ = []
        for option, judged in options.items():
            if option == made:
                continue
            for rule in judged.refused[:1]:
                forbidden[rule] = (*forbidden.get(rule, ()), option)
            if not judged.refused:
                open_.append((judged.price, judged.far, option))
        ordered = [option for *_, option in sorted(open_)]
        asked, rest = ordered[: self._most], ordered[self._most :]
        found = []
        for number, option in enumerate(asked):
            shares = left * max(1, self._most) - number
            found.append(self._alternative(what, who, option, shares))
        return Choice(
            what, who, made, self._borne(what, who, made),
            tuple(sorted(found, key=self._order)), forbidden, tuple(rest),
        )  # fmt: skip

    def _order(self, row: Alternative) -> tuple[bool, bool, list[int]]:
        """Order by what is known, then by cost level by level."""
        known = row.extra is not None
        levels = [level.id for level in self._programme.levels]
        costs = [row.extra[level] for level in levels] if row.extra else []
        return not known, row.conflict is None, costs

    def _alternative(
        self, what: str, who: str, option: str, shares: int
    ) -> Alternative:
        """Plan all anew with another choice, within a share of what is left."""
        limit = self._options.time_limit
        spent = self._spent if self._options.deterministic else (
            time.monotonic() - self._began
        )  # fmt: skip
        share = (limit - spent) / shares
        if share < ENOUGH * limit / max(1, shares):
            return Alternative(option, None, proven=False)
        self._spent += share
        asked = Asked(self._programme, self._plan, **{FIELD[what]: {who: option}})
        options = replace(self._options, time_limit=share, progress=False)
        answer = answered(asked, self._result, options)
        extra = answer.extra if answer.plan is not None else None
        return Alternative(option, extra, answer.proven, answer.conflict)

    def _borne(self, what: str, who: str, made: str) -> tuple[Borne, ...]:
        """List the prices that are paid because of a choice."""
        report = self._result.report
        rules = {rule.id: rule for rule in self._programme.rules}
        rows = report.violations if report is not None else ()
        return tuple(
            Borne(row.rule, row.level, row.cost, row.subject, rules[row.rule].words)
            for row in rows
            if row.level is not None
            and self._concerns(rules[row.rule], row, what, who, made)
        )

    def _concerns(
        self, rule: Rule, row: Violation, what: str, who: str, made: str
    ) -> bool:
        """Whether a price is one of a choice: of its kind, and about it."""
        about = {who} if what == "day" else {who, made}
        return self._single.of_kind(rule, what) and not about.isdisjoint(row.subject)
