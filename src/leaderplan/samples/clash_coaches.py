"""Conflicts of coaches: nobody who may, who knows how, or who has the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from leaderplan import rules as r
from leaderplan.domain.people import Impartiality, RoleLoad
from leaderplan.samples.bench import Bench
from leaderplan.samples.people import TOPICS
from leaderplan.samples.pools import coach_pool, matched


def _coaches(bench: Bench) -> tuple[list[str], dict[str, str]]:
    """Make the pool, in a drawn order, and match everybody with one in turn."""
    coaches = bench.draw.sample(coach_pool(bench), 3)
    people = [match.participant for match in bench.plan.matches]
    return coaches, {who: coaches[n % 3] for n, who in enumerate(people)}


def _knows(bench: Bench, coach: str, who: str) -> None:
    declared = (Impartiality(kind="participant", of=who),)
    bench.change("staff", coach, impartiality=declared)


def coach_too_close(bench: Bench) -> None:
    """All three coaches know somebody too well."""
    coaches, coach_of = _coaches(bench)
    who = bench.people()[0]
    for coach in coaches:
        _knows(bench, coach, who)
        plan = matched(bench, coach_of | {who: coach})
        bench.needs("impartiality", [who, coach], plan=plan)


def coach_speciality(bench: Bench) -> None:
    """Of three coaches one knows somebody's goal, and knows the person too well."""
    coaches, coach_of = _coaches(bench)
    who = bench.people()[0]
    goal = bench.draw.choice(TOPICS)
    for person in bench.programme.participants:
        goals = (goal,) if person.id == who else ()
        bench.change("participants", person.id, goals=goals)
    *others, expert = coaches
    bench.change("staff", expert, specialities=(goal,))
    _knows(bench, expert, who)
    bench.ask(r.CoachSpeciality(id="coachens-fag", level=None))
    for coach in others:
        plan = matched(bench, coach_of | {who: coach})
        bench.needs("coachens-fag", [who, coach], plan=plan)
    plan = matched(bench, coach_of | {who: expert})
    bench.needs("impartiality", [who, expert], plan=plan)


def coach_load(bench: Bench) -> None:
    """The coaches have agreed to one session fewer than there are in all."""
    coaches, coach_of = _coaches(bench)
    held = Counter(coach_of.values())
    short = coaches[-1]
    each = bench.programme.activity("coaching").occurrences
    for coach in coaches:
        largest = each * held[coach] - (coach == short)
        load = RoleLoad(role="coach", largest=largest)
        bench.change("staff", coach, roles=(load,))
    moved = bench.draw.choice([w for w, coach in coach_of.items() if coach == short])
    for coach in coaches:
        plan = matched(bench, coach_of | {moved: coach})
        bench.needs("coach_load", [coach], plan=plan)


KINDS: dict[str, Callable[[Bench], None]] = {
    "coach_too_close": coach_too_close,
    "coach_speciality": coach_speciality,
    "coach_load": coach_load,
}
"""Conflicts of coaches by name."""
