// Old, new and difference, metric by metric.
#include "app/cli/differences_report.h"

#include <algorithm>
#include <functional>

#include "app/study/ranking.h"
#include "app/terminal/gain_text.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

/// One case in one metric, beside the first case.
struct Comparison {
  std::string label;
  const sim::Estimate& old_value;
  const sim::Estimate& new_value;
  const MetricDifference& difference;
};

/// Units of long sums differ from those of a single run's table: differences of a few minutes do
/// not matter where the sum is hours.
Scale scale_for(const cascade::Metric& metric) {
  const bool is_sum = metric.name == "customer_minutes" || metric.name == "service_minutes";
  return is_sum ? Scale{"h", 1.0 / 60} : scale_of("", metric.unit, 0);
}

std::string head_of(const cascade::Metric& metric) {
  const Scale scale = scale_for(metric);
  const std::string name(metric.name);
  const std::string head = name + (scale.unit.empty() ? "" : ", " + std::string(scale.unit));
  if (metric.better == cascade::Better::neither) return head + "; beats: is higher";
  return head +
         (metric.better == cascade::Better::lower ? "; lower is better" : "; higher is better");
}

std::vector<std::string> cells_of(const Comparison& comparison, double factor) {
  const MetricDifference& d = comparison.difference;
  const EstimateText difference = estimate_text(d.paired.difference.mean, d.widest(), factor);
  const EstimateText beats = estimate_text(d.beats.share, d.beats.interval, 100);
  const std::string sign = d.paired.difference.mean > 0 ? "+" : "";
  return {"  " + comparison.label,
          estimate_text(comparison.old_value, factor).value,
          estimate_text(comparison.new_value, factor).value,
          (d.is_open() ? "~ " : "") + sign + difference.value,
          difference.interval,
          beats.value,
          beats.interval,
          count_text(d.paired.difference.n)};
}

std::string what_holds(std::size_t intervals) {
  std::string text = "each against the first, replication by replication. ";
  if (intervals > 1)
    text += "All " + count_text(intervals) +
            " intervals of differences hold at once with 95 % (Bonferroni). ";
  return wrapped(text +
                     "~: the interval holds zero. beats: share of replications that are better, "
                     "with half of the equal ones",
                 0) +
         "\n\n";
}

/// The names of the columns that belong, behind what they have in common; empty: none does.
std::string remark(const std::string& what, const std::vector<std::size_t>& columns,
                   const std::function<bool(std::size_t)>& belongs, const std::string& rest = "") {
  std::string names;
  for (const std::size_t column : columns)
    if (belongs(column))
      names += (names.empty() ? "" : ", ") + std::string(cascade::metrics()[column].name);
  return names.empty() ? "" : wrapped(what + names + rest, 2) + "\n\n";
}

/// Times of incidents: pairs in which both have one would be a selection.
std::string not_paired_text(const CompareResult& result) {
  const auto is_left_out = [&](std::size_t column) {
    return std::ranges::find(result.compared, column) == result.compared.end();
  };
  return remark("not paired, since some replications have no value: ", columns_of(result.sampling),
                is_left_out, " (--json has the pairs that do)");
}

std::string too_skewed_text(const CompareResult& result) {
  const auto has_skewed_difference = [&](std::size_t column) {
    return std::ranges::any_of(result.differences, [&](const Differences& differences) {
      return !differences.empty() && sim::is_too_skewed(differences[column].paired.difference);
    });
  };
  return remark(
      "differences so skewed that with these replications their intervals are likely to be too "
      "short: ",
      result.compared, has_skewed_difference);
}

/// In the harm or, where that is not compared, in the first metric that is.
std::size_t column_of_gains(const CompareResult& result) {
  const std::size_t harm = *cascade::column_of(harm_metric(result.cases[0].scenario()));
  const bool is_compared = std::ranges::find(result.compared, harm) != result.compared.end();
  return is_compared ? harm : result.compared[0];
}

std::string gains_text(const CompareResult& result) {
  const std::size_t column = column_of_gains(result);
  Table table({text_column("variance of the difference\nin " +
                           std::string(cascade::metrics()[column].name) + " reduced"),
               {.head = "by common\nluck"},
               interval_column(),
               count_column()});
  for (std::size_t i = 1; i < result.cases.size(); ++i) {
    const MetricDifference& d = result.differences[i][column];
    const EstimateText gain = gain_text(d.gain);
    table.row({"  " + result.cases[i].label, gain.value, gain.interval,
               count_text(d.paired.difference.n)});
  }
  return table.to_text() + '\n';
}

}  // namespace

std::string differences_text(const CompareResult& result) {
  if (result.compared.empty()) return not_paired_text(result);
  Table table({text_column(""),
               {.head = printable(result.cases[0].label)},
               {.head = "new"},
               {.head = "difference"},
               interval_column(),
               {.head = "beats %"},
               interval_column(),
               count_column()});
  for (const std::size_t column : result.compared) {
    const cascade::Metric& metric = cascade::metrics()[column];
    table.row({head_of(metric)});
    for (std::size_t i = 1; i < result.cases.size(); ++i)
      table.row(
          cells_of({result.cases[i].label, result.summaries[0].metrics[column].estimate,
                    result.summaries[i].metrics[column].estimate, result.differences[i][column]},
                   scale_for(metric).factor));
  }
  return what_holds((result.cases.size() - 1) * result.compared.size()) + table.to_text() + '\n' +
         not_paired_text(result) + too_skewed_text(result) + gains_text(result);
}

}  // namespace outcast::app
