#!/usr/bin/env python3
"""No vague names, left-over notes or paths of one machine; files say first what they are for."""

import re
import sys

from source_tree import line_of, report

VAGUE = {word + end for word in ("manager", "helper", "util") for end in ("", "s")} | {
    "utility", "utilities"}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
TYPE = re.compile(r"\b(?:class|struct|enum(?:\s+class)?|union|namespace|using)\s+(\w+)")
# The classes keep these patterns from matching themselves.
NOTES = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b")
MACHINE = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:wor[k]|roo[t]|far[m])/", re.MULTILINE)
# Results may not depend on when a run happens.
WALL_CLOCK = re.compile(r"\b(?:system|steady|high_resolution)_clock\b"
                        r"|\b(?:gettimeofday|clock_gettime|random_device)\b|\bstd::time\(")


def is_vague(name):
    return any(word.lower() in VAGUE for word in WORD.findall(name))


def check_names(tree):
    for path in tree.paths:
        if is_vague(path):
            yield f"{path}:1: a vague name; find the noun"
    for path in tree.code():
        for match in TYPE.finditer(tree.text(path)):
            if is_vague(match.group(1)):
                line = line_of(tree.text(path), match.start())
                yield f"{path}:{line}: {match.group(1)} is a vague name; find the noun"


def check_text(tree):
    for path in tree.paths:
        text = tree.text(path)
        for match in MACHINE.finditer(text):
            yield f"{path}:{line_of(text, match.end())}: a path of one machine"
        if path.endswith((".h", ".cpp", ".py", ".txt")) or "." not in path.split("/")[-1]:
            for match in NOTES.finditer(text):
                yield f"{path}:{line_of(text, match.start())}: left over: {match.group(0)}"


def check_clocks(tree):
    for path in tree.code("sim", "models"):
        for match in WALL_CLOCK.finditer(tree.text(path)):
            line = line_of(tree.text(path), match.start())
            yield f"{path}:{line}: {match[0]}: no wall clock here"


def check_openings(tree):
    for path in tree.code():
        if not tree.text(path).startswith("// "):
            yield f"{path}:1: the first line does not say what the file is for"
    for path in tree.code():
        if path.endswith(".h") and "#pragma once" not in tree.text(path):
            yield f"{path}:1: no #pragma once"


def check(tree):
    yield from check_names(tree)
    yield from check_text(tree)
    yield from check_clocks(tree)
    yield from check_openings(tree)


if __name__ == "__main__":
    sys.exit(report(check))
