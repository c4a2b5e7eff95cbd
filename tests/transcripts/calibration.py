#!/usr/bin/env python3
"""docs/CALIBRATION.md shows what scenarios/calibrate.py computes, and the scenarios use it.

usage: calibration.py SHARED [--update]        SHARED holds facts/incidents.json
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/CALIBRATION.md"
SKIPPED = 77
COMMAND = re.compile(r"\$ scenarios/calibrate.py FACTS ?(\S*)\n")
# What a scenario takes from the output: name there, key in the scenario.
USED = {
    "aws-kiro-2025-12": {"interval": "interval", "diagnose": "diagnose", "rebuild": "rebuild"},
    "aws-s3-2017-02-28": {"interval": "interval", "diagnose": "diagnose", "fix": "fix",
                          "restore": "restart"},
    "aws-lambda-2023-06-13": {"interval": "interval", "diagnose": "diagnose", "fix": "fix",
                              "restore": "recovers_after"},
}


def computed(facts, *incident):
    command = [sys.executable, "-B", ROOT / "scenarios/calibrate.py", facts, *incident]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def rewritten(page, facts):
    """The page with every shown command followed by what it prints now."""
    blocks = re.split(r"(```\n)", page)
    for i, block in enumerate(blocks):
        if i % 4 == 2 and COMMAND.match(block):
            blocks[i] = "".join(f"{match[0]}{computed(facts, *filter(None, [match[1]]))}"
                                for match in COMMAND.finditer(block))
    return "".join(blocks)


def unused(facts):
    for incident, keys in USED.items():
        scenario = (ROOT / "scenarios/incidents" / incident / "scenario.json").read_text("utf-8")
        for line in computed(facts, incident).splitlines():
            name, value = line.split("   ")[0].split(": ", 1)
            key = keys.get(name.strip('"'))
            if key and f'"{key}": {value}' not in scenario:
                yield f'{incident}: its scenario lacks "{key}": {value}'


def main(shared, is_update):
    facts = Path(shared) / "facts"
    if not (facts / "incidents.json").exists():
        print(f"skipped: {facts} is not there")
        sys.exit(SKIPPED)
    page = PAGE.read_text("utf-8")
    now = rewritten(page, facts)
    problems = list(unused(facts))
    if is_update:
        PAGE.write_text(now, "utf-8")
    elif now != page:
        problems.append("docs/CALIBRATION.md shows other numbers: calibration.py SHARED --update")
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__.splitlines()[2])
    main(sys.argv[1], "--update" in sys.argv)
