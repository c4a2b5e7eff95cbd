// The sums of a batch (services, success, requests) as bytes.
#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "models/cascade/ensemble.h"

namespace outcast::app {

/// Whole numbers in a fixed order, each in groups of 7 bits, the lowest first, with the 8th bit set
/// on all but the last (LEB128): most of them are small. docs/FORMAT.md gives the order.
std::vector<std::byte> pack_tallies(const cascade::EnsembleResult& result);

/// Adds the sums to those of `result`. False: the bytes are no tallies.
bool add_tallies(std::span<const std::byte> packed, cascade::EnsembleResult& result);

}  // namespace outcast::app
