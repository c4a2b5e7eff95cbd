"""The tidy checks notice violations: each test builds a small tree and breaks one rule."""

import tempfile
import unittest
from pathlib import Path

import arrows
import dead_files
import sizes
import words
from source_tree import Tree

DRAWING = """```mermaid
flowchart TD
  subgraph models
    shop["models/shop"]
    door["models/door"]
  end
  clock["sim/clock"]
  door --> shop & clock
  shop --> clock
```
"""
GOOD = {
    "docs/ARCHITECTURE.md": DRAWING,
    "sim/CMakeLists.txt": "add_subdirectory(clock)\n",
    "sim/clock/CMakeLists.txt": "outcast_room(sim_clock)\n",
    "sim/clock/clock.h": "// The clock.\n#pragma once\n",
    "models/CMakeLists.txt": "foreach(room shop door)\n  add_subdirectory(${room})\nendforeach()\n",
    "models/shop/CMakeLists.txt": "outcast_room(models_shop sim_clock)\n",
    "models/shop/shop.h": '// The shop.\n#pragma once\n#include "sim/clock/clock.h"\n',
    "models/door/CMakeLists.txt": "outcast_room(models_door models_shop)\n",
    "models/door/door.cpp": '// The door.\n#include "models/shop/shop.h"\n',
    "scenarios/what-if/fire.json": '{"shows": "fire", /* the */ "sources": ["us"]} // end\n',
    "scenarios/what-if/fire.expected.txt": "down\n",
}


class Notices(unittest.TestCase):
    def problems(self, module, changes=None):
        """What a check says of the good tree with some files changed, or left out (None)."""
        files = {**GOOD, **(changes or {})}
        files = {path: text for path, text in files.items() if text is not None}
        with tempfile.TemporaryDirectory() as root:
            for path, text in files.items():
                place = Path(root) / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text)
            return "\n".join(module.check(Tree(root)))

    def test_nothing_is_said_of_a_good_tree(self):
        for module in (arrows, dead_files, sizes, words):
            self.assertEqual(self.problems(module), "")

    # Arrows

    def test_an_arrow_that_is_not_drawn(self):
        said = self.problems(arrows, {
            "models/shop/shop.h": '// The shop.\n#pragma once\n#include "models/door/key.h"\n',
            "models/door/key.h": "// A key.\n#pragma once\n"})
        self.assertIn("models/shop/shop.h:3: models/shop --> models/door is not drawn", said)

    def test_a_drawing_with_an_arrow_that_points_up(self):
        said = self.problems(arrows, {
            "docs/ARCHITECTURE.md": DRAWING.replace("door --> shop & clock", "clock --> door")})
        self.assertIn("sim/clock --> models/door points up", said)

    def test_a_drawing_with_a_circle(self):
        said = self.problems(arrows, {
            "docs/ARCHITECTURE.md": DRAWING.replace("shop --> clock", "shop --> clock & door")})
        self.assertIn("rooms in a circle: models/door --> models/shop --> models/door", said)

    def test_a_room_that_is_not_drawn_and_a_drawn_one_that_is_not_there(self):
        said = self.problems(arrows, {
            "docs/ARCHITECTURE.md": DRAWING.replace("models/shop", "models/market")})
        self.assertIn("the room models/shop is not drawn", said)
        self.assertIn("draws models/market, which does not exist", said)

    def test_a_linked_room_without_an_arrow(self):
        said = self.problems(arrows, {
            "models/shop/CMakeLists.txt": "outcast_room(models_shop models_door)\n"})
        self.assertIn("links models/door", said)

    def test_files_that_include_each_other(self):
        said = self.problems(arrows, {
            "sim/clock/clock.h": '// The clock.\n#pragma once\n#include "sim/clock/hand.h"\n',
            "sim/clock/hand.h": '// A hand.\n#pragma once\n#include "clock.h"\n'})
        self.assertIn("sim/clock/clock.h --> sim/clock/hand.h --> sim/clock/clock.h", said)

    def test_an_include_of_a_file_that_does_not_exist(self):
        said = self.problems(arrows, {
            "models/door/door.cpp": '// The door.\n#include "models/shop/sohp.h"\n'})
        self.assertIn("models/door/door.cpp:2: models/shop/sohp.h does not exist", said)

    def test_heavy_headers_in_headers_and_threads_in_models(self):
        said = self.problems(arrows, {
            "models/shop/shop.h":
                "// The shop.\n#pragma once\n#include <nlohmann/json.hpp>\n#include <thread>\n"})
        self.assertIn("<nlohmann/json.hpp> belongs into a .cpp file only", said)
        self.assertIn("models/ does without <thread>", said)

    # Sizes

    def test_a_long_file_a_long_line_and_a_long_function(self):
        body = "// Long.\nint f(int x) {\n" + "  ++x;\n" * 60 + "  return x;\n}\n"
        said = self.problems(sizes, {
            "sim/clock/long.cpp": body, "sim/clock/wide.cpp": "// " + "x" * 98 + "\n",
            "sim/clock/high.cpp": "// High.\n" * 501})
        self.assertIn("sim/clock/long.cpp:2: a function of 63 lines, 60 allowed", said)
        self.assertIn("sim/clock/wide.cpp:1: 101 columns, 100 allowed", said)
        self.assertIn("sim/clock/high.cpp:1: 501 lines, 500 allowed", said)

    def test_braces_in_literals_and_long_classes_are_no_functions(self):
        quiet = '// Quiet.\nint f() { return g("{", \'{\', R"({)"); }\n' + "// {\n" * 70
        members = "struct S {\n" + "  int a() { return 1'000; }\n" * 70 + "};\n"
        self.assertEqual(self.problems(sizes, {"sim/clock/quiet.cpp": quiet + members}), "")

    def test_the_data_in_a_raw_string_may_be_wide(self):
        wide = '// Data.\nauto data = R"(' + "x" * 200 + ")\";\n"
        self.assertEqual(self.problems(sizes, {"sim/clock/data.cpp": wide}), "")

    # Words

    def test_vague_names_of_files_and_types(self):
        said = self.problems(words, {
            "sim/clock/clock_util.h": "// Things.\n#pragma once\nclass ClockManager {};\n"})
        self.assertIn("sim/clock/clock_util.h:1: a vague name", said)
        self.assertIn("sim/clock/clock_util.h:3: ClockManager is a vague name", said)

    def test_utilization_is_not_vague(self):
        self.assertEqual(self.problems(words, {
            "sim/clock/utilization.h": "// Use.\n#pragma once\nstruct Utilization {};\n"}), "")

    def test_paths_of_a_machine_and_notes_left_over(self):
        said = self.problems(words, {
            "docs/notes.md": "see /" + "work/main\n",
            "sim/clock/clock.h": "// A clock. TO" + "DO\n#pragma once\n"})
        self.assertIn("docs/notes.md:1: a path of one machine", said)
        self.assertIn("sim/clock/clock.h:1: left over", said)

    def test_a_wall_clock_in_a_model(self):
        said = self.problems(words, {
            "models/door/door.cpp": "// The door.\nauto t = std::chrono::steady_clock::now();\n"})
        self.assertIn("models/door/door.cpp:2: steady_clock: no wall clock here", said)

    def test_a_file_that_does_not_say_what_it_is_for(self):
        said = self.problems(words, {"models/door/door.cpp": '#include "models/shop/shop.h"\n'})
        self.assertIn("models/door/door.cpp:1: the first line does not say", said)

    # Dead files

    def test_a_room_that_nobody_builds(self):
        said = self.problems(dead_files, {"models/CMakeLists.txt": "add_subdirectory(shop)\n"})
        self.assertIn("models/door/CMakeLists.txt: missing, or not added", said)

    def test_a_header_that_nobody_includes(self):
        said = self.problems(dead_files, {"models/door/door.cpp": "// The door.\n"})
        self.assertEqual(said, "models/shop/shop.h:1: nobody includes it")

    def test_a_test_that_nobody_builds(self):
        said = self.problems(dead_files, {"tests/unit/shop/shop_test.cpp": "// Tests.\n"})
        self.assertIn("tests/unit/shop/shop_test.cpp:1: no CMakeLists.txt builds it", said)

    def test_a_scenario_without_sources_or_transcript(self):
        said = self.problems(dead_files, {
            "scenarios/what-if/fire.json": '{"shows": "fire"}',
            "scenarios/what-if/fire.expected.txt": None})
        self.assertIn("scenarios/what-if/fire.json:1: has no 'sources'", said)
        self.assertIn("scenarios/what-if/fire.json:1: no expected transcript beside it", said)

    def test_a_link_that_leads_nowhere(self):
        said = self.problems(dead_files, {
            "README.md": "[how](docs/HOW.md) [why](docs/ARCHITECTURE.md)\n"})
        self.assertEqual(said, "README.md:1: links to docs/HOW.md, which does not exist")


if __name__ == "__main__":
    unittest.main()
