#!/usr/bin/env python3
"""What scripts and people rely on: exit codes, where output goes, whole files, JSON."""

import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from json_schema import problems

PROGRAM = sys.argv.pop(1)
SHOP = Path(__file__).parent / "shop.json"
STORM = Path(__file__).parents[2] / "scenarios/what-if/retry-storm/scenario.json"
BOUTIQUE = Path(__file__).parents[2] / "scenarios/what-if/online-boutique.json"
TREE = Path(__file__).parents[2] / "scenarios/fault-trees/region-login.json"
COMMANDS = ["run", "compare", "sweep", "explain", "access", "rank", "attribute", "risk", "hindcast",
            "faulttree", "show", "merge", "export", "validate", "schema"]
LIVE = Path(__file__).parents[2] / "scenarios/live"
SOCIAL = LIVE / "deathstarbench-social-network.json"
SWEEPS = Path(__file__).parents[2] / "scenarios/sweeps"


def outcast(*words, **settings):
    """Runs the program to its end; texts are captured unless a setting says otherwise."""
    settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True,
                "timeout": 300, **settings}
    return subprocess.run([PROGRAM, *map(str, words)], check=False, **settings)


def result_of(*words):
    return json.loads(outcast(*words, "--json", "-").stdout)


class Usage(unittest.TestCase):
    def refused(self, *words, told):
        done = outcast(*words)
        self.assertEqual(done.returncode, 2, words)
        self.assertEqual(done.stdout, "")
        self.assertIn(told, done.stderr)

    def test_words_that_make_no_sense_are_usage_errors_with_a_hint(self):
        self.refused("rnu", told='Did you mean "run"?')
        self.refused("run", told="SCENARIO is required")
        self.refused("run", SHOP, "--sed", "2", told='Did you mean "--seed"?')
        self.refused("run", SHOP, "-n", "0", told="from 1 to")
        self.refused("run", SHOP, "-n", "10", "--precision", "5%", told="excludes")
        self.refused("run", SHOP, "--precision", "5", told="5% or 0.05")
        self.refused("run", SHOP, "--metric", "blast_radus", told='Did you mean "blast_radius"?')
        self.refused("schema", "scenari", told='Did you mean "scenario"?')
        self.refused("access", SHOP, "deplyer", told='Did you mean "deployer"?')
        self.refused("compare", SHOP, SHOP, "--variants", "deletion", told="one scenario")
        self.refused("compare", SHOP, "--confidence", "99%", told="belong to --best")
        self.refused("compare", SHOP, "--best", "customers_hit", "-n", "9", told="excludes")
        self.refused("compare", SHOP, "--best", "rollbacks", told="depends on why")
        self.refused("compare", SHOP, "--best", "time_to_recover", told="has no value in")
        self.refused("compare", SHOP, "--best", "customers_hit", "--indifference", "0",
                     told="above zero")
        self.refused("compare", SHOP, "--best", "customers_hit", "--at-most", "19", told="20")
        self.refused("run", SHOP, "--threshold", "auto", told="belongs to --tail")
        self.refused("run", SHOP, "--tail", "customer_minutes", "--threshold", "-3",
                     told='"-3" is below zero, where no metric ever is. auto finds')
        self.refused("attribute", SHOP, "--safeguards", "xyzzy", told="Known: change_freeze ")
        self.refused("attribute", SHOP, "--safeguards", "peer_review", "--variant",
                     "deletion,least-privilege", told="give one of them")
        self.refused("run", SHOP, "--tail", "goodput", "--threshold", "high", told="good ones")
        self.refused("run", SHOP, "--tail", "goodput", "--threshold", "high", told='not "high"')
        self.refused(told="Usage:")

    def test_files_that_are_no_scenarios_are_invalid_input(self):
        with tempfile.TemporaryDirectory() as folder:
            empty = Path(folder) / "empty.json"
            empty.touch()
            self.refused("run", empty, told="empty")
            deep = Path(folder) / "deep.json"
            deep.write_text("[" * 100_000)
            self.refused("run", deep, told="deep.json:1:")
            self.refused("run", folder, told="folder")
            self.refused("run", Path(folder) / "none.json", told="no such file")
            self.refused("run", Path(folder) / "emtpy.json", told='/empty.json"?')
        self.refused("run", SHOP, "--variant", "deletoin", told='Did you mean "deletion"?')

    def test_every_command_has_help_with_an_example(self):
        for command in COMMANDS:
            done = outcast(command, "--help")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn(f"\n  outcast {command} ", done.stdout)
        self.assertLessEqual(max(map(len, outcast("--help").stdout.splitlines())), 100)
        self.assertTrue(outcast("--version").stdout.startswith("outcast 0."))


class Output(unittest.TestCase):
    def sweep(self, design, **parameter):
        """The path of a sweep over how long a fix takes in the shop."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = Path(folder.name) / "sweep.json"
        fix = {"pointer": "/response/fix", "range": {"low": "10m", "high": "3h", **parameter}}
        path.write_text(json.dumps({"format": "outcast-sweep/1", "name": "fixes", "design": design,
                                    "scenario": str(SHOP.resolve()), "parameters": {"fix": fix}}))
        return path

    def test_an_endless_sweep_is_refused_with_what_it_would_take(self):
        done = outcast("sweep", self.sweep({"grid": {}}, levels=4_000_000_000), "-n", "1000")
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("4,000,000,000 points x 1,000 replications: about", done.stderr)
        self.assertIn("latin_hypercube", done.stderr)

    def test_a_dry_run_says_what_a_sweep_would_take(self):
        done = outcast("sweep", self.sweep({"grid": {}}), "--dry-run")
        self.assertIn("5 points x 1,000 replications: ", done.stdout)

    def test_a_sweep_has_the_same_bytes_for_any_number_of_threads(self):
        path = self.sweep({"sobol": {"points": 8}})
        words = ("sweep", path, "-n", "50", "--json", "-", "--threads")
        self.assertEqual(outcast(*words, "1").stdout, outcast(*words, "3").stdout)

    def test_data_go_to_standard_output_and_nothing_is_animated_off_a_terminal(self):
        done = outcast("run", SHOP, "-n", "300")
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertNotIn("\x1b", done.stdout)
        self.assertIn("blast_radius", done.stdout)

    def test_results_keep_to_their_schema(self):
        schema = json.loads(outcast("schema", "result").stdout)
        for words in (["run", SHOP, "-n", "300"], ["run", SHOP, "--precision", "20%"],
                      ["run", SHOP, "-n", "1", "--variant", "deletion"],
                      ["compare", SHOP, "-n", "200"],
                      ["compare", SHOP, "--best", "customers_hit", "--at-most", "1000"],
                      ["run", SHOP, "-n", "400", "--tail", "customer_minutes,blast_radius",
                       "--threshold", "80%"],
                      ["hindcast", SHOP, "-n", "200"],
                      ["hindcast", LIVE, "-n", "200"], ["faulttree", TREE],
                      ["run", SOCIAL, "-n", "20", "--variant", "repl 0.1"],
                      ["attribute", SHOP, "-n", "50", "--safeguards", "peer_review,training"],
                      ["attribute", SHOP, "-n", "20", "--permutations", "4"],
                      ["attribute", SHOP, "-n", "20", "--variant", "least-privilege,deletion"],
                      ["run", STORM, "-n", "2"], ["run", BOUTIQUE, "-n", "200"],
                      ["risk", SHOP, "-n", "320", "--campaigns", "64"],
                      ["risk", SHOP, "--variants", "least-privilege", "-n", "320",
                       "--campaigns", "64"],
                      ["rank", SHOP, "-n", "20", "--incidents", "320"], ["rank", STORM, "-n", "1"],
                      ["sweep", SWEEPS / "region-tornado.json", "-n", "3"],
                      ["sweep", self.sweep({"morris": {"trajectories": 3}}), "-n", "9"],
                      ["sweep", self.sweep({"saltelli": {"rows": 4}}), "-n", "9"],
                      ["sweep", self.sweep({"sobol": {"points": 8, "shifts": 2}}), "-n", "9"]):
            self.assertEqual(list(problems(result_of(*words), schema, schema)), [])

    def test_scenarios_keep_to_their_schema(self):
        schema = json.loads(outcast("schema", "scenario").stdout)
        self.assertEqual(list(problems(json.loads(SHOP.read_text()), schema, schema)), [])

    def test_fault_trees_keep_to_their_schema(self):
        schema = json.loads(outcast("schema", "fault-tree").stdout)
        tree = {"top": "t", "expected": None, "events": {"a": 0.5, "b": 0.1},
                "gates": {"t": {"op": "atleast", "k": 2, "inputs": ["a", "b", "TRUE"]}}}
        self.assertEqual(list(problems(tree, schema, schema)), [])

    def test_all_commands_write_json(self):
        self.assertEqual(result_of("validate", SHOP)[0]["counts"]["service"], 5)
        self.assertEqual(result_of("access", SHOP)["roles"][0]["wider_than_intended"], ["db"])
        ranking = result_of("rank", SHOP, "-n", "20", "--incidents", "320")
        self.assertEqual(len(ranking["services"]), 5)
        kinds = [part["name"] for part in ranking["campaign"]["by_author_kind"]]
        self.assertIn("human", kinds)
        self.assertEqual(result_of("rank", STORM, "-n", "2")["early_warning"][0]["verdict"],
                         "vulnerable")
        self.assertEqual(result_of("explain", SHOP)["replication"], 0)

    def test_a_file_gets_what_standard_output_would_get(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "result.json"
            outcast("run", SHOP, "-n", "50", "--json", path)
            self.assertEqual(json.loads(path.read_text()), result_of("run", SHOP, "-n", "50"))
            self.assertEqual(os.listdir(folder), ["result.json"])

    def test_output_that_cannot_be_written_fails_and_leaves_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            done = outcast("run", SHOP, "-n", "50", "--json", Path(folder) / "none" / "a.json")
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertIn("No such file or directory", done.stderr)
            self.assertEqual(outcast("run", SHOP, "-n", "50", "--json", folder).returncode, 1)
            self.assertEqual(os.listdir(folder), [])

    @unittest.skipUnless(os.path.exists("/dev/full"), "there is no /dev/full")
    def test_a_full_disk_is_a_failure(self):
        self.assertEqual(outcast("run", SHOP, "-n", "50", "--json", "/dev/full").returncode, 1)
        with open("/dev/full", "w", encoding="ascii") as full:
            done = outcast("run", SHOP, "-n", "50", stdout=full)
        self.assertEqual(done.returncode, 1)
        self.assertIn("No space left", done.stderr)


class Results(unittest.TestCase):
    def test_the_hash_is_the_same_for_any_number_of_threads(self):
        texts = {outcast("run", SHOP, "-n", "400", "--threads", threads).stdout
                 for threads in (1, 2, 8)}
        self.assertEqual(len(texts), 1)
        self.assertIn("hash ", texts.pop())

    def test_another_seed_gives_another_hash(self):
        self.assertNotEqual(result_of("run", SHOP, "-n", "50")["hash"],
                            result_of("run", SHOP, "-n", "50", "--seed", "2")["hash"])

    def test_a_comparison_gives_each_variant_the_rows_of_its_own_run(self):
        cases = result_of("compare", SHOP, "-n", "300")["cases"]
        self.assertEqual([case["label"] for case in cases],
                         ["as it is", "least-privilege", "deletion"])
        alone = result_of("run", SHOP, "-n", "300", "--variant", "deletion")
        self.assertEqual(cases[2]["hash"], alone["hash"])

    def test_a_difference_is_that_of_the_means(self):
        first, second = result_of("compare", SHOP, "--variants", "deletion", "-n", "300")["cases"]
        difference = second["difference_from_first"]["customers_hit"]["mean"]
        means = [case["metrics"]["customers_hit"]["mean"] for case in (first, second)]
        self.assertAlmostEqual(difference, means[1] - means[0])

    def test_the_gain_of_common_luck_is_the_variances_by_that_of_the_difference(self):
        first, second = result_of("compare", SHOP, "--variants", "deletion", "-n", "300")["cases"]
        difference = second["difference_from_first"]["customer_minutes"]
        variances = sum(case["metrics"]["customer_minutes"]["sd"] ** 2 for case in (first, second))
        gain = difference["variance_reduction"]
        self.assertAlmostEqual(gain["factor"] * difference["sd"] ** 2 / variances, 1)
        self.assertLess(gain["ci95"][0], gain["factor"])

    def test_a_difference_that_does_not_vary_has_no_gain(self):
        words = ["compare", SHOP, SHOP, "-n", "50"]
        difference = result_of(*words)["cases"][1]["difference_from_first"]["customer_minutes"]
        self.assertIsNone(difference["variance_reduction"])
        self.assertIn("the difference does not vary", outcast(*words).stdout)

    def test_an_attribution_has_the_gain_of_common_luck_between_all_and_none(self):
        result = result_of("attribute", SHOP, "-n", "100", "--safeguards", "peer_review,training")
        sums = [coalition["metrics"]["customer_minutes"]["sd"] ** 2
                for coalition in result["coalitions"] if len(coalition["safeguards"]) != 1]
        factor = sum(sums) / result["all"]["customer_minutes"]["sd"] ** 2
        self.assertAlmostEqual(result["variance_reduction"]["factor"] / factor, 1)

    def test_shapley_values_add_up_to_what_all_safeguards_change(self):
        result = result_of("attribute", SHOP, "-n", "100",
                           "--safeguards", "peer_review,training,static_checks")
        parts = [safeguard["metrics"]["customer_minutes"]["shapley"]["mean"]
                 for safeguard in result["safeguards"]]
        self.assertAlmostEqual(sum(parts), result["all"]["customer_minutes"]["mean"])
        self.assertEqual(len(result["coalitions"]), 8)

    def test_intervals_that_hold_together_are_wider_than_those_that_stand_alone(self):
        result = result_of("compare", SHOP, "-n", "300")
        self.assertEqual(result["together"]["intervals"], 2 * 4)
        difference = result["cases"][1]["difference_from_first"]["customer_minutes"]
        (low, high), (widest_low, widest_high) = difference["ci95"], difference["together95"]
        self.assertGreater(widest_high - widest_low, high - low)
        wins, losses = difference["lower"]["share"], difference["higher"]["share"]
        self.assertAlmostEqual(difference["beats_first"]["share"], (1 + wins - losses) / 2)

    def test_the_best_is_the_same_for_any_number_of_threads_and_costs_less_than_all(self):
        words = ["compare", SHOP, "--best", "customers_hit", "--indifference", "1%"]
        texts = {outcast(*words, "--threads", threads, "--json", "-").stdout
                 for threads in (1, 2, 8)}
        self.assertEqual(len(texts), 1)
        result = json.loads(texts.pop())
        self.assertEqual(result["best"]["verdict"], "decided")
        means = {case["label"]: case["mean"] for case in result["cases"]}
        self.assertEqual(result["best"]["left"][0], min(means, key=means.get))
        self.assertLess(result["best"]["spent"], result["best"]["without_dropping"] + 1)

    def test_a_choice_that_its_replications_do_not_decide_is_said_to_be_open(self):
        done = outcast("compare", SHOP, "--best", "customer_minutes", "--indifference", "0.001",
                       "--variants", "least-privilege", "--at-most", "40", "--batch", "2")
        self.assertEqual(done.returncode, 0)
        self.assertIn("not decided within 40 replications", done.stdout)

    def test_a_tail_beyond_the_data_comes_from_the_fit_and_says_so(self):
        words = ["run", SHOP, "-n", "1000", "--tail", "customer_minutes"]
        plain = result_of(*words)["tails"]["customer_minutes"]
        # 1,000 months are 82 years.
        self.assertEqual(plain["levels"][-1]["years"], 50)
        fitted = result_of(*words, "--threshold", "90%")["tails"]["customer_minutes"]
        last = fitted["levels"][-1]
        self.assertEqual((last["years"], last["extrapolated"]), (500, True))
        self.assertNotIn("data", last)

    def test_a_story_has_the_numbers_of_its_row(self):
        only = result_of("run", SHOP, "-n", "1")["metrics"]
        story = result_of("explain", SHOP, "--replication", "0")["metrics"]
        self.assertEqual({name: metric["mean"] for name, metric in only.items()}, story)

    def test_a_precision_is_reached_or_said_to_be_missed(self):
        words = ["run", SHOP, "--metric", "blast_radius"]
        reached = result_of(*words, "--precision", "4%")
        low, high = reached["metrics"]["blast_radius"]["ci95"]
        self.assertLessEqual((high - low) / 2 / reached["metrics"]["blast_radius"]["mean"], 0.04)
        missed = outcast(*words, "--precision", "0.1%", "--at-most", "1500")
        self.assertEqual(missed.returncode, 0)
        self.assertIn("was not reached within 1,500 replications: blast_radius", missed.stderr)

    def test_reality_is_held_against_the_prediction(self):
        observed = result_of("run", SHOP, "-n", "500")["observed"]
        self.assertEqual((observed["time_to_recover"]["observed"],
                          observed["time_to_recover"]["inside"]), (90, True))
        self.assertFalse(observed["blast_radius"]["inside"])

    def test_a_hindcast_takes_what_was_observed_and_not_what_might_have_been(self):
        # The variants only inherit what was observed of the scenario as it is.
        study, = result_of("hindcast", SHOP, "-n", "100")["studies"]
        self.assertEqual([outcome["cell"] for outcome in study["metrics"]], ["as it is"])
        self.assertNotIn("success_rate", study)

    def test_a_hindcast_averages_the_errors_of_informative_cells(self):
        social, demo = sorted(result_of("hindcast", LIVE, "-n", "2000")["studies"],
                              key=lambda study: study["path"])
        self.assertEqual((social["cells"], len(social["success_rate"])), (8, 10))
        self.assertEqual(list(demo["customers"]), ["browse", "checkout"])
        errors = [abs(cell["error_points"]) for cell in demo["success_rate"]]
        self.assertAlmostEqual(demo["mean_absolute_error_points"], sum(errors) / len(errors))
        self.assertAlmostEqual(social["published_mean_absolute_error_points"], 3.18, places=2)

    def test_a_hindcast_is_the_same_for_any_number_of_threads(self):
        one, four = (outcast("hindcast", LIVE, "-n", "500", "--threads", threads).stdout
                     for threads in (1, 4))
        self.assertEqual(one, four)

    def test_a_risk_is_the_same_for_any_number_of_threads(self):
        one, four = (outcast("risk", SHOP, "-n", "2000", "--campaigns", "64", "--threads", threads)
                     for threads in (1, 4))
        self.assertEqual((one.stdout, one.returncode), (four.stdout, 0))

    def test_risks_are_compared_under_the_same_luck_for_any_number_of_threads(self):
        words = ["risk", SHOP, "--variants", "least-privilege", "-n", "2000", "--campaigns", "64"]
        one, four = (outcast(*words, "--threads", threads) for threads in (1, 4))
        self.assertEqual((one.stdout, one.returncode), (four.stdout, 0))
        difference = result_of(*words)["cases"][1]["difference"]
        self.assertLess(difference["together95"][1], 0)

    def test_risks_are_compared_of_campaigns_only(self):
        done = outcast("risk", SHOP, "--variants", "deletion")
        self.assertEqual(done.returncode, 2)
        self.assertIn("the one incident of shop, variant deletion is given", done.stderr)

    def test_a_risk_needs_a_campaign_in_which_something_can_go_wrong_and_a_sum_over_incidents(self):
        self.assertIn("the scenario is a what-if", outcast("risk", STORM).stderr)
        self.assertEqual(outcast("risk", STORM).returncode, 2)
        done = outcast("risk", SHOP, "--metric", "blast_radius")
        self.assertEqual(done.returncode, 2)
        self.assertIn("only for customer_minutes and service_minutes", done.stderr)

    def test_a_fault_of_any_service_has_means_without_the_luck_of_which(self):
        few, many = (result_of("run", BOUTIQUE, "-n", n) for n in (500, 20000))
        controlled = few["controlled"]["blast_radius"]
        truth = many["metrics"]["blast_radius"]["mean"]
        self.assertGreater(controlled["variance_reduction"]["ci95"][0], 4)
        self.assertLess(controlled["ci95"][0], truth)
        self.assertGreater(controlled["ci95"][1], truth)
        self.assertNotIn("controlled", result_of("run", SHOP, "-n", "500"))

    def test_a_run_measures_success_within_the_window(self):
        cell = ["run", SOCIAL, "--variant", "norepl 0.1", "-n", "2000"]
        mix = result_of(*cell)["success_rate"]["mix"]
        self.assertAlmostEqual(mix["mean"], 0.53, delta=0.05)
        self.assertEqual(mix["observed"], 0.5533276)
        self.assertIn("mix/read-user-timeline", outcast(*cell).stdout)

    def test_a_hindcast_without_observations_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            shop = json.loads(SHOP.read_text())
            del shop["observed"]
            (Path(folder) / "shop.json").write_text(json.dumps(shop))
            (Path(folder) / "other.json").write_text("[]")
            done = outcast("hindcast", folder)
            self.assertEqual(done.returncode, 2)
            self.assertIn("no scenario here says what was", done.stderr)

    def test_validation_names_the_problems_of_every_file_and_variant(self):
        with tempfile.TemporaryDirectory() as folder:
            wrong = json.loads(SHOP.read_text())
            wrong["variants"]["deletion"]["what_if"]["changes"]["given"]["target"] = "dbb"
            wrong["teams"]["front"]["role"] = "deplyer"
            path = Path(folder) / "wrong.json"
            path.write_text(json.dumps(wrong))
            done = outcast("validate", path, SHOP)
        self.assertEqual(done.returncode, 2)
        self.assertIn('Did you mean "deployer"?', done.stderr)
        self.assertIn("shop.json: ok: 5 services", done.stdout)

    def test_a_problem_of_one_variant_is_said_to_be_its(self):
        with tempfile.TemporaryDirectory() as folder:
            wrong = json.loads(SHOP.read_text())
            wrong["variants"]["deletion"]["what_if"]["changes"]["given"]["target"] = "dbb"
            path = Path(folder) / "wrong.json"
            path.write_text(json.dumps(wrong))
            done = outcast("validate", path)
            self.assertEqual(done.returncode, 2)
            self.assertIn('in variant "deletion"', done.stderr)
            done = outcast("validate", path, "--variant", "least-privilege")
            self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main(verbosity=0)
