// Estimates of small trees against every state of their events.
#include "models/faulttree/rare_event.h"

#include <doctest/doctest.h>

#include <cmath>

#include "models/faulttree/sampler.h"
#include "tests/unit/faulttree/trees.h"

using namespace outcast;
using namespace outcast::faulttree;

namespace {

RareEvent estimate(const FaultTree& tree, std::uint64_t seed, unsigned threads = 1) {
  return estimate_top(
      tree, {.precision = 0.05, .computing = {.seed = seed, .ensemble = {.threads = threads}}});
}

/// How many of 40 seeds' intervals cover the exact probability.
int covered(const FaultTree& tree) {
  const double truth = exact_joint(tree);
  int count = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto [low, high] = estimate(tree, seed).probability.estimate.interval;
    count += low <= truth && truth <= high;
  }
  return count;
}

const Importance& importance_of(const RareEvent& found, std::size_t event) {
  return *std::ranges::find(found.importance, event, &Importance::event);
}

void check_near(const sim::Estimate& estimate, double truth) {
  const double wide = 2 * estimate.half_width() + 1e-9 * std::abs(truth);  // 4 standard errors
  CHECK(std::abs(estimate.mean - truth) <= wide);
}

void check_importance(const FaultTree& tree) {
  const RareEvent found = estimate(tree, 1);
  const double top = exact_joint(tree);
  for (std::size_t e = 0; e + 2 < tree.events.size(); ++e) {
    INFO(tree.events[e].id);
    const double p = tree.events[e].probability;
    const double joint = exact_joint(tree, std::uint64_t{1} << e);
    const double failed = joint / p, intact = (top - joint) / (1 - p);
    check_near(importance_of(found, e).birnbaum, failed - intact);
    check_near(importance_of(found, e).fussell_vesely, (top - intact) / top);
    check_near(importance_of(found, e).achievement, failed / top);
  }
}

}  // namespace

TEST_CASE("the intervals of rare tops cover their exact probability") {
  // At 95 %, fewer than 33 of 40 have a chance of 0.3 in a hundred.
  CHECK(exact_joint(two_trains()) < 2e-5);
  CHECK(covered(two_trains()) >= 33);
  CHECK(covered(incoherent()) >= 33);
}

TEST_CASE("importance measures are those of every state of the events") {
  check_importance(two_trains());
  check_importance(incoherent());
}

TEST_CASE("a tree without shared events is known exactly, without luck") {
  const FaultTree tree = tree_of(R"("a": 1e-6, "b": 1e-5, "c": 0.5)",
                                 R"("top": {"op": "and", "inputs": ["a", "x"]},
                                    "x": {"op": "or", "inputs": ["b", "c"]})");
  const RareEvent found = estimate(tree, 1);
  CHECK(found.training == 0);
  CHECK(found.probability.estimate.mean == doctest::Approx(exact_joint(tree)).epsilon(1e-12));
  CHECK(std::isinf(found.probability.reduction.factor));
}

TEST_CASE("a top that cannot happen is zero, and no more than that is claimed") {
  const FaultTree tree = tree_of(R"("a": 0.1)", R"("top": {"op": "and", "inputs": ["a", "n"]},
                                                   "n": {"op": "not", "inputs": ["a"]})");
  const RareEvent found = estimate(tree, 1);
  CHECK(found.probability.estimate.mean == 0);
  CHECK(found.probability.estimate.interval.high == 1);
}

TEST_CASE("one and three threads give the same bytes, another seed gives others") {
  const FaultTree tree = incoherent();
  const RareEvent one = estimate(tree, 7), three = estimate(tree, 7, 3);
  CHECK(one.probability.estimate.mean == three.probability.estimate.mean);
  CHECK(one.probability.estimate.sd == three.probability.estimate.sd);
  CHECK(one.importance[0].birnbaum.interval.low == three.importance[0].birnbaum.interval.low);
  CHECK(one.probability.estimate.mean != estimate(tree, 8).probability.estimate.mean);
}

TEST_CASE("the gain over plain sampling is measured against p (1 - p)") {
  const FaultTree tree = two_trains();
  const double p = exact_joint(tree);
  const sim::WeightedEstimate found = estimate(tree, 1).probability;
  const double sd = found.estimate.sd;
  CHECK(found.reduction.factor == doctest::Approx(p * (1 - p) / (sd * sd)).epsilon(0.05));
  CHECK(found.reduction.factor > 1000);
}

TEST_CASE("nothing that leads to the top is drawn with probability zero") {
  // With every correction against it, `power` alone still gets its due in the mean.
  const FaultTree tree = two_trains();
  const Logic logic(tree);
  Proposal proposal = uncorrected(logic, Order::by_criticality);
  for (double& correction : proposal.components[0].corrections) correction = 0.05;
  Sampler sampler(logic, proposal);
  sim::WeightedSums sums;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    Draws draws(sim::Streams(1, i), sim::purpose("test"));
    const Sample sample = sampler.draw(draws);
    sums.add(sample.value, sample.weight);
  }
  check_near(sim::estimate_weighted({&sums, 1}).estimate, exact_joint(tree));
}

TEST_CASE("slopes are differences of a gate's probability between an input surely and never") {
  for (const FaultTree& tree : {two_trains(), incoherent()}) {
    const Logic logic(tree);
    GateProbability gate_probability(logic);
    std::vector<double> p(logic.events() + logic.gates.size());
    for (std::size_t n = 0; n < p.size(); ++n) p[n] = 0.05 + 0.9 / static_cast<double>(n + 2);
    for (std::size_t g = 0; g < logic.gates.size(); ++g) {
      const auto slopes = gate_probability.slopes(g, p);
      const std::vector<double> kept(slopes.begin(), slopes.end());
      for (std::size_t i = 0; i < kept.size(); ++i) {
        auto changed = p;
        changed[logic.inputs[g][i]] = 1;
        const double surely = gate_probability.of(g, changed, Coupling::independent);
        changed[logic.inputs[g][i]] = 0;
        const double never = gate_probability.of(g, changed, Coupling::independent);
        CHECK(kept[i] == doctest::Approx(surely - never));
      }
    }
  }
}
