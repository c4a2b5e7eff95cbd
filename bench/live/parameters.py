"""The experiment's parameters: cells.json, durations, and what the parameters alone foretell."""

import copy
import json
import re
from pathlib import Path

UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0}


def seconds(text):
    """ "250ms" is 0.25."""
    number, unit = re.fullmatch(r"([\d.]+)(ms|s|m)", text).groups()
    return float(number) * UNITS[unit]


def merged(target, patch):
    """The target with the patch applied (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(target) if isinstance(target, dict) else {}
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        else:
            result[key] = merged(result.get(key), value)
    return result


def read_cells(path=Path(__file__).with_name("cells.json")):
    """Each cell with all its parameters: {name: {shows, lasts, services, load, fault?}}."""
    file = json.loads(path.read_text())
    cells = {}
    for name, cell in file["cells"].items():
        system = merged(copy.deepcopy(file["systems"][cell["system"]]), cell.get("change", {}))
        own = {key: cell[key] for key in ("shows", "lasts", "fault") if key in cell}
        cells[name] = own | system
    return cells


def attempts_per_call(calls):
    """At most, when everything fails for a long time."""
    retry = calls.get("retry", {})
    retries = retry.get("attempts", 0)
    return 1 + min(retries, retry["budget"]["share"] if "budget" in retry else retries)


def capacity(service):
    """Requests per second."""
    return service["concurrency"] / seconds(service["service_time"]["exponential"]["mean"])


def headroom(cell):
    """Least capacity / (load x product of (1 + retries)): below 1 the system is vulnerable.

    Holds where a queue may grow beyond timeout x capacity. Replicas behind one caller count
    together.
    """
    least, rate, calls = float("inf"), cell["load"]["rate"], cell["load"]["calls"]
    while calls:
        rate *= attempts_per_call(calls)
        called = [cell["services"][name] for name in calls["to"]]
        if "concurrency" in called[0]:
            least = min(least, sum(map(capacity, called)) / rate)
        calls = called[0].get("calls")
    return least
