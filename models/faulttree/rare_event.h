// The probability of a tree's top event, however small, and how much each event
// matters.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "models/faulttree/training.h"
#include "sim/stats/precision.h"
#include "sim/stats/weighted.h"

namespace outcast::faulttree {

struct Estimation {
  double precision = 0.1;                                ///< relative half-width to reach
  std::uint64_t at_most = sim::default_replication_cap;  ///< samples, however imprecise
  Computing computing{};
  /// Called now and then with the samples so far, those wanted, and the
  /// relative half-width.
  std::function<void(std::uint64_t, std::uint64_t, double)> progress{};
};

/// What one event means for the top; each with its interval.
struct Importance {
  std::size_t event = 0;
  sim::Estimate birnbaum;        ///< P(top | it fails) - P(top | it does not)
  sim::Estimate fussell_vesely;  ///< share of P(top) that would be saved if it
                                 ///< never failed
  sim::Estimate achievement;     ///< P(top | it fails) / P(top): risk achievement worth
};

enum class Agreement {
  agree,
  disagree,  ///< more than chance explains (1 in 1,000): a way to the top may
             ///< have been missed
};

struct RareEvent {
  sim::WeightedEstimate probability;            ///< of both halves together
  std::array<sim::WeightedEstimate, 2> halves;  ///< each by a proposal of its own
  double deviation = 0;                         ///< of the halves, in standard errors
  Agreement agreement = Agreement::agree;
  sim::Precision ending = sim::Precision::open;  ///< open: stopped
  std::uint64_t training = 0;                    ///< samples that only taught the proposals
  std::vector<Importance> importance;            ///< Fussell-Vesely descending; certain events not
};

/// Importance sampling (sampler.h) until the interval is narrow enough. Half of
/// the samples come from each of two proposals that were trained apart and draw
/// the events in different orders: what one of them overlooks the other may
/// find, and then they disagree. Where they do, the interval holds those of
/// both. Same seed, same numbers for any number of threads.
RareEvent estimate_top(const FaultTree& tree, const Estimation& estimation);

}  // namespace outcast::faulttree
