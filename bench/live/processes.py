"""The processes of one cell: started on free ports, and stopped whatever happens."""

import contextlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

READY_WITHIN = 5.0  # seconds
NGINX_CONF = """\
daemon off;
worker_processes 1;
worker_rlimit_nofile 8192;
pid nginx.pid;
error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  upstream replicas {{
{servers}
  }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://replicas;
      proxy_connect_timeout {timeout};
      proxy_read_timeout {timeout};
      proxy_next_upstream error timeout;
      proxy_next_upstream_tries {tries};
    }}
  }}
}}
"""


def nginx_program():
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def nginx_conf(port, calls, ports):
    # Without max_fails=0 nginx would leave a failing replica alone for 10 s: another safeguard.
    servers = "\n".join(f"    server 127.0.0.1:{ports[name]} max_fails=0;" for name in calls["to"])
    return NGINX_CONF.format(port=port, servers=servers, timeout=calls["timeout"],
                             tries=1 + calls.get("retry", {}).get("attempts", 0))


def is_free(port):
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.bind(("127.0.0.1", port))
        return True
    return False


def free_ports(names):
    """A port for each name that nobody uses now.

    Below the range that the kernel gives to connections: one of those could take the port of a
    service that is down, or, on its way to it, even connect to itself.
    """
    first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    end = max(first, 16384)
    candidates = random.sample(range(end - 8192, end), 200)
    return dict(zip(names, filter(is_free, candidates)))


def wait_until_ready(port, process):
    end = time.monotonic() + READY_WITHIN
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.005)
    raise RuntimeError(f"nothing listens on port {port}")


class Processes:
    """All processes of a cell and their folder; leaving the context ends and removes them."""

    def __init__(self, programs, services, seed):
        self.programs, self.services, self.seed = programs, services, seed
        self.ports = free_ports(services)
        self.running = {}

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="outcast-live-"))
        return self

    def __exit__(self, *_):
        for process in self.running.values():
            self._signal(process, signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(3)
            except subprocess.TimeoutExpired:
                self._signal(process, signal.SIGKILL)
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @staticmethod
    def _signal(process, number):
        if process.poll() is None:
            os.killpg(process.pid, number)

    def _start(self, name, command, **options):
        """In a session of its own, so that ^C reaches only this program, which then ends it."""
        # Should this program be killed, the kernel ends its children.
        guard = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
        process = subprocess.Popen([*guard, *map(str, command)], start_new_session=True,
                                   cwd=self.folder, **options)
        self.running[name] = process
        return process

    def _calls(self, calls):
        """A call as the live programs read it."""
        return {"port": self.ports[calls["to"][0]],
                **{key: value for key, value in calls.items() if key != "to"}}

    def start_service(self, name):
        service, port = self.services[name], self.ports[name]
        if service.get("program") == "nginx":
            (self.folder / "nginx.conf").write_text(nginx_conf(port, service["calls"], self.ports))
            command = [nginx_program(), "-e", "stderr", "-p", self.folder, "-c", "nginx.conf"]
        else:
            spec = service | {"name": name, "port": port, "seed": self.seed}
            if "calls" in service:
                spec["calls"] = self._calls(service["calls"])
            command = [self.programs / "live_service", json.dumps(spec)]
        wait_until_ready(port, self._start(name, command))

    def kill_service(self, name):
        process = self.running.pop(name)
        self._signal(process, signal.SIGKILL)
        process.wait()

    def start_load(self, load, lasts):
        spec = load | {"seed": self.seed, "lasts": lasts, "calls": self._calls(load["calls"])}
        return self._start("load", [self.programs / "live_load", json.dumps(spec)],
                           stdout=subprocess.PIPE, text=True)
