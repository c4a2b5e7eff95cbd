#!/usr/bin/env python3
"""Holds the live experiment against what Outcast predicts for the same parameters.

predict.py live.json OUTCAST     OUTCAST: the program. Parameters become scenarios, none is fitted.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from parameters import seconds
from summary import WARM_UP, phases, share

ENGINES = {"flow": 2, "request": 40}  # replications
SYMPTOMS = {"crash": "refused", "hang": "hangs", "slow": "slow"}
PROXY = {"service_time": "1ms", "concurrency": 1000}  # nginx: a millisecond, and never full


def mode(fault):
    """The fault as a failure mode."""
    loss = 1 - 1 / fault["factor"] if fault["kind"] == "slow" else 1
    return {"symptom": SYMPTOMS[fault["kind"]], "loss": loss}


def call(policy, is_proxy=False):
    """nginx asks the next replica, where our own callers ask any."""
    written = {key: value for key, value in policy.items() if key != "to"}
    if is_proxy:
        written["retry"] = policy["retry"] | {"elsewhere": True}
    return written


def replicas(cell):
    """Services behind one caller are units of one service: {name of a service: (service, cell)}."""
    units = {name: (name, None) for name in cell["services"]}
    for service in cell["services"].values():
        to = service.get("calls", {}).get("to", [])
        if len(to) > 1:
            units |= {name: (to[0], name) for name in to}
    return units


def scenario(cell, engine):
    """The cell in the words of a scenario file."""
    units = replicas(cell)
    services, dependencies = {}, []
    for name, written in cell["services"].items():
        service, place = units[name]
        traffic = PROXY if "program" in written else {
            key: value for key, value in written.items() if key != "calls"}
        services.setdefault(service, {"traffic": traffic})
        if place:
            services[service].setdefault("placement", []).append({"cell": place})
        if "calls" in written:
            dependencies.append({"from": service, "to": units[written["calls"]["to"][0]][0],
                                 "call": call(written["calls"], "program" in written)})
    load = cell["load"]
    whole = {
        "format": "outcast-scenario/1", "name": "live cell", "horizon": cell["lasts"],
        "topology": {"services": services, "dependencies": dependencies},
        "customers": {"load": {
            "endpoints": {"all": {"services": [units[load["calls"]["to"][0]][0]]}},
            "load": {"rate": load["rate"], "client": call(load["calls"])}}},
        "traffic": {"engine": engine, "series_step": "1s", "series_length": cell["lasts"]},
    }
    fault = cell.get("fault", {"service": next(iter(units)), "kind": "slow", "factor": 1,
                               "at": "1s", "lasts": "1s"})
    service, place = units[fault["service"]]
    whole["failure_modes"] = {"live": mode(fault)}
    given = {"at": fault["at"], "lasts": fault["lasts"], "service": service, "mode": "live"}
    whole["what_if"] = {"faults": [given | ({"cell": place} if place else {})]}
    return whole


def predicted(cell, program, folder, engine):
    """Success by second."""
    path = Path(folder) / "scenario.json"
    path.write_text(json.dumps(scenario(cell, engine)))
    run = subprocess.run([program, "run", path, "-n", str(ENGINES[engine]), "--json", "-"],
                         check=True, capture_output=True, text=True)
    series = json.loads(run.stdout)["traffic"]["customers"]
    lasts = int(seconds(cell["lasts"]))
    # Customers of several places are alike: their mean.
    return [sum(c["series"][s]["mean"] or 0 for c in series) / len(series) for s in range(lasts)]


def compare(cell, measured, guess):
    """Success in each phase, and the mean absolute error over seconds, in points."""
    live = [share(measured["series"], s, s + 1) for s in range(len(guess))]
    brief = {name: sum(guess[first:end]) / (end - first)
             for name, (first, end) in phases(cell).items()}
    errors = [abs(a - b) for a, b in zip(live[WARM_UP:], guess[WARM_UP:])]
    return brief, 100 * sum(errors) / len(errors)


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    cells, program = json.loads(Path(sys.argv[1]).read_text())["cells"], sys.argv[2]
    print("cell         what        before   during    after   error by second")
    with tempfile.TemporaryDirectory() as folder:
        for name, cell in cells.items():
            parameters, measured = cell["parameters"], cell["measured"]
            row(name, "live", {p: s["success"] for p, s in cell["summary"].items()
                               if isinstance(s, dict)}, "")
            for engine in ENGINES:
                guess = predicted(parameters, program, folder, engine)
                brief, error = compare(parameters, measured, guess)
                row("", engine, brief, f"{error:5.1f} points")


def row(name, what, brief, error):
    shares = "  ".join(f"{100 * brief[p]:5.1f} %" if p in brief else "      -"
                       for p in ("before", "during", "after"))
    print(f"{name:12} {what:10} {shares}   {error}", flush=True)


if __name__ == "__main__":
    main()
