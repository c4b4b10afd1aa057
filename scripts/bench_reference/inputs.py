"""Inputs of the comparison, the same bytes on every machine: all numbers come from splitmix64."""
import numpy as np

STEP = np.uint64(0x9E3779B97F4A7C15)


def splitmix64(seed, numbers):
    """Outputs number 1, 2, ... of the generator with this seed."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + numbers.astype(np.uint64) * STEP
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def normal(seed, count):
    """Nearly standard normal: twelve uniform 16-bit numbers, added, exact in binary."""
    words = splitmix64(seed, np.arange(1, 3 * count + 1)).reshape(count, 3)
    total = np.zeros(count)
    for shift in (0, 16, 32, 48):
        total += ((words >> np.uint64(shift)) & np.uint64(0xFFFF)).sum(axis=1) / 65536.0
    return total - 6.0


def distinct(draws, members):
    """One member per draw, the next free one when taken already in the same row."""
    rows, width = draws.shape
    chosen = np.full((rows, width), -1, dtype=np.int64)
    for turn in range(width):
        pick = (draws[:, turn] % np.uint64(members)).astype(np.int64)
        while True:
            taken = (chosen[:, :turn] == pick[:, None]).any(axis=1)
            if not taken.any():
                break
            pick[taken] = (pick[taken] + 1) % members
        chosen[:, turn] = pick
    return chosen


def write_scores(path, proposals, reviewers, reviews=3):
    """`reviews` scores of 0 to 100 per proposal: quality, severity and noise with sd 12, 7 and 12."""
    seed = 4242 + proposals
    draws = splitmix64(seed, np.arange(1, proposals * reviews + 1)).reshape(proposals, reviews)
    who = distinct(draws, reviewers)
    score = 50 + 12 * normal(seed + 1, proposals)[:, None] + 7 * normal(seed + 2, reviewers)[who]
    score += 12 * normal(seed + 3, proposals * reviews).reshape(proposals, reviews)
    score = np.clip(np.rint(score), 0, 100).astype(np.int64)
    with open(path, "w", encoding="utf-8") as out:
        out.write("proposal,reviewer,score\n")
        names = np.repeat(np.arange(proposals), reviews).tolist()
        rows = zip(names, who.ravel().tolist(), score.ravel().tolist())
        out.writelines(f"p{p:07},r{r:05},{s}\n" for p, r, s in rows)


def write_affinities(path, proposals, reviewers, candidates):
    """The affinities whose best totals are known (see `KNOWN` in assignment.py)."""
    numbers = np.arange(1, 3 * proposals * candidates + 1)
    words = splitmix64(31337 + proposals, numbers).reshape(proposals, candidates, 3)
    who = distinct(words[:, :, 0], reviewers)
    thousand = np.uint64(1000)
    value = (words[:, :, 1] % thousand) * ((words[:, :, 1] // thousand) % thousand)
    kept = words[:, :, 2] % np.uint64(50) != 0
    with open(path, "w", encoding="utf-8") as out:
        out.write("proposal,reviewer,affinity\n")
        p, j = np.nonzero(kept)
        rows = zip(p.tolist(), who[p, j].tolist(), value[p, j].tolist())
        out.writelines(f"p{p:05},r{r:04},{a}\n" for p, r, a in rows)


def write_candidates(path, limits, count):
    """A ranked list with two families: themes with a cap and some floors, regions with floors."""
    words = splitmix64(900 + count, np.arange(1, 2 * count + 1)).reshape(count, 2)
    # The lower half of the numbers is common, the rest rare: small classes make floors bite.
    theme = (np.minimum(words[:, 0] % np.uint64(16), words[:, 0] // np.uint64(16) % np.uint64(12))).tolist()
    region = (np.minimum(words[:, 1] % np.uint64(12), words[:, 1] // np.uint64(12) % np.uint64(10))).tolist()
    with open(path, "w", encoding="utf-8") as out:
        out.write("id,theme,region\n")
        rows = enumerate(zip(theme, region))
        out.writelines(f"c{at:05},T{t:02},R{r:02}\n" for at, (t, r) in rows)
    seats = count // 10
    floor = {"theme": [(name, max(1, theme.count(name) // 6)) for name in range(7, 12)],
             "region": [(name, max(1, region.count(name) // 5)) for name in range(5, 10)]}
    with open(limits, "w", encoding="utf-8") as out:
        out.write(f"seats = {seats}\n")
        for family, cap in (("theme", seats // 6), ("region", seats // 4)):
            out.write(f"[families.{family}]\ncap_each = {cap}\n")
            for name, least in floor[family]:
                least = min(least, cap)
                out.write(f"[families.{family}.classes.{family[0].upper()}{name:02}]\nmin = {least}\n")
