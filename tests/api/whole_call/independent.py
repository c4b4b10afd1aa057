"""The story's ranking worked out a second time, by other means than the product's.

Reads the exported sheets and the story's table of proposals; prints number, outcome and reserve
position in order of the ranking, as CSV. Standard library only.

    independent.py SHEETS.csv PROPOSALS.csv TIE_SEED

It recomputes every total from the scores, ranks with exact fractions, and finds the seats by
searching sets: "take" is tried before "leave" for each name in turn, going back whenever no set
that keeps the limits can be completed. The first set found is the one that no other beats at the
first name where they differ. The product looks ahead by counting and by flows instead.
"""

import csv
import hashlib
import hmac
import sys
from collections import Counter, defaultdict
from fractions import Fraction

WEIGHTS = {"K1": 20, "K2": 15, "K3": 20, "K4": 20, "K5": 10, "K6": 10, "K7": 5}
SEATS, PER_UNIT, PER_PROBLEM, REMOTE_AT_LEAST, RESERVES = 8, 2, 2, 2, 4


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def mean(values):
    return Fraction(sum(values), len(values))


def ranking(sheets, seed):
    """Numbers from best to worst, and those of them that pass."""
    by_number = defaultdict(list)
    for sheet in sheets:
        scores = {code: int(sheet[code]) for code in WEIGHTS}
        total = sum(weight * scores[code] for code, weight in WEIGHTS.items())
        assert total == int(sheet["total"]), f"{sheet['number']}: {total} is not {sheet['total']}"
        by_number[sheet["number"]].append((total, scores))
    standing, passing = {}, set()
    for number, given in by_number.items():
        value = mean([total for total, _ in given])
        of = {code: mean([scores[code] for _, scores in given]) for code in WEIGHTS}
        lot = hmac.new(seed.encode(), number.encode(), hashlib.sha256).hexdigest()
        standing[number] = (-value, -of["K4"], -of["K1"], -of["K3"], lot)
        if value >= 350 and of["K1"] >= 3 and of["K4"] >= 3:
            passing.add(number)
    return sorted(standing, key=standing.get), passing


def first_set(names, proposals):
    """The set that takes the earliest name it can, then the next, and so on."""

    def search(position, taken):
        seats_left = SEATS - len(taken)
        remote = sum(proposals[name]["remote"] == "true" for name in taken)
        still_remote = sum(proposals[name]["remote"] == "true" for name in names[position:])
        if remote + min(seats_left, still_remote) < REMOTE_AT_LEAST:
            return None
        if position == len(names) or seats_left == 0:
            return taken
        name = names[position]
        of = lambda field: Counter(proposals[one][field] for one in [*taken, name])
        fits = max(of("unit").values()) <= PER_UNIT and max(of("problem").values()) <= PER_PROBLEM
        found = search(position + 1, [*taken, name]) if fits else None
        return found if found is not None else search(position + 1, taken)

    return set(search(0, []))


def successor(holder, selected, asked, proposals):
    """Who has this seat when it is given up and all others are kept; of those asked, in their order."""
    kept = selected - {holder}
    is_remote = lambda name: proposals[name]["remote"] == "true"
    held = sum(map(is_remote, selected))
    for floor in range(min(REMOTE_AT_LEAST, held), -1, -1):
        for name in asked:
            after = [*kept, name]
            most = lambda field: max(Counter(proposals[one][field] for one in after).values())
            if (
                most("unit") <= PER_UNIT
                and most("problem") <= PER_PROBLEM
                and sum(map(is_remote, after)) >= floor
            ):
                return name
    return None


def reserves(order, selected, passing, proposals):
    """The first successor of each seat, then the second, up to the number; in order of the ranking."""
    asked = {holder: [name for name in order if name in passing - selected] for holder in selected}
    found = []
    while len(found) < RESERVES and any(asked.values()):
        for holder in [name for name in order if name in selected]:
            name = successor(holder, selected, asked[holder], proposals)
            asked[holder] = [one for one in asked[holder] if one != name] if name else []
            if name and name not in found and len(found) < RESERVES:
                found.append(name)
    return [name for name in order if name in found]


def main(sheets_path, proposals_path, seed):
    proposals = {row["number"]: row for row in rows_of(proposals_path)}
    order, passing = ranking(rows_of(sheets_path), seed)
    selected = first_set([name for name in order if name in passing], proposals)
    waiting = reserves(order, selected, passing, proposals)
    out = csv.writer(sys.stdout)
    out.writerow(["number", "outcome", "reserve_position"])
    for name in order:
        if name in selected:
            out.writerow([name, "selected", ""])
        elif name in waiting:
            out.writerow([name, "reserve", waiting.index(name) + 1])
        else:
            out.writerow([name, "not_selected", ""])


if __name__ == "__main__":
    main(*sys.argv[1:])
