"""One cell: services and load are started, a fault is injected, everything is measured."""

import http.client
import json
import math
import os
import resource
import time

from parameters import seconds
from processes import Processes

# After the last request has begun: its attempts, backoffs, and a margin.
ANSWERS_WITHIN = 20.0


def tell(port, command):
    """What a service answers to an order; None: it is down."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=0.5)
    try:
        connection.request("GET", f"/admin/{command}")
        return json.loads(connection.getresponse().read())
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Fault:
    """Something that befalls a service, and its end."""

    def __init__(self, fault, processes):
        self.fault, self.processes = fault, processes
        self.port = processes.ports[fault["service"]]

    def begin(self):
        kind = self.fault["kind"]
        if kind == "crash":
            self.processes.kill_service(self.fault["service"])
        else:
            self._order(f"slow/{self.fault['factor']}" if kind == "slow" else kind)

    def end(self):
        if self.fault["kind"] == "crash":
            self.processes.start_service(self.fault["service"])
        else:
            self._order("serve")

    def _order(self, command):
        if tell(self.port, command) is None:
            raise RuntimeError(f"{self.fault['service']} does not take orders")


class Watch:
    """Asks every service once a second what it has done since."""

    def __init__(self, processes):
        self.ports = {name: port for name, port in processes.ports.items()
                      if "program" not in processes.services[name]}
        self.states = {name: [] for name in self.ports}

    def look(self):
        for name, port in self.ports.items():
            self.states[name].append(tell(port, "state"))

    def columns(self):
        """{service: {quantity: one value per second; None while the service was down}}."""
        keys = {name: next((list(s) for s in states if s), []) for name, states in
                self.states.items()}
        return {name: {key: [state and state[key] for state in states] for key in keys[name]}
                for name, states in self.states.items()}


def machine_seconds():
    """(busy, all) processor seconds of this machine so far."""
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(word) for word in file.readline().split()[1:9]]
    tick = os.sysconf("SC_CLK_TCK")
    return (sum(ticks) - ticks[3] - ticks[4]) / tick, sum(ticks) / tick


def children_seconds():
    """Processor seconds of the children that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure(cell, processes):
    """Runs the load and the fault on services that are ready."""
    load = processes.start_load(cell["load"], cell["lasts"])
    started = float(load.stdout.readline() or "nan")
    if math.isnan(started):
        raise RuntimeError("the load generator did not start")
    watch, lasts, times = Watch(processes), int(seconds(cell["lasts"])), {}
    agenda = [(second, watch.look) for second in range(1, lasts + 1)]
    if "fault" in cell:
        fault, at = Fault(cell["fault"], processes), seconds(cell["fault"]["at"])
        agenda += [(at, fault.begin), (at + seconds(cell["fault"]["lasts"]), fault.end)]
    for due, act in sorted(agenda, key=lambda entry: entry[0]):
        time.sleep(max(0, started + due - time.monotonic()))
        act()
        times[act.__name__] = time.monotonic() - started
    written = load.communicate(timeout=ANSWERS_WITHIN)[0]
    if load.returncode != 0:
        raise RuntimeError(f"the load generator ended with code {load.returncode}")
    series = json.loads(written)
    return {"fault": {"began": times.get("begin"), "ended": times.get("end")},
            "attempts": series.pop("outcomes"), "lateness": series.pop("lateness"),
            "series": series, "services": watch.columns()}


def run_cell(cell, programs, seed):
    own, (busy, total) = children_seconds(), machine_seconds()
    with Processes(programs, cell["services"], seed) as processes:
        for name in cell["services"]:
            processes.start_service(name)
        measured = measure(cell, processes)
    own, (busy, total) = children_seconds() - own, [
        now - then for now, then in zip(machine_seconds(), (busy, total))]
    measured["processors"] = {"used_by_cell": own / total, "used_by_all": busy / total}
    return measured
