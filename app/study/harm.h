// The replications worth explaining: the worst, and the one in the middle.
#pragma once
#include <cstdint>
#include <optional>

#include "app/study/rows.h"

namespace outcast::app {

/// Of the replications with incidents, in the order of customer minutes lost, then of service
/// minutes, the most first; of equals the earlier first.
struct Harm {
  std::uint64_t replications = 0;               ///< with an incident
  std::optional<std::uint64_t> worst, typical;  ///< numbers of replications
};

Harm harm_in(const Rows& rows);

}  // namespace outcast::app
