// Rows of samples into groups, groups into estimates.
#include "models/faulttree/rare_event.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "models/faulttree/importance.h"
#include "models/faulttree/sampler.h"
#include "sim/ensemble/ensemble.h"

namespace outcast::faulttree {
namespace {

constexpr std::uint64_t first_samples = 16'384;
constexpr double strange = 3.29;  // two-sided, 1 in 1,000

/// A row: the sums over its samples, then for every event the probability that
/// it and the top happen. Even rows are the first proposal's, odd ones the
/// second's.
class Estimator : public sim::Worker {
 public:
  static constexpr std::size_t fixed_columns = 6;

  Estimator(const Logic& logic, const std::array<Proposal, 2>& proposals, std::uint64_t seed)
      : samplers_{Sampler(logic, proposals[0]), Sampler(logic, proposals[1])}, seed_(seed) {}

  void replicate(std::uint64_t replication, std::span<double> row) override {
    Draws draws(sim::Streams(seed_, replication), sim::purpose("fault_tree.sample"));
    Sampler& sampler = samplers_[replication % 2];
    sim::WeightedSums sums;
    for (std::uint64_t i = 0; i < samples_per_row; ++i) {
      const Sample sample = sampler.draw(draws);
      sums.add(sample.value, sample.weight, sample.value);
      if (sample.weight > 0) sampler.add_joint(sample.weight, row.subspan(fixed_columns));
    }
    row[0] = sums.weight;
    row[1] = sums.weight_squared;
    row[2] = sums.value;
    row[3] = sums.value_squared;
    row[4] = sums.second_moment;
    row[5] = sums.largest;
  }

  static sim::WeightedSums sums_of(std::span<const double> row) {
    return {samples_per_row, row[0], row[1], row[2], row[3], row[4], row[5]};
  }

 private:
  std::array<Sampler, 2> samplers_;
  std::uint64_t seed_;
};

/// Runs rows and adds them to the groups, in order.
class Campaign {
 public:
  Campaign(const Logic& logic, const Estimation& estimation)
      : logic_(logic),
        estimation_(estimation),
        proposals_{train(logic, Order::by_criticality, estimation.computing),
                   train(logic, Order::by_parents, estimation.computing)},
        groups_(group_count, Group{{}, std::vector<double>(logic.events(), 0.0)}) {}

  std::uint64_t samples() const { return rows_ * samples_per_row; }
  std::span<const Group> groups() const { return groups_; }

  /// At least `total` samples in all, unless stopped.
  void run_to(std::uint64_t total) {
    const std::uint64_t both = 2 * samples_per_row;
    const std::uint64_t wanted = (total + both - 1) / both * 2;
    const std::size_t columns = Estimator::fixed_columns + logic_.events();
    const std::uint64_t most = std::clamp<std::uint64_t>(most_numbers / columns, 2, 4096);
    while (rows_ < wanted && !estimation_.computing.is_stopped())
      run_rows(std::min(most, wanted - rows_), columns);
  }

 private:
  static constexpr std::size_t group_count = 32;  ///< even: each group is one proposal's
  static constexpr std::uint64_t most_numbers = std::uint64_t{1} << 23;  ///< kept at a time

  void run_rows(std::uint64_t count, std::size_t columns) {
    sim::Table table(columns);
    std::vector<std::unique_ptr<sim::Worker>> workers;
    const auto make = [this] {
      return std::make_unique<Estimator>(logic_, proposals_, estimation_.computing.seed);
    };
    run_ensemble(estimation_.computing.rows(rows_, count), make, table, workers);
    for (std::size_t r = 0; r < table.rows(); ++r, ++rows_)
      add(table.row(r), groups_[rows_ % group_count]);
  }

  static void add(std::span<const double> row, Group& group) {
    group.sums.add(Estimator::sums_of(row));
    const std::span<const double> joint = row.subspan(Estimator::fixed_columns);
    for (std::size_t e = 0; e < joint.size(); ++e) group.joint[e] += joint[e];
  }

  const Logic& logic_;
  const Estimation& estimation_;
  std::array<Proposal, 2> proposals_;
  std::vector<Group> groups_;
  std::uint64_t rows_ = 0;
};

/// Of one half (0 or 1) or of all groups (2).
sim::WeightedEstimate estimate_of(std::span<const Group> groups, std::size_t half) {
  std::vector<sim::WeightedSums> sums;
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (half == 2 || g % 2 == half) sums.push_back(groups[g].sums);
  sim::WeightedEstimate estimate = estimate_weighted(sums);
  sim::Interval& interval = estimate.estimate.interval;
  // A top that no sample reached may yet be possible, where gates are not
  // coherent.
  if (estimate.estimate.mean == 0) interval = {0, 1};
  interval = {std::max(0.0, interval.low), std::min(1.0, interval.high)};
  return estimate;
}

double error_of(const sim::Estimate& estimate) {
  return estimate.sd / std::sqrt(static_cast<double>(estimate.n));
}

void compare_halves(RareEvent& result) {
  const sim::Estimate &a = result.halves[0].estimate, &b = result.halves[1].estimate;
  const double error = std::hypot(error_of(a), error_of(b));
  // Exact halves differ by rounding only.
  if (std::abs(a.mean - b.mean) <= 1e-9 * (a.mean + b.mean)) return;
  result.deviation = (a.mean - b.mean) / error;
  if (!(std::abs(result.deviation) > strange)) return;
  result.agreement = Agreement::disagree;
  sim::Interval& interval = result.probability.estimate.interval;
  interval = {std::min(a.interval.low, b.interval.low), std::max(a.interval.high, b.interval.high)};
}

void summarise(std::span<const Group> groups, RareEvent& result) {
  result.probability = estimate_of(groups, 2);
  result.halves = {estimate_of(groups, 0), estimate_of(groups, 1)};
  result.agreement = Agreement::agree;
  result.deviation = 0;
  compare_halves(result);
}

}  // namespace

RareEvent estimate_top(const FaultTree& tree, const Estimation& estimation) {
  const Logic logic(tree);
  Campaign campaign(logic, estimation);
  RareEvent result;
  if (!logic.shared.empty()) result.training = 2 * training_rounds * training_samples;
  std::uint64_t wanted = std::min(first_samples, estimation.at_most);
  for (;;) {
    campaign.run_to(wanted);
    summarise(campaign.groups(), result);
    if (estimation.computing.is_stopped()) break;
    const sim::Estimate& estimate = result.probability.estimate;
    const sim::NextRound next = sim::next_round({&estimate, 1}, estimation.precision,
                                                campaign.samples(), estimation.at_most);
    result.ending = next.precision;
    if (next.precision != sim::Precision::open) break;
    wanted = next.total;
    if (estimation.progress)
      estimation.progress(campaign.samples(), wanted, sim::relative_half_width(estimate));
  }
  result.importance = importance_of(tree, campaign.groups());
  return result;
}

}  // namespace outcast::faulttree
