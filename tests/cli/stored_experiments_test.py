#!/usr/bin/env python3
"""Comparisons and sweeps that survive: killed, resumed, split, merged, shown and explained."""

import csv
import json
import random
import signal
import subprocess
import time
import unittest

from json_schema import problems
from stored import PROGRAM, SHOP, Stored, outcast


class Comparisons(Stored):
    def compare_stored(self, *words):
        return outcast("compare", SHOP, "--store", self.store, *words)

    def test_a_store_changes_no_byte_of_a_comparison_and_shows_it_again(self):
        for form in ([], ["--json", "-"], ["--metric", "lead_time"],
                     ["--require", "mean(customers_hit) <= 0.001"]):
            plain = outcast("compare", SHOP, "-n", "3000", *form)
            stored = self.compare_stored("-n", "3000", *form, "--resume")
            self.assertEqual((stored.returncode, stored.stdout), (plain.returncode, plain.stdout))
            self.assertEqual(outcast("show", self.store, *form).stdout, plain.stdout)

    def test_several_scenarios_are_kept_as_they_were(self):
        other = json.loads(SHOP.read_text())
        other["name"] = "slower"
        other["response"]["fix"] = "9h"
        path = self.folder / "slower.json"
        path.write_text(json.dumps(other))
        words = ["compare", SHOP, path, "-n", "500"]
        plain = outcast(*words).stdout
        self.assertEqual(outcast(*words, "--store", self.store).stdout, plain)
        path.unlink()
        self.assertEqual(outcast("show", self.store).stdout, plain)

    def test_a_precision_is_reached_by_the_same_rounds(self):
        words = ["--precision", "6%", "--metric", "blast_radius", "--json", "-"]
        self.assertEqual(self.compare_stored(*words).stdout,
                         outcast("compare", SHOP, *words).stdout)

    def test_a_precision_that_needs_fewer_cuts_batches_to_the_bytes_of_an_undisturbed_one(self):
        self.compare_stored("-n", "1500")
        for form in ([], ["--json", "-"]):
            words = ["--precision", "95%", "--metric", "blast_radius", *form]
            plain = outcast("compare", SHOP, *words)
            self.assertEqual(self.compare_stored(*words, "--resume").stdout, plain.stdout)

    def test_killed_thirty_times_it_ends_with_the_bytes_of_an_undisturbed_comparison(self):
        words = ["-n", "20000", "--json", "-", "--threads", "2"]
        luck = random.Random(4)
        unfinished = 0
        for _ in range(30):
            with subprocess.Popen([PROGRAM, "compare", SHOP, "--store", self.store, "--resume",
                                   *words], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE) as process:
                time.sleep(luck.uniform(0, 0.12))
                process.kill()
                self.assertEqual(process.stderr.read(), b"")
                unfinished += process.wait() == -signal.SIGKILL
        self.assertGreater(unfinished, 10)
        survived = self.compare_stored("--resume", *words)
        self.assertEqual((survived.returncode, survived.stderr), (0, ""))
        self.assertEqual(survived.stdout, outcast("compare", SHOP, *words).stdout)

    def test_interrupted_all_cases_keep_about_as_many_replications(self):
        with subprocess.Popen([PROGRAM, "compare", SHOP, "--store", self.store, "-n", "1M",
                               "--json", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              text=True) as process:
            self.wait_for_a_batch()
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            result, told = process.communicate()
        self.assertEqual(process.returncode, 130)
        self.assertRegex(told, "interrupted: [0-9,]+ of 3,000,000 [^\n]*\n.*--resume goes on")
        kept = [case["replications"] for case in json.loads(result)["cases"]]
        self.assertLessEqual(max(kept) - min(kept), 1024)
        shown = outcast("show", self.store, "--json", "-")
        self.assertEqual([case["replications"] for case in json.loads(shown.stdout)["cases"]], kept)
        self.assertIn("is not finished", shown.stderr)

    def test_any_split_merges_to_the_bytes_of_the_whole(self):
        words = ["-n", "4000", "--seed", "3"]
        parts = [self.folder / f"{i}.db" for i in (1, 2, 3)]
        for i, part in enumerate(parts, 1):
            done = outcast("compare", SHOP, *words, "--store", part, "--shard", f"{i}/3")
            self.assertIn("of 12,000 replications are in", done.stdout)
        merged = outcast("merge", parts[2], parts[0], parts[1], "-o", self.store)
        self.assertIn("12,000 replications of 3 points", merged.stdout)
        whole = outcast("compare", SHOP, *words).stdout
        self.assertEqual(outcast("show", self.store).stdout, whole)

    def test_rows_of_all_cases_are_exported_and_explained(self):
        self.compare_stored("-n", "50")
        path = self.folder / "rows.csv"
        outcast("export", self.store, "-o", path)
        with open(path, encoding="utf8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual({row["label"] for row in rows},
                         {"as it is", "least-privilege", "deletion"})
        words = ["--replication", "7"]
        story = outcast("explain", SHOP, "--variant", "deletion", *words).stdout
        for name in ("deletion", "2"):
            self.assertEqual(outcast("explain", self.store, "--point", name, *words).stdout, story)
        self.refused(outcast("explain", self.store, "--point", "deletoin"),
                     'Did you mean "deletion"?')

    def test_what_does_not_belong_together_is_refused(self):
        self.refused(self.compare_stored("--best", "customer_minutes"), "drops the losers early")
        self.compare_stored("-n", "50")
        self.refused(self.compare_stored("-n", "50"), "--resume goes on with it")
        self.refused(self.compare_stored("-n", "50", "--variants", "deletion", "--resume"),
                     "points: 3 there, 2 here")
        self.refused(outcast("run", SHOP, "-n", "50", "--store", self.store, "--resume"),
                     "experiment: compare there, run here")
        self.refused(outcast("show", self.store, "--tail", "customer_minutes"),
                     "belongs to the store of a run")


class Sweep(Stored):
    WORDS = ["-n", "1500", "--json", "-", "--threads", "2"]

    def setUp(self):
        super().setUp()
        self.path = self.folder / "sweep.json"
        fix = {"pointer": "/response/fix", "range": {"low": "10m", "high": "3h"}}
        self.path.write_text(json.dumps({
            "format": "outcast-sweep/1", "name": "fixes", "scenario": str(SHOP.resolve()),
            "parameters": {"fix": fix}, "design": {"sobol": {"points": 12, "shifts": 2}}}))

    def killed_after(self, seconds):
        """Whether a resumed sweep was still at work when it was killed."""
        with subprocess.Popen([PROGRAM, "sweep", self.path, "--store", self.store, "--resume",
                               *self.WORDS], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL) as process:
            time.sleep(seconds)
            process.kill()
            return process.wait() == -signal.SIGKILL


class Sweeps(Sweep):
    def test_killed_twenty_times_it_ends_with_the_bytes_of_an_undisturbed_sweep(self):
        luck = random.Random(4)
        unfinished = 0
        for _ in range(20):
            unfinished += self.killed_after(luck.uniform(0.3, 0.6))
        self.assertGreater(unfinished, 0)
        survived = outcast("sweep", self.path, "--store", self.store, "--resume", *self.WORDS)
        self.assertEqual(survived.returncode, 0, survived.stderr)
        self.assertEqual(survived.stdout, outcast("sweep", self.path, *self.WORDS).stdout)

    def test_shards_of_points_merge_to_the_bytes_of_the_whole(self):
        parts = [self.folder / f"{i}.db" for i in (1, 2, 3)]
        for i, part in enumerate(parts, 1):
            done = outcast("sweep", self.path, "-n", "50", "--store", part, "--shard", f"{i}/3")
            self.assertIn("4 of 12 points are in", done.stdout)
        self.assertEqual(outcast("merge", *parts, "-o", self.store).returncode, 0)
        words = ["sweep", self.path, "-n", "50", "--json", "-"]
        merged = outcast(*words, "--store", self.store, "--resume")
        self.assertEqual(merged.stdout, outcast(*words).stdout)

    def test_shards_that_were_asked_for_different_things_are_not_merged(self):
        parts = [self.folder / f"{i}.db" for i in (1, 2)]
        asked = ["--at-most", "1500", "--precision"]
        for i, more in ((1, ["9%", "--metric", "incidents"]), (2, ["8%"])):
            outcast("sweep", self.path, *asked, *more, "--store", parts[i - 1], "--shard", f"{i}/2")
        merge = ["merge", *parts, "-o", self.store]
        self.refused(outcast(*merge), "asked for different things",
                     "2.db: metrics: incidents there, none here",
                     "2.db: precision: 0.09 there, 0.08 here")
        self.assertFalse(self.store.exists())
        other = self.path.rename(self.folder / "elsewhere.json")
        words = ["sweep", other, *asked, "9%", "--metric", "incidents"]
        outcast(*words, "--store", parts[1], "--shard", "2/2", "--resume")
        self.assertEqual(outcast(*merge).returncode, 0)
        self.assertEqual(outcast("show", self.store).stdout, outcast(*words).stdout)

    def test_a_store_knows_the_parameters_of_its_points(self):
        outcast("sweep", self.path, "-n", "3", "--store", self.store)
        (points, least), = self.rows_of("SELECT count(*), min(value) FROM parameter")
        self.assertEqual(points, 12)
        self.assertGreater(least, 600)

    def test_another_sweep_is_refused(self):
        outcast("sweep", self.path, "-n", "3", "--store", self.store)
        done = outcast("sweep", self.path, "-n", "3", "--seed", "2", "--store", self.store,
                       "--resume")
        self.refused(done, "seed")

    def test_a_store_shows_the_sweep_again_without_its_files(self):
        for design in ({"sobol": {"points": 12, "shifts": 2}}, {"one_at_a_time": {}},
                       {"morris": {"trajectories": 4}}):
            sweep = json.loads(self.path.read_text())
            self.path.write_text(json.dumps({**sweep, "design": design}))
            words = ["-n", "40", "--metric", "blast_radius,service_minutes", "--seed", "3"]
            table = outcast("sweep", self.path, *words, "--store", self.store).stdout
            result = outcast("sweep", self.path, *words, "--json", "-").stdout
            hidden = self.path.rename(self.folder / "hidden.json")
            self.assertEqual(outcast("show", self.store).stdout, table)
            self.assertEqual(outcast("show", self.store, "--json", "-").stdout, result)
            hidden.rename(self.path)
            self.store.unlink()

    def test_a_store_answers_for_other_metrics_as_well(self):
        outcast("sweep", self.path, "-n", "40", "--store", self.store)
        words = ["--metric", "services_hit", "--json", "-"]
        shown = json.loads(outcast("show", self.store, *words).stdout)
        self.assertEqual(shown, json.loads(outcast("sweep", self.path, "-n", "40", *words).stdout))
        schema = json.loads(outcast("schema", "result").stdout)
        self.assertEqual(list(problems(shown, schema, schema)), [])

    def test_precise_and_capped_points_are_shown_as_they_were(self):
        words = ["--precision", "10%", "--at-most", "1500", "--metric", "blast_radius"]
        swept = outcast("sweep", self.path, *words, "--store", self.store)
        shown = outcast("show", self.store)
        self.assertEqual((shown.stdout, shown.stderr), (swept.stdout, swept.stderr))

    def test_points_with_more_than_a_precision_needs_are_cut_to_it(self):
        outcast("sweep", self.path, "-n", "1500", "--store", self.store)
        words = ["--precision", "90%", "--metric", "blast_radius"]
        plain = outcast("sweep", self.path, *words)
        resumed = outcast("sweep", self.path, *words, "--store", self.store, "--resume")
        self.assertIn("12 points, 12,000 replications", plain.stdout)
        self.assertEqual((resumed.returncode, resumed.stdout), (0, plain.stdout))
        self.assertEqual(outcast("show", self.store).stdout, plain.stdout)

    def test_batches_that_overlap_are_told_as_damage(self):
        words = ["sweep", self.path, "-n", "1500", "--store", self.store]
        outcast(*words)
        self.change("INSERT INTO cells SELECT point, metric, 1000, zeroblob(8) FROM cells "
                    "WHERE point = 3 AND first = 0")
        self.change("INSERT INTO batch VALUES (3, 1000, 24, x'')")
        self.refused(outcast(*words, "--resume"), "is damaged: its batches overlap")

    def test_a_sweep_resumed_by_another_path_is_shown_as_well(self):
        first = outcast("sweep", self.path, "-n", "40", "--store", self.store).stdout
        sweep = json.loads(self.path.read_text())
        other = self.folder / "other.json"
        other.write_text(json.dumps({**sweep, "metrics": ["services_hit"]}))
        resumed = outcast("sweep", other, "-n", "40", "--store", self.store, "--resume").stdout
        self.assertNotEqual(resumed, first)
        self.assertEqual(outcast("show", self.store).stdout, resumed)

    def test_an_unfinished_store_says_how_far_it_got(self):
        outcast("sweep", self.path, "-n", "40", "--store", self.store, "--shard", "2/3")
        shown = outcast("show", self.store)
        self.assertEqual(shown.returncode, 0)
        self.assertIn("is not finished: 4 of 12 points are complete", shown.stderr)

    def test_any_row_of_a_sweep_can_be_explained(self):
        outcast("sweep", self.path, "-n", "30", "--store", self.store)
        self.path.unlink()
        path = self.folder / "rows.csv"
        outcast("export", self.store, "-o", path)
        with open(path, encoding="utf8", newline="") as file:
            rows = {(row["point"], row["replication"]): row for row in csv.DictReader(file)}
        for point, replication in (("0", "0"), ("7", "29"), ("11", "13")):
            story = json.loads(outcast("explain", self.store, "--point", point, "--replication",
                                       replication, "--json", "-").stdout)
            row = rows[point, replication]
            self.assertIn("point " + point + ": fix ", story["scenario"]["point"])
            for metric, value in story["metrics"].items():
                self.assertEqual(float(row[metric]) if row[metric] else None, value)
        self.refused(outcast("explain", self.store, "--point", "12"), "it has 0 .. 11")

    def test_what_belongs_to_runs_is_refused(self):
        outcast("sweep", self.path, "-n", "3", "--store", self.store)
        self.refused(outcast("show", self.store, "--require", "mean(incidents) < 3"),
                     "holds a sweep")


class Responses(Sweep):
    """The table of responses in the store of a sweep."""

    def responses(self, store=None):
        return self.rows_of("SELECT point, fix, metric, unit, replications, n, mean, sd, low, high"
                            " FROM responses", store)

    def units(self):
        return self.rows_of("SELECT name, unit FROM metric ORDER BY id")

    def has_tables(self):
        return self.rows_of("SELECT count(*) FROM sqlite_schema")[0][0] > 0

    def swept(self, *words, store=None):
        done = outcast("sweep", self.path, *words, "--store", store or self.store)
        self.assertEqual(done.returncode, 0, done.stderr)

    def check_against_show(self):
        """Each number of the table is one that `show` prints, and the other way round."""
        names = [name for name, in self.rows_of("SELECT name FROM metric")]
        shown = json.loads(outcast("show", self.store, "--metric", ",".join(names), "--json",
                                   "-").stdout)
        self.assertEqual(self.responses(), [
            (point["point"], point["parameters"]["fix"], name, metric["unit"],
             point["replications"], metric["n"], metric["mean"], metric["sd"], *metric["ci95"])
            for point in shown["points"] for name, metric in point["metrics"].items()])

    def test_the_table_agrees_with_what_is_shown(self):
        for words in (["-n", "300"], ["-n", "1"],
                      ["--precision", "10%", "--at-most", "1500", "--metric", "blast_radius"]):
            self.swept(*words)
            self.assertEqual(len({point for point, *_ in self.responses()}), 12)
            self.check_against_show()
            self.store.unlink()

    def test_a_resumed_sweep_answers_what_it_was_asked_last(self):
        self.swept("-n", "1500")
        for words in (["-n", "1600"], ["--precision", "90%", "--metric", "blast_radius"]):
            self.swept(*words, "--resume")
            self.check_against_show()
            fresh = self.folder / "fresh.db"
            self.swept(*words, store=fresh)
            self.assertEqual(self.responses(), self.responses(fresh))
            fresh.unlink()

    def test_a_finished_sweep_is_not_written_to(self):
        self.swept("-n", "30")
        before = self.store.read_bytes()
        self.swept("-n", "30", "--resume")
        self.assertEqual(self.store.read_bytes(), before)

    def test_killed_ten_times_the_table_is_that_of_an_undisturbed_sweep(self):
        whole = self.folder / "whole.db"
        began = time.monotonic()
        self.swept("-n", "1500", store=whole)
        undisturbed = time.monotonic() - began
        luck = random.Random(5)
        partial = 0
        for _ in range(10):
            self.killed_after(luck.uniform(0.5, 1) * undisturbed)
            if self.store.exists() and self.has_tables():
                self.assertLessEqual(set(self.responses()), set(self.responses(whole)))
                partial += 0 < len(self.responses()) < len(self.responses(whole))
                if len(self.responses()) == len(self.responses(whole)):
                    self.store.unlink()
        self.assertGreater(partial, 0)
        self.swept("-n", "1500", "--resume")
        self.assertEqual(self.responses(), self.responses(whole))

    def test_merged_shards_have_the_table_of_the_whole(self):
        parts = [self.folder / f"{i}.db" for i in (1, 2, 3)]
        for i, part in enumerate(parts, 1):
            self.swept("-n", "50", "--shard", f"{i}/3", store=part)
        self.assertEqual(len({point for point, *_ in self.responses(parts[0])}), 4)
        merged = self.folder / "merged.db"
        outcast("merge", parts[2], *parts[:2], "-o", merged)
        self.swept("-n", "50")
        self.assertEqual(self.responses(merged), self.responses())

    def test_it_is_exported_with_one_line_per_point(self):
        self.swept("-n", "40")
        path = self.folder / "responses.csv"
        words = ["export", self.store, "--table", "responses", "-o"]
        done = outcast(*words, path)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        with open(path, encoding="utf8", newline="") as file:
            lines = list(csv.DictReader(file))
        self.assertEqual(len(lines), 12)
        outcast(*words, self.folder / "responses.json")
        points = json.loads((self.folder / "responses.json").read_text())["points"]

        def number(text):
            return float(text) if text else None

        from_lines = [(number(line["point"]), number(line["fix"]), metric, unit,
                       number(line["replications"]), number(line[metric + "_n"]),
                       *(number(line[metric + end]) for end in ("_mean", "_sd", "_low", "_high")))
                      for line in lines for metric, unit in self.units()]
        from_points = [(point["point"], point["parameters"]["fix"], metric, unit,
                        point["replications"], found["n"], found["mean"], found["sd"],
                        *found["ci95"])
                       for point in points for metric, unit in self.units()
                       for found in [point["metrics"][metric]]]
        self.assertEqual(from_lines, self.responses())
        self.assertEqual(from_points, self.responses())
        self.refused(outcast(*words, self.folder / "responses.nc"), ".csv or .json")

    def test_points_that_have_not_ended_are_left_out_with_a_word(self):
        self.swept("-n", "40", "--shard", "2/3")
        path = self.folder / "responses.csv"
        done = outcast("export", self.store, "--table", "responses", "-o", path)
        self.assertIn("is not finished: 4 of 12 points have a response", done.stderr)
        self.assertEqual([line.split(",")[0] for line in path.read_text().splitlines()],
                         ["point", "1", "4", "7", "10"])

    def test_a_parameter_may_have_any_name(self):
        sweep = json.loads(self.path.read_text())
        for name in ("mean", "ME\"AN' ;--"):
            sweep["parameters"] = {name: next(iter(sweep["parameters"].values()))}
            self.path.write_text(json.dumps(sweep))
            self.swept("-n", "3")
            values, = {row[:2] for row in self.rows_of("SELECT * FROM responses WHERE point = 7")}
            self.assertEqual(
                [values], self.rows_of("SELECT point, value FROM parameter WHERE point = 7"))
            self.store.unlink()


if __name__ == "__main__":
    unittest.main(verbosity=0)
