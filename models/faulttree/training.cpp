// Rounds of samples, and the corrections that follow from each.
#include "models/faulttree/training.h"

#include <algorithm>
#include <memory>

#include "models/faulttree/sampler.h"
#include "sim/ensemble/ensemble.h"

namespace outcast::faulttree {
namespace {

constexpr double defensive_share = 0.25;

/// A row: the sum of weight x value; then, for each event of the order, of
/// those in which it failed, and of those that the proposal expected to.
class Learner : public sim::Worker {
 public:
  Learner(const Logic& logic, const Proposal& proposal, std::uint64_t seed)
      : sampler_(logic, proposal), places_(logic.events()), seed_(seed) {
    for (std::size_t i = 0; i < proposal.order.size(); ++i) places_[proposal.order[i]] = 1 + 2 * i;
  }
  void replicate(std::uint64_t replication, std::span<double> row) override {
    Draws draws(sim::Streams(seed_, replication), sim::purpose("fault_tree.training"));
    for (std::uint64_t i = 0; i < samples_per_row; ++i) {
      const Sample sample = sampler_.draw(draws);
      const double contribution = sample.weight * sample.value;
      row[0] += contribution;
      for (const Drawn& drawn : sampler_.drawn()) {
        row[places_[drawn.event]] += drawn.has_failed ? contribution : 0;
        row[places_[drawn.event] + 1] += contribution * drawn.tilted;
      }
    }
  }

 private:
  Sampler sampler_;
  std::vector<std::size_t> places_;
  std::uint64_t seed_;
};

/// The odds of a share, kept away from 0 and 1, which a sample cannot tell
/// apart from almost.
double odds(double share) {
  const double clamped = std::clamp(share, 1e-4, 1 - 1e-4);
  return clamped / (1 - clamped);
}

void correct(std::span<const double> sums, Proposal& proposal) {
  constexpr double longest_step = 20, furthest = 1e6;
  std::vector<double>& corrections = proposal.components.back().corrections;
  if (sums[0] <= 0) return;
  for (std::size_t i = 0; i < proposal.order.size(); ++i) {
    const double failed = sums[1 + 2 * i] / sums[0], expected = sums[2 + 2 * i] / sums[0];
    if (expected <= 0) continue;
    const double step = std::clamp(odds(failed) / odds(expected), 1 / longest_step, longest_step);
    double& correction = corrections[proposal.order[i]];
    correction = std::clamp(correction * step, 1 / furthest, furthest);
  }
}

std::vector<double> sums_of(const sim::Table& table) {
  std::vector<double> sums(table.columns(), 0.0);
  for (std::size_t r = 0; r < table.rows(); ++r)
    for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += table.row(r)[c];
  return sums;
}

}  // namespace

Proposal train(const Logic& logic, Order order, const Computing& computing) {
  Proposal proposal = uncorrected(logic, order);
  if (proposal.order.empty()) return proposal;
  constexpr std::uint64_t rows = training_samples / samples_per_row;
  const std::uint64_t first = (order == Order::by_criticality ? 0 : training_rounds) * rows;
  for (std::uint64_t round = 0; round < training_rounds; ++round) {
    sim::Table table(1 + 2 * proposal.order.size());
    std::vector<std::unique_ptr<sim::Worker>> workers;
    run_ensemble(
        computing.rows(first + round * rows, rows),
        [&] { return std::make_unique<Learner>(logic, proposal, computing.seed); }, table, workers);
    if (round == 0) {
      proposal.components.push_back(proposal.components[0]);
      proposal.components[0].share = defensive_share;
      proposal.components[0].tilt = Proposal::Tilt::root;
      proposal.components[1].share = 1 - defensive_share;
    }
    if (computing.is_stopped()) break;
    correct(sums_of(table), proposal);
  }
  return proposal;
}

}  // namespace outcast::faulttree
