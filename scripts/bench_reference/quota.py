"""Rank-order selection with look-ahead for two families of limits, in plain Python.

A plan for the seats left is kept as the witness that the limits can be met. A name whose place the plan
already holds is taken at once; for any other a plan that holds it is sought by max-flow."""
from collections import deque


def select(rows, limits):
    """`rows`: (id, class of family 1, class of family 2), best first. Returns the ids, or None."""
    state = State(rows, limits)
    plan = state.plan(None)
    if plan is None:
        return None
    chosen, closed = [], set()
    for name, *cell in rows:
        cell = tuple(cell)
        if state.left == 0:
            break
        state.available[cell] -= 1
        if cell in closed:
            continue
        if plan.get(cell, 0) == 0:
            found = state.plan(cell)
            if found is None:
                # It will not become feasible later: the state only gets tighter.
                closed.add(cell)
                continue
            plan = found
        plan[cell] -= 1
        state.take(cell)
        chosen.append(name)
        if plan[cell] > state.available[cell]:
            raise AssertionError("the plan holds more than there are")
    return chosen


class State:
    def __init__(self, rows, limits):
        self.left, self.families = limits["seats"], list(limits["families"].values())
        self.available = {}
        for _, *cell in rows:
            self.available[tuple(cell)] = self.available.get(tuple(cell), 0) + 1
        self.classes = [sorted({cell[k] for cell in self.available}) for k in (0, 1)]
        self.taken = [dict.fromkeys(classes, 0) for classes in self.classes]

    def take(self, cell):
        self.left -= 1
        for k in (0, 1):
            self.taken[k][cell[k]] += 1

    def bounds(self, k, name):
        family, own = self.families[k], self.families[k].get("classes", {}).get(name, {})
        most = own.get("max", family.get("cap_each", 10**9)) - self.taken[k][name]
        return max(0, own.get("min", 0) - self.taken[k][name]), most

    def plan(self, wanted):
        """Seats per cell that meet all limits and hold one of `wanted`, or None."""
        graph = Flow()
        for k in (0, 1):
            for name in self.classes[k]:
                least, most = self.bounds(k, name)
                if most < least:
                    return None
                ends = ("s", (0, name)) if k == 0 else ((1, name), "t")
                graph.add(*ends, least, most)
        for cell, count in self.available.items():
            # The name itself is off the list of those to come, but its seat is in the plan.
            graph.add((0, cell[0]), (1, cell[1]), int(cell == wanted), count + (cell == wanted))
        graph.add("t", "s", 0, self.left)
        if not graph.meets_lower_bounds():
            return None
        flows = graph.flows()
        return {cell: flows.get(((0, cell[0]), (1, cell[1])), 0) for cell in self.available}


class Flow:
    """Circulation with lower bounds: their sum must flow from a super source to a super sink."""

    def __init__(self):
        self.capacity, self.least, self.excess = {}, {}, {}

    def add(self, tail, head, least, most):
        self.capacity.setdefault(tail, {})[head] = most - least
        self.capacity.setdefault(head, {}).setdefault(tail, 0)
        self.least[tail, head] = (least, most - least)
        self.excess[head] = self.excess.get(head, 0) + least
        self.excess[tail] = self.excess.get(tail, 0) - least

    def meets_lower_bounds(self):
        need = 0
        for node, amount in self.excess.items():
            source, sink = ("S", node) if amount > 0 else (node, "T")
            self.capacity.setdefault(source, {})[sink] = abs(amount)
            self.capacity.setdefault(sink, {}).setdefault(source, 0)
            need += max(0, amount)
        while need > 0:
            path = self.path()
            if path is None:
                return False
            amount = min(self.capacity[a][b] for a, b in path)
            for a, b in path:
                self.capacity[a][b] -= amount
                self.capacity[b][a] += amount
            need -= amount
        return True

    def path(self):
        came, queue = {"S": None}, deque(["S"])
        while queue:
            node = queue.popleft()
            for following, room in self.capacity.get(node, {}).items():
                if room > 0 and following not in came:
                    came[following] = node
                    queue.append(following)
                    if following == "T":
                        steps = []
                        while came[following] is not None:
                            steps.append((came[following], following))
                            following = came[following]
                        return steps
        return None

    def flows(self):
        """What flows beyond the lower bounds is what was used up of the room."""
        return {arc: least + room - self.capacity[arc[0]][arc[1]]
                for arc, (least, room) in self.least.items()}
