// Turns by systematic sampling, strata by root; sweeps of a campaign's incidents.
#include "app/study/base_sample.h"

#include <numeric>

#include "sim/kernel/stream.h"
#include "sim/stats/ratio.h"
#include "sim/stats/stratified.h"
#include "sim/stats/systematic.h"

namespace outcast::app {
namespace {

constexpr auto first_root = sim::purpose("rank.first_root");
constexpr auto first_incident = sim::purpose("rank.first_incident");

template <class T>
std::vector<T> at(const std::vector<T>& all, const std::vector<std::uint64_t>& positions) {
  std::vector<T> some;
  if (all.empty()) return some;
  for (const std::uint64_t position : positions) some.push_back(all[position]);
  return some;
}

sim::Estimate mean_of_sweeps(std::span<const double> sums) { return sim::estimate_mean(sums); }

}  // namespace

BaseSample::BaseSample(std::uint64_t replications) : positions_(replications) {
  std::iota(positions_.begin(), positions_.end(), 0);
}

BaseSample BaseSample::in_turns(std::span<const double> rates, std::uint64_t replications,
                                std::uint64_t seed) {
  BaseSample sample(replications);
  const double start = sim::Streams(seed, 0).stream(first_root, sim::entity("roots"), 0).uniform();
  for (const std::uint32_t root : sim::systematic_sweep(rates, replications, start))
    sample.roots_.push_back(cascade::ServiceIndex{root});
  sample.find_strata();
  return sample;
}

BaseSample BaseSample::of_campaign(const CampaignIncidents& incidents) {
  BaseSample sample(incidents.initiations.size());
  sample.incidents_ = &incidents;
  return sample;
}

BaseSample BaseSample::thinned(std::uint64_t step, std::uint64_t seed) const {
  BaseSample sample(0);
  sample.positions_ = one_of_each(step, seed);
  sample.step_ = step;
  sample.roots_ = at(roots_, sample.positions_);
  sample.incidents_ = incidents_;
  sample.harm_ = at(harm_, sample.positions_);
  sample.find_strata();
  return sample;
}

std::vector<std::uint64_t> BaseSample::one_of_each(std::uint64_t step, std::uint64_t seed) const {
  const std::uint64_t length = incidents_ ? incidents_->per_sweep : size();
  std::vector<std::uint64_t> some;
  for (std::uint64_t begin = 0; begin < size(); begin += length) {
    sim::Stream stream =
        sim::Streams(seed, 0).stream(first_incident, sim::entity("sweep"), begin / length);
    const double first = incidents_ ? stream.uniform() * static_cast<double>(step) : 0;
    for (auto i = static_cast<std::uint64_t>(first); i < length; i += step)
      some.push_back(begin + i);
  }
  return some;
}

cascade::Trial BaseSample::trial(std::uint64_t i) const {
  const std::uint64_t position = positions_[i];
  if (incidents_)
    return {.replication = incidents_->first + position,
            .initiation = &incidents_->initiations[position]};
  cascade::Trial trial{.replication = position};
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

std::vector<double> BaseSample::sums_of_sweeps(std::span<const double> values) const {
  std::vector<double> sums(incidents_->initiations.size() / incidents_->per_sweep, 0.0);
  const auto step = static_cast<double>(step_);
  for (std::size_t i = 0; i < values.size(); ++i)
    sums[positions_[i] / incidents_->per_sweep] +=
        incidents_->weights[positions_[i]] * step * values[i];
  return sums;
}

sim::Estimate BaseSample::mean_of(std::span<const double> values) const {
  if (incidents_) {
    sim::Estimate mean = mean_of_sweeps(sums_of_sweeps(values));
    mean.n = values.size();
    return mean;
  }
  if (strata_.empty()) return sim::estimate_mean(values);
  std::vector<sim::Stratum> strata;
  std::size_t first = 0;
  for (const std::size_t end : strata_) {
    const double share = static_cast<double>(end - first) / static_cast<double>(size());
    strata.push_back({share, sim::estimate_mean(values.subspan(first, end - first))});
    first = end;
  }
  return sim::estimate_stratified(strata);
}

/// Values of some replications as if of all: the same mean, and a spread that gives it the same
/// error.
std::vector<double> BaseSample::spread(std::span<const double> values) const {
  const std::size_t step = size() / values.size();
  const double mean = sim::estimate_mean(values).mean;
  std::vector<double> all(size(), mean);
  for (std::size_t i = 0; i < values.size(); ++i)
    all[i * step] += static_cast<double>(step) * (values[i] - mean);
  return all;
}

sim::Estimate BaseSample::share_of(std::span<const double> values, const BaseSample& part) const {
  sim::Estimate share =
      incidents_
          ? sim::estimate_ratio(part.sums_of_sweeps(values), sums_of_sweeps(harm_), mean_of_sweeps)
          : sim::estimate_ratio(spread(values), harm_,
                                [&](std::span<const double> x) { return mean_of(x); });
  share.n = values.size();
  return share;
}

}  // namespace outcast::app
