// The tables of a comparison: each case, then its differences from the first.
#include "app/cli/compare_report.h"

#include "app/cli/differences_report.h"
#include "app/cli/observed_report.h"
#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

constexpr double minutes_per_hour = 60;

/// Times have long tails, so their mean is a matter of few replications: the median says more.
enum class Middle { mean, median };

/// What the tables show of one metric, and in which unit.
struct Shown {
  std::string head, metric;
  double factor;
  Middle middle = Middle::mean;
};

/// The metrics asked for, or the main ones.
std::vector<Shown> shown(const Sampling& sampling) {
  if (sampling.metrics.empty())
    return {{"blast\nradius %", "blast_radius", 100},
            {"customers\nhit %", "customers_hit", 100},
            {"hours to\nrecover", "time_to_recover", 1 / minutes_per_hour, Middle::median}};
  std::vector<Shown> metrics;
  for (const std::size_t column : columns_of(sampling)) {
    const cascade::Metric& metric = cascade::metrics()[column];
    const Scale scale = scale_of("", metric.unit, 0);
    const std::string unit = scale.unit.empty() ? "" : '\n' + std::string(scale.unit);
    metrics.push_back({std::string(metric.name) + unit, std::string(metric.name), scale.factor});
  }
  return metrics;
}

void add(std::vector<std::string>& cells, const EstimateText& estimate) {
  cells.push_back(estimate.value);
  cells.push_back(estimate.interval);
}

void add_columns(std::vector<Column>& columns, const std::string& head) {
  columns.push_back({.head = head});
  columns.push_back(interval_column(""));
}

/// Metrics without a value in some replications have an n of their own.
bool has_own_n(const CompareResult& result, std::size_t column) {
  for (const Summary& summary : result.summaries)
    if (summary.metrics[column].estimate.n != summary.replications) return true;
  return false;
}

std::string cases_table(const CompareResult& result, const std::vector<Shown>& metrics) {
  std::vector<Column> columns = {text_column(""), count_column()};
  add_columns(columns, "incident\n%");
  for (const Shown& metric : metrics) {
    add_columns(columns, metric.head);
    if (has_own_n(result, *cascade::column_of(metric.metric))) columns.push_back(count_column());
  }
  Table table(columns);
  for (std::size_t i = 0; i < result.cases.size(); ++i) {
    const Summary& summary = result.summaries[i];
    std::vector<std::string> cells = {result.cases[i].label, count_text(summary.replications)};
    add(cells, estimate_text(summary.incidents.share, summary.incidents.interval, 100));
    for (const Shown& metric : metrics) {
      const std::size_t column = *cascade::column_of(metric.metric);
      const MetricSummary& found = summary.metrics[column];
      const sim::Quantile& median = found.quantiles[p50];
      add(cells, metric.middle == Middle::mean
                     ? estimate_text(found.estimate, metric.factor)
                     : estimate_text(median.value, median.interval, metric.factor));
      if (has_own_n(result, column)) cells.push_back(count_text(found.estimate.n));
    }
    table.row(std::move(cells));
  }
  return table.to_text();
}

std::string footnote(const CompareResult& result, const std::vector<Shown>& metrics) {
  for (const Shown& metric : metrics)
    if (has_own_n(result, *cascade::column_of(metric.metric)))
      return wrapped(
                 "an n behind an interval counts the replications that have a value (to recover: "
                 "an incident that is over)",
                 0) +
             '\n';
  return {};
}

std::string heading(const CompareResult& result) {
  const Case& first = result.cases[0];
  std::string text = toned(printable(title_of(first)), Tone::bold, Channel::out) + '\n';
  if (!first.scenario().shows.empty()) text += wrapped(printable(first.scenario().shows), 0) + '\n';
  const std::string what = result.sampling.metrics.empty() ? "means (of hours: medians)" : "means";
  return text + what + " with their [95 % intervals], seed " +
         std::to_string(result.sampling.seed) + ", the same luck for all\n\n";
}

std::string what_they_show(const CompareResult& result) {
  std::string text;
  for (const Case& subject : result.cases.subspan(1))
    if (!subject.scenario().shows.empty() &&
        subject.scenario().shows != result.cases[0].scenario().shows)
      text += wrapped(printable(subject.label + ": " + subject.scenario().shows), 2) + '\n';
  return text.empty() ? text : text + '\n';
}

}  // namespace

std::string to_text(const CompareResult& result) {
  const std::vector<Shown> metrics = shown(result.sampling);
  std::string text =
      heading(result) + cases_table(result, metrics) + footnote(result, metrics) + '\n';
  text += differences_text(result);
  if (!result.summaries[0].observed.empty())
    text += printable(result.cases[0].label) + ", against what happened\n\n" +
            observed_text(result.cases[0].observed, result.summaries[0].observed) + '\n';
  text += what_they_show(result);
  for (std::size_t i = 0; i < result.cases.size(); ++i)
    text += "hash " + result.summaries[i].hash + "  " + printable(result.cases[i].label) + '\n';
  return text;
}

}  // namespace outcast::app
