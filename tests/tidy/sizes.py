#!/usr/bin/env python3
"""Files, lines and functions stay short: limits that may only go down."""

import re
import sys

from source_tree import report

FILE_LINES = 500
LINE_COLUMNS = 100
FUNCTION_LINES = 60
CHECKED = (".h", ".cpp", ".py")

# Tables may be longer: their limit, in lines. Lower a number when its file shrinks.
LONGER_FILES = {}
LONGER_FUNCTIONS = {
    "models/faults/failure_mode.cpp": 80,  # the catalog
}

# A raw string holds data, whose lines are as long as they are.
RAW_STRING = re.compile(r'R"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)"', re.DOTALL)
# What can hold braces or keywords without being code.
QUIET = re.compile(
    RAW_STRING.pattern +
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])*'"
    r"|(?P<silent>//[^\n]*|/\*.*?\*/|^[ \t]*#(?:\\\n|[^\n])*)", re.DOTALL | re.MULTILINE)
# A block that opens after these is not a function's body.
TYPE_HEAD = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b[^()]*$")


def quiet(text):
    """The text without comments and directives, a Q for each literal, the lines kept."""
    def shorten(match):
        return ("" if match["silent"] else "Q") + "\n" * match[0].count("\n")
    return QUIET.sub(shorten, text)


def functions(text):
    """Approximately each outermost function of a C++ file: (first line, number of lines)."""
    inside, head, line, start = 0, "", 1, 0
    for char in quiet(text):
        line += char == "\n"
        if inside:
            inside += {"{": 1, "}": -1}.get(char, 0)
            if inside == 0:
                yield start, line - start + 1
                head = ""
        elif char == "{" and ")" in head and not TYPE_HEAD.search(head):
            inside, start = 1, line - head.lstrip().count("\n")
        elif char in ";{}":
            head = ""
        else:
            head += char


def check_lines(path, text):
    text = RAW_STRING.sub(lambda match: 'R"()"' + "\n" * match[0].count("\n"), text)
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > LINE_COLUMNS:
            yield f"{path}:{number}: {len(line)} columns, {LINE_COLUMNS} allowed"


def check(tree):
    for path in (path for path in tree.paths if path.endswith(CHECKED)):
        count = len(tree.text(path).splitlines())
        limit = LONGER_FILES.get(path, FILE_LINES)
        if count > limit:
            yield f"{path}:1: {count} lines, {limit} allowed"
        yield from check_lines(path, tree.text(path))
        if path.endswith(".py"):
            continue
        limit = LONGER_FUNCTIONS.get(path, FUNCTION_LINES)
        for start, count in functions(tree.text(path)):
            if count > limit:
                yield f"{path}:{start}: a function of {count} lines, {limit} allowed"


if __name__ == "__main__":
    sys.exit(report(check))
