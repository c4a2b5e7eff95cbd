#!/usr/bin/env python3
"""Nothing lies about unused: code is built, headers included, scenarios shown, links alive."""

import json
import os
import re
import sys

from source_tree import report, room_of

ADDED = re.compile(r"add_subdirectory\(\s*([^\s)]+)")
LOOPED = re.compile(r"foreach\(\s*\w+\s+([^)]*)\)")
LINK = re.compile(r"\]\(([^)\s#:]+)(?:#[^)\s]*)?\)")
FENCE = re.compile(r"```.*?```", re.DOTALL)
JSON_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.DOTALL)


def is_added(tree, folder):
    """Whether a folder has a CMakeLists.txt that its parent adds by name."""
    parent, name = os.path.split(folder)
    text = tree.text(f"{parent}/CMakeLists.txt") if tree.has(f"{parent}/CMakeLists.txt") else ""
    named = ADDED.findall(text) + [word for loop in LOOPED.findall(text) for word in loop.split()]
    return tree.has(f"{folder}/CMakeLists.txt") and name in named


def check_built(tree):
    for room in sorted({room_of(path) for path in tree.code() if room_of(path)}):
        if not is_added(tree, room):
            yield f"{room}/CMakeLists.txt: missing, or not added by the folder above"
    for path in tree.code("tests"):
        if path.endswith(".h"):
            continue
        folder = os.path.dirname(path)
        while folder != "tests" and not tree.has(f"{folder}/CMakeLists.txt"):
            folder = os.path.dirname(folder)
        if folder == "tests" and path != "tests/main.cpp":
            yield f"{path}:1: no CMakeLists.txt builds it"


def check_headers(tree):
    used = {target for path in tree.code() for _, target in tree.includes(path)}
    for path in tree.code():
        if path.endswith(".h") and path not in used:
            yield f"{path}:1: nobody includes it"


def is_scenario(path):
    return path.startswith("scenarios/") and (
        path.endswith("/scenario.json") or re.fullmatch(r"scenarios/what-if/[^/]+\.json", path))


def without_comments(text):
    return JSON_COMMENT.sub(lambda match: match.group(1) or " ", text)


def is_expected(path, scenario):
    """A transcript beside a scenario: expected/NAME..., or NAME...expected.txt."""
    folder, name = os.path.split(scenario)
    stem = "" if name == "scenario.json" else name.removesuffix(".json")
    return path.startswith(f"{folder}/expected/{stem}") or (
        path.startswith(f"{folder}/{stem}") and path.endswith("expected.txt"))


def check_scenario(tree, path):
    try:
        scenario = json.loads(without_comments(tree.text(path)))
    except ValueError as error:
        yield f"{path}:1: not JSON: {error}"
        return
    for key in ("sources", "shows"):
        if not scenario.get(key):
            yield f"{path}:1: has no {key!r}"
    if not any(is_expected(other, path) for other in tree.paths):
        yield f"{path}:1: no expected transcript beside it"


def check_links(tree):
    for path in tree.paths:
        if not path.endswith(".md"):
            continue
        for target in LINK.findall(FENCE.sub("", tree.text(path))):
            if not tree.has(os.path.normpath(os.path.join(os.path.dirname(path), target))):
                yield f"{path}:1: links to {target}, which does not exist"


def check(tree):
    yield from check_built(tree)
    yield from check_headers(tree)
    for path in filter(is_scenario, tree.paths):
        yield from check_scenario(tree, path)
    yield from check_links(tree)


if __name__ == "__main__":
    sys.exit(report(check))
