// Kim and Nelson's screening: a triangle that closes at the indifference zone.
#include "sim/stats/selection.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/stats/paired_difference.h"

namespace outcast::sim {
namespace {

/// Means such that larger is better.
std::vector<double> merits_of(Selection::Batches batches, Goal goal) {
  std::vector<double> merits;
  for (const std::vector<double>& of_case : batches) {
    const double sum = std::accumulate(of_case.begin(), of_case.end(), 0.0);
    const double mean = of_case.empty() ? 0 : sum / static_cast<double>(of_case.size());
    merits.push_back(goal == Goal::most ? mean : -mean);
  }
  return merits;
}

}  // namespace

Selection::Selection(const SelectionRule& rule, Batches first)
    : rule_(rule),
      cases_(first.size()),
      variances_(cases_ * cases_, 0),
      drops_(cases_),
      seen_(first[0].size()) {
  const double freedom = static_cast<double>(seen_ - 1);
  const double beta = (1 - rule.confidence) / static_cast<double>(cases_ - 1);
  const double eta = (std::pow(2 * beta, -2 / freedom) - 1) / 2;
  h2_ = 2 * eta * freedom;
  for (std::size_t a = 0; a < cases_; ++a)
    for (std::size_t b = 0; b < cases_; ++b) {
      const double sd = estimate_paired_difference(first[a], first[b]).difference.sd;
      variances_[a * cases_ + b] = sd * sd;
    }
}

/// W of the paper: how far `a` may be behind `b` without being dropped.
double Selection::margin(std::size_t a, std::size_t b) const {
  const double delta = rule_.indifference, r = static_cast<double>(seen_);
  return std::max(0.0, h2_ * variance(a, b) / (2 * r * delta) - delta / 2);
}

void Selection::look(Batches batches) {
  const std::vector<double> merits = merits_of(batches, rule_.goal);
  const std::vector<std::optional<Drop>> before = drops_;
  for (std::size_t a = 0; a < cases_; ++a)
    if (!before[a]) seen_ = batches[a].size();
  for (std::size_t a = 0; a < cases_; ++a)
    for (std::size_t b = 0; b < cases_ && !before[a] && !drops_[a]; ++b)
      if (b != a && !before[b] && merits[a] < merits[b] - margin(a, b)) drops_[a] = Drop{seen_, b};
  leader_ = cases_;
  for (std::size_t a = 0; a < cases_; ++a)
    if (!drops_[a] && (leader_ == cases_ || merits[a] > merits[leader_])) leader_ = a;
}

std::uint64_t Selection::last_look() const {
  double widest = 0;
  for (std::size_t a = 0; a < cases_; ++a)
    for (std::size_t b = 0; b < cases_; ++b)
      if (!drops_[a] && !drops_[b]) widest = std::max(widest, variance(a, b));
  constexpr double beyond_any_run = 1e18;
  const double delta = rule_.indifference;
  const double last = std::floor(h2_ * widest / (delta * delta)) + 1;
  return static_cast<std::uint64_t>(std::min(last, beyond_any_run));
}

std::uint64_t Selection::next_look() const {
  const std::uint64_t step = std::max<std::uint64_t>(1, seen_ / 20);
  return std::min(seen_ + step, std::max(last_look(), seen_ + 1));
}

bool Selection::is_over() const {
  const auto left = std::ranges::count_if(drops_, [](const auto& drop) { return !drop; });
  return left == 1 || seen_ >= last_look();
}

double batch_size_for(std::span<const double> values) {
  const double skewness = estimate_mean(values).skewness;
  return skewness * skewness;
}

}  // namespace outcast::sim
