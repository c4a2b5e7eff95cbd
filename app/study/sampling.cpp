// Declares the shared options.
#include "app/study/sampling.h"

#include <algorithm>

#include "models/cascade/metrics.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

constexpr std::uint64_t most_replications = 1'000'000'000;

std::size_t column_named(const std::string& metric) {
  if (const auto column = cascade::column_of(metric)) return *column;
  throw Failure(ExitCode::invalid, unknown_metric(metric));
}

}  // namespace

std::string unknown_metric(const std::string& metric) {
  std::vector<std::string_view> names;
  for (const cascade::Metric& known : cascade::metrics()) names.push_back(known.name);
  std::string hint = document::did_you_mean(metric, names);
  if (hint.empty()) {
    hint = "Known:";
    for (const std::string_view name : names) hint += ' ' + std::string(name);
  }
  return "unknown metric " + document::quoted(metric) + ". " + hint;
}

void declare_luck(Options& options, Sampling& sampling) {
  options.count("--seed", sampling.seed, {}, "Same seed, same bytes (default 1)");
  options.count("--threads", sampling.threads, {0, 4096},
                "Threads; 0, the default: as many as there are processors");
}

void declare_sampling(Options& options, Sampling& sampling) {
  options.count("-n,--replications", sampling.replications, {1, most_replications},
                "Replications (default 10,000)");
  options.share("--precision", sampling.precision,
                "Instead of -n: go on until the half-width of every 95 % interval is below this "
                "share of its mean");
  options.exclude("--precision", "--replications");
  options.count("--at-most", sampling.at_most, {1, most_replications},
                "Replications at which --precision gives up (default 1,000,000)");
  options.texts("--metric", "NAME", sampling.metrics,
                "Metric to show and to make precise; repeatable (default: blast_radius, "
                "customers_hit, customer_minutes, time_to_recover)");
  declare_luck(options, sampling);
}

std::vector<std::size_t> columns_of(const Sampling& sampling) {
  const std::vector<std::string> main = {"blast_radius", "customers_hit", "customer_minutes",
                                         "time_to_recover"};
  std::vector<std::size_t> columns;
  for (const std::string& metric : sampling.metrics.empty() ? main : sampling.metrics)
    columns.push_back(column_named(metric));
  return columns;
}

std::vector<std::size_t> precise_columns_of(const Sampling& sampling) {
  std::vector<std::size_t> columns = columns_of(sampling);
  for (const std::string& metric : sampling.required) {
    const std::size_t column = column_named(metric);
    if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
  }
  return columns;
}

}  // namespace outcast::app
