#!/usr/bin/env python3
"""Compares what the program prints with the transcript beside each scenario, or rewrites it.

usage: transcripts.py OUTCAST [--update] [TRANSCRIPT...]        default: all below scenarios/

A transcript holds commands ("$ outcast run ...") and what each prints. They run at the root of the
source tree. To add a scenario, write its commands and update.
"""

import difflib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROMPT = "$ "


def run(outcast, command):
    """What a command prints; a failure and its complaints are part of that."""
    words = command.split()
    if words[0] != "outcast":
        return f"not a command of outcast: {command}\n"
    # Neither the terminal nor the user's taste shows in the output.
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "100", "LC_ALL": "C.UTF-8"}
    done = subprocess.run([outcast, *words[1:]], cwd=ROOT, env=environment, text=True, check=False,
                          stdin=subprocess.DEVNULL, capture_output=True)
    failure = f"{done.stderr}exit code {done.returncode}\n" if done.returncode else ""
    return done.stdout + failure


def replay(outcast, text):
    commands = [line for line in text.splitlines() if line.startswith(PROMPT)]
    return "\n".join(f"{command}\n{run(outcast, command.removeprefix(PROMPT))}"
                     for command in commands)


def check(outcast, path, is_update):
    """Whether the transcript is up to date, or has been brought up to date."""
    expected = path.read_text(encoding="utf-8")
    actual = replay(outcast, expected)
    name = path.relative_to(ROOT).as_posix()
    if PROMPT not in expected:
        print(f"{name}: no command")
        return False
    if actual == expected:
        return True
    if is_update:
        path.write_text(actual, encoding="utf-8")
        print(f"{name}: rewritten")
        return True
    sys.stdout.writelines(difflib.unified_diff(
        expected.splitlines(True), actual.splitlines(True), f"expected {name}", "printed now"))
    print(f"\nIf that is what it should print: {Path(__file__).name} {outcast} --update {name}")
    return False


def main(arguments):
    is_update = "--update" in arguments
    names = [argument for argument in arguments if argument != "--update"]
    if not names:
        sys.exit(__doc__.splitlines()[2])
    outcast = str(Path(names[0]).resolve())
    paths = [Path(name).resolve() for name in names[1:]] or sorted(
        (ROOT / "scenarios").rglob("*expected.txt"))
    results = [check(outcast, path, is_update) for path in paths]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
