// Campaigns of all cases, a common plan, and sweeps that every case goes through.
#include "app/risk/comparison.h"

#include <algorithm>

#include "app/risk/bench.h"
#include "app/study/half_widths.h"
#include "models/cascade/metrics.h"
#include "sim/stats/paired_difference.h"
#include "sim/stats/pairing_gain.h"
#include "sim/stats/simultaneous.h"

namespace outcast::app {
namespace {

/// One case: what it begins in, its side of the common plan, and its rows.
struct Side {
  const cascade::Blueprint& blueprint;
  Campaigns campaigns;
  std::vector<Cell> cells{};
  std::vector<Draw> draws{};
  sim::Table rows{cascade::cost_column() + 1};
};

void check(std::span<const Case> cases) {
  for (const Case& subject : cases) {
    check_is_campaign(subject);
    if (subject.scenario().horizon != cases[0].scenario().horizon)
      throw Failure(ExitCode::invalid,
                    "harm per horizon can be compared over the same horizon only, and that of " +
                        subject.label + " differs from that of " + cases[0].label);
  }
}

std::vector<Side> run_campaigns(Bench& bench, std::span<const Case> cases, std::uint64_t count) {
  std::vector<Side> sides;
  for (const Case& subject : cases)
    sides.push_back({subject.blueprint, {.backgrounds = std::vector<cascade::Background>(count)}});
  for (Side& side : sides) bench.run_campaigns(side.blueprint, side.campaigns);
  return sides;
}

void plan_first(std::vector<Side>& sides) {
  std::vector<const Moments*> moments;
  for (const Side& side : sides) moments.push_back(&side.campaigns.moments[0]);
  std::vector<std::vector<Cell>> plans = first_plans(moments);
  for (std::size_t k = 0; k < sides.size(); ++k) sides[k].cells = std::move(plans[k]);
}

std::vector<sim::Estimate> harms_of(const std::vector<Side>& sides, const Sweeps& sweeps,
                                    std::size_t harm_column) {
  std::vector<sim::Estimate> harms;
  for (const Side& side : sides)
    harms.push_back(sim::estimate_mean(
        harm_of_sweeps({side.cells, side.draws, side.rows, sweeps, harm_column})));
  return harms;
}

/// The cases take turns, so that an interruption leaves about as much of each.
void sweep(Bench& bench, std::vector<Side>& sides, const Sweeps& sweeps, std::size_t harm_column) {
  for (Side& side : sides) {
    side.draws = draw(side.cells, side.campaigns.moments, sweeps, bench.luck().seed);
    side.rows.resize(0);
  }
  std::string precision;
  for (std::uint64_t turn = 0; turn < turns_of_sweeps; ++turn) {
    for (Side& side : sides)
      if (bench.exit_code() == ExitCode::done)
        bench.run_incidents(side.blueprint, side.draws, stretch_of(sweeps, turn, precision),
                            side.rows);
    precision = to_text(widest_of(harms_of(sides, sweeps, harm_column), {&harm_column, 1}));
  }
  std::size_t common = sweeps.count * sweeps.length;
  for (const Side& side : sides) common = std::min(common, side.rows.rows());
  for (Side& side : sides) side.rows.resize(common);
}

/// Shares that serve one response each, from the pilot.
class Planner {
 public:
  Planner(const std::vector<Side>& sides, std::size_t harm_column)
      : sides_(sides), harm_column_(harm_column) {}

  /// The harm of a case per event.
  void serve_case(std::size_t k) { serve(sides_[k], nullptr); }
  /// The difference from the first case per event, at the higher of the two rates.
  void serve_difference(std::size_t k) { serve(sides_[k], &sides_[0]); }

  /// The mean of all; empty: no pilot has found anything.
  std::vector<double> shares() const {
    std::vector<double> means(shares_.empty() ? 0 : shares_[0].size(), 0.0);
    for (const std::vector<double>& one : shares_)
      for (std::size_t c = 0; c < one.size(); ++c)
        means[c] += one[c] / static_cast<double>(shares_.size());
    return means;
  }

 private:
  void serve(const Side& side, const Side* first) {
    std::vector<double> rates;
    for (std::size_t c = 0; c < side.cells.size(); ++c)
      rates.push_back(
          std::max(side.cells[c].expected, first == nullptr ? 0 : first->cells[c].expected));
    Pilot pilot(side.cells);
    for (std::size_t i = 0; i < side.rows.rows(); ++i) {
      const std::uint32_t c = side.draws[i].cell;
      if (rates[c] == 0) continue;
      const double added = weighted(side, i) - (first == nullptr ? 0 : weighted(*first, i));
      pilot.add(side.cells[c], added * side.cells[c].share / rates[c], cost(i));
    }
    if (pilot.has_found_something()) shares_.push_back(planned_shares(side.cells, rates, pilot));
  }
  double weighted(const Side& side, std::size_t draw) const {
    return side.draws[draw].weight * side.rows.row(draw)[harm_column_];
  }
  double cost(std::size_t draw) const {
    double sum = 0;
    for (const Side& side : sides_) sum += side.rows.row(draw)[cascade::cost_column()];
    return sum;
  }

  const std::vector<Side>& sides_;
  std::size_t harm_column_;
  std::vector<std::vector<double>> shares_{};
};

/// Half of the draws serve the cases, half their differences from the first; but a twentieth stays
/// as it was at first, so that every cell of every case can be drawn.
void plan_again(std::vector<Side>& sides, std::size_t harm_column) {
  constexpr double as_at_first = 0.05;
  Planner of_cases(sides, harm_column), of_differences(sides, harm_column);
  for (std::size_t k = 0; k < sides.size(); ++k) {
    of_cases.serve_case(k);
    if (k > 0) of_differences.serve_difference(k);
  }
  const std::vector<double> cases = of_cases.shares(), differences = of_differences.shares();
  if (cases.empty()) return;
  for (Side& side : sides)
    for (std::size_t c = 0; c < cases.size(); ++c) {
      const double planned = differences.empty() ? cases[c] : (cases[c] + differences[c]) / 2;
      side.cells[c].share = as_at_first * side.cells[c].share + (1 - as_at_first) * planned;
    }
}

/// Of each sweep, the variance of the difference of two campaigns under the same luck: events that
/// both have at the lower rate coincide, what one has beyond comes by itself. Both are Poisson
/// processes, so that the variance is the sum of rate x square.
std::vector<double> squares_of_campaigns(const Sample& first, const Sample& second) {
  return sums_of_sweeps(first, [&](std::size_t i) {
    const double a = first.harm(i), b = second.harm(i);
    const double w = first.draws[i].weight, v = second.draws[i].weight, both = std::min(w, v);
    return both * (b - a) * (b - a) + (w - both) * a * a + (v - both) * b * b;
  });
}

/// What two sides make of the same draws.
class Pair {
 public:
  Pair(const Side& first, const Side& second, const Sweeps& sweeps, std::size_t harm_column)
      : first_{first.cells, first.draws, first.rows, sweeps, harm_column},
        second_{second.cells, second.draws, second.rows, sweeps, harm_column},
        before_(harm_of_sweeps(first_)),
        after_(harm_of_sweeps(second_)) {
    for (std::size_t s = 0; s < after_.size(); ++s) change_.push_back(after_[s] - before_[s]);
  }

  const Sample& second() const { return second_; }
  const std::vector<double>& harm() const { return after_; }
  sim::PairedDifference difference() const {
    return sim::estimate_paired_difference(before_, after_);
  }
  std::optional<sim::VarianceReduction> against_independent() const {
    return sim::pairing_gain(before_, after_);
  }
  /// `cost`: of a campaign of each case, in events.
  std::optional<sim::VarianceReduction> against_campaigns(double cost) const {
    if (!against_independent()) return {};
    const std::vector<double> squares = squares_of_campaigns(first_, second_);
    const std::vector<double> costs =
        sums_of_sweeps(first_, [&](std::size_t i) { return first_.cost(i) + second_.cost(i); });
    return sim::jackknifed(change_.size(), [&](std::size_t s) {
      return sum_without(squares, s) * cost /
             (variance_without(change_, s) * sum_without(costs, s));
    });
  }

 private:
  Sample first_, second_;
  std::vector<double> before_, after_, change_{};
};

sim::Estimate difference_by_campaigns(const Side& first, const Side& second, std::size_t column) {
  std::vector<double> a = first.campaigns.rows.column(column),
                      b = second.campaigns.rows.column(column);
  a.resize(std::min(a.size(), b.size()));
  b.resize(a.size());
  return sim::estimate_paired_difference(a, b).difference;
}

/// `confidence`: of the interval that holds together with others.
ComparedRisk compared(const Side& first, const Side& side, const Pair& pair, double confidence) {
  const sim::PairedDifference difference = pair.difference();
  const std::size_t harm = pair.second().harm_column;
  const std::size_t incidents = *cascade::column_of("incidents");
  return {.harm = sim::estimate_mean(pair.harm()),
          .incidents = estimate(pair.second(),
                                [&](std::size_t i) { return pair.second().metric(i, incidents); }),
          .under_way = under_way(pair.second(), side.blueprint.scenario.horizon),
          .campaigns = sim::estimate_mean(side.campaigns.rows.column(harm)),
          .difference = {
              .harm = difference.difference,
              .together = sim::interval_at(difference.difference, confidence),
              .by_campaigns = difference_by_campaigns(first, side, harm),
              .against_independent = pair.against_independent(),
              .against_campaigns = pair.against_campaigns(campaign_cost(first.campaigns.rows) +
                                                          campaign_cost(side.campaigns.rows))}};
}

}  // namespace

RiskComparison compare(std::span<const Case> cases, const RiskRequest& request) {
  check(cases);
  const std::size_t harm = *cascade::column_of(request.metric);
  Bench bench(request.luck, cases.size() * (request.campaigns + request.incidents));
  std::vector<Side> sides = run_campaigns(bench, cases, request.campaigns);
  plan_first(sides);
  check_is_risky(sides[0].cells);
  sweep(bench, sides, pilot_sweeps(request.incidents), harm);
  plan_again(sides, harm);
  const Sweeps sweeps = final_sweeps(request.incidents);
  sweep(bench, sides, sweeps, harm);

  RiskComparison found{.cells = sides[0].cells.size(),
                       .draws = sides[0].rows.rows() / sweeps.length * sweeps.length,
                       .code = bench.exit_code()};
  const double each = sim::confidence_of_each(sim::default_confidence, cases.size() - 1);
  for (const Side& side : sides)
    found.cases.push_back(compared(sides[0], side, {sides[0], side, sweeps, harm}, each));
  return found;
}

}  // namespace outcast::app
