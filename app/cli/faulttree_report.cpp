// Probability, gain, the agreement of the halves, and a table of events.
#include "app/cli/faulttree_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/terminal/figures.h"
#include "app/terminal/table.h"
#include "models/faulttree/logic.h"

namespace outcast::app {
namespace {

using faulttree::Importance;

std::string scientific(double value, int decimals) {
  char text[40];
  std::snprintf(text, sizeof text, "%.*e", decimals, value);
  return text;
}

/// Small ones with an exponent, with as many digits as the interval supports.
EstimateText probability_text(const sim::Estimate& estimate) {
  const auto& [low, high] = estimate.interval;
  if (estimate.mean == 0 || std::abs(estimate.mean) >= 1e-3) return estimate_text(estimate);
  const double half = estimate.half_width() / std::abs(estimate.mean);
  constexpr int most = 5;
  const int decimals = half > 0 ? std::min(most, decimals_of(half)) : most;
  return {scientific(estimate.mean, decimals),
          '[' + scientific(low, decimals) + ", " + scientific(high, decimals) + ']'};
}

std::string factor_text(double factor) {
  if (!std::isfinite(factor)) return "infinite";
  return factor < 1e5 ? short_text(factor) : scientific(factor, 1);
}

std::string heading(const TreeResult& result) {
  const faulttree::FaultTree& tree = result.tree;
  const std::string name = tree.name.empty() ? tree.gates.back().id : tree.name;
  const std::size_t shared = faulttree::Logic(tree).shared.size();
  return toned(printable(name), Tone::bold, Channel::out) + '\n' +
         count_text(tree.events.size() - 2) + " events (" + count_text(shared) +
         " of them in several places), " + count_text(tree.gates.size()) + " gates, seed " +
         std::to_string(result.seed) + ", intervals of 95 %\n\n";
}

std::string probability_lines(const TreeResult& result) {
  const sim::Estimate& estimate = result.found.probability.estimate;
  const EstimateText text = probability_text(estimate);
  std::string lines = "P(" + printable(result.tree.gates.back().id) + ") = " + text.value + "  " +
                      text.interval + "  n " + count_text(estimate.n);
  if (result.found.training > 0)
    lines += ", after " + count_text(result.found.training) + " for training";
  lines += '\n';
  if (result.tree.expected)
    lines += "the file expects " + scientific(*result.tree.expected, 5) + '\n';
  return lines;
}

std::string gain_line(const sim::WeightedEstimate& probability) {
  if (!(probability.reduction.factor > 0)) return "no sample reached the top event\n";
  if (!std::isfinite(probability.reduction.factor))
    return "no variance: the samples are all alike, the probability is exact\n";
  const auto& [low, high] = probability.reduction.interval;
  return "variance reduced " + factor_text(probability.reduction.factor) + "x [" +
         factor_text(low) + ", " + factor_text(high) +
         "] against plain Monte Carlo, sample for sample\n";
}

std::string agreement_line(const faulttree::RareEvent& found) {
  if (found.training == 0) return "";
  const std::string apart = fixed_text(std::abs(found.deviation), 1) + " standard errors apart";
  if (found.agreement == faulttree::Agreement::agree)
    return "two proposals, trained apart, agree: " + apart + "; the largest sample has " +
           short_text(100 * found.probability.largest_share) + " % of the sum\n";
  return toned("two proposals, trained apart, DISAGREE: " + apart +
                   ". A way to the top may have been missed; the interval "
                   "holds both",
               Tone::red, Channel::out) +
         '\n';
}

std::string importance_table(const TreeResult& result, std::uint64_t most) {
  Table table({text_column("event"),
               {.head = "probability"},
               {.head = "Fussell-\nVesely %"},
               interval_column(),
               {.head = "risk achieve-\nment worth"},
               interval_column(),
               {.head = "Birnbaum"},
               interval_column()});
  for (const Importance& event : result.found.importance) {
    if (most-- == 0) break;
    const auto& [id, probability] = result.tree.events[event.event];
    const EstimateText share = estimate_text(event.fussell_vesely, 100);
    const EstimateText achievement = estimate_text(event.achievement);
    const EstimateText birnbaum = probability_text(event.birnbaum);
    table.row({id, short_text(probability), share.value, share.interval, achievement.value,
               achievement.interval, birnbaum.value, birnbaum.interval});
  }
  return table.empty() ? "" : '\n' + table.to_text();
}

}  // namespace

std::string to_text(const TreeResult& result, std::uint64_t most_events) {
  const faulttree::RareEvent& found = result.found;
  if (found.probability.estimate.n == 0) return heading(result) + "no sample was finished\n";
  std::string text = heading(result) + probability_lines(result) + gain_line(found.probability) +
                     agreement_line(found);
  if (found.probability.estimate.mean > 0) text += importance_table(result, most_events);
  return text;
}

}  // namespace outcast::app
