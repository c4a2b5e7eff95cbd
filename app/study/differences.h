// What changes from one case to another, replication by replication.
#pragma once
#include <string>
#include <vector>

#include "app/study/case.h"
#include "sim/stats/paired_difference.h"

namespace outcast::app {

struct MetricDifference {
  cascade::Metric metric;
  sim::PairedDifference paired;

  /// The interval holds zero: the data cannot tell which is larger.
  bool is_open() const {
    const sim::Interval& interval = paired.difference.interval;
    return interval.low <= 0 && interval.high >= 0;
  }
};

/// By metric, in the order of cascade::metrics().
using Differences = std::vector<MetricDifference>;

/// From `first` to `second`, over the replications that both have.
Differences differences_between(const Case& first, const Case& second);

}  // namespace outcast::app
