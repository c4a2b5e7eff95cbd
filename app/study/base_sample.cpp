// Turns by systematic sampling, strata by root.
#include "app/study/base_sample.h"

#include "sim/kernel/stream.h"
#include "sim/stats/ratio.h"
#include "sim/stats/stratified.h"
#include "sim/stats/systematic.h"

namespace outcast::app {
namespace {

constexpr auto first_root = sim::purpose("rank.first_root");

template <class T>
std::vector<T> one_of_each(const std::vector<T>& all, std::uint64_t step) {
  std::vector<T> some;
  for (std::size_t i = 0; i < all.size(); i += step) some.push_back(all[i]);
  return some;
}

}  // namespace

BaseSample BaseSample::in_turns(std::span<const double> rates, std::uint64_t replications,
                                std::uint64_t seed) {
  BaseSample sample(replications);
  const double start = sim::Streams(seed, 0).stream(first_root, sim::entity("roots"), 0).uniform();
  for (const std::uint32_t root : sim::systematic_sweep(rates, replications, start))
    sample.roots_.push_back(cascade::ServiceIndex{root});
  sample.find_strata();
  return sample;
}

BaseSample BaseSample::thinned(std::uint64_t step) const {
  BaseSample sample(size_ / step);
  sample.step_ = step_ * step;
  sample.roots_ = one_of_each(roots_, step);
  sample.harm_ = one_of_each(harm_, step);
  sample.find_strata();
  return sample;
}

cascade::Trial BaseSample::trial(std::uint64_t i) const {
  cascade::Trial trial{.replication = i * step_};
  if (!roots_.empty()) trial.imagined.root = roots_[i];
  return trial;
}

/// Collapsed strata, where a root has too few replications to tell their spread: Cochran, Sampling
/// techniques, 3rd edition (1977), section 5A.12.
void BaseSample::find_strata() {
  constexpr std::size_t shortest = 10;
  std::size_t first = 0;
  for (std::size_t r = 1; r < roots_.size(); ++r)
    if (roots_[r] != roots_[r - 1] && r - first >= shortest && roots_.size() - r >= shortest)
      strata_.push_back(first = r);
  if (!roots_.empty()) strata_.push_back(roots_.size());
}

sim::Estimate BaseSample::mean_of(std::span<const double> values) const {
  if (strata_.empty()) return sim::estimate_mean(values);
  std::vector<sim::Stratum> strata;
  std::size_t first = 0;
  for (const std::size_t end : strata_) {
    const double share = static_cast<double>(end - first) / static_cast<double>(size_);
    strata.push_back({share, sim::estimate_mean(values.subspan(first, end - first))});
    first = end;
  }
  return sim::estimate_stratified(strata);
}

/// Values of some replications as if of all: the same mean, and a spread that gives it the same
/// error.
std::vector<double> BaseSample::spread(std::span<const double> values) const {
  const std::size_t step = size_ / values.size();
  const double mean = sim::estimate_mean(values).mean;
  std::vector<double> all(size_, mean);
  for (std::size_t i = 0; i < values.size(); ++i)
    all[i * step] += static_cast<double>(step) * (values[i] - mean);
  return all;
}

sim::Estimate BaseSample::share_of(std::span<const double> values) const {
  sim::Estimate share = sim::estimate_ratio(spread(values), harm_,
                                            [&](std::span<const double> x) { return mean_of(x); });
  share.n = values.size();
  return share;
}

}  // namespace outcast::app
