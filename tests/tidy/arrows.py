#!/usr/bin/env python3
"""Every #include and linked room follows an arrow drawn in docs/ARCHITECTURE.md; no circles."""

import re
import sys

from source_tree import ANGLED_INCLUDE, LAYERS, line_of, report, room_of

DRAWING = "docs/ARCHITECTURE.md"
NODE = re.compile(r'^\s*(\w+)\["([^"]+)"\]\s*$', re.MULTILINE)
NODES = r"(\w+(?:\s*&\s*\w+)*)"
ARROW = re.compile(rf"^\s*{NODES}\s*-->\s*{NODES}\s*$", re.MULTILINE)

LINKED = re.compile(r"outcast_room\(\s*(\w+)([^)]*)\)")

# Third-party headers that cost compile time: only inside .cpp files. json_fwd.hpp only declares.
HEAVY = re.compile(r"^(boost|CLI|Eigen|tbb|oneapi)/|^nlohmann/(?!json_fwd\.hpp$)")
# What a layer may not know. Numbers and time come from sim/kernel; threads from sim/ensemble.
FOREIGN = {
    "sim": re.compile(r"^(random|ctime|time\.h|sys/time\.h)$"),
    "models": re.compile(r"^(random|ctime|time\.h|sys/time\.h|thread|mutex|atomic|future"
                         r"|condition_variable|shared_mutex|stop_token|(tbb|oneapi)/.*)$"),
}


def drawn(text):
    """What the mermaid drawing shows: (set of rooms, {room: set of rooms it may use})."""
    blocks = "\n".join(re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL))
    rooms = dict(NODE.findall(blocks))
    arrows = {room: set() for room in rooms.values()}
    for left, right in ARROW.findall(blocks):
        for source in re.split(r"\s*&\s*", left):
            arrows[rooms[source]].update(rooms[target] for target in re.split(r"\s*&\s*", right))
    return set(rooms.values()), arrows


def find_circle(arrows):
    """One circle as a list of nodes, the first repeated at the end, or None."""
    done = set()
    for start in sorted(arrows):
        path, pending = [], [(start, iter(sorted(arrows[start])))]
        while pending:
            node, targets = pending[-1]
            if node not in path:
                path.append(node)
            target = next((t for t in targets if t in arrows and t not in done), None)
            if target is None:
                done.add(path.pop())
                pending.pop()
            elif target in path:
                return path[path.index(target):] + [target]
            else:
                pending.append((target, iter(sorted(arrows[target]))))
    return None


def points_back(source, target):
    return LAYERS.index(source.split("/")[0]) < LAYERS.index(target.split("/")[0])


def check_drawing(rooms, arrows, existing):
    for room in sorted(existing - rooms):
        yield f"{DRAWING}: the room {room} is not drawn"
    for room in sorted(rooms - existing):
        yield f"{DRAWING}: draws {room}, which does not exist"
    for source in sorted(arrows):
        for target in sorted(arrows[source]):
            if points_back(source, target):
                yield f"{DRAWING}: {source} --> {target} points up; arrows go app, models, sim"
    circle = find_circle(arrows)
    if circle:
        yield f"{DRAWING}: rooms in a circle: {' --> '.join(circle)}"


def check_includes(tree, arrows):
    for path in tree.code():
        source = room_of(path)
        for line, target in tree.includes(path):
            room = room_of(target)
            if not tree.has(target):
                yield f"{path}:{line}: {target} does not exist"
            elif source and not room:
                yield f"{path}:{line}: {source} includes {target}, which lies in no room"
            elif source and room != source and room not in arrows.get(source, set()):
                yield f"{path}:{line}: {source} --> {room} is not drawn in {DRAWING}"


def check_links(tree, arrows):
    for path in tree.paths:
        if not path.endswith("/CMakeLists.txt"):
            continue
        for name, uses in LINKED.findall(tree.text(path)):
            source = name.replace("_", "/", 1)
            for used in uses.split():
                room = used.replace("_", "/", 1)
                if room in arrows and room not in arrows.get(source, set()):
                    yield f"{path}:1: links {room}, but {source} --> {room} is not drawn"


def check_files(tree):
    files = {path: {target for _, target in tree.includes(path)} for path in tree.code()}
    circle = find_circle(files)
    if circle:
        yield f"{circle[0]}:1: files include each other in a circle: {' --> '.join(circle)}"


def check_foreign(tree):
    for path in tree.code(*LAYERS):
        foreign = FOREIGN.get(path.split("/")[0])
        for match in ANGLED_INCLUDE.finditer(tree.text(path)):
            place = f"{path}:{line_of(tree.text(path), match.start())}"
            if path.endswith(".h") and HEAVY.match(match.group(1)):
                yield f"{place}: <{match.group(1)}> belongs into a .cpp file only"
            if foreign and foreign.match(match.group(1)):
                yield f"{place}: {path.split('/')[0]}/ does without <{match.group(1)}>"


def check(tree):
    if not tree.has(DRAWING):
        yield f"{DRAWING} is missing"
        return
    rooms, arrows = drawn(tree.text(DRAWING))
    existing = {room_of(path) for path in tree.paths if room_of(path)}
    yield from check_drawing(rooms, arrows, existing)
    yield from check_includes(tree, arrows)
    yield from check_links(tree, arrows)
    yield from check_files(tree)
    yield from check_foreign(tree)


if __name__ == "__main__":
    sys.exit(report(check))
