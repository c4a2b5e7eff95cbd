// Where a given fault strikes that may strike any service.
#pragma once
#include "models/cascade/blueprint.h"
#include "models/cascade/purposes.h"

namespace outcast::cascade {

/// "*": one service, each as likely as the other. `luck`: the streams of a replication, or the
/// context of a handler in it. `fault`: position in the what-if.
template <class Luck>
ServiceIndex any_service(const Blueprint& blueprint, std::uint32_t fault, const Luck& luck) {
  sim::Stream stream = luck.stream(
      purposes::given_fault, sim::entity("*/" + blueprint.scenario.what_if->faults[fault].mode),
      blueprint.given_ordinals[fault]);
  const auto n = static_cast<double>(blueprint.units.service_count());
  return ServiceIndex{static_cast<std::uint32_t>(stream.uniform() * n)};
}

}  // namespace outcast::cascade
