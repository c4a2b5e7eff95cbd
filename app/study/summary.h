// What the rows of a case say: an estimate with interval and n for everything.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/study/case.h"
#include "app/study/requests.h"
#include "sim/stats/estimate.h"
#include "sim/stats/paired_difference.h"
#include "sim/stats/proportion.h"
#include "sim/stats/quantile.h"

namespace outcast::app {

inline constexpr std::array<double, 6> quantile_levels = {0.05, 0.25, 0.5, 0.75, 0.95, 0.99};
enum QuantilePosition : std::size_t { p5, p25, p50, p75, p95, p99 };

struct MetricSummary {
  cascade::Metric metric;
  sim::Estimate estimate;
  std::vector<sim::Quantile> quantiles;  ///< in the order of quantile_levels
  bool is_zero_throughout = false;
};

struct ServiceSummary {
  std::string id;
  sim::Proportion hit;     ///< replications in which it lost something
  std::uint64_t root = 0;  ///< replications in which it bore a fault of its own
  sim::Estimate downtime;  ///< minutes (time x loss) over all replications
  std::uint64_t down_at_end = 0;
};

/// How much of its work an audience got done within the window.
struct SuccessSummary {
  std::string audience;
  sim::Estimate share;
  std::optional<scenario::ObservedShare> observed;
};

/// Something that happened, against what was predicted.
struct Observation {
  MetricSummary predicted;
  double value = 0;
  double share_below = 0;  ///< of the predicted values: at or below the observed one
  bool is_inside() const {
    return value >= predicted.quantiles[p5].value && value <= predicted.quantiles[p95].value;
  }
};

struct Summary {
  std::uint64_t replications = 0;
  std::vector<MetricSummary> metrics;     ///< in the order of cascade::metrics()
  sim::Proportion incidents;              ///< replications with an incident
  std::vector<ServiceSummary> services;   ///< those that were ever hit, the most often hit first
  std::vector<SuccessSummary> successes;  ///< in the order of the file; none without a window
  TrafficSummary traffic;
  std::vector<Observation> observed;
  std::string hash;
  std::optional<std::uint64_t> worst, typical;  ///< numbers of replications worth explaining
};

/// The rows need not fit into memory: they are read piece by piece.
Summary summarise(const Case& subject);

/// The mean share of a tally of shares.
sim::Estimate estimate_of(const cascade::SuccessTally& tally);

/// A mean with its interval from sums of whole numbers, such as those of a service's tally.
sim::Estimate estimate_of_sums(std::uint64_t n, std::uint64_t sum,
                               const cascade::SumOfSquares& squares);

}  // namespace outcast::app
