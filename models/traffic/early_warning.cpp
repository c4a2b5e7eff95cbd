// Worst paths, and the load that each station would get in a storm.
#include "models/traffic/early_warning.h"

#include <algorithm>
#include <cmath>

#include "models/traffic/early_warning_storm.h"

namespace outcast::traffic {
namespace {

constexpr std::uint32_t nobody = 0xffffffffU;

/// The greatest product of retries over the paths from sources to each station. Paths take a
/// station once. Exact without circles; with them the best path to a station is only extended, so
/// that a greater product over another path to a station on the circle may be missed.
class WorstPaths {
 public:
  explicit WorstPaths(const Network& network)
      : network_(network), reached_(network.stations.size()) {
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

  const Network& network_;
  std::vector<Reached> reached_;
};

/// Where callers are held back, waits in between may bring more load than the longest one: a caller
/// whose slots are all taken calls less. The load rises and falls steeply where that begins, often
/// at short waits: they are looked at more closely, and so is the neighbourhood of the worst.
double worst_load(Storm& storm, StationIndex station, double longest_wait) {
  constexpr int steps = 24;
  const double longest = std::min(longest_wait, 1.001 * storm.longest_timeout(station));
  const Storm::Load at_longest = storm.load_of(station, longest);
  if (!at_longest.is_held_back) return at_longest.rate;
  double worst = at_longest.rate;
  int worst_step = steps;
  const auto wait_at = [&](double step) { return longest * std::pow(step / steps, 3); };
  for (int i = 1; i < steps; ++i) {
    const double rate = storm.load_of(station, wait_at(i)).rate;
    if (rate > worst) worst_step = i;
    worst = std::max(worst, rate);
  }
  for (int i = 1 - steps; i < steps; ++i) {
    const double step = worst_step + static_cast<double>(i) / steps;
    if (step < steps) worst = std::max(worst, storm.load_of(station, wait_at(step)).rate);
  }
  return worst;
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
