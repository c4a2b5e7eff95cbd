// The verdict, who was dropped when, and what it took.
#include "app/cli/best_report.h"

#include <algorithm>
#include <cmath>

#include "app/terminal/figures.h"
#include "app/terminal/table.h"

namespace outcast::app {
namespace {

std::string labels_of(const BestResult& result, const std::vector<std::size_t>& which) {
  std::string text;
  for (const std::size_t i : which)
    text += (text.empty() ? "" : ", ") + printable(result.cases[i].label);
  return text;
}

std::string amount_text(const BestResult& result, double amount) {
  const Scale scale = scale_of("", result.best.metric.unit, 0);
  const std::string unit = scale.unit == "%" ? "points" : std::string(scale.unit);
  return short_text(amount * scale.factor) + (unit.empty() ? "" : ' ' + unit);
}

/// Cases that were dropped although they are nearer to the best than the indifference.
std::vector<std::size_t> near_of(const BestResult& result) {
  const std::vector<Candidate>& candidates = result.best.candidates;
  const double best = candidates[result.best.leader].mean.mean;
  std::vector<std::size_t> near;
  for (std::size_t i = 0; i < candidates.size(); ++i)
    if (!candidates[i].is_left() &&
        std::abs(candidates[i].mean.mean - best) < result.best.indifference)
      near.push_back(i);
  return near;
}

std::string decision(const BestResult& result) {
  const BestCase& best = result.best;
  const std::vector<std::size_t> left = result.left(), near = near_of(result);
  std::string text = "best: " + labels_of(result, left);
  if (left.size() > 1)
    text += " (no difference between them in " +
            count_text(best.candidates[best.leader].replications) + " replications)";
  return text + ". If the best is ahead by " + amount_text(result, best.indifference) +
         " or more, it is named with a probability of at least " +
         short_text(100 * best.confidence) +
         " %; if others are nearer to it, one of these may be named instead" +
         (near.empty() ? "" : ". So near seem: " + labels_of(result, near));
}

std::string verdict_text(const BestResult& result) {
  const BestCase& best = result.best;
  const std::string most = count_text(best.candidates[best.leader].replications);
  switch (best.verdict) {
    case Choice::decided:
      return decision(result);
    case Choice::no_difference:
      return "not decided: in " + most +
             " replications each no two cases differ. What is rarer "
             "needs a larger --batch";
    case Choice::capped:
      return "not decided within " + most +
             " replications each: " + labels_of(result, result.left()) +
             " are still in, the best so far first. --at-most "
             "allows more; a larger --indifference than " +
             amount_text(result, best.indifference) + " is decided sooner";
    case Choice::interrupted:
      return "not decided: interrupted. Still in, the best so far first: " +
             labels_of(result, result.left());
  }
  return {};
}

/// Those left, then those dropped, the last first.
std::vector<std::size_t> order_of(const BestResult& result) {
  std::vector<std::size_t> order = result.left();
  const std::size_t left = order.size();
  for (std::size_t i = 0; i < result.cases.size(); ++i)
    if (!result.best.candidates[i].is_left()) order.push_back(i);
  std::stable_sort(order.begin() + static_cast<std::ptrdiff_t>(left), order.end(),
                   [&](std::size_t a, std::size_t b) {
                     return result.best.candidates[a].dropped_at >
                            result.best.candidates[b].dropped_at;
                   });
  return order;
}

std::string candidates_table(const BestResult& result) {
  const cascade::Metric& metric = result.best.metric;
  const Scale scale = scale_of("", metric.unit, 0);
  Table table({text_column(""),
               {.head = std::string(metric.name) + '\n' + std::string(scale.unit)},
               interval_column(),
               count_column(),
               {.head = "dropped\nafter"},
               text_column("behind")});
  for (const std::size_t i : order_of(result)) {
    const Candidate& candidate = result.best.candidates[i];
    const EstimateText mean = estimate_text(candidate.mean, scale.factor);
    table.row({result.cases[i].label, mean.value, mean.interval, count_text(candidate.replications),
               candidate.is_left() ? "" : count_text(*candidate.dropped_at),
               candidate.is_left() ? "" : result.cases[candidate.dropped_by].label});
  }
  return table.to_text();
}

std::string method_text(const BestResult& result) {
  const BestCase& best = result.best;
  const double saved =
      1 - static_cast<double>(best.spent()) / static_cast<double>(best.without_dropping());
  std::string text = count_text(best.spent()) + " replications instead of " +
                     count_text(best.without_dropping()) +
                     " (every case to the end): " + short_text(std::round(100 * saved)) +
                     " % saved. Procedure KN (Kim and Nelson 2001) on means of batches of " +
                     count_text(best.batch) + " replications";
  if (best.batch_advised > static_cast<double>(best.batch))
    text += "; these are too skewed to be normal, so that the promise may be missed: --batch " +
            count_text(static_cast<std::uint64_t>(best.batch_advised)) + " would do";
  return wrapped(text, 2) + '\n';
}

}  // namespace

std::vector<std::size_t> BestResult::left() const {
  std::vector<std::size_t> left = {best.leader};
  for (std::size_t i = 0; i < best.candidates.size(); ++i)
    if (best.candidates[i].is_left() && i != best.leader) left.push_back(i);
  return left;
}

std::string to_text(const BestResult& result) {
  const Case& first = result.cases[0];
  const cascade::Metric& metric = result.best.metric;
  const std::string side = metric.better == cascade::Better::lower ? "lowest" : "highest";
  return toned(printable(title_of(first)), Tone::bold, Channel::out) + "\nwhich of " +
         std::to_string(result.cases.size()) + " has the " + side + ' ' + std::string(metric.name) +
         "? seed " + std::to_string(result.sampling.seed) + ", the same luck for all\n\n" +
         candidates_table(result) + '\n' + wrapped(verdict_text(result), 2) + '\n' +
         method_text(result);
}

}  // namespace outcast::app
