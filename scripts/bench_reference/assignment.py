"""Assignment by OR-tools: the best total by min-cost flow, the best worst pair by max-flow and search."""
import numpy as np
from ortools.graph.python import max_flow, min_cost_flow

# The best totals with 3 reviews each: by the total alone, and after the best worst pair.
KNOWN = {500: (1226488564, 570627), 5000: (11585905726, 424472), 20000: (45206842425, 380210)}


class Network:
    """Source 0, then proposals, reviewers, sink last."""

    def __init__(self, proposal, reviewer, affinity, per_proposal, max_load):
        self.affinity = affinity
        n, r = proposal.max() + 1, reviewer.max() + 1
        self.sink, self.demand = n + r + 1, per_proposal * n
        sources, sinks = np.zeros(n, dtype=np.int64), np.full(r, self.sink)
        self.tails = np.concatenate([proposal + 1, sources, n + 1 + np.arange(r)])
        self.heads = np.concatenate([n + 1 + reviewer, 1 + np.arange(n), sinks])
        self.rest = np.concatenate([np.full(n, per_proposal), np.full(r, max_load)])

    def capacities(self, floor):
        return np.concatenate([(self.affinity >= floor).astype(np.int64), self.rest])

    def is_coverable(self, floor):
        flow = max_flow.SimpleMaxFlow()
        flow.add_arcs_with_capacity(self.tails, self.heads, self.capacities(floor))
        flow.solve(0, self.sink)
        return flow.optimal_flow() == self.demand

    def best_floor(self):
        """The highest affinity that every pair of some whole plan reaches."""
        values = np.unique(self.affinity)
        low, high = 0, len(values) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.is_coverable(values[middle]) else (low, middle - 1)
        return values[low]

    def best_total(self, floor):
        flow = min_cost_flow.SimpleMinCostFlow()
        costs = np.concatenate([-self.affinity, np.zeros(len(self.rest), dtype=np.int64)])
        capacities = self.capacities(floor)
        flow.add_arcs_with_capacity_and_unit_cost(self.tails, self.heads, capacities, costs)
        flow.set_node_supply(0, int(self.demand))
        flow.set_node_supply(int(self.sink), -int(self.demand))
        if flow.solve() != flow.OPTIMAL:
            raise SystemExit("no plan")
        return -flow.optimal_cost(), flow


def solve(proposal, reviewer, affinity, arguments):
    per_proposal, max_load, goal = arguments
    network = Network(proposal, reviewer, affinity, per_proposal, max_load)
    floor = network.best_floor() if goal == "bottleneck" else 0
    total, flow = network.best_total(floor)
    used = np.flatnonzero(flow.flows(np.arange(len(affinity))) > 0)
    return {"total": int(total), "worst_pair": int(affinity[used].min()), "pairs": used}
