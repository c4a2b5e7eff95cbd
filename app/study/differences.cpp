// Pairs the replications of two cases.
#include "app/study/differences.h"

#include <algorithm>

#include "sim/stats/simultaneous.h"

namespace outcast::app {
namespace {

sim::WinProbability beats(const cascade::Metric& metric, const sim::PairedDifference& paired) {
  const bool is_low_better = metric.better == cascade::Better::lower;
  const sim::Proportion& wins = is_low_better ? paired.lower : paired.higher;
  const sim::Proportion& losses = is_low_better ? paired.higher : paired.lower;
  return sim::estimate_win_probability({wins.n, wins.successes, losses.successes});
}

}  // namespace

Differences differences_between(const Case& first, const Case& second) {
  const std::size_t rows = std::min(first.result.finished, second.result.finished);
  Differences differences;
  for (std::size_t c = 0; c < cascade::metrics().size(); ++c) {
    std::vector<double> a = values_of(first, c), b = values_of(second, c);
    a.resize(rows);
    b.resize(rows);
    const cascade::Metric& metric = cascade::metrics()[c];
    const sim::PairedDifference paired = sim::estimate_paired_difference(a, b);
    differences.push_back({metric, paired, beats(metric, paired), sim::pairing_gain(a, b)});
  }
  return differences;
}

std::vector<std::size_t> columns_to_compare(const std::vector<Summary>& summaries,
                                            const Sampling& sampling) {
  std::vector<std::size_t> columns = columns_of(sampling);
  if (sampling.metrics.empty()) columns.push_back(*cascade::column_of("service_minutes"));
  std::erase_if(columns, [&](std::size_t column) {
    return std::ranges::any_of(summaries, [&](const Summary& summary) {
      return summary.metrics[column].estimate.n != summary.replications;
    });
  });
  return columns;
}

std::vector<Differences> differences_from_first(std::span<const Case> cases,
                                                const std::vector<std::size_t>& columns) {
  const double confidence =
      sim::confidence_of_each(sim::default_confidence, (cases.size() - 1) * columns.size());
  std::vector<Differences> all(1);
  for (const Case& subject : cases.subspan(1)) {
    all.push_back(differences_between(cases[0], subject));
    for (const std::size_t column : columns) {
      MetricDifference& d = all.back()[column];
      d.together = sim::interval_at(d.paired.difference, confidence);
    }
  }
  return all;
}

}  // namespace outcast::app
