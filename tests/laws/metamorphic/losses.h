// What one replication cost every unit and the customers, and whether another one cost more.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "models/cascade/scenario.h"

namespace outcast::laws {

struct Losses {
  std::map<std::string, std::int64_t> of_unit;  ///< time x loss in nanoseconds; units hit only
  std::map<std::string, double> of_customers;   ///< by node, nanoseconds
};

Losses losses_of(const cascade::Scenario& scenario, std::uint64_t replication);

/// What is wider in `narrow` than in `wide`: a unit or customers hit only there, or longer. Empty
/// when nothing is.
std::string excess(const Losses& narrow, const Losses& wide);

}  // namespace outcast::laws
