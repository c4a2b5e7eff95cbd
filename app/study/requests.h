// What became of requests: success, latency and overload, by customers and by service unit.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "app/study/case.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

inline constexpr std::array<double, 3> latency_levels = {0.5, 0.95, 0.99};

/// Of one step of time.
struct RequestStep {
  sim::Estimate success;
  double p50 = 0, p99 = 0;  ///< latency in seconds, of all answers; NaN: none, or not kept
};

struct RequestSummary {
  std::string id;
  sim::Estimate success;  ///< mean over replications of the share answered well in time
  std::array<double, latency_levels.size()> latency{};  ///< seconds, of all answers; NaN: none
  double overload_minutes = 0;                          ///< mean of a replication
  std::vector<RequestStep> series;                      ///< by step of time
};

struct TrafficSummary {
  std::vector<RequestSummary> customers, units;
  double series_step = 0;  ///< seconds

  bool empty() const { return customers.empty(); }
};

/// Empty where traffic is not modelled.
TrafficSummary summarise_traffic(const Case& subject);

/// A table of customers, and of the units that were in overload, the longest first.
std::string to_text(const TrafficSummary& traffic, std::uint64_t top);

}  // namespace outcast::app
