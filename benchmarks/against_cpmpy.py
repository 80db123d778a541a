"""Conflicts beside cpmpy's: the same model and switches, the same solver's settings."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, ClassVar
from unittest.mock import patch

import cpmpy
from cpmpy.solvers.ortools import CPM_ortools
from cpmpy.tools.explain import mus, quickxplain
from ortools.sat.python import cp_model

from benchmarks.registry import Family, Table
from benchmarks.tables import number, whole
from leaderplan import samples
from leaderplan.domain.programme import Programme
from leaderplan.model.clash import opened
from leaderplan.model.conflict import conflict_in, impossible
from leaderplan.model.explainer import Explainer
from leaderplan.model.localise import Localiser
from leaderplan.model.parts import Part
from leaderplan.model.run import Budget

KINDS = (
    "linked_and_apart",
    "last_host_full",
    "host_sector",
    "coach_load",
    "coach_speciality",
    "classes_too_small",
    "own_absence",
    "spacing_chain",
    "double_booking",
    "unit_away",
)
"""Kinds compared: parts of a hundred requirements and parts of twenty thousand."""

METHODS: dict[str, Callable[..., list[Any]]] = {
    "cpmpy mus": mus,
    "cpmpy quickxplain": quickxplain,
}


PATIENCE = 3.0
"""How many times its cpu-seconds a method may take by the wall clock."""


class OutOfTime(Exception):
    """A method has used what it may."""


class SharedModel(CPM_ortools):
    """cpmpy's interface to OR-Tools, over a model that leaderplan has built.

    cpmpy's own algorithms run on it unchanged. Soft constraints are Boolean variables
    of cpmpy, each called as the switch that it stands for.
    """

    model: ClassVar[cp_model.CpModel]
    switches: ClassVar[dict[str, Any]]
    until: ClassVar[float]

    def __init__(self, cpm_model: Any = None, subsolver: Any = None) -> None:
        super().__init__(None, subsolver)
        self.ort_model = self.model.clone()
        self.ort_model.clear_assumptions()
        indexed = {n: self.ort_model.get_bool_var_from_proto_index(literal.index)
                   for n, literal in self.switches.items()}  # fmt: skip
        self._varmap.update(indexed)
        if cpm_model is not None:
            self.add(cpm_model.constraints)

    def solve(self, *given: Any, **named: Any) -> Any:
        """Solve as leaderplan does: one worker, the same seed and linear relaxation."""
        left = self.until - time.process_time()
        if left <= 0:
            raise OutOfTime
        found = super().solve(
            *given, time_limit=PATIENCE * left, num_workers=1, random_seed=0,
            linearization_level=2, **named,
        )  # fmt: skip
        if self.ort_status == cp_model.UNKNOWN:
            raise OutOfTime
        return found


def _theirs(explainer: Explainer, limit: float) -> Table:
    """Ask cpmpy for requirements of a model that clash."""
    names = {f"requirement {n}": name for n, name in enumerate(explainer.names)}
    SharedModel.model = explainer.model
    SharedModel.switches = {k: explainer.switches[name] for k, name in names.items()}
    rows: Table = []
    for method, run in METHODS.items():
        soft = [cpmpy.boolvar(name=name) for name in names]
        began = time.process_time()
        SharedModel.until = began + limit
        solvers = patch.object(cpmpy.SolverLookup, "lookup", lambda name: SharedModel)
        try:
            with solvers:
                size: object = len(run(soft, solver="ortools"))
        except OutOfTime:
            size = ""
        spent = round(time.process_time() - began, 2)
        rows.append({"method": method, "size": size, "cpu s": spent})
    return rows


def _ours(programme: Programme, part: Part, limit: float) -> dict[str, object]:
    began = time.process_time()
    found = conflict_in(programme, part, Budget(PATIENCE * limit), 0)
    spent = round(time.process_time() - began, 2)
    size: object = len(found.requirements) if found.irreducible else ""
    return {"method": "leaderplan", "size": size, "cpu s": spent}


def _run(seeds: range, limit: float) -> Table:
    rows: Table = []
    for seed in seeds:
        for kind in KINDS:
            programme = samples.conflict(kind, seed).programme
            part = impossible(Localiser(programme, Budget(limit), 0))
            if part is None:
                continue
            began = time.process_time()
            scope = opened(programme, part.scope)
            explainer = Explainer(programme, scope, Budget(limit), 0)
            built = round(time.process_time() - began, 2)
            named = {"kind": kind, "seed": seed, "part": part.id,
                     "requirements": len(explainer.names)}  # fmt: skip
            theirs = [row | {"built s": built} for row in _theirs(explainer, limit)]
            rows += [named | row for row in (_ours(programme, part, limit), *theirs)]
    return rows


def _whole(row: dict[str, object]) -> float:
    """Cpu-seconds from the programme on, as leaderplan's are: its model is built."""
    return number(row["cpu s"]) + number(row["built s"])


def _bar(table: Table) -> str:
    words = []
    ours = {(r["kind"], r["seed"]): r for r in table if r["method"] == "leaderplan"}
    for method in METHODS:
        rows = [row for row in table if row["method"] == method]
        pairs = [(ours[row["kind"], row["seed"]], row) for row in rows]
        ended = [(own, row) for own, row in pairs if row["size"] != ""]
        larger = sum(
            own["size"] == "" or whole(own["size"]) > whole(row["size"])
            for own, row in ended
        )
        sooner = sum(number(own["cpu s"]) < _whole(row) for own, row in pairs)
        words.append(
            f"{method}: {len(ended)} of {len(rows)} in time, leaderplan's is larger in "
            f"{larger} and sooner in {sooner}"
        )
    return "; ".join(words)


CPMPY_FAMILY = Family(
    "cpmpy",
    "planted conflicts of 32 in the part where they are: leaderplan's and cpmpy's ways",
    _run,
    _bar,
    long=True,
)
