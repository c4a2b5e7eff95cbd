// A sample that need not fit into memory: it is read piece by piece, as often as an estimate asks.
#pragma once
#include <functional>
#include <span>

namespace outcast::sim {

/// Hands every piece to `visit`: the same values in the same order each time. NaN stands for "this
/// replication has no value".
using Sample = std::function<void(const std::function<void(std::span<const double>)>& visit)>;

/// All of it in one piece; the values must outlive it.
inline Sample sample_of(std::span<const double> values) {
  return [values](const auto& visit) { visit(values); };
}

}  // namespace outcast::sim
