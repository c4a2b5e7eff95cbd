// A published Markov chain of a retrying client: requests in the queue, and in an orbit of retries.
#pragma once

namespace outcast::laws {

/// A single server of rate 10/s with a queue of 100 and 4 retries after a timeout of 3 s. As in
/// metafor (single-server chain, commit 5355c17): an arrival that meets n requests also enters the
/// orbit at the rate share x arrivals x P(late | n), and leaves it at rate 1 / timeout, four times
/// in five for another attempt. Source: Isaacs, Alvaro, Majumdar et al., Analyzing metastable
/// failures in distributed systems (HotOS 2025).
struct OrbitChain {
  double rate = 6;  ///< arrivals per second
  /// P(late | n): by Chebyshev's inequality as published, or exactly (n exponential services).
  enum class Lateness { chebyshev, exact } lateness = Lateness::chebyshev;
  /// As published, arrivals that enter the orbit come on top of the others.
  enum class Arrivals { counted_twice, counted_once } arrivals = Arrivals::counted_twice;
  double share = 0.25;  ///< of late requests that enter the orbit

  struct Stationary {
    double queue = 0, orbit = 0, full = 0;  ///< means, and probability of a full queue
  };
  Stationary stationary() const;
};

}  // namespace outcast::laws
