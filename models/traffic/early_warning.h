// Which stations can be brought down for good by their callers' retries: read off the network, not
// simulated.
#pragma once
#include <limits>
#include <vector>

#include "models/traffic/network.h"

namespace outcast::traffic {

enum class Verdict : std::uint8_t {
  safe,        ///< whatever passes, it recovers
  vulnerable,  ///< serves its load, but not what comes once its callers retry: may stay down
  overloaded   ///< does not even serve its load
};

/// Requests that a station gets when all is well, and when it cannot keep up. Rates are per second,
/// times in seconds; loads are those of the day's peak, spikes apart; caches are warm.
struct EarlyWarning {
  static constexpr double no_limit = std::numeric_limits<double>::infinity();

  double load = 0;          ///< first attempts
  double holding = 0;       ///< a request holds a slot so long
  double capacity = 0;      ///< slots / holding; of the most replicas that it may be scaled to
  double storm_load = 0;    ///< attempts at worst while its queue is full; infinite: no end
  double longest_wait = 0;  ///< that its queue allows: its bound, shedding; or no_limit

  /// The path of calls whose product of (1 + retries) is greatest, from a source on.
  double amplification = 1;  ///< that product
  std::uint32_t source = 0;
  std::vector<StationIndex> path;  ///< the last one is the station itself

  double utilisation() const { return load / capacity; }
  /// Below 1: what comes while it cannot keep up is enough to keep it down.
  double headroom() const { return capacity / storm_load; }
  /// The same if all load came on the worst path, and nothing limited queue or callers: never more
  /// than headroom(). Source of the law: docs/MODEL.md, Early warning.
  double worst_path_headroom() const { return capacity / (load * amplification); }
  Verdict verdict() const {
    return utilisation() >= 1 ? Verdict::overloaded
           : headroom() < 1   ? Verdict::vulnerable
                              : Verdict::safe;
  }
};

/// By station; one that nobody calls has no load and no path. The sum of the load of a loop of
/// calls must be finite.
std::vector<EarlyWarning> early_warnings(const Network& network);

}  // namespace outcast::traffic
