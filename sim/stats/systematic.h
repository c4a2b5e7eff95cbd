// Systematic sampling: a sweep visits all kinds of beginnings at even steps from a random start.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace outcast::sim {

/// The cells that one sweep of n points visits, in order: point k stands at (k + start) / n of the
/// sum of the rates. 0 <= start < 1, drawn anew for each sweep. A cell is visited n x its share
/// times, rounded up or down, and on average over the starts exactly so. One sweep cannot tell its
/// own error, independent ones can: ten or more. Source: Cochran, Sampling techniques, 3rd edition
/// (1977), chapter 8; Tukey's replicated sampling.
std::vector<std::uint32_t> systematic_sweep(std::span<const double> rates, std::uint64_t n,
                                            double start);

}  // namespace outcast::sim
