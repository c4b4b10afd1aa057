"""The lot of the zone worked out a second time, by what docs/selection.md says of it ("A lot, recomputed",
"A lot of the zone, recomputed"), from what is published: sheets, ranking, seed and the seed's hash.

    lot.py SHEETS.csv RANKING.json TIE_SEED TIE_SEED_HASH

Totals, means, ties and the announced order come from the sheets alone (independent.py); who is too close to
call is what the ranking says of each, since the model decides that. For a call without limits and budget.
Exit 1 with the first thing that is not so. Standard library only.
"""

import hashlib
import hmac
import json
import sys
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "whole_call"))
sys.dont_write_bytecode = True
from independent import ranking, rows_of  # noqa: E402


def demand(holds, what):
    if not holds:
        sys.exit(f"not so: {what}")


def main(sheets_path, ranking_path, seed, seed_hash):
    demand(hashlib.sha256(seed.encode()).hexdigest() == seed_hash, "the seed is the one of the published hash")
    with open(ranking_path, encoding="utf-8") as file:
        told = json.load(file)
    announced, passing = ranking(rows_of(sheets_path), seed)
    places = told["places"]
    zone = {place["number"]: place["calibrated"]["zone"] for place in places}
    demand(sorted(zone) == sorted(announced), "the ranking is of those who have sheets")
    seats = told["seats"]
    first = [number for number in announced if number in passing][:seats]
    members = [number for number in announced if number in passing and zone[number] == "too_close"]
    seated = sum(number in first for number in members)
    lot = lambda number: hmac.new(seed.encode(), number.encode(), hashlib.sha256).hexdigest()
    drawn = sorted(members, key=lot) if 0 < seated < len(members) else []
    told_drawn = told["zone_lot"]["drawn"]
    demand([one["number"] for one in told_drawn] == drawn, f"drawn in this order: {drawn}")
    slots = [announced.index(number) for number in members] if drawn else []
    final = list(announced)
    for slot, number, one in zip(slots, drawn, told_drawn):
        final[slot] = number
        demand(one["lot"] == lot(number), f"{number} has the lot {lot(number)}")
        demand(one["announced_place"] == announced.index(number) + 1, f"{number} was announced elsewhere")
        demand(one["place"] == slot + 1, f"{number} drew place {slot + 1}")
        chance = Fraction(seated, len(members)) - Fraction(one["chance"])
        demand(abs(chance) <= Fraction(1, 2000), f"the chance was {seated} of {len(members)}")
    demand([place["number"] for place in places] == final, f"the order after the lot is {final}")
    demand([place["place"] for place in places] == list(range(1, len(final) + 1)), "places are counted up")
    selected = [place["number"] for place in places if place["outcome"] == "selected"]
    demand(selected == [number for number in final if number in passing][:seats], "the first have the seats")
    print(f"the lot holds: {len(drawn)} of {len(final)} drew for {seated} of {seats} seats")


main(*sys.argv[1:])
