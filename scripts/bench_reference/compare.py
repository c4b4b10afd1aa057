"""Runs tubel and the references in turn (A B A B) on the same files, checks that they agree, and prints
the table of docs/performance.md. Start it by scripts/bench, which prepares both."""
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time

TUBEL, FOLDER, *OPTIONS = sys.argv[1:]
QUICK = "--quick" in OPTIONS
REFERENCE = [sys.executable, os.path.join(os.path.dirname(__file__), "reference.py")]
NAMES = ("case", "n", "tubel s", "MB", "reference, whole s", "MB", "x", "reference, computing s", "x")


def run(command, output):
    """Wall seconds, peak memory in MB and standard error; stops when the command fails.

    The system counts this process's own memory as the child's start, so nothing large is kept here:
    answers go to a file and are compared in a process of their own."""
    with open(output, "wb") as out, open(output + ".err", "w+b") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        err.seek(0)
        words = err.read().decode()
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: {words}")
    return seconds, usage.ru_maxrss / 1024, words


def apart(work, *arguments):
    """Runs it in a process of its own; stops when that stops."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def agreement(agree, files):
    answers = []
    for file in files:
        with open(file, "rb") as answer:
            answers.append(json.load(answer))
    agree(*answers)


def compare(case, ours, reference, runs, agree):
    """One row: medians of `runs` runs of each, in turn, after `agree` has seen both answers."""
    ours, reference = [TUBEL, *map(str, ours)], [*REFERENCE, *map(str, reference)]
    files = [path("answer.json"), path("reference.json")]
    own, other, computing = [], [], []
    for turn in range(runs):
        own.append(run(ours, files[0]))
        other.append(run(reference, files[1]))
        computing.append(json.loads(other[-1][2].strip().splitlines()[-1])["seconds"])
        if turn == 0:
            apart(agreement, agree, files)
    median = statistics.median
    mine, whole, alone = median(row[0] for row in own), median(row[0] for row in other), median(computing)
    memory = [max(row[1] for row in rows) for rows in (own, other)]
    show((case, runs, f"{mine:.3f}", f"{memory[0]:.0f}", f"{whole:.3f}", f"{memory[1]:.0f}",
          f"{whole / mine:.1f}", f"{alone:.3f}", f"{alone / mine:.2f}"))
    return mine


def show(cells):
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def path(name):
    return os.path.join(FOLDER, name)


def prepare(write, *arguments):
    """Calls a function of inputs.py apart from this process."""
    def work():
        import inputs
        getattr(inputs, write)(*arguments)

    apart(work)


def scores(proposals, reviewers):
    file = path(f"scores_{proposals}.csv")
    if not os.path.exists(file):
        prepare("write_scores", file, proposals, reviewers)
    return file


def close(one, other, tolerance, what):
    worst = max(abs(a - b) for a, b in zip(one, other, strict=True))
    if worst > tolerance:
        sys.exit(f"{what}: {worst} apart, {tolerance} allowed")


def same_fit(tolerances):
    """Effects, spreads and P(selected) by proposal, and the variances and the deviance."""
    effect, spread, probability = tolerances

    def agree(own, other):
        rows = sorted(own["proposals"], key=lambda row: row["id"])
        if [row["id"] for row in rows] != other["ids"]:
            sys.exit("the proposals are others")
        column = lambda name: [row[name] for row in rows]
        close(column("blup"), other["effects"], effect, "effects")
        close(column("sd"), other["spreads"], spread, "spreads")
        if other.get("expected_ranks"):
            close(column("expected_rank"), other["expected_ranks"], 1e-2, "expected ranks")
        if other.get("p_selected"):
            close(column("p_selected"), other["p_selected"], probability, "P(selected)")
        if own["reml_deviance"] is not None and "deviance" in other:
            close([own["reml_deviance"]], [other["deviance"]], 1e-5, "deviance")

    return agree


def same_deviance(own, other):
    close([own["reml_deviance"]], [other["deviance"]], 1e-3, "deviance")


def same_plan(own, other):
    if (own["total"], own["worst_pair"]) != (other["total"], other["worst_pair"]):
        sys.exit(f"plans: {own['total']} {own['worst_pair']}, not {other['total']} {other['worst_pair']}")


def same_total(own, other):
    if own["total"] != other["total"]:
        sys.exit(f"totals: {own['total']}, not {other['total']}")


def same_names(own, other):
    if own["selected"] != other["selected"]:
        sys.exit("other names are selected")


def fit(file, seats, *more):
    return ["selection", "fit", "--scores", file, "--seats", seats, "--seed", "bench", "--threads", 1,
            "--json", *more]


def models():
    file = scores(500, 100)
    few = fit(file, 100, "--draws", 32)
    runs = 5 if QUICK else 9
    compare("REML, spreads, ranks 500x100", few, ["fit", file, "exact", 100, 0], runs, same_fit((1e-3, 1e-3, 1)))
    if not QUICK:
        compare("the same, statsmodels MixedLM", few, ["fit", file, "statsmodels", 100, 0], 1, same_deviance)
    draws = 10_000 if QUICK else 100_000
    compare(f"with {draws:,} joint draws 500x100", fit(file, 100, "--draws", draws),
            ["fit", file, "exact", 100, draws], 1 if QUICK else 3, same_fit((1e-3, 1e-3, 0.03)))


def large_reml():
    """Between the two ways of the reference: tubel fits by REML up to 2,000 reviewers."""
    file = scores(10_000, 1_000)
    compare("REML and spreads 10,000x1,000", fit(file, 2_000, "--draws", 32),
            ["fit", file, "reml", 2_000, 0], 1, same_deviance)


def growth():
    sizes = [(1_000, 100), (10_000, 1_000), (100_000, 10_000), (1_000_000, 50_000)]
    times = []
    for proposals, reviewers in sizes[:3] if QUICK else sizes:
        file, seats = scores(proposals, reviewers), proposals // 5
        # Below 2,000 reviewers tubel fits by REML, which moments only approach.
        is_same = same_fit((1e-2, 0.05, 0.02)) if reviewers >= 2_000 else lambda own, other: None
        runs = (2 if QUICK or proposals > 100_000 else 3) if proposals > 1_000 else 5
        mine = compare(f"fit {proposals:,}x{reviewers:,} against moments + PCG",
                       fit(file, seats, "--draws", 32) if proposals <= 20_000 else fit(file, seats),
                       ["fit", file, "large", seats, 0], runs, is_same)
        times.append((proposals, mine))
    return times


def assignments():
    instances = [(500, 100, 100, 18), (5_000, 500, 60, 36), (20_000, 2_000, 50, 36)]
    for proposals, reviewers, candidates, load in instances[:2] if QUICK else instances:
        file = path(f"affinities_{proposals}.csv")
        if not os.path.exists(file):
            prepare("write_affinities", file, proposals, reviewers, candidates)
        for goal, agree in (("total", same_total), ("bottleneck", same_plan)):
            ours = ["assignment", "solve", "--affinity", file, "--per-proposal", 3, "--max-load", load,
                    "--goal", goal, "--json"]
            runs = 9 if proposals == 500 else 3
            compare(f"assign {proposals:,}x{reviewers:,}, {goal}", ours, ["assign", file, goal, load],
                    3 if QUICK else runs, agree)


def quotas():
    for count in (500,) if QUICK else (500, 2_000, 20_000):
        file, limits = path(f"candidates_{count}.csv"), path(f"limits_{count}.toml")
        prepare("write_candidates", file, limits, count)
        ours = ["selection", "fill", "--candidates", file, "--limits", limits, "--json"]
        compare(f"fill {count:,}, two families", ours, ["fill", file, limits], 5, same_names)


def main():
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} at the start; one thread each; medians of n runs in turn.")
    print("tubel: from the CSV to the JSON, the process's start included. Reference: the same, and its")
    print("computing alone (no start, imports, reading, writing). x: how many times tubel's time it is.\n")
    show(NAMES)
    show(["---"] * len(NAMES))
    models()
    if not QUICK:
        large_reml()
    times = growth()
    assignments()
    quotas()
    (least, first), (most, last) = times[0], times[-1]
    print(f"\nGrowth: {most // least:,} times the proposals, {last / first:.0f} times the time.")


main()
