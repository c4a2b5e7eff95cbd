// What the points of a sweep answered.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "app/store/response_table.h"
#include "app/sweep/plan.h"
#include "sim/design/responses.h"
#include "sim/ensemble/ensemble.h"
#include "sim/stats/precision.h"

namespace outcast::app {

struct MetricResponse {
  sim::Estimate estimate;
  std::vector<double> batches{};  ///< means of its batches of replications
  std::vector<double> sample{};   ///< by replication, where the design pairs them; else empty
};

/// One point. Without replications nothing else says anything.
struct PointResponse {
  std::uint64_t replications = 0;
  sim::Precision precision = sim::Precision::open;  ///< open: it was interrupted, or never begun
  std::vector<MetricResponse> metrics{};            ///< in the order of the columns asked for
  std::string hash{};                               ///< of its rows

  bool is_complete() const { return precision != sim::Precision::open; }
  bool is_capped() const { return precision == sim::Precision::capped; }
};

/// Whether a design needs the sample of each point: a tornado's bars are paired differences.
enum class Samples { dropped, kept };
Samples samples_for(DesignKind kind);

PointResponse respond(const sim::Table& table, const std::vector<std::size_t>& columns,
                      Samples samples);

/// Every metric of a point that has ended, as its store keeps it.
Response response_of(const sim::Table& table);

/// All points together, by metric, as the estimates of sensitivity need them.
sim::Responses responses_of(const std::vector<PointResponse>& points, std::size_t metric);

}  // namespace outcast::app
