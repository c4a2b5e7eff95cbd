// From rows to estimates and batch means.
#include "app/sweep/responses.h"

#include <algorithm>

#include "sim/ensemble/digest.h"

namespace outcast::app {

Samples samples_for(DesignKind kind) {
  return kind == DesignKind::one_at_a_time ? Samples::kept : Samples::dropped;
}

PointResponse respond(const sim::Table& table, const std::vector<std::size_t>& columns,
                      Samples samples) {
  PointResponse response{.replications = table.rows()};
  if (table.rows() == 0) return response;
  for (const std::size_t column : columns) {
    std::vector<double> sample = table.column(column);
    MetricResponse metric{sim::estimate_mean(sample),
                          sim::batch_means(sample, sim::batches_of(sample.size()))};
    if (samples == Samples::kept) metric.sample = std::move(sample);
    response.metrics.push_back(std::move(metric));
  }
  response.hash = sim::digest(table);
  return response;
}

Response response_of(const sim::Table& table) {
  Response response{.replications = table.rows()};
  for (std::size_t column = 0; column < table.columns(); ++column)
    response.metrics.push_back(sim::estimate_mean(table.column(column)));
  return response;
}

sim::Responses responses_of(const std::vector<PointResponse>& points, std::size_t metric) {
  sim::Responses responses{.batches = sim::most_batches};
  for (const PointResponse& point : points)
    responses.batches = std::min(responses.batches, point.metrics[metric].batches.size());
  for (const PointResponse& point : points) {
    const std::vector<double>& means = point.metrics[metric].batches;
    responses.means.insert(responses.means.end(), means.begin(),
                           means.begin() + static_cast<std::ptrdiff_t>(responses.batches));
  }
  return responses;
}

}  // namespace outcast::app
