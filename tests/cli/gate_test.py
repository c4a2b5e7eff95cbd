#!/usr/bin/env python3
"""Gates as build servers meet them: exit codes, JUnit, SARIF, annotations, summaries, baselines."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree
from pathlib import Path

from json_schema import problems

PROGRAM = sys.argv.pop(1)
SHOP = Path(__file__).parent / "shop.json"
CALM = "p95(blast_radius) <= 100%"
TOO_MUCH = "mean(customers_hit) <= 0.001"


def outcast(*words, **environment):
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    return subprocess.run([PROGRAM, *map(str, words)], check=False, text=True, timeout=300,
                          capture_output=True, env={**quiet, **environment})


def gated(*words, **environment):
    return outcast("run", SHOP, "-n", "300", *words, **environment)


def requiring(*rules):
    return [word for rule in rules for word in ("--require", rule)]


def written(path, *words):
    """The file that one option of a run with a passed and a breached requirement writes."""
    gated(*requiring(CALM, TOO_MUCH), *words, path)
    return path.read_text(encoding="utf-8")


class ExitCodes(unittest.TestCase):
    def test_a_run_that_keeps_to_what_is_required_is_done(self):
        done = gated(*requiring(CALM))
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertRegex(done.stdout,
                         "\u2713 p95\\(blast_radius\\) <= 100% +[0-9.]+ \\[.*\\] %, n 300")

    def test_a_breach_is_exit_code_99_with_its_figures(self):
        done = gated(*requiring(CALM, TOO_MUCH))
        self.assertEqual(done.returncode, 99)
        self.assertIn("1 of 2 checks are breached", done.stderr)
        self.assertIn("breached: the whole interval breaks it", done.stdout)

    def test_what_is_undecided_counts_as_breached_and_says_so(self):
        done = gated(*requiring("p99(blast_radius) < 100%"))
        self.assertEqual(done.returncode, 99)
        self.assertIn("undecided, which counts as breached", done.stdout)

    def test_requirements_that_cannot_be_read_are_refused_before_anything_runs(self):
        done = outcast("run", SHOP, "-n", "1M", *requiring("p95(blast_radus) <= 1", "mean()"))
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn('Did you mean "blast_radius"?', done.stderr)
        self.assertIn('"mean()": expected a metric', done.stderr)

    def test_a_tail_of_few_values_says_so_whatever_the_verdict(self):
        for limit, verdict in (("999d", "\u2713"), ("1s", "\u2717")):
            done = gated(*requiring(f"es95(customer_minutes) <= {limit}"))
            self.assertIn(verdict, done.stdout)
            self.assertIn("few values make this tail (15)", done.stdout)

    def test_a_shard_has_nothing_to_judge(self):
        with tempfile.TemporaryDirectory() as folder:
            for command, words in (("run", requiring(CALM)), ("compare", requiring(CALM)),
                                   ("run", ["--junit", Path(folder) / "junit.xml"])):
                done = outcast(command, SHOP, "-n", "300", "--store", Path(folder) / "part.db",
                               "--shard", "1/2", *words)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("give these to outcast show", done.stderr)
            self.assertEqual(os.listdir(folder), [])

    def test_an_expected_shortfall_is_that_of_the_tail(self):
        result = json.loads(gated("-n", "2000", "--tail", "customer_minutes", "--json", "-",
                                  *requiring("es95(customer_minutes) <= 999d")).stdout)
        verdict, = result["requirements"]
        tail = result["tails"]["customer_minutes"]["expected_shortfall"][0]["mean"]
        self.assertEqual((verdict["value"], verdict["ci95"]), (tail["value"], tail["ci95"]))
        self.assertEqual(verdict["verdict"], "passed")

    def test_a_comparison_judges_every_case(self):
        done = outcast("compare", SHOP, "-n", "200", *requiring(TOO_MUCH), "--json", "-")
        self.assertEqual(done.returncode, 99)
        verdicts = [case["requirements"][0]["verdict"] for case in json.loads(done.stdout)["cases"]]
        self.assertEqual(len(verdicts), 3)
        self.assertIn("breached", verdicts)

    def test_a_precision_covers_what_is_required(self):
        result = json.loads(outcast("run", SHOP, "--precision", "10%", "--metric", "blast_radius",
                                    *requiring("mean(time_to_mitigate) < 99d"),
                                    "--json", "-").stdout)
        mean = result["metrics"]["time_to_mitigate"]
        self.assertLessEqual((mean["ci95"][1] - mean["ci95"][0]) / 2 / mean["mean"], 0.1)
        self.assertIn(result["precision"]["metric"], ("blast_radius", "time_to_mitigate"))


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_junit_counts_what_it_lists(self):
        suites = xml.etree.ElementTree.fromstring(
            written(self.folder / "junit.xml", "--junit").encode())
        self.assertEqual(suites.tag, "testsuites")
        suite, = suites
        cases = suite.findall("testcase")
        self.assertEqual([case.get("name") for case in cases], [CALM, TOO_MUCH])
        failures = [case.find("failure") for case in cases]
        self.assertIsNone(failures[0])
        self.assertIn("breached", failures[1].get("message"))
        for element in (suites, suite):
            self.assertEqual((element.get("tests"), element.get("failures"),
                              element.get("errors")), ("2", "1", "0"))

    def test_sarif_has_what_its_specification_requires(self):
        log = json.loads(written(self.folder / "a.sarif", "--sarif"))
        self.assertEqual(log["version"], "2.1.0")                            # 3.13.2
        run, = log["runs"]                                                   # 3.13.4
        driver = run["tool"]["driver"]                                       # 3.14.6, 3.18.2
        self.assertEqual(driver["name"], "Outcast")                          # 3.19.8
        ids = [rule["id"] for rule in driver["rules"]]                       # 3.49.3
        self.assertEqual(len(ids), len(set(ids)))                            # 3.19.23
        for result in run["results"]:
            self.assertTrue(result["message"]["text"])                       # 3.27.11, 3.11.8
            self.assertEqual(ids[result["ruleIndex"]], result["ruleId"])     # 3.27.6
            self.assertEqual(result["level"] == "none", result["kind"] != "fail")  # 3.27.10
            place = result["locations"][0]["physicalLocation"]
            self.assertTrue(place["artifactLocation"]["uri"].endswith("shop.json"))  # 3.29.3
            self.assertGreaterEqual(place["region"]["startLine"], 1)         # 3.30.5
        self.assertEqual([result["kind"] for result in run["results"]], ["pass", "fail"])

    def test_files_without_anything_to_report_are_refused(self):
        done = gated("--junit", self.folder / "junit.xml")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--require or --baseline", done.stderr)

    def test_a_file_that_cannot_be_written_stops_the_run_before_it_starts(self):
        done = gated(*requiring(CALM), "--sarif", self.folder / "none" / "a.sarif")
        self.assertEqual((done.returncode, done.stdout), (1, ""))

    def test_github_gets_annotations_and_a_summary_only_when_it_runs_this(self):
        summary = self.folder / "summary.md"
        summary.write_text("before\n", encoding="utf-8")
        done = gated(*requiring(CALM, TOO_MUCH), GITHUB_ACTIONS="true",
                     GITHUB_STEP_SUMMARY=str(summary))
        annotations = [line for line in done.stderr.splitlines() if line.startswith("::")]
        self.assertEqual(len(annotations), 1)
        self.assertRegex(annotations[0], r"^::error file=[^:,]*shop\.json,"
                                         r"title=Outcast%3A mean\(customers_hit\) <= 0\.001::")
        text = summary.read_text(encoding="utf-8")
        self.assertTrue(text.startswith("before\n"))
        self.assertIn("2 checked, 1 breached", text)
        rows = [line for line in text.splitlines() if line.startswith("|")]
        self.assertEqual({len(re.findall(r"(?<!\\)\|", row)) for row in rows}, {5})
        self.assertNotIn("::error", gated(*requiring(TOO_MUCH)).stderr)


class Baselines(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.baseline = Path(folder.name) / "baseline.json"
        gated("--json", self.baseline)

    def test_the_same_scenario_with_another_seed_is_no_regression(self):
        done = gated("--baseline", self.baseline, "--seed", "2")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("\u2713 mean(blast_radius)", done.stdout)

    def test_a_worse_variant_is_a_regression(self):
        done = gated("--baseline", self.baseline, "--variant", "deletion", "--json", "-")
        self.assertEqual(done.returncode, 99)
        changes = json.loads(done.stdout)["since_baseline"]["changes"]
        worse = [change["figure"] for change in changes if change["trend"] == "worse"]
        self.assertTrue(worse)
        for change in changes:
            if change["figure"] in worse:
                self.assertGreater(change["now"]["value"], change["before"]["value"])

    def test_the_metrics_that_were_asked_for_are_looked_at(self):
        done = gated("--baseline", self.baseline, "--metric", "lead_time", "--json", "-")
        figures = [c["figure"] for c in json.loads(done.stdout)["since_baseline"]["changes"]]
        self.assertEqual(figures, ["mean(lead_time)", "p95(lead_time)"])

    def test_a_folder_or_an_empty_file_is_no_baseline(self):
        other = self.baseline.with_name("empty.json")
        other.touch()
        for path, told in ((other, "is empty"), (other.parent, "cannot be read")):
            done = gated("--baseline", path)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(told, done.stderr)

    def test_files_that_are_no_baseline_are_refused(self):
        for change, told in (({"outcast": "0.0.1"}, "was written by version"),
                             ({"cases": [{"metrics": {}}]}, "of a comparison"),
                             ({"metrics": {}}, 'no metric "blast_radius"')):
            broken = {**json.loads(self.baseline.read_text(encoding="utf-8")), **change}
            other = self.baseline.with_name("broken.json")
            other.write_text(json.dumps(broken), encoding="utf-8")
            done = gated("--baseline", other)
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(told, done.stderr)

    def test_results_with_verdicts_keep_to_their_schema(self):
        schema = json.loads(outcast("schema", "result").stdout)
        words = [*requiring(CALM, TOO_MUCH, "p99(lead_time) < 2h"), "--json", "-"]
        for done in (gated("--baseline", self.baseline, *words),
                     outcast("compare", SHOP, "-n", "100", *words)):
            self.assertEqual(list(problems(json.loads(done.stdout), schema, schema)), [])


class BaselinesOfComparisons(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.baseline = self.folder / "baseline.json"
        self.compared(SHOP, "--json", self.baseline)

    def compared(self, scenario, *words):
        return outcast("compare", scenario, "-n", "300", *words)

    def worse_cases(self, scenario, *words):
        done = self.compared(scenario, *words, "--baseline", self.baseline, "--json", "-")
        worse = {case["label"] for case in json.loads(done.stdout)["cases"]
                 for change in case.get("since_baseline", {"changes": []})["changes"]
                 if change["trend"] == "worse"}
        self.assertEqual(done.returncode, 99 if worse else 0, done.stderr)
        return worse

    def changed_shop(self, change):
        shop = json.loads(SHOP.read_text(encoding="utf-8"))
        change(shop)
        path = self.folder / "changed.json"
        path.write_text(json.dumps(shop), encoding="utf-8")
        return path

    def test_compared_risks_are_no_baseline(self):
        risks = self.folder / "risks.json"
        outcast("risk", SHOP, "--variants", "least-privilege", "-n", "320", "--campaigns", "64",
                "--json", risks)
        done = outcast("compare", SHOP, "-n", "200", "--baseline", risks)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("is the result of another command", done.stderr)

    def test_another_seed_is_no_regression_of_any_case(self):
        for seed in range(2, 7):
            self.assertEqual(self.worse_cases(SHOP, "--seed", seed), set())

    def test_the_case_that_has_become_worse_is_named(self):
        def slower_rebuilds(shop):
            shop["variants"]["deletion"]["response"] = {"rebuild": "9d"}
        done = self.compared(self.changed_shop(slower_rebuilds), "--baseline", self.baseline)
        self.assertEqual(done.returncode, 99)
        section = done.stdout[done.stdout.index("since "):]
        titles = [line for line in section.splitlines() if re.match("shop", line)]
        self.assertEqual(titles, ["shop", "shop, variant least-privilege",
                                  "shop, variant deletion"])
        breaches = section[:section.index("shop, variant deletion")].count("\u2717")
        self.assertEqual(breaches, 0)
        self.assertGreater(section.count("\u2717"), 0)

    def test_a_better_first_case_is_no_regression_of_the_others(self):
        """Its gain over the first shrinks, but nothing has become worse."""
        def better_review(shop):
            shop["variants"]["least-privilege"]["safeguards"]["peer_review"] = {"detects": 0.3}
            shop["safeguards"]["peer_review"]["detects"] = 0.95
        self.assertEqual(self.worse_cases(self.changed_shop(better_review)), set())

    def test_cases_without_a_counterpart_are_named_and_not_judged(self):
        def other_name(shop):
            shop["variants"]["deleted"] = shop["variants"].pop("deletion")
        path = self.changed_shop(other_name)
        done = self.compared(path, "--baseline", self.baseline)
        self.assertEqual(done.returncode, 0)
        self.assertIn("not in the baseline, so not compared: deleted\n", done.stdout)
        self.assertIn("only in the baseline: deletion\n", done.stdout)
        self.assertEqual(self.worse_cases(path), set())

    def test_a_store_is_held_against_it_as_the_comparison_is(self):
        store = self.folder / "f.db"
        words = ["--baseline", self.baseline]
        plain = self.compared(SHOP, *words, "--store", store).stdout
        self.assertEqual(outcast("show", store, *words).stdout, plain)

    def test_results_that_do_not_belong_are_refused(self):
        run = self.folder / "run.json"
        gated("--json", run)
        for done, told in ((self.compared(SHOP, "--baseline", run), "of one run, not of a"),
                           (gated("--baseline", self.baseline), "of a comparison, not of one")):
            self.assertEqual((done.returncode, done.stdout), (2, ""))
            self.assertIn(told, done.stderr)
        result = json.loads(self.baseline.read_text(encoding="utf-8"))
        for case in result["cases"]:
            case["label"] += "!"
        self.baseline.write_text(json.dumps(result), encoding="utf-8")
        done = self.compared(SHOP, "--baseline", self.baseline)
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn('has none of these cases. It has "as it is!"', done.stderr)

    def test_the_result_keeps_to_its_schema(self):
        schema = json.loads(outcast("schema", "result").stdout)
        done = self.compared(SHOP, "--baseline", self.baseline, "--json", "-")
        self.assertEqual(list(problems(json.loads(done.stdout), schema, schema)), [])


if __name__ == "__main__":
    unittest.main(verbosity=0)
