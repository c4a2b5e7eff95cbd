#!/usr/bin/env python3
"""docs/VALIDATION.md shows what the live studies' commands print; their scenarios are as written.

usage: live.py SHARED [--update]        SHARED holds data/live/

Without SHARED only the table of the program is compared, with its transcript.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LIVE = ROOT / "scenarios/live"
PAGE = ROOT / "docs/VALIDATION.md"
SKIPPED = 77
TABLE = re.compile(r"```\n\$ outcast hindcast scenarios/live\n.*?```\n", re.DOTALL)
REDRAWN = re.compile(r"```\n\$ scenarios/live/redraw.py LIVE\n.*?```\n", re.DOTALL)


def printed(script, data, *words):
    command = [sys.executable, "-B", LIVE / script, data, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def put(page, block, text):
    return block.sub(lambda _: f"```\n{text}```\n", page)


def unwritten(data):
    """Scenarios that differ from what write.py makes of the published figures."""
    for path in sorted(LIVE.glob("*.json")):
        if path.read_text("utf-8") != printed("write.py", data, path.stem):
            yield f"scenarios/live/{path.name} is not what write.py writes"


def main(shared, is_update):
    data = Path(shared) / "data/live"
    page = PAGE.read_text("utf-8")
    now = put(page, TABLE, (LIVE / "hindcast.expected.txt").read_text("utf-8"))
    problems = []
    if data.exists():
        now = put(now, REDRAWN, "$ scenarios/live/redraw.py LIVE\n" + printed("redraw.py", data))
        problems += unwritten(data)
    if is_update:
        PAGE.write_text(now, "utf-8")
    elif now != page:
        problems.append("docs/VALIDATION.md shows other numbers: live.py SHARED --update")
    print("\n".join(problems) if problems or data.exists() else f"skipped: {data} is not there")
    sys.exit(1 if problems else 0 if data.exists() else SKIPPED)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__.splitlines()[2])
    main(sys.argv[1], "--update" in sys.argv)
