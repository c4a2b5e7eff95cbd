#!/usr/bin/env python3
"""The live experiment: real services, real load, real faults, on the loopback interface.

run.py PROGRAMS -o live.json     PROGRAMS: the folder of live_service and live_load
"""

import argparse
import json
import os
import platform
import re
import resource
import signal
import subprocess
import sys
from pathlib import Path

from cell import run_cell
from parameters import read_cells
from processes import nginx_program
from summary import HEADER, row, summary

# What is later than a small part of a service time is no longer the parameters' doing.
LATE = 0.01  # seconds
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def options(known):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=Path, help="folder of live_service and live_load")
    parser.add_argument("-o", "--output", type=Path, default=Path("live.json"))
    parser.add_argument("--cell", action="append", choices=known, help="only this one (repeatable)")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    if not (chosen.programs / "live_service").exists():
        parser.error(f"no live_service in {chosen.programs} (built where Boost.Beast is installed)")
    chosen.programs = chosen.programs.resolve()
    return chosen


def is_possible(name, cell):
    needs_nginx = any("program" in service for service in cell["services"].values())
    if needs_nginx and not nginx_program():
        print(f"{name}: left out, there is no nginx here (Debian: nginx-light)", file=sys.stderr)
        return False
    return True


def warn_if_late(name, measured):
    if measured["lateness"]["p99"] > LATE:
        print(f"{name}: the machine was too busy for this to count", file=sys.stderr)


def end(number, _):
    """Leaves through every clean-up, which a second signal does not disturb."""
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def prepare():
    """Every waiting request holds a file, and an order to end must reach the clean-up."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    for number in ENDING:
        signal.signal(number, end)


def write(path, chosen, results):
    result = {"experiment": "outcast live", "seed": chosen.seed,
              "machine": {"kernel": platform.release(), "processors": os.cpu_count()},
              "cells": results}
    text = json.dumps(result, indent=1)
    # A series in one line.
    text = re.sub(r"\[[^\[\]{}\"]*\]", lambda match: " ".join(match[0].split()), text)
    path.write_text(text + "\n")


def main():
    cells = read_cells()
    chosen = options(list(cells))
    prepare()
    results = {}
    print(HEADER)
    try:
        for name in chosen.cell or cells:
            cell = cells[name]
            if not is_possible(name, cell):
                continue
            measured = run_cell(cell, chosen.programs, chosen.seed)
            brief = summary(cell, measured)
            results[name] = {"parameters": cell, "measured": measured, "summary": brief}
            print(row(name, brief, measured), flush=True)
            warn_if_late(name, measured)
    except (RuntimeError, OSError, subprocess.TimeoutExpired) as problem:
        sys.exit(f"run.py: {problem}")
    finally:
        if results:
            write(chosen.output, chosen, results)


if __name__ == "__main__":
    main()
