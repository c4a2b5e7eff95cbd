// The tables of a run: metrics, services, reality.
#include "app/cli/run_report.h"

#include <algorithm>

#include "app/cli/observed_report.h"
#include "app/cli/tail_report.h"
#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

std::string heading(const RunResult& result) {
  const Case& subject = result.subject;
  std::string text = toned(printable(title_of(subject)), Tone::bold, Channel::out) + '\n';
  if (!subject.scenario().shows.empty())
    text += wrapped(printable(subject.scenario().shows), 0) + '\n';
  return text + count_text(result.summary.replications) +
         (result.summary.replications == 1 ? " replication" : " replications") + ", seed " +
         std::to_string(result.sampling.seed) + ", intervals of 95 %\n\n";
}

/// The metrics that the table shows: those asked for, or all that are not zero throughout.
std::vector<MetricSummary> shown(const RunResult& result) {
  std::vector<MetricSummary> metrics;
  if (!result.sampling.metrics.empty()) {
    for (const std::size_t column : columns_of(result.sampling))
      metrics.push_back(result.summary.metrics[column]);
    return metrics;
  }
  for (const MetricSummary& m : result.summary.metrics)
    if (!m.is_zero_throughout && m.estimate.n > 0) metrics.push_back(m);
  return metrics;
}

std::string quantile_text(const MetricSummary& m, QuantilePosition position, double factor) {
  return short_text(m.quantiles[position].value * factor);
}

std::string metrics_table(const std::vector<MetricSummary>& metrics) {
  Table table({text_column("metric"),
               text_column("unit"),
               {.head = "mean"},
               interval_column(),
               {.head = "sd", .omission = Omission::first},
               {.head = "p5", .omission = Omission::then},
               {.head = "p50"},
               {.head = "p95"},
               {.head = "n"}});
  for (const MetricSummary& m : metrics) {
    const Scale scale = scale_of(m.metric.name, m.metric.unit, m.estimate.mean);
    const EstimateText estimate = estimate_text(m.estimate, scale.factor);
    table.row({std::string(m.metric.name), std::string(scale.unit), estimate.value,
               estimate.interval, short_text(m.estimate.sd * scale.factor),
               quantile_text(m, p5, scale.factor), quantile_text(m, p50, scale.factor),
               quantile_text(m, p95, scale.factor), count_text(m.estimate.n)});
  }
  return table.to_text();
}

std::string list_of(const RunResult& result, bool (*belongs)(const MetricSummary&)) {
  std::string list;
  const bool has_traffic = result.subject.blueprint.traffic.has_value();
  for (const MetricSummary& m : result.summary.metrics)
    if ((has_traffic || !m.metric.needs_traffic) && belongs(m))
      list += (list.empty() ? "" : ", ") + std::string(m.metric.name);
  return list;
}

/// A zero in all of n replications does not say "never": it bounds how often.
std::string left_out(const RunResult& result) {
  std::string text;
  const std::uint64_t n = result.summary.replications;
  const auto zero = list_of(result, [](const MetricSummary& m) { return m.is_zero_throughout; });
  const auto none = list_of(result, [](const MetricSummary& m) { return m.estimate.n == 0; });
  const double bound = 100 * sim::estimate_proportion(0, n).interval.high;
  if (!zero.empty())
    text += wrapped("zero in all " + count_text(n) +
                        " replications (so with 95 % confidence in all but " + short_text(bound) +
                        " %): " + zero,
                    2) +
            '\n';
  if (!none.empty()) text += wrapped("without a value in any replication: " + none, 2) + '\n';
  return text;
}

std::string too_skewed(const RunResult& result) {
  const auto skewed =
      list_of(result, [](const MetricSummary& m) { return sim::is_too_skewed(m.estimate); });
  if (skewed.empty()) return {};
  return wrapped(
             "so skewed that with these replications their intervals are likely to be too "
             "short: " +
                 skewed,
             2) +
         '\n';
}

std::string controlled_table(const RunResult& result) {
  Table table({text_column("metric"),
               text_column("unit"),
               {.head = "mean"},
               interval_column(),
               {.head = "variance\nreduced"},
               interval_column()});
  const std::vector<std::string>& asked = result.sampling.metrics;
  for (const ControlledMean& m : result.controlled) {
    if (!asked.empty() && std::ranges::find(asked, m.metric.name) == asked.end()) continue;
    const Scale scale = scale_of(m.metric.name, m.metric.unit, m.found.estimate.mean);
    const EstimateText mean = estimate_text(m.found.estimate, scale.factor);
    const EstimateText gain = estimate_text(m.found.reduction.factor, m.found.reduction.interval);
    table.row({std::string(m.metric.name), std::string(scale.unit), mean.value, mean.interval,
               gain.value + 'x', gain.interval});
  }
  if (table.empty()) return {};
  return '\n' +
         wrapped(
             "without the luck of which service is struck (control variate: the algebraic "
             "size of its cascade, whose mean is known)",
             0) +
         '\n' + table.to_text();
}

std::string services_table(const std::vector<ServiceSummary>& services, std::size_t top) {
  Table table({text_column("service"),
               {.head = "hit %"},
               interval_column(),
               {.head = "root"},
               {.head = "down\nat end"},
               {.head = "downtime\nmin"},
               interval_column(),
               {.head = "n"}});
  for (std::size_t i = 0; i < std::min(top, services.size()); ++i) {
    const ServiceSummary& s = services[i];
    const EstimateText hit = estimate_text(s.hit.share, s.hit.interval, 100);
    const EstimateText downtime = estimate_text(s.downtime);
    table.row({s.id, hit.value, hit.interval, count_text(s.root), count_text(s.down_at_end),
               downtime.value, downtime.interval, count_text(s.hit.n)});
  }
  std::string text = table.to_text();
  if (services.size() > top)
    text += "and " + count_text(services.size() - top) + " more (--top shows them)\n";
  return text;
}

std::string pointers(const RunResult& result) {
  std::string text = "hash " + result.summary.hash + '\n';
  if (!result.summary.worst) return text;
  const Case& subject = result.subject;
  const std::string command =
      "outcast explain " + printable(subject.path) +
      (subject.variant.empty() ? "" : " --variant " + printable(subject.variant)) +
      (result.sampling.seed == 1 ? "" : " --seed " + std::to_string(result.sampling.seed)) +
      " --replication ";
  return text + "typical incident: " + command + std::to_string(*result.summary.typical) +
         "\nworst incident:   " + command + std::to_string(*result.summary.worst) + '\n';
}

}  // namespace

std::string to_text(const RunResult& result, std::uint64_t top) {
  std::string text = heading(result) + metrics_table(shown(result));
  text += too_skewed(result);
  if (result.sampling.metrics.empty()) text += left_out(result);
  text += controlled_table(result);
  for (const Tail& tail : result.tails) text += '\n' + to_text(tail);
  if (!result.warnings.empty()) text += '\n' + early_warning_text(result.warnings);
  if (!result.summary.services.empty() && top > 0)
    text += '\n' + services_table(result.summary.services, top);
  if (!result.summary.traffic.empty() && top > 0)
    text += '\n' + to_text(result.summary.traffic, top);
  if (!result.summary.successes.empty()) text += '\n' + success_text(result.summary.successes);
  if (!result.summary.observed.empty())
    text += '\n' + observed_text(result.subject.observed, result.summary.observed);
  return text + '\n' + pointers(result);
}

}  // namespace outcast::app
