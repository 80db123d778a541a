"""What a plan costs each set of cohorts, as titles and cells of a table."""

from __future__ import annotations

from typing import NamedTuple

from leaderplan.display.labels import Labels
from leaderplan.result import Certificate, CohortLevel, CohortProof


class CohortTable(NamedTuple):
    """Titles of the levels, and for each set of cohorts their names and its cells.

    A cell is what the plan costs these cohorts, and the bound in brackets where that is
    not proven to be the least: a dash where cohorts have no bound of their own.
    """

    titles: list[str]
    names: list[str]
    cells: list[list[str]]

    @property
    def rows(self) -> list[tuple[str, list[str]]]:
        """Names and cells of each set of cohorts."""
        return list(zip(self.names, self.cells, strict=True))


def cohort_table(certificate: Certificate | None, labels: Labels) -> CohortTable:
    """Gather the levels that cost some of the cohorts anything; no rows without any."""
    if certificate is None:
        return CohortTable([], [], [])
    proofs = certificate.cohorts
    shown = [
        level
        for level in certificate.levels
        if any(_on(proof, level.level).value for proof in proofs)
    ]
    told = proofs if shown else ()
    return CohortTable(
        [level.title.to(labels.language) for level in shown],
        [", ".join(map(labels.cohort, proof.cohorts)) for proof in told],
        [[_cell(_on(proof, level.level)) for level in shown] for proof in told],
    )


def _on(proof: CohortProof, level: str) -> CohortLevel:
    """Return a row's level, nothing where a file leaves it out."""
    nothing = CohortLevel(level=level, value=0)
    return next((row for row in proof.levels if row.level == level), nothing)


def _cell(level: CohortLevel) -> str:
    if level.proven:
        return str(level.value)
    bound = "–" if level.bound is None else level.bound
    return f"{level.value} ({bound})"
