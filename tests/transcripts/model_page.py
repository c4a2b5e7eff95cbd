#!/usr/bin/env python3
"""docs/MODEL.md lists the safeguards with the defaults, and the metrics with the units, that the
program has.

usage: model_page.py OUTCAST
"""

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = "scenarios/what-if/online-boutique.json"
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| *(.*?) *\|$", re.MULTILINE)
DEFAULT = re.compile(r"`(\w+)` (\S+?)(?:,|$)")


def printed(outcast, *words):
    done = subprocess.run([outcast, *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def rows(page, heading):
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [match.groups() for match in ROW.finditer(section)]


def safeguards(outcast):
    """In the order of the catalog: name and defaults, as the schema has them."""
    listed = printed(outcast, "schema", "scenario")["$defs"]["scenario"]["properties"]["safeguards"]
    for name, safeguard in listed["properties"].items():
        defaults = {key: str(value["default"]) for key, value in safeguard["properties"].items()
                    if key != "on"}
        yield name, defaults


def check(outcast, page):
    found = [(name, dict(DEFAULT.findall(last))) for name, _, last in rows(page, "Safeguards")]
    actual = list(safeguards(outcast))
    for name, defaults in found:
        if (name, defaults) not in actual:
            yield f"{name}: the page says {defaults}, the program {dict(actual).get(name)}"
    if [name for name, _ in found] != [name for name, _ in actual]:
        yield f"safeguards: the program has {[name for name, _ in actual]}"
    metrics = printed(outcast, "run", SCENARIO, "-n", "2", "--json", "-")["metrics"]
    units = {name: metric["unit"] for name, metric in metrics.items()}
    shown = {name: unit for name, unit, _ in rows(page, "What is measured")}
    if shown != units:
        yield f"metrics: the page says {shown}, the program {units}"


def main(outcast):
    problems = list(check(outcast, (ROOT / "docs/MODEL.md").read_text("utf-8")))
    print("\n".join(problems))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.splitlines()[3])
    main(str(Path(sys.argv[1]).resolve()))
