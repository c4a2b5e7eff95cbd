// Estimates from the tallies of requests, and their tables.
#include "app/study/requests.h"

#include <algorithm>

#include "app/study/summary.h"
#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

RequestStep step_of(const cascade::RequestTally& tally, std::size_t i) {
  RequestStep step{.success = estimate_of(tally.series[i])};
  traffic::LatencyHistogram histogram;
  if (i < tally.latency_series.size())
    histogram = cascade::RequestTally::histogram_of(tally.latency_series[i]);
  step.p50 = histogram.quantile(0.5);
  step.p99 = histogram.quantile(0.99);
  return step;
}

RequestSummary summarise(std::string id, const cascade::RequestTally& tally, std::uint64_t n) {
  RequestSummary summary{.id = std::move(id), .success = estimate_of(tally.success), .series = {}};
  const auto histogram = cascade::RequestTally::histogram_of(tally.latencies);
  for (std::size_t i = 0; i < latency_levels.size(); ++i)
    summary.latency[i] = histogram.quantile(latency_levels[i]);
  summary.overload_minutes =
      n == 0 ? 0 : static_cast<double>(tally.overload_ms) / 60e3 / static_cast<double>(n);
  for (std::size_t i = 0; i < tally.series.size(); ++i) summary.series.push_back(step_of(tally, i));
  return summary;
}

std::string table_of(const std::string& head, const std::vector<RequestSummary>& rows,
                     std::uint64_t top) {
  Table table({text_column(head),
               {.head = "success\n%"},
               interval_column(),
               {.head = "p50\nms"},
               {.head = "p95\nms"},
               {.head = "p99\nms", .omission = Omission::first},
               {.head = "overload\nmin", .omission = Omission::then},
               {.head = "n"}});
  for (std::size_t i = 0; i < std::min<std::size_t>(top, rows.size()); ++i) {
    const RequestSummary& r = rows[i];
    const EstimateText success = estimate_text(r.success, 100);
    table.row({r.id, success.value, success.interval, short_text(r.latency[0] * 1e3),
               short_text(r.latency[1] * 1e3), short_text(r.latency[2] * 1e3),
               short_text(r.overload_minutes), count_text(r.success.n)});
  }
  return table.to_text();
}

}  // namespace

TrafficSummary summarise_traffic(const Case& subject) {
  TrafficSummary summary;
  if (!subject.blueprint.traffic) return summary;
  const traffic::Network& network = subject.blueprint.traffic->network;
  const cascade::TrafficTally& tally = subject.result.traffic;
  const std::uint64_t n = subject.result.finished;
  summary.series_step = network.settings.series_step.seconds();
  for (std::size_t i = 0; i < tally.sources.size(); ++i)
    summary.customers.push_back(summarise(network.sources[i].id, tally.sources[i], n));
  for (std::size_t i = 0; i < tally.stations.size(); ++i)
    summary.units.push_back(summarise(network.stations[i].id, tally.stations[i], n));
  return summary;
}

std::string to_text(const TrafficSummary& traffic, std::uint64_t top) {
  std::string text = table_of("requests of", traffic.customers, top);
  std::vector<RequestSummary> units = traffic.units;
  std::erase_if(units, [](const RequestSummary& r) { return r.overload_minutes <= 0; });
  std::ranges::stable_sort(units, std::greater{}, &RequestSummary::overload_minutes);
  if (!units.empty()) text += '\n' + table_of("requests to", units, top);
  return text;
}

}  // namespace outcast::app
