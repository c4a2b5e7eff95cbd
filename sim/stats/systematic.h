// Systematic sampling: a sweep visits all kinds of beginnings at even steps from a random start.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "sim/stats/estimate.h"
#include "sim/stats/variance_reduction.h"

namespace outcast::sim {

/// The cells that one sweep of n points visits, in order: point k stands at (k + start) / n of the
/// sum of the rates. 0 <= start < 1, drawn anew for each sweep. A cell is visited n x its share
/// times, rounded up or down, and on average over the starts exactly so.
std::vector<std::uint32_t> systematic_sweep(std::span<const double> rates, std::uint64_t n,
                                            double start);

struct SystematicEstimate {
  Estimate estimate;  ///< over the means of the sweeps: n and sd are theirs
  VarianceReduction reduction;
};

/// `values` holds sweep after sweep, each of `sweep_length` values; an unfinished last one is left
/// out. One sweep cannot tell its own error, independent ones can: ten or more. Source: Cochran,
/// Sampling techniques, 3rd edition (1977), chapter 8; Tukey's replicated sampling.
SystematicEstimate estimate_systematic(std::span<const double> values, std::uint64_t sweep_length,
                                       double confidence = default_confidence);

}  // namespace outcast::sim
