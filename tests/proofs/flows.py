"""Least costs by min-cost flow: for choices that compete for places, and no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow


class Arc(NamedTuple):
    """A way from one node to the next: how much can go along, at what cost each."""

    tail: str
    head: str
    most: int
    cost: int = 0


def least_cost(
    arcs: Sequence[Arc], supplies: Mapping[str, int], least: Mapping[str, int]
) -> int | None:
    """Send all supplies to ``end`` at the least cost; ``None`` where none can be.

    Parameters
    ----------
    arcs
        Where the flow may go.
    supplies
        By node, what starts there.
    least
        By node with an arc to ``end``, what must at least end by way of it.
    """
    names = dict.fromkeys(node for arc in arcs for node in (arc.tail, arc.head))
    number = {name: place for place, name in enumerate([*names, *supplies, "end"])}
    flow, total = SimpleMinCostFlow(), sum(supplies.values())
    for arc in arcs:
        flow.add_arc_with_capacity_and_unit_cost(
            number[arc.tail], number[arc.head], arc.most, arc.cost
        )
    for node in set(number.values()):
        flow.set_node_supply(node, 0)
    for node, count in supplies.items():
        flow.set_node_supply(number[node], count)
    for node, count in least.items():
        flow.set_node_supply(number[node], -count)
    flow.set_node_supply(number["end"], sum(least.values()) - total)
    if flow.solve() != flow.OPTIMAL:
        return None
    return int(flow.optimal_cost())
