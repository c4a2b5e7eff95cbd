"""The model of bench/requests.cpp in SimPy: M/M/c, customers with a timeout and retries.

Prints processor seconds, requests, successes and attempts. Exit code 77 without SimPy.
"""

import random
import sys
import time

try:
    import simpy
except ImportError:
    sys.exit(77)

SLOTS, SERVICE, RATE, TIMEOUT, RETRIES, BACKOFF = 20, 0.1, 120.0, 0.4, 2, 0.5


class Tally:
    requests = successes = attempts = 0


def serve(env, slots, rng):
    """The server's side: goes on when its caller has given up."""
    with slots.request() as turn:
        yield turn
        yield env.timeout(rng.expovariate(1 / SERVICE))


def customer(env, slots, rng, tally):
    for retry in range(RETRIES + 1):
        if retry > 0:
            yield env.timeout(BACKOFF * rng.uniform(0.5, 1.5))
        tally.attempts += 1
        answer = env.process(serve(env, slots, rng))
        outcome = yield answer | env.timeout(TIMEOUT)
        if answer in outcome:
            tally.successes += 1
            return


def arrivals(env, slots, rng, tally):
    while True:
        yield env.timeout(rng.expovariate(RATE))
        tally.requests += 1
        env.process(customer(env, slots, rng, tally))


def main(seconds):
    env, rng, tally = simpy.Environment(), random.Random(1), Tally()
    env.process(arrivals(env, simpy.Resource(env, SLOTS), rng, tally))
    start = time.process_time()
    env.run(until=seconds)
    print(time.process_time() - start, tally.requests, tally.successes, tally.attempts)


if __name__ == "__main__":
    main(float(sys.argv[1]))
