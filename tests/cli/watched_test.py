#!/usr/bin/env python3
"""Long work under people's eyes: what its progress line says, and what an interrupt leaves."""

import json
import os
import pty
import re
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from stored import PROGRAM, SHOP, outcast

SCENARIOS = Path(__file__).parents[2] / "scenarios"
STORM = SCENARIOS / "what-if/retry-storm/scenario.json"
ADOPTION = SCENARIOS / "sweeps/adoption-by-review.json"
LONG = ["-n", "10M"]  # far more than anybody waits for


def cpu_seconds(process):
    user, system = Path(f"/proc/{process}/stat").read_text().rsplit(")")[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def has_progressed(shown):
    """So far that all cases have had their turn."""
    counts = re.findall(r"%  ([0-9,]+) replications", shown)
    return bool(counts) and int(counts[-1].replace(",", "")) >= 500


def all_that_comes(reader):
    """What a program writes to its terminal until it ends."""
    shown = b""
    try:
        while more := os.read(reader, 1000):
            shown += more
    except OSError:  # how a terminal says that nobody writes any more
        pass
    os.close(reader)
    return shown


def half_widths(shown):
    """In per cent, one after the other."""
    widths = re.findall(r" [+]-([0-9.,]+) %", shown)
    return [float(width.replace(",", ""))
            for width, before in zip(widths, [None, *widths]) if width != before]


def has_narrowed(shown):
    """Its half-width has been told anew a few times."""
    return len(half_widths(shown)) >= 4


def stopped(words, number, is_enough=has_progressed):
    """Runs it with a terminal for its progress; sends a signal once there is enough of it."""
    reader, terminal = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    with subprocess.Popen([PROGRAM, *map(str, words)], stdout=subprocess.PIPE, stderr=terminal,
                          text=True, env=environment) as process:
        os.close(terminal)
        shown = b""
        while not is_enough(shown.decode(errors="replace")):
            shown += os.read(reader, 1000)
        process.send_signal(number)
        text = process.stdout.read()
        code = process.wait()
        shown += all_that_comes(reader)
    return code, text, shown.decode()


class Progress(unittest.TestCase):
    def test_the_half_width_narrows_before_the_eyes_even_where_a_line_has_80_columns(self):
        with tempfile.TemporaryDirectory() as folder:
            for words in (["run", SHOP, *LONG], ["compare", SHOP, *LONG],
                          ["run", SHOP, *LONG, "--store", Path(folder) / "run.db"],
                          ["run", SHOP, "--precision", "0.01%", "--at-most", "10M"],
                          ["attribute", SHOP, *LONG]):
                _, _, shown = stopped(words, signal.SIGINT, has_narrowed)
                widths = half_widths(shown)
                self.assertLess(widths[-1], widths[0], words)
                self.assertRegex(shown, r"[0-9]+ %  .* left  .* [+]-[0-9.]+ %")

    def test_a_risk_tells_its_half_width(self):
        for words in ([], ["--variants", "least-privilege"]):
            _, _, shown = stopped(["risk", SHOP, "-n", "1M", *words], signal.SIGINT, has_narrowed)
            self.assertRegex(shown, r"incidents  customer_minutes [+]-[0-9.]+ %")

    def test_a_resumed_run_tells_the_half_width_of_all_and_its_own_pace(self):
        with tempfile.TemporaryDirectory() as folder:
            store = ["--store", Path(folder) / "run.db"]
            outcast("run", SHOP, "-n", "400k", "--shard", "2/2", *store)
            _, _, shown = stopped(["run", SHOP, "-n", "400k", "--resume", *store], signal.SIGINT,
                                  half_widths)
        self.assertLess(half_widths(shown)[0], 2)  # 8 % if it were of the first replications
        self.assertNotIn("  0 s left", shown.split(" %  ")[1])

    def test_a_sweep_tells_the_widest_of_its_points(self):
        _, _, shown = stopped(["sweep", ADOPTION, "-n", "40"], signal.SIGINT, half_widths)
        self.assertRegex(shown, r"left  [1-9][0-9,]* points  [a-z_]+ [+]-[0-9.,]+ %")

    def test_a_choice_of_the_best_tells_who_is_still_in(self):
        _, _, shown = stopped(["compare", SHOP, "--best", "customer_minutes", "--indifference",
                               "1e-9", "--variants", "deletion", "--at-most", "10M"],
                              signal.SIGINT, half_widths)
        self.assertRegex(shown, r"2 of 2 still in  customer_minutes [+]-[0-9.]+ %")


class Interrupts(unittest.TestCase):
    def test_an_interrupted_sweep_reports_the_points_so_far(self):
        code, text, shown = stopped(["sweep", ADOPTION, "--json", "-",
                                     *LONG], signal.SIGINT)
        self.assertEqual(code, 130)
        result = json.loads(text)
        self.assertTrue(result["interrupted"])
        self.assertIn("points have replications", shown)
        self.assertGreaterEqual(len(result["points"]), 1)

    def test_an_interrupt_reports_what_is_finished(self):
        code, text, shown = stopped(["run", SHOP, *LONG], signal.SIGINT)
        self.assertEqual(code, 130)
        self.assertIn("blast_radius", text)
        self.assertRegex(shown, r"interrupted: [1-9][0-9,]* of 10,000,000 replications")

    def test_an_interrupt_reaches_a_replication_that_takes_hours(self):
        storm = json.loads(re.sub(r"^\s*//.*$", "", STORM.read_text(), flags=re.M))
        storm |= {"horizon": "700h", "traffic": {"engine": "request", "most_events": 1e12}}
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "storm.json"
            path.write_text(json.dumps(storm))
            with subprocess.Popen([PROGRAM, "run", path, "-n", "2"], stdout=subprocess.PIPE,
                                  stderr=subprocess.PIPE, text=True) as process:
                while cpu_seconds(process.pid) < 0.5:  # then it has read everything
                    time.sleep(0.05)
                process.send_signal(signal.SIGINT)
                _, told = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertIn("interrupted: 0 of 2 replications", told)

    def test_the_rows_before_an_interrupt_are_those_of_a_shorter_run(self):
        code, text, _ = stopped(["run", SHOP, *LONG, "--json", "-"], signal.SIGINT)
        result = json.loads(text)
        self.assertEqual((code, result["interrupted"]), (130, True))
        words = ["run", SHOP, "-n", result["replications"], "--json", "-"]
        self.assertEqual(result["hash"], json.loads(outcast(*words).stdout)["hash"])

    def test_a_termination_reports_what_is_finished_of_every_case(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "result.json"
            code, _, _ = stopped(["compare", SHOP, *LONG, "--json", path], signal.SIGTERM)
            self.assertEqual(code, 143)
            result = json.loads(path.read_text())
            self.assertEqual(os.listdir(folder), ["result.json"])
        self.assertTrue(all(case["replications"] > 0 for case in result["cases"]))

    def test_a_ranking_is_interrupted_as_well(self):
        code, text, _ = stopped(["rank", SHOP, *LONG], signal.SIGINT)
        self.assertEqual(code, 130)
        self.assertIn("cache", text)

    def test_an_attribution_keeps_what_all_coalitions_have_finished(self):
        code, text, shown = stopped(["attribute", SHOP, *LONG], signal.SIGINT)
        self.assertEqual(code, 130)
        self.assertIn("peer_review", text)
        self.assertIn("replications of every coalition are finished", shown)


if __name__ == "__main__":
    unittest.main(verbosity=0)
