#!/usr/bin/env python3
"""Derives the response times of one incident from all the other incidents (leave one out).

usage: calibrate.py FACTS [INCIDENT]        FACTS is the folder of incidents.json

Prints the values that the incident's scenario uses, each with n and its 90 % range. Without an
incident: predicts every incident's recovery from the others, and counts the hits.
docs/CALIBRATION.md explains the method; nothing is fitted to the incident itself.
"""

import json
import math
import statistics
import sys
from pathlib import Path

Z90 = 1.6449  # a 90 % range is that many standard deviations to each side
# The population of the prior duration_cloud_providers.
PROVIDERS = ("AWS", "Google", "Google Cloud", "Cloudflare", "Microsoft Azure", "Meta", "Fastly")


def others(facts, left_out):
    """All incidents but the one to predict; the file holds times in minutes since first impact."""
    return [i for i in json.loads((facts / "incidents.json").read_text()) if i["id"] != left_out]


def given(incidents, *keys):
    return [i for i in incidents if all(i.get(key) is not None for key in keys)]


def predictive(values):
    """Median and sigma (of the logarithm) of the next value, given lognormal ones: the spread
    between them, widened by the uncertainty of their mean."""
    logs = [math.log(value) for value in values]
    sigma = statistics.stdev(logs) * math.sqrt(1 + 1 / len(logs))
    return math.exp(statistics.mean(logs)), sigma


class Known:
    """When the cause was known: as published, else the median of the published times, but at most
    half of the time to the first mitigation (or, where none is published, to recovery)."""

    def __init__(self, incidents):
        self.median = statistics.median(
            i["t_diagnose_min"] for i in given(incidents, "t_diagnose_min"))

    def of(self, incident):
        if incident["t_diagnose_min"] is not None:
            return incident["t_diagnose_min"]
        return min(self.median, (incident["t_mitigate_min"] or incident["t_recover_min"]) / 2)


def by_class(incidents, known):
    """Logarithm of the minutes from "cause known" to full recovery, by class of trigger."""
    groups = {}
    for i in given(incidents, "t_recover_min"):
        groups.setdefault(i["trigger_class"], []).append(
            math.log(i["t_recover_min"] - known.of(i)))
    return groups


class Pool:
    """One-way random effects: classes differ by `between`, members of a class by `within` (moment
    estimates; Searle, Casella and McCulloch, Variance Components, 1992)."""

    def __init__(self, groups):
        self.groups = groups
        n, k = sum(len(g) for g in groups.values()), len(groups)
        self.means = {c: statistics.mean(g) for c, g in groups.items()}
        grand = sum(sum(g) for g in groups.values()) / n
        squares = sum(len(g) * (self.means[c] - grand) ** 2 for c, g in groups.items())
        size = (n - sum(len(g) ** 2 for g in groups.values()) / n) / (k - 1)
        self.within = sum((x - self.means[c]) ** 2 for c, g in groups.items() for x in g) / (n - k)
        self.between = max(0.0, (squares / (k - 1) - self.within) / size)
        weights = {c: 1 / (self.between + self.within / len(g)) for c, g in groups.items()}
        self.of_centre = sum(weights.values())
        self.centre = sum(weights[c] * self.means[c] for c in groups) / self.of_centre

    def own_weight(self, name):
        """How far the mean of a class counts; the rest is that of all classes."""
        n = len(self.groups.get(name, []))
        return n * self.between / (n * self.between + self.within)

    def predictive(self, name):
        """Median and sigma (of the logarithm) of the next member of a class."""
        own = self.own_weight(name)
        mean = own * self.means.get(name, 0) + (1 - own) * self.centre
        variance = self.within + self.between * (1 - own) + (1 - own) ** 2 / self.of_centre
        return math.exp(mean), math.sqrt(variance)


def text(minutes):
    for unit, size in (("d", 1440), ("h", 60), ("m", 1)):
        if minutes >= 2 * size or unit == "m":
            return f"{minutes / size:.3g}{unit}"


def say(name, median, sigma, n, note=""):
    low, high = (median * math.exp(s * Z90 * sigma) for s in (-1, 1))
    print(f'"{name}": {{"lognormal": {{"median": "{text(median)}", "sigma": {sigma:.2f}}}}}'
          f"   n = {n}, 90 %: {text(low)} to {text(high)}{note}")


def derive(facts, left_out):
    incidents = others(Path(facts), left_out)
    known = Known(incidents)
    seen = [max(0, i["t_detect_min"]) for i in given(incidents, "t_detect_min")]
    print(f'"interval": "{2 * statistics.mean(seen) * 60:.0f}s"   n = {len(seen)}, '
          "twice the mean time to detect")
    causes = [i["t_diagnose_min"] for i in given(incidents, "t_diagnose_min")]
    say("diagnose", *predictive(causes), len(causes))
    usual = [i for i in incidents
             if i["provider"] in PROVIDERS and i["trigger_class"] != "deletion"]
    fixes = [i["t_mitigate_min"] - known.of(i) for i in given(usual, "t_mitigate_min")]
    say("fix", *predictive(fixes), len(fixes))
    restores = [i["t_recover_min"] - i["t_mitigate_min"]
                for i in given(usual, "t_mitigate_min", "t_recover_min")]
    say("restore", *predictive(restores), len(restores))
    groups = by_class(incidents, known)
    pool = Pool(groups)
    n = len(groups["deletion"])
    say("rebuild", *pool.predictive("deletion"), n,
        f"; weight of the class {pool.own_weight('deletion'):.2f}")
    say("rebuild, its class alone", *predictive([math.exp(x) for x in groups["deletion"]]), n)


def check_all(facts):
    """How often the 90 % range of the others covers the one left out."""
    hits, shown = 0, given(others(Path(facts), None), "t_recover_min")
    for one in shown:
        rest = others(Path(facts), one["id"])
        known = Known(rest)
        median, sigma = Pool(by_class(rest, known)).predictive(one["trigger_class"])
        off = math.log((one["t_recover_min"] - known.of(one)) / median) / sigma
        hits += abs(off) <= Z90
        print(f"{one['id']:28}{text(one['t_recover_min']):>7}   {off:+.2f} sigma")
    print(f"{hits} of {len(shown)} within the 90 % range")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__.splitlines()[2])
    if len(sys.argv) == 3:
        derive(*sys.argv[1:])
    else:
        check_all(sys.argv[1])
