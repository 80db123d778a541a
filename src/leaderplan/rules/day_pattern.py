"""The occurrences of an activity lie in one of its forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar

from leaderplan.domain.plan import SessionKey
from leaderplan.domain.programme import Programme
from leaderplan.domain.rule import Judge, Rule, Violation
from leaderplan.domain.view import PlanView
from leaderplan.locale import Words
from leaderplan.rules._base import Decisions, Literal_, Posting, SessionDay

LONGEST_FIVE_SINGLE = 41
"""Days from the first to the last of five single days: six weeks."""


class DayPattern(Rule):
    r"""The days of an activity's occurrences lie in one of the activity's forms.

    .. math:: \bigvee_{f \in F_a} f(d_1, \dots, d_n)
              \qquad \text{for each activity } a \text{ and audience}

    with :math:`d_k` the day number of occurrence :math:`k` and :math:`m(d)` the
    Monday of a day's week. The forms are

    - ``week``: :math:`d_1 = m(d_1)` and :math:`d_k = d_1 + k - 1`;
    - ``three_two``: :math:`d_2 = d_1 + 1`, :math:`d_3 = d_1 + 2`,
      :math:`m(d_3) = m(d_1)`; :math:`d_5 = d_4 + 1`, :math:`m(d_5) = m(d_4)`,
      :math:`m(d_4) = m(d_1) + 7`;
    - ``five_single``: :math:`d_k < d_{k+1}` and :math:`d_5 - d_1 \leq 41`;
    - ``single_days``: :math:`d_k < d_{k+1}`;
    - ``two_two_one``: :math:`d_k < d_{k+1}`, with equality
      :math:`d_{k+1} = d_k + 1` for odd :math:`k`;
    - ``free``: nothing.

    Broken when no form holds; the amount is 1 for each activity and audience. Always
    hard: the forms are what was agreed with those who receive or teach. Whoever skips
    a day of them keeps to the weekdays of a whole week only.
    """

    spaces: ClassVar[bool] = True
    kind: ClassVar[str] = "day_pattern"
    by_cohort: ClassVar[bool] = True
    words: ClassVar[Words] = Words(
        "dagene i et forløb ligger i den aftalte form",
        "the days of an activity lie in the form agreed",
    )
    said: ClassVar[Words] = Words(
        "{activity} for {audience} ligger {days}; ventet var formen {forms_da}",
        "{activity} for {audience} is on {days}; expected was the form {forms_en}",
    )
    judges: ClassVar[tuple[type, ...]] = (SessionDay,)
    hard_only: ClassVar[bool] = True
    repeated: ClassVar[bool] = True

    def alike(self, choice: SessionDay) -> Hashable:
        """Tell what the judgement rests on beside day and block."""
        weekly = choice.activity.forms == ("week",)
        return choice.session.occurrence if weekly else None

    def judge(self, programme: Programme) -> Judge:
        """Return 1 where a practicum of whole weeks has the wrong weekday."""
        weekly = {a.id for a in programme.activities if a.forms == ("week",)}

        def excess(choice: SessionDay) -> int:
            key = choice.session
            if key.activity not in weekly:
                return 0
            return int(choice.day.weekday() != key.occurrence - 1)

        return excess

    def post(self, decisions: Decisions, posting: Posting) -> None:
        """State for each activity and audience that one of the forms holds."""
        held: dict[tuple[str, str], list[SessionKey]] = defaultdict(list)
        for key in decisions.sessions():
            if "free" not in decisions.activity(key).forms:
                held[key.activity, key.audience].append(key)
        for subject, keys in held.items():
            activity = decisions.activity(keys[0])
            if len(keys) < activity.occurrences:
                continue
            forms = activity.forms
            chosen = posting.alternatives(forms, subject)
            for form, literal in chosen.items():
                stated = _Form(decisions, posting, subject, literal)
                stated.state(form, sorted(keys))

    def check(self, view: PlanView) -> Iterator[Violation]:
        """Yield every audience whose days are in none of the forms."""
        held: dict[tuple[str, str], list[SessionKey]] = defaultdict(list)
        for key in view.dated:
            held[key.activity, key.audience].append(key)
        for (name, audience), keys in sorted(held.items()):
            activity = view.programme.activity(name)
            forms = activity.forms
            days = [view.dated[key] for key in sorted(keys)]
            if len(keys) < activity.occurrences:
                placed = {key.occurrence: view.dated[key] for key in keys}
                fits = forms != ("week",) or _on_own_weekday(placed)
            else:
                fits = any(_is_in(form, days) for form in forms)
            if not fits:
                yield self.broken(
                    (name, audience),
                    activity=name,
                    audience=audience,
                    days=", ".join(day.isoformat() for day in days),
                    forms_da=" eller ".join(forms),
                    forms_en=" or ".join(forms),
                )


class _Form:
    """States one form of one audience, under the literal that it is chosen."""

    def __init__(
        self,
        decisions: Decisions,
        posting: Posting,
        subject: tuple[str, ...],
        literal: Literal_,
    ) -> None:
        self._decisions = decisions
        self._posting = posting
        self._subject = subject
        self._given = (literal,)

    def state(self, form: str, keys: Sequence[SessionKey]) -> None:
        if form == "week":
            self._on_weekdays(keys[0], (0,))
            for k, key in enumerate(keys[1:], start=1):
                self._apart(keys[0], key, k, k)
        elif form == "three_two":
            self._three_two(*keys)
        else:
            pairs = form == "two_two_one"
            for k, (one, other) in enumerate(pairwise(keys)):
                self._apart(one, other, 1, 1 if pairs and k % 2 == 0 else None)
            if form == "five_single":
                self._apart(keys[0], keys[-1], None, LONGEST_FIVE_SINGLE)

    def _three_two(self, *keys: SessionKey) -> None:
        first, second, third, fourth, fifth = keys
        for one, other in ((first, second), (second, third), (fourth, fifth)):
            self._apart(one, other, 1, 1)
        self._on_weekdays(first, range(5))
        self._on_weekdays(fourth, range(6))
        weeks = self._monday(fourth) - self._monday(first)
        self._posting.at_least(weeks, 7, self._subject, self._given)
        self._posting.at_most(weeks, 7, self._subject, self._given)

    def _apart(
        self, one: SessionKey, other: SessionKey, least: int | None, most: int | None
    ) -> None:
        self._posting.distance(one, other, least, most, self._subject, self._given)

    def _on(self, key: SessionKey, weekdays: Sequence[int]) -> Literal_:
        days = self._decisions.programme.calendar.days()
        return self._decisions.on_days(
            key, [d for d in days if d.weekday() in weekdays]
        )

    def _on_weekdays(self, key: SessionKey, weekdays: Sequence[int]) -> None:
        there = self._on(key, weekdays)
        self._posting.at_least(there + 0, 1, self._subject, self._given)

    def _monday(self, key: SessionKey) -> Any:
        """Day number of the Monday of a session's week."""
        weekday = sum(k * self._on(key, (k,)) for k in range(1, 7))
        return self._decisions.day(key) - weekday


def _is_in(form: str, days: list[date]) -> bool:
    """Whether days lie in a form, by the calendar."""
    steps = [(later - early).days for early, later in pairwise(days)]
    mondays = [day - timedelta(days=day.weekday()) for day in days]
    if form == "free":
        return True
    if form == "week":
        return days[0] == mondays[0] and steps == [1, 1, 1, 1]
    if form == "three_two":
        next_week = mondays[0] + timedelta(weeks=1)
        weeks = [mondays[0]] * 3 + [next_week] * 2
        return steps[:2] + steps[3:] == [1, 1, 1] and mondays == weeks
    if any(step < 1 for step in steps):
        return False
    if form == "two_two_one":
        return all(step == 1 for step in steps[::2])
    return form == "single_days" or (days[-1] - days[0]).days <= LONGEST_FIVE_SINGLE


def _on_own_weekday(placed: Mapping[int, date]) -> bool:
    """Whether what is left of a week stands on the weekdays of its numbers."""
    return all(day.weekday() == number - 1 for number, day in placed.items())
