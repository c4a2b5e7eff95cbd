#!/usr/bin/env python3
"""Runs that survive: killed, resumed, split, merged, refused, out of room; the same bytes."""

import csv
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import time
import unittest
from pathlib import Path

import stored
from stored import PROGRAM, SHOP, outcast

STORM = Path(__file__).parents[2] / "scenarios/what-if/retry-storm/scenario.json"


class Stored(stored.Stored):
    def run_stored(self, *words, **settings):
        return outcast("run", SHOP, "--store", self.store, *words, **settings)


class Runs(Stored):
    def test_a_store_changes_no_byte_of_a_result(self):
        for scenario in (SHOP, STORM):
            for form in ([], ["--json", "-"]):
                words = ["run", scenario, "-n", "3000", "--seed", "5", *form]
                plain = outcast(*words).stdout
                stored = outcast(*words, "--store", self.store, "--resume")
                self.assertEqual((stored.returncode, stored.stdout), (0, plain))
                self.assertEqual(os.listdir(self.folder), ["results.db"])
            self.store.unlink()

    def test_a_finished_store_only_prints_its_result(self):
        first = self.run_stored("-n", "3000").stdout
        before = self.store.read_bytes()
        self.assertEqual(self.run_stored("-n", "3000", "--resume").stdout, first)
        self.assertEqual(self.store.read_bytes(), before)

    def test_a_store_can_grow(self):
        self.run_stored("-n", "1500")
        grown = self.run_stored("-n", "4000", "--resume").stdout
        self.assertEqual(grown, outcast("run", SHOP, "-n", "4000").stdout)
        self.refused(self.run_stored("-n", "1500", "--resume"), "-n 4000 takes them all")

    def test_a_precision_is_reached_by_the_same_rounds(self):
        words = ["--precision", "6%", "--json", "-"]
        plain = outcast("run", SHOP, *words).stdout
        self.assertEqual(self.run_stored(*words).stdout, plain)
        self.assertEqual(self.run_stored(*words, "--resume").stdout, plain)

    def test_a_precision_that_needs_fewer_cuts_batches_to_the_bytes_of_an_undisturbed_run(self):
        for scenario in (SHOP, STORM):
            outcast("run", scenario, "--store", self.store, "-n", "1500")
            for share in ("70%", "95%"):
                for form in ([], ["--json", "-"]):
                    words = ["run", scenario, "--precision", share, *form]
                    plain = outcast(*words)
                    stored = outcast(*words, "--store", self.store, "--resume")
                    self.assertEqual((stored.returncode, stored.stdout), (0, plain.stdout))
                    self.assertEqual(stored.stderr, plain.stderr)
            self.store.unlink()

    def test_batches_that_overlap_are_told_as_damage(self):
        self.run_stored("-n", "1500")
        self.change("UPDATE batch SET replications = 65 WHERE first = 0")
        self.refused(self.run_stored("-n", "1500", "--resume"), "is damaged: its batches overlap")

    @unittest.skipUnless(os.geteuid() == 0, "only root can read as somebody else")
    def test_a_store_in_a_folder_that_one_may_not_write_to_can_be_read(self):
        plain = self.run_stored("-n", "300").stdout
        self.folder.chmod(0o755)
        try:
            shown = outcast("show", self.store, user=65534, cwd="/").stdout
        except PermissionError:
            self.skipTest("the program is where only root may run it")
        self.assertEqual(shown, plain)

    def test_the_store_holds_the_texts_it_came_from(self):
        self.run_stored("-n", "10")
        connection = sqlite3.connect(self.store)
        files = dict(connection.execute("SELECT path, text FROM file"))
        connection.close()
        self.assertEqual(files, {str(SHOP): SHOP.read_text()})


class Kills(Stored):
    def test_killed_fifty_times_it_ends_with_the_bytes_of_an_undisturbed_run(self):
        words = ["-n", "60000", "--json", "-", "--threads", "2"]
        luck = random.Random(4)
        unfinished = 0
        for _ in range(50):
            with subprocess.Popen([PROGRAM, "run", SHOP, "--store", self.store, "--resume", *words],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
                time.sleep(luck.uniform(0, 0.12))
                process.kill()
                told = process.stderr.read()
                self.assertEqual(told, b"")
                unfinished += process.wait() == -signal.SIGKILL
        self.assertGreater(unfinished, 20)
        survived = self.run_stored("--resume", *words)
        self.assertEqual((survived.returncode, survived.stderr), (0, ""))
        self.assertEqual(survived.stdout, outcast("run", SHOP, *words).stdout)

    def test_an_interrupted_run_keeps_what_is_finished(self):
        with subprocess.Popen([PROGRAM, "run", SHOP, "--store", self.store, "-n", "1M"],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            self.wait_for_a_batch()
            process.send_signal(signal.SIGINT)
            table, told = process.communicate()
        self.assertEqual(process.returncode, 130)
        self.assertIn("blast_radius", table)
        self.assertRegex(told, "interrupted: [0-9,]+ of 1,000,000 [^\n]*\n.*--resume goes on")

    def test_an_interrupted_run_goes_on_to_the_bytes_of_an_undisturbed_one(self):
        words = ["-n", "200k", "--json", "-", "--threads", "4"]
        with subprocess.Popen([PROGRAM, "run", SHOP, "--store", self.store, *words],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            self.wait_for_a_batch()
            process.send_signal(signal.SIGINT)
        self.assertEqual(process.returncode, 130)
        undisturbed = outcast("run", SHOP, *words).stdout
        self.assertEqual(self.run_stored("--resume", *words).stdout, undisturbed)

    def test_a_second_writer_is_told_at_once(self):
        with subprocess.Popen([PROGRAM, "run", SHOP, "--store", self.store, "-n", "10M"],
                              stdout=subprocess.DEVNULL) as process:
            self.wait_for_a_batch()
            second = self.run_stored("-n", "10M", "--resume")
            self.refused(second, f"another run (process {process.pid}) is writing to", code=1)
            process.kill()
        third = self.run_stored("-n", "2000", "--resume")
        self.assertNotIn("is writing to", third.stderr)


class Refusals(Stored):
    def setUp(self):
        super().setUp()
        self.run_stored("-n", "2000")

    def test_an_existing_store_is_not_written_to_by_accident(self):
        self.refused(self.run_stored("-n", "2000"), "exists already. --resume goes on with it")

    def test_what_does_not_belong_to_the_store_is_named(self):
        self.refused(self.run_stored("-n", "2000", "--seed", "2", "--resume"),
                     "seed: 1 there, 2 here")
        self.refused(self.run_stored("-n", "2000", "--variant", "deletion", "--resume"),
                     'variant: none there, "deletion" here', "digest of the scenario: ")
        other = json.loads(SHOP.read_text())
        other["horizon"] = "31d"
        path = self.folder / "other.json"
        path.write_text(json.dumps(other))
        self.refused(outcast("run", path, "-n", "2000", "--store", self.store, "--resume"),
                     "digest of the scenario: ")

    def test_other_versions_are_named(self):
        self.change("UPDATE manifest SET value = '0.0.1' WHERE name = 'outcast'")
        self.refused(self.run_stored("-n", "2000", "--resume"), "version of outcast: 0.0.1 there, ")
        self.change("PRAGMA user_version = 9")
        self.refused(self.run_stored("-n", "2000", "--resume"), "has store format 9")
        self.change("PRAGMA user_version = 1")
        self.refused(outcast("show", self.store), "has store format 1, this version of outcast",
                     "read it with the build that wrote it")

    def test_a_file_that_is_no_store_is_left_alone(self):
        self.store.write_text("notes " * 1000)
        self.refused(self.run_stored("-n", "2000", "--resume"), "is no store of results")
        fresh = self.run_stored("-n", "2000")
        self.refused(fresh, "is no store of results; name another file")
        self.assertNotIn("--resume", fresh.stderr)
        self.assertEqual(self.store.read_text(), "notes " * 1000)

    def test_a_database_of_another_program_is_no_store(self):
        self.store.unlink()
        self.change("CREATE TABLE notes (text)")
        for words in ([], ["--resume"]):
            done = self.run_stored("-n", "10", *words)
            self.refused(done, "is no store of results")
            self.assertNotIn("--resume", done.stderr)

    def test_resuming_needs_a_store(self):
        self.refused(outcast("run", SHOP, "--resume"), "--resume needs the --store")

    def test_a_damaged_store_is_named(self):
        self.change("UPDATE cells SET doubles = x'00' WHERE first = 1024 AND metric = 1")
        done = self.run_stored("-n", "2000", "--resume")
        self.refused(done, "is damaged: replications 1,024 .. 1,999 cannot be read")

    def test_a_store_that_was_cut_short_or_garbled_is_told_as_damage_and_left_alone(self):
        whole = self.store.read_bytes()
        page = 16384
        commands = (["show", self.store], ["export", self.store, "-o", self.folder / "rows.csv"],
                    ["merge", self.store, "-o", self.folder / "merged.db"],
                    ["explain", self.store, "--replication", "1999"],
                    ["run", SHOP, "-n", "2000", "--store", self.store, "--resume"])
        for bytes_left in (whole[:-page], whole[:3 * page], whole[:page], whole[:page - 100],
                           whole[:page] + bytes(len(whole) - page)):
            for words in commands:
                self.store.write_bytes(bytes_left)
                self.refused(outcast(*words), "results.db is damaged: SQLite cannot read it",
                             "cut short", "simulate again into another store")
                self.assertEqual(self.store.read_bytes(), bytes_left)
                self.assertEqual(os.listdir(self.folder), ["results.db"])


class Shards(Stored):
    def shards(self, count, *words):
        paths = []
        for i in range(1, count + 1):
            paths.append(self.folder / f"{count}-{i}.db")
            done = outcast("run", SHOP, "--store", paths[-1], "--shard", f"{i}/{count}", *words)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        return paths

    def export(self, store):
        path = self.folder / "rows.csv"
        done = outcast("export", store, "-o", path)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return path.read_text()

    def test_any_split_merges_to_the_bytes_of_the_whole(self):
        words = ["-n", "5000", "--seed", "3"]
        self.run_stored(*words)
        whole = self.export(self.store)
        self.assertEqual(len(whole.splitlines()), 5001)
        for count in (2, 3, 5):
            parts = self.shards(count, *words)
            merged = self.folder / f"{count}.db"
            done = outcast("merge", *reversed(parts), "-o", merged)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("5,000 replications", done.stdout)
            self.assertEqual(self.export(merged), whole)
            for form in ([], ["--json", "-"]):
                self.assertEqual(outcast("show", merged, *form).stdout,
                                 outcast("run", SHOP, *words, *form).stdout)

    def test_a_merge_tells_what_is_missing_and_resuming_computes_it(self):
        parts = self.shards(3, "-n", "5000")
        merged = self.folder / "merged.db"
        done = outcast("merge", parts[0], parts[2], "-o", merged)
        self.assertEqual(done.returncode, 0)
        self.assertIn("missing of as it is: replications 1,024 .. 2,047, 4,096 .. 4,999",
                      done.stderr)
        self.refused(outcast("show", merged), "lacks replications 1,024 .. 2,047", code=1)
        resumed = outcast("run", SHOP, "-n", "5000", "--store", merged, "--resume").stdout
        self.assertEqual(resumed, outcast("run", SHOP, "-n", "5000").stdout)

    def test_a_merge_refuses_duplicates_and_strangers_and_leaves_nothing(self):
        parts = self.shards(2, "-n", "3000")
        merged = self.folder / "merged.db"
        self.refused(outcast("merge", parts[0], parts[0], "-o", merged),
                     "replications 0 .. 1,023, 2,048 .. 2,999 are in both")
        self.run_stored("-n", "100", "--seed", "2")
        self.refused(outcast("merge", parts[0], self.store, "-o", merged),
                     "different experiments", "results.db: seed: 1 there, 2 here")
        self.refused(outcast("merge", parts[0], parts[1], "-o", self.store), "exists already")
        self.refused(outcast("merge", parts[0], self.folder / "none.db", "-o", merged), "none.db",
                     code=1)
        self.assertEqual(sorted(os.listdir(self.folder)), ["2-1.db", "2-2.db", "results.db"])

    def test_a_shard_that_makes_no_sense_is_refused(self):
        for shard in ("0/2", "3/2", "2", "a/b"):
            self.refused(self.run_stored("-n", "10", "--shard", shard), "such as 1/4")
        self.refused(outcast("run", SHOP, "--shard", "1/2"), "needs a --store")
        self.refused(self.run_stored("--precision", "5%", "--shard", "1/2"), "needs -n")
        self.refused(self.run_stored("--json", "-", "--shard", "1/2"), "has no result")


class Exports(Stored):
    def setUp(self):
        super().setUp()
        self.run_stored("-n", "1500")
        self.result = json.loads(outcast("run", SHOP, "-n", "1500", "--json", "-").stdout)

    def exported(self, ending):
        path = self.folder / ("rows" + ending)
        done = outcast("export", self.store, "-o", path)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))
        self.assertEqual(sorted(os.listdir(self.folder)), ["results.db", "rows" + ending])
        return path

    def check_mean(self, metric, values):
        self.assertEqual(len(values), self.result["metrics"][metric]["n"])
        self.assertAlmostEqual(sum(values) / len(values), self.result["metrics"][metric]["mean"])

    def test_csv_has_a_line_per_replication(self):
        with open(self.exported(".csv"), encoding="utf8", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([int(row["replication"]) for row in rows], list(range(1500)))
        for metric in ("customer_minutes", "time_to_recover"):
            self.check_mean(metric, [float(row[metric]) for row in rows if row[metric]])

    def test_json_has_a_list_per_metric(self):
        rows = json.loads(self.exported(".json").read_text())
        point, = rows["points"]
        self.assertEqual(point["replications"], [[0, 1500]])
        self.assertEqual(point["digest"], self.result["scenario"]["digest"])
        self.check_mean("time_to_recover",
                        [x for x in point["values"]["time_to_recover"] if x is not None])

    def test_netcdf_has_each_metric_over_point_and_replication(self):
        path = self.folder / "rows.nc"
        done = outcast("export", self.store, "-o", path)
        if done.returncode == 2:
            self.assertIn("built without NetCDF", done.stderr)
            self.skipTest("built without NetCDF")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        if not shutil.which("ncdump"):
            self.skipTest("there is no ncdump")
        text = subprocess.run(["ncdump", "-v", "blast_radius", path], check=True,
                              capture_output=True, text=True).stdout
        self.assertIn("double blast_radius(point, replication)", text)
        values = text.split("blast_radius =")[1].split(";")[0].split(",")
        self.check_mean("blast_radius", [float(value) for value in values])

    def test_coordinates_stand_beside_the_rows_of_their_point(self):
        self.change("INSERT INTO parameter VALUES (0, 0, '/teams/front/adoption', 0.25),"
                    " (0, 1, '/traffic/engine', 'flow')")
        with open(self.exported(".csv"), encoding="utf8", newline="") as file:
            row = next(csv.DictReader(file))
        self.assertEqual((row["/teams/front/adoption"], row["/traffic/engine"]), ("0.25", "flow"))
        path = self.folder / "rows.nc"
        if outcast("export", self.store, "-o", path).returncode != 0 or not shutil.which("ncdump"):
            self.skipTest("built without NetCDF, or there is no ncdump")
        text = subprocess.run(["ncdump", "-v", "teams.front.adoption,traffic.engine", path],
                              check=True, capture_output=True, text=True).stdout
        self.assertIn("teams.front.adoption = 0.25 ;", text)
        self.assertIn('traffic.engine = "flow" ;', text)
        self.assertIn('traffic.engine:long_name = "/traffic/engine" ;', text)
        self.assertIn('coordinates = "label teams.front.adoption traffic.engine"', text)

    def test_other_endings_are_refused_before_any_work(self):
        self.refused(outcast("export", self.store, "-o", self.folder / "rows.txt"), ".csv, .json")
        self.refused(outcast("export", self.store), "-o must name")
        self.refused(outcast("export", self.store, "--table", "responses", "-o",
                             self.folder / "responses.csv"), "holds a run")
        self.refused(outcast("export", self.store, "--table", "row", "-o",
                             self.folder / "rows.csv"), 'must be rows or responses, not "row"')
        self.assertEqual(os.listdir(self.folder), ["results.db"])

    def test_a_replication_of_the_store_can_be_explained(self):
        words = ["--replication", "7"]
        self.assertEqual(outcast("explain", self.store, *words).stdout,
                         outcast("explain", SHOP, *words).stdout)


class FullDisks(Stored):
    @unittest.skipUnless(shutil.which("unshare"), "there is no unshare (util-linux)")
    def test_on_a_full_disk_nothing_that_was_kept_is_lost(self):
        """On a file system of 3 MB of its own, seen by this script alone."""
        script = """
            mount -t tmpfs -o size=3m tmpfs "$1" || exit 77
            "$2" run "$3" -n 50000 --store "$1/results.db"; echo "ended $?"
            mount -o remount,size=50m "$1" || exit 77
            "$2" run "$3" -n 50000 --store "$1/results.db" --resume"""
        words = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, "sh", self.folder,
                 PROGRAM, SHOP]
        done = subprocess.run(words, check=False, capture_output=True, text=True, timeout=120)
        if done.returncode in (1, 77, 127) and "ended" not in done.stdout:
            self.skipTest("a file system cannot be mounted here: " + done.stderr.strip())
        self.assertEqual(done.stdout, "ended 1\n" + outcast("run", SHOP, "-n", "50000").stdout)
        self.assertIn("there is no room left. The batches before are kept", done.stderr)

    def test_without_room_nothing_that_was_kept_is_lost(self):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (3 << 20, 3 << 20))

        self.refused(self.run_stored("-n", "50000", preexec_fn=limit),
                     "there is no room left", "--resume goes on", code=1)
        connection = sqlite3.connect(self.store)
        kept, = connection.execute("SELECT count(*) FROM batch").fetchone()
        connection.close()
        self.assertGreater(kept, 3)
        resumed = self.run_stored("-n", "50000", "--resume").stdout
        self.assertEqual(resumed, outcast("run", SHOP, "-n", "50000").stdout)


if __name__ == "__main__":
    unittest.main(verbosity=0)
