"""The library itself, as a user calls it."""

from __future__ import annotations

from benchmarks.methods.answer import Answer, Clock
from leaderplan.domain.programme import Programme
from leaderplan.options import SolveOptions
from leaderplan.progress import Progress
from leaderplan.solve import solve

SEED = 1


def leaderplan(programme: Programme, limit: float) -> Answer:
    """Solve a programme; its first plan is known when the next part is begun."""
    clock = Clock()

    def tell(progress: Progress) -> None:
        known = [level.value is not None for level in progress.levels]
        if known and all(known):
            clock.found()

    options = SolveOptions(time_limit=limit, seed=SEED, progress=tell)
    result = solve(programme, options)
    answer = Answer(result.status.value, result.plan)
    if result.plan is not None and result.certificate is not None:
        clock.found()
        levels = result.certificate.levels
        answer.bounds = [level.bound for level in levels]
        answer.effort = max((level.effort for level in levels), default=0.0)
    answer.first, answer.first_cpu = clock.first, clock.first_cpu
    return answer
