"""One reference computation as a command: a CSV in, JSON out, and on standard error one line of JSON
with the seconds spent computing (without Python's start, imports, reading and writing)."""
import csv
import json
import sys
import time


def timed(work):
    start = time.perf_counter()
    result = work()
    json.dump({"seconds": time.perf_counter() - start}, sys.stderr)
    return result


def plain(value):
    return value.tolist() if hasattr(value, "tolist") else value


def fit(path, way, seats, draws):
    import pandas
    import mixed_model
    table = pandas.read_csv(path)
    i, proposals = pandas.factorize(table["proposal"], sort=True)
    j, _ = pandas.factorize(table["reviewer"], sort=True)
    panel = mixed_model.Panel(i, j, table["score"].to_numpy())
    ways = {"exact": lambda: mixed_model.exact(panel, seats, draws),
            "reml": lambda: mixed_model.fitted(panel)[0],
            "large": lambda: mixed_model.large(panel, seats),
            "statsmodels": lambda: mixed_model.statsmodels_reml(panel)}
    result = {name: plain(value) for name, value in timed(ways[way]).items()}
    return {"ids": proposals.tolist(), **result}


def assign(path, goal, max_load):
    import pandas
    import assignment
    table = pandas.read_csv(path)
    proposal, proposals = pandas.factorize(table["proposal"], sort=True)
    reviewer, reviewers = pandas.factorize(table["reviewer"], sort=True)
    affinity = table["affinity"].to_numpy()
    plan = timed(lambda: assignment.solve(proposal, reviewer, affinity, (3, max_load, goal)))
    used = plan.pop("pairs")
    names = zip(proposals[proposal[used]], reviewers[reviewer[used]], affinity[used].tolist())
    return plan | {"pairs": [list(pair) for pair in names]}


def fill(path, limits_path):
    import tomllib
    import quota
    with open(limits_path, "rb") as file:
        limits = tomllib.load(file)
    with open(path, newline="", encoding="utf-8") as file:
        rows = [(row["id"], *(row[family] for family in limits["families"])) for row in csv.DictReader(file)]
    selected = timed(lambda: quota.select(rows, limits))
    return {"feasible": selected is not None, "selected": selected or []}


def main():
    what, path, *rest = sys.argv[1:]
    if what == "fit":
        result = fit(path, rest[0], int(rest[1]), int(rest[2]))
    elif what == "assign":
        result = assign(path, rest[0], int(rest[1]))
    else:
        result = fill(path, rest[0])
    json.dump(result, sys.stdout)


main()
