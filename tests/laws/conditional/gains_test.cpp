// What each step gains is what it gains: the variances of ways to draw that were not taken, too.
#include "app/risk/gains.h"

#include <doctest/doctest.h>

#include "app/risk/bench.h"
#include "tests/laws/conditional/half_a_year.h"

using namespace outcast;

namespace {

constexpr auto chance = sim::purpose("test.gains");

/// Sweeps over half a year by given shares, after the campaigns in which they begin.
class Experiment {
 public:
  explicit Experiment(double (*share_of)(const app::Cell&)) {
    bench_.run_campaigns(blueprint_, campaigns_);
    cells_ = app::first_plan(campaigns_.moments[0]);
    double sum = 0;
    for (const app::Cell& cell : cells_) sum += share_of(cell);
    for (app::Cell& cell : cells_) cell.share = share_of(cell) / sum;
    draws_ = app::draw(cells_, campaigns_.moments, sweeps_, 1);
    bench_.run_incidents(blueprint_, draws_, {sweeps_, 0, draws_.size()}, rows_);
  }
  app::Sample sample() const { return {cells_, draws_, rows_, sweeps_, harm_}; }
  app::Controlled estimate() const { return app::estimate_harm(sample(), campaigns_.rows); }
  const sim::Table& campaigns() const { return campaigns_.rows; }
  sim::Estimate by_campaigns() const { return sim::estimate_mean(campaigns_.rows.column(harm_)); }

 private:
  cascade::Blueprint blueprint_ = cascade::draft(half_a_year().scenario);
  std::size_t harm_ = *cascade::column_of("service_minutes");
  app::Bench bench_{{}, 0};
  app::Campaigns campaigns_{.backgrounds = std::vector<cascade::Background>(4'000)};
  app::Sweeps sweeps_ = app::final_sweeps(40'000);
  std::vector<app::Cell> cells_;
  std::vector<app::Draw> draws_;
  sim::Table rows_{cascade::cost_column() + 1};
};

const Experiment& by_rate() {
  static const Experiment experiment([](const app::Cell& cell) { return cell.expected; });
  return experiment;
}
const Experiment& evenly() {
  static const Experiment experiment([](const app::Cell&) { return 1.0; });
  return experiment;
}

}  // namespace

TEST_CASE("cells that are drawn by their rates gain nothing by their allocation") {
  const app::Controlled found = by_rate().estimate();
  const app::Gains& gains = found.gains;
  CHECK(gains.allocation.factor == doctest::Approx(1));
  CHECK(found.reduction.factor ==
        doctest::Approx(gains.one_incident.factor * gains.allocation.factor * gains.sweeps.factor));
}

// The intervals of independent measurements overlap in all but 1 of 200.
TEST_CASE("the gain of one incident per replication is the same from whatever way to draw") {
  const sim::Interval a = by_rate().estimate().gains.one_incident.interval,
                      b = evenly().estimate().gains.one_incident.interval;
  MESSAGE(a.low, " to ", a.high, " and ", b.low, " to ", b.high);
  CHECK(a.low < b.high);
  CHECK(b.low < a.high);
}

// The variance of 4,000 campaigns is known to some 5 %.
TEST_CASE("the variance of campaigns, known from incidents, is that of campaigns") {
  const app::Sample sample = evenly().sample();
  const app::Controlled found = evenly().estimate();
  double cost = 0;
  for (std::size_t i = 0; i < sample.size(); ++i)
    cost += sample.cost(i) / static_cast<double>(sample.complete());
  const double swept = found.harm.sd * found.harm.sd * cost;
  const double campaign = found.reduction.factor * swept / app::campaign_cost(evenly().campaigns());
  const double measured = evenly().by_campaigns().sd;
  MESSAGE(std::sqrt(campaign), " against ", measured);
  CHECK(std::sqrt(campaign) == doctest::Approx(measured).epsilon(0.15));
}

TEST_CASE("the algebraic size explains nothing where sweeps go through all cells") {
  const app::Controlled found = by_rate().estimate();
  CHECK(found.gains.use == app::ControlVariate::left_out);
  CHECK(found.gains.control.interval.low < 1);
  CHECK(found.harm.mean == doctest::Approx(app::estimate(by_rate().sample(), [](std::size_t i) {
                                             return by_rate().sample().harm(i);
                                           }).mean));
}

TEST_CASE("where sweeps miss most cells and harm goes with the algebraic size, that is used") {
  constexpr std::uint32_t count = 1'000, length = 20;
  std::vector<app::Cell> cells(count);
  double truth = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    cells[i].expected = 1;
    cells[i].share = 1.0 / count;
    cells[i].size = static_cast<double>(1 + i * 37 % 101);
    truth += 3 * cells[i].size;
  }
  const app::Sweeps sweeps{.length = length};
  std::vector<app::Draw> draws;
  sim::Table rows(cascade::cost_column() + 1), campaigns(cascade::cost_column() + 1);
  rows.resize(sweeps.count * length);
  campaigns.resize(1);
  for (std::uint32_t i = 0; i < rows.rows(); ++i) {
    draws.push_back({.cell = i * 389 % count, .weight = count / static_cast<double>(length)});
    rows.row(i)[0] = 3 * cells[draws[i].cell].size + (i % 3 == 0 ? 2 : -1);
    rows.row(i)[cascade::cost_column()] = 1;
  }
  const app::Controlled found = app::estimate_harm({cells, draws, rows, sweeps, 0}, campaigns);
  CHECK(found.gains.use == app::ControlVariate::used);
  CHECK(found.gains.control.interval.low > 10);
  CHECK(found.harm.mean == doctest::Approx(truth).epsilon(0.005));
  CHECK(found.harm.interval.low < truth);
  CHECK(found.harm.interval.high > truth);
}

// Binomial error at 500 experiments: 1 %. The jackknife is taken over 32 sweeps of 20 draws, so
// that it may fall short by a few percent.
TEST_CASE("19 of 20 intervals of the whole gain cover it where the control is used") {
  constexpr std::uint32_t count = 100, length = 20, experiments = 500;
  std::vector<app::Cell> cells(count);
  double squares = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    cells[i] = {.expected = 1, .share = 1.0 / count, .size = 1.0 + i};
    squares += 9 * cells[i].size * cells[i].size + 100;
  }
  const app::Sweeps sweeps{.length = length};
  const double weight = count / static_cast<double>(length);
  const double left = length * weight * weight * 100;  // variance of a sweep, the control known
  const double truth = squares / (left * length);
  sim::Table campaigns(cascade::cost_column() + 1);
  campaigns.resize(1);
  campaigns.row(0)[cascade::cost_column()] = 1;
  std::uint32_t used = 0, covered = 0;
  for (std::uint32_t e = 0; e < experiments; ++e) {
    const sim::Streams streams(1, e);
    std::vector<app::Draw> draws;
    sim::Table rows(cascade::cost_column() + 1);
    rows.resize(sweeps.count * length);
    for (std::uint32_t i = 0; i < rows.rows(); ++i) {
      sim::Stream stream = streams.stream(chance, sim::entity("draw"), i);
      const auto cell = static_cast<std::uint32_t>(stream.uniform() * count);
      draws.push_back({.cell = cell, .weight = weight});
      rows.row(i)[0] = 3 * cells[cell].size + (stream.uniform() < 0.5 ? 10 : -10);
      rows.row(i)[cascade::cost_column()] = 1;
    }
    const app::Controlled found = app::estimate_harm({cells, draws, rows, sweeps, 0}, campaigns);
    used += found.gains.use == app::ControlVariate::used ? 1 : 0;
    covered += found.reduction.interval.low < truth && truth < found.reduction.interval.high;
  }
  MESSAGE(covered, " of ", used, " cover ", truth);
  CHECK(used == experiments);
  CHECK(covered > 0.91 * experiments);
}
