"""Seeded samples of the case programme, and plans and conflicts planted in them."""

from __future__ import annotations

from leaderplan.domain.plan import Plan
from leaderplan.domain.programme import Programme
from leaderplan.errors import InputError, Issue
from leaderplan.samples.conflicts import CONFLICTS, PlantedConflict, conflict
from leaderplan.samples.facts import build
from leaderplan.samples.forms import ModuleForm, PracticumForm, in_forms
from leaderplan.samples.scarcity import Difficulty

__all__ = [
    "CONFLICTS",
    "Difficulty",
    "PlantedConflict",
    "conflict",
    "planted",
    "programme",
]


def programme(
    size: str = "S",
    seed: int = 0,
    difficulty: Difficulty = "default",
    *,
    module: ModuleForm = "single_days",
    practicum: PracticumForm = "week",
) -> Programme:
    """Make the programme of the case, with people and places drawn from a seed.

    Parameters
    ----------
    size
        ``"S"``, one cohort of 32; ``"M"``, six cohorts of two intakes with 200
        people of one municipality; ``"L"``, a region of 24 municipalities with 1,000
        people in 30 cohorts of four intakes.
    seed
        The same seed gives the same programme on every machine.
    difficulty
        ``"default"``, ``"tight"`` or ``"edge"``: how scarce hosts, coaches,
        rooms and days are; or ``"coupled"``: as scarce as tight, and what suits one
        part of the plan is least suitable for another.
    module
        ``"single_days"``, one lesson every 10 to 21 days, or ``"two_two_one"``,
        blocks of two, two and one day with 14 to 42 days between them.
    practicum
        ``"week"``, ``"three_two"``, three days and two in the week after, or
        ``"five_single"``, five single days within six weeks.

    Raises
    ------
    InputError
        When the size, the difficulty or a form is unknown.
    """
    return in_forms(build(size, seed, difficulty)[0], module, practicum)


def planted(
    size: str = "S", seed: int = 0, difficulty: Difficulty = "default"
) -> tuple[Programme, Plan]:
    """Make a programme together with a plan that keeps all its hard rules.

    The programme is that of :func:`programme` for the same arguments, with the module
    and the practicum in their usual forms. The plan
    is valid, not optimal. It takes half a minute for ``"L"``.

    Parameters
    ----------
    size, seed
        As for :func:`programme`.
    difficulty
        ``"default"``, ``"tight"`` or ``"coupled"``.

    Raises
    ------
    InputError
        When the size or the difficulty is unknown, or is ``"edge"``: nobody
        knows beforehand which of those programmes have a plan.
    """
    if difficulty == "edge":
        message = (
            "expected default, tight or coupled, whose plan is known; found 'edge'."
        )
        raise InputError([Issue("difficulty", message)])
    return build(size, seed, difficulty)
