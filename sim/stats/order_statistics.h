// The values that sorting would put at given places, without sorting.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "sim/stats/sample.h"

namespace outcast::sim {

/// Samples up to this size are copied; larger ones are read four times instead.
inline constexpr std::uint64_t largest_copied_sample = std::uint64_t{1} << 20;

/// For each of `ranks` (1 .. n) the value of that rank among the `n` present ones of the sample, in
/// the order of `ranks`. -0 counts as 0. Memory: half a megabyte per rank at most, however large n.
std::vector<double> order_statistics(const Sample& sample, std::uint64_t n,
                                     std::span<const std::uint64_t> ranks,
                                     std::uint64_t largest_copied = largest_copied_sample);

}  // namespace outcast::sim
