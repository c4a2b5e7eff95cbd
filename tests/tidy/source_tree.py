"""The project's own files, as the tidy checks see them."""

import os
import re
import sys
from pathlib import Path

LAYERS = ("sim", "models", "app")
SKIPPED_FOLDERS = {".git", "build", "corpus", "__pycache__", ".cache", "node_modules"}
CODE = (".h", ".cpp")
QUOTED_INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
ANGLED_INCLUDE = re.compile(r"^\s*#\s*include\s+<([^>]+)>", re.MULTILINE)


class Tree:
    """All files below a root, read once. Paths are relative to it and use slashes."""

    def __init__(self, root):
        self.root = Path(root)
        self.paths = sorted(self._walk())
        self._texts = {}

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            for name in names:
                if name in SKIPPED_FOLDERS:  # a worktree's .git is a file
                    continue
                yield (Path(folder) / name).relative_to(self.root).as_posix()

    def text(self, path):
        """The text of a file; empty for a binary one."""
        if path not in self._texts:
            data = (self.root / path).read_bytes()
            self._texts[path] = "" if b"\0" in data else data.decode("utf-8", "replace")
        return self._texts[path]

    def has(self, path):
        return (self.root / path).exists()

    def code(self, *folders):
        """C++ files, of the given top folders or of all."""
        return [path for path in self.paths
                if path.endswith(CODE) and (not folders or path.split("/")[0] in folders)]

    def includes(self, path):
        """Files of this project that a file includes: (line number, path from the root)."""
        for match in QUOTED_INCLUDE.finditer(self.text(path)):
            beside = os.path.normpath(os.path.join(os.path.dirname(path), match.group(1)))
            target = beside if self.has(beside) else match.group(1)
            yield line_of(self.text(path), match.start(1)), target.replace(os.sep, "/")


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def room_of(path):
    """The room of models/access/policy.h is models/access; outside the layers there are none."""
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] in LAYERS and len(parts) > 2 else None


def report(check):
    """Runs a check on the tree that the command line names and says each problem."""
    problems = list(check(Tree(sys.argv[1])))
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems")
    return 1 if problems else 0
