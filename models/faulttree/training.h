// Learns a proposal by cross-entropy from samples of the one before.
#pragma once
#include <cstdint>

#include "models/faulttree/proposal.h"
#include "sim/ensemble/ensemble.h"

namespace outcast::faulttree {

/// With which luck, and how it is computed.
struct Computing {
  std::uint64_t seed = 1;
  sim::EnsembleOptions ensemble{};  ///< its threads and its stop count

  bool is_stopped() const { return ensemble.stop.stop_requested(); }
  sim::EnsembleOptions rows(std::uint64_t first, std::uint64_t count) const {
    return {.first = first, .count = count, .threads = ensemble.threads, .stop = ensemble.stop};
  }
};

/// A row of the ensemble's table adds up so many samples.
inline constexpr std::uint64_t samples_per_row = 64;

/// Samples that training takes.
inline constexpr std::uint64_t training_rounds = 4, training_samples = 2048;

/// A proposal that goes less far as a defence (a quarter of the samples), and one
/// whose corrections were learnt: in each round the odds of every event move by
/// how much more often it failed among the weighted samples in which the top
/// happened than the proposal expected where it was drawn. That is the
/// cross-entropy step for one logistic coefficient per event, taken once.
/// Source: Rubinstein and Kroese, The cross-entropy method (2004). When
/// stopped: what was learnt so far.
Proposal train(const Logic& logic, Order order, const Computing& computing);

}  // namespace outcast::faulttree
