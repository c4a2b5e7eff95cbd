// Worst paths, and the load that each station would get in a storm.
#include "models/traffic/early_warning.h"

#include <algorithm>

#include "models/traffic/early_warning_storm.h"

namespace outcast::traffic {
namespace {

constexpr std::uint32_t nobody = 0xffffffffU;

/// The greatest product of retries over the paths from sources to each station. Paths take a
/// station once. Exact without circles; with them the best path to a station is only extended, so
/// that a greater product over another path to a station on the circle may be missed.
class WorstPaths {
 public:
  explicit WorstPaths(const Network& network) : reached_(network.stations.size()) {
    for (std::uint32_t s = 0; s < network.sources.size(); ++s)
      extend(network.calls_of(network.sources[s]), {.product = 1, .source = s});
    bool has_changed = true;
    for (std::size_t length = 0; has_changed && length < reached_.size(); ++length) {
      has_changed = false;
      for (std::uint32_t s = 0; s < reached_.size(); ++s)
        if (reached_[s].product > 0)
          has_changed |= extend(network.calls_of(network.stations[s]),
                                {reached_[s].product, reached_[s].source, s});
    }
  }

  void write(std::uint32_t station, EarlyWarning& warning) const {
    if (reached_[station].product <= 0) return;
    warning.amplification = reached_[station].product;
    warning.source = reached_[station].source;
    for (std::uint32_t s = station; s != nobody; s = reached_[s].before)
      warning.path.push_back(StationIndex{s});
    std::ranges::reverse(warning.path);
  }

 private:
  struct Reached {
    double product = 0;
    std::uint32_t source = 0;
    std::uint32_t before = nobody;  ///< station from which it is reached; nobody: the source
  };

  bool extend(std::span<const Call> calls, const Reached& from) {
    bool has_changed = false;
    for (const Call& call : calls)
      for (const StationIndex provider : call.providers) {
        Reached next = from;
        next.product *= attempts_at_most(call.policy);
        Reached& reached = reached_[raw(provider)];
        if (next.product <= reached.product || leads_through(from.before, raw(provider))) continue;
        reached = next;
        has_changed = true;
      }
    return has_changed;
  }

  bool leads_through(std::uint32_t from, std::uint32_t station) const {
    for (std::uint32_t s = from; s != nobody; s = reached_[s].before)
      if (s == station) return true;
    return false;
  }

  /// Attempts per call in the long run: what a budget earns, and none beyond the first where a
  /// breaker opens.
  static double attempts_at_most(const CallPolicy& policy) {
    const Retry& retry = policy.retry;
    const bool is_made = retry.on_timeout || retry.on_error || retry.on_refusal;
    double attempts = is_made ? 1. + retry.attempts : 1;
    if (retry.budget) attempts = std::min(attempts, 1 + retry.budget->share);
    return policy.breaker ? 1 : attempts;
  }

  std::vector<Reached> reached_;
};

/// Where callers are held back, waits in between may bring more load than the longest one: a caller
/// whose slots are all taken calls less. From a wait on at which the callers cannot keep up any
/// more the load is high, and falls as the wait grows: that wait is looked for.
double worst_load_within(Storm& storm, StationIndex station, double longest) {
  constexpr int steps = 20, halvings = 10;
  const auto wait_at = [&](double share) { return longest * share * share * share; };
  double worst = 0, high = 1, low = 0;
  for (int i = 1; i <= steps; ++i) {
    const double share = static_cast<double>(i) / steps;
    const double rate = storm.load_of(station, wait_at(share)).rate;
    if (rate <= worst) continue;
    worst = rate;
    high = share;
    low = share - 1. / steps;
  }
  for (int i = 0; i < halvings; ++i) {
    const double middle = (low + high) / 2;
    const double rate = storm.load_of(station, wait_at(middle)).rate;
    (rate >= worst ? high : low) = middle;
    worst = std::max(worst, rate);
  }
  return worst;
}

/// Far from the limit, and where it would take too long, an upper bound will do.
double worst_load(Storm& storm, StationIndex station, double longest_wait) {
  constexpr double far = 1.5;
  constexpr std::size_t many = 200;
  const double longest = std::min(longest_wait, 1.001 * storm.longest_timeout(station));
  const double most = storm.most_load_of(station, longest);
  if (storm.capacity(station) >= far * most || storm.involved() > many) return most;
  const Storm::Load at_longest = storm.load_of(station, longest);
  return at_longest.is_held_back ? worst_load_within(storm, station, longest) : at_longest.rate;
}

}  // namespace

std::vector<EarlyWarning> early_warnings(const Network& network) {
  Storm storm(network);
  const WorstPaths paths(network);
  std::vector<EarlyWarning> warnings;
  for (std::uint32_t s = 0; s < network.stations.size(); ++s) {
    const StationIndex station{s};
    EarlyWarning& warning = warnings.emplace_back();
    warning.load = storm.load(station);
    warning.holding = storm.holding(station);
    warning.capacity = storm.capacity(station);
    warning.longest_wait = storm.longest_wait(station, warning.capacity);
    if (warning.load > 0) warning.storm_load = worst_load(storm, station, warning.longest_wait);
    paths.write(s, warning);
  }
  return warnings;
}

}  // namespace outcast::traffic
