#!/usr/bin/env python3
"""Writes the scenario of one live study from its published protocol and figures.

usage: write.py LIVE deathstarbench-social-network
       write.py LIVE opentelemetry-demo [SECONDS]     SECONDS that an answered probe takes (0.1)

LIVE is the folder that holds both summary.json. Nothing is fitted to the observed success.
docs/VALIDATION.md says where each value is from.
"""

import json
import math
import sys
from fractions import Fraction
from pathlib import Path

SOCIAL = """compose-post-service home-timeline-redis home-timeline-service media-frontend
media-memcached media-mongodb media-service nginx-thrift post-storage-memcached
post-storage-mongodb post-storage-service social-graph-mongodb social-graph-redis
social-graph-service text-service unique-id-service url-shorten-memcached url-shorten-mongodb
url-shorten-service user-memcached user-mention-service user-mongodb user-service
user-timeline-mongodb user-timeline-redis user-timeline-service""".split()
TRIPLED = """compose-post-service home-timeline-service media-service text-service
user-timeline-service""".split()
# What answers each request while the stores are empty, from the handlers' sources. Reading calls
# neither the social graph nor a database: an empty list of posts is answered at once, and the
# search of user-timeline-mongodb may fail unnoticed.
PAGES = {
    "read-home-timeline":
        "nginx-thrift home-timeline-service home-timeline-redis post-storage-service",
    "read-user-timeline":
        "nginx-thrift user-timeline-service user-timeline-redis post-storage-service",
    "compose-post":
        "nginx-thrift compose-post-service unique-id-service user-service media-service "
        "text-service url-shorten-service url-shorten-mongodb user-mention-service "
        "user-memcached user-mongodb post-storage-service post-storage-mongodb "
        "user-timeline-service user-timeline-mongodb user-timeline-redis home-timeline-service "
        "home-timeline-redis social-graph-service social-graph-redis social-graph-mongodb",
}
MIX = {"read-home-timeline": 0.6, "read-user-timeline": 0.3, "compose-post": 0.1}

SHOP = """accounting ad cart checkout currency email flagd fraud-detection kafka payment
product-catalog product-reviews quote recommendation shipping""".split()
SPARED = ["frontend-proxy", "frontend", "postgresql", "valkey-cart"]
CALLS = """cart valkey-cart, product-catalog postgresql, recommendation product-catalog,
checkout cart, checkout product-catalog, checkout currency, checkout shipping, checkout payment,
shipping quote"""
# A call that fails without the request failing: flags have defaults, mail and ads are extra.
IDLE_CALLS = """checkout email, checkout flagd, cart flagd, recommendation flagd, payment flagd,
product-catalog flagd, ad flagd, fraud-detection flagd, accounting kafka, fraud-detection kafka,
frontend ad, frontend product-reviews"""
ENDPOINTS = {
    "browse/products": ["product-catalog"],
    "browse/recommendations": ["recommendation", "product-catalog"],
    "browse/cart": ["cart", "product-catalog"],
    "checkout": ["cart", "checkout", "product-catalog"],
}
PROBES = 100
# Windows by their number of 6 s time-outs: original-aina-timing-34233092614 of
# a-a-k/telemetry-availability-identification (lower_bound_histogram / 6 s).
TIMEOUTS = {
    0.1: "0:2092 1:311 2:179 3:184 4:239 5:131 6:139 7:130 8:96 9:587 10:116 11:100 12:16 13:10 "
         "14:8 15:14 16:16 17:15 18:23 19:24 20:28 21:37 22:47 23:58 24:70 25:46 26:34 27:42 "
         "28:58 29:38 30:23 31:29 32:13 33:13 34:9 35:8 36:6 37:1 38:3 39:2 40:5",
    0.3: "0:1724 1:264 2:164 3:122 4:357 5:200 6:156 7:49 8:196 9:951 10:228 11:119 12:12 13:5 "
         "14:9 15:18 16:6 17:17 18:19 19:33 20:47 21:27 22:28 23:35 24:27 25:33 26:28 27:17 "
         "28:24 29:14 30:18 31:17 32:11 33:11 34:4 35:2 36:4 38:2 39:1 42:1",
    0.5: "0:1251 1:97 2:113 3:154 4:279 5:396 6:360 7:70 8:131 9:938 10:525 11:262 12:49 13:7 "
         "14:7 15:9 16:8 17:7 18:7 19:12 20:58 21:48 22:24 23:16 24:11 25:17 26:21 27:24 28:11 "
         "29:20 30:21 31:15 32:11 33:5 34:2 35:4 36:4 37:4 39:1 40:1",
    0.7: "0:1179 1:82 2:106 3:84 4:220 5:423 6:261 7:47 8:96 9:1030 10:854 11:237 12:55 13:8 "
         "14:8 15:16 16:7 17:7 18:4 19:7 20:70 21:55 22:22 23:16 24:13 25:6 26:8 27:21 28:5 "
         "29:12 30:8 31:8 32:7 33:7 34:3 35:2 36:3 37:1 38:1 41:1",
    0.9: "0:1226 1:10 2:38 3:71 4:74 5:452 6:446 7:67 8:37 9:445 10:1340 11:475 12:95 13:18 "
         "15:3 16:7 17:5 18:2 19:8 20:26 21:54 22:28 23:8 24:6 25:3 26:5 27:6 28:4 29:5 30:3 "
         "31:10 32:9 33:9 34:3 35:1 37:1",
}


def dependencies(pairs, **more):
    calls = [pair.split() for pair in pairs.replace("\n", " ").split(",")]
    return {f"{a} {b}": {"from": a, "to": b, **more} for a, b in calls}


def kill(services, count, lasts):
    return {"any": {"of": services, "count": count}, "mode": "crash", "lasts": lasts}


def social_network(summary):
    cells = {}
    for cell in summary["cells"]:
        is_tripled = cell["mode"] == "repl"
        containers = len(SOCIAL) + 2 * len(TRIPLED) * is_tripled
        patch = {"what_if": {"faults": {"kill": {"any": {
            "count": math.ceil(cell["p_fail"] * containers)}}}}}
        if is_tripled:
            patch["topology"] = {"services": {s: {"placement": ["a", "b", "c"]} for s in TRIPLED}}
        patch["observed"] = {"success_rate": {"mix": {
            "live": cell["R_live_mean"], "published": round(cell["R_exact"], 6)}}}
        cells[f"{cell['mode']} {cell['p_fail']}"] = patch
    needs = {f"{page} {s}": {"from": page, "to": s}
             for page, services in PAGES.items() for s in services.split()}
    return {
        "format": "outcast-scenario/1",
        "name": "DeathStarBench social network, containers killed at random",
        "shows": "Of 26 or 36 containers a share is killed for a round of 30 s; who is answered?",
        "sources": [
            summary["paper"], *summary["source"],
            "handlers and gateway: github.com/delimitrou/DeathStarBench socialNetwork/src, "
            "nginx-web-server/lua-scripts/wrk2-api"],
        "topology": {"services": {s: {} for s in [*SOCIAL, *PAGES]}, "dependencies": needs},
        "customers": {"mix": {"endpoints": {
            page: {"services": [page], "share": share} for page, share in MIX.items()}}},
        "what_if": {"faults": {"kill": kill(SOCIAL, 3, "30s")}, "window": {"lasts": "30s"}},
        "variants": {name: patch | {"observed": {
            **patch["observed"], "draws": 474,
            "note": "25 jobs of 450 rounds draw with the seed (job + round): 474 sets of victims.",
            "source": "https://github.com/a-a-k/socialnet-resilience"}}
            for name, patch in cells.items()},
    }


def window_lengths(p, answered):
    """A hundred quantiles of how long the probes of a window take."""
    lengths = []
    for entry in TIMEOUTS[p].split():
        timeouts, windows = map(int, entry.split(":"))
        lengths += [6 * timeouts + answered * PROBES] * windows
    ranks = [len(lengths) * (2 * i + 1) // 200 for i in range(100)]
    return [f"{lengths[rank]:g}s" for rank in ranks]


def demo(summary, answered):
    cells = {}
    for cell in summary["cells"]:
        rates = {name: {"live": cell["endpoints"][name.split("/")[-1]]["R_live"],
                        "published": round(float(Fraction(
                            cell["endpoints"][name.split("/")[-1]]["model_exact"])), 6)}
                 for name in ENDPOINTS}
        cells[f"p {cell['p_fail']}"] = {
            "what_if": {
                "faults": {"kill": {"any": {"count": cell["killed_K"]}}},
                "window": {"lasts": {"empirical": {
                    "values": window_lengths(cell["p_fail"], answered)}}}},
            "observed": {"success_rate": rates, "draws": cell["windows"],
                         "source": "https://github.com/a-a-k/otel-demo-resilience"}}
    stuck = {"checkout kafka": {"from": "checkout", "to": "kafka", "recovers_after": "1d"}}
    page = {name.split("/")[-1]: {"services": ["frontend-proxy", "frontend", *services]}
            for name, services in ENDPOINTS.items()}
    return {
        "format": "outcast-scenario/1",
        "name": "OpenTelemetry demo, containers stopped at random",
        "shows": "Of 15 containers some are stopped for 60 s; 100 probes begin 15 s later",
        "sources": [
            summary["paper"], *summary["source"],
            "calls: github.com/open-telemetry/opentelemetry-demo src/frontend/pages/api, "
            "src/checkout, src/recommendation",
            "time-outs per window: github.com/a-a-k/telemetry-availability-identification "
            "docs/evidence/original-aina-timing-34233092614",
            f"assumed: an answered probe takes {answered:g} s"],
        "topology": {
            "services": {s: {} for s in [*SPARED, *SHOP]},
            "dependencies": dependencies(CALLS) | stuck | dependencies(IDLE_CALLS, need="none")},
        "customers": {
            "browse": {"weight": 3, "endpoints": {n: page[n] for n in list(page)[:3]}},
            "checkout": {"endpoints": {"checkout": page["checkout"]}}},
        "what_if": {"faults": {"kill": kill(SHOP, 2, "60s")},
                    "window": {"from": "15s", "lasts": "45s"}},
        "variants": cells,
    }


def main(words):
    live = Path(words[0])
    studies = {"deathstarbench-social-network": ("mb3r_icse2026_dsb", social_network),
               "opentelemetry-demo": ("mb3r_aina2026_otel", demo)}
    folder, write = studies[words[1]]
    summary = json.loads((live / folder / "summary.json").read_text(encoding="utf-8"))
    more = [float(words[2]) if len(words) > 2 else 0.1] if write is demo else []
    print(json.dumps(write(summary, *more), indent=1))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__.split("\n\n", maxsplit=1)[1])
    main(sys.argv[1:])
