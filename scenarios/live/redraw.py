#!/usr/bin/env python3
"""Draws the very containers that the DeathStarBench study killed, and who is answered then.

usage: redraw.py LIVE        LIVE is the folder that holds mb3r_icse2026_dsb/summary.json

The study's script kills random.sample(containers, k) after random.seed(job + round), for 25 jobs
of 450 rounds: 474 sets of victims in all. Which request needs what is as in the scenario, so what
is left of its error beside this table's is the luck of those 474 draws.
"""

import json
import math
import random
import sys
from pathlib import Path

from write import MIX, PAGES, SOCIAL, TRIPLED

JOBS, ROUNDS = 25, 450


def containers(is_tripled):
    """In the order of their names, as docker compose ps lists them."""
    copies = {s: 3 if is_tripled and s in TRIPLED else 1 for s in SOCIAL}
    return sorted((f"socialnetwork-{s}-{i + 1}", s) for s in SOCIAL for i in range(copies[s]))


def answered(pool, count, seed):
    """The share of requests that are answered in one round."""
    random.seed(seed)
    victims = set(random.sample(pool, count))
    alive = {service for name, service in pool if (name, service) not in victims}
    return sum(share for page, share in MIX.items() if alive.issuperset(PAGES[page].split()))


def predicted(cell):
    pool = containers(cell["mode"] == "repl")
    count = math.ceil(cell["p_fail"] * len(pool))
    rounds = {seed: answered(pool, count, seed) for seed in range(2, JOBS + ROUNDS + 1)}
    return sum(rounds[job + r] for job in range(1, JOBS + 1)
               for r in range(1, ROUNDS + 1)) / (JOBS * ROUNDS)


def main(live):
    summary = json.loads((live / "mb3r_icse2026_dsb/summary.json").read_text(encoding="utf-8"))
    errors = []
    print("cell        redrawn %  observed %  error points")
    for cell in summary["cells"]:
        share, observed = predicted(cell), cell["R_live_mean"]
        if 0 < observed < 1:
            errors.append(100 * abs(share - observed))
        print(f"{cell['mode'] + ' ' + str(cell['p_fail']):<12}{100 * share:>9.2f}"
              f"{100 * observed:>12.2f}{100 * (share - observed):>+14.2f}")
    print(f"mean absolute error: {sum(errors) / len(errors):.1f} points over {len(errors)} cells")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.split("\n\n", maxsplit=2)[1])
    main(Path(sys.argv[1]))
