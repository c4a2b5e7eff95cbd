// How customers ask: spikes, days, throttles, users who think; and what series and meters show.
#include <doctest/doctest.h>

#include "models/traffic/daily_curve.h"
#include "tests/unit/traffic/request_shop.h"

namespace outcast::traffic::request {
namespace {

double arrivals(const Shop& shop, double end) {
  return Replication(shop).users_until(end).arrivals;
}

TEST_CASE("a spike multiplies the load while it lasts") {
  Shop shop(10, 500);
  shop.users.load.spikes = {{.at = sim::seconds(100), .lasts = sim::seconds(50), .factor = 11}};
  CHECK(arrivals(shop, 1000) == doctest::Approx(15'000).epsilon(0.03));
}

TEST_CASE("a spike moves nobody's luck before it begins") {
  Shop calm(10, 500), busy(10, 500);
  busy.users.load.spikes = {{.at = sim::seconds(100), .lasts = sim::seconds(50), .factor = 3}};
  CHECK(arrivals(calm, 100) == arrivals(busy, 100));
  CHECK(arrivals(calm, 150) < arrivals(busy, 150));
}

TEST_CASE("the load follows the day") {
  Shop shop(1, 50);
  shop.users.load.daily = DailyCurve{.amplitude = 0.8, .peak = sim::hours(12)};
  const double night = arrivals(shop, 6 * 3600);
  const double half_day = arrivals(shop, 12 * 3600);
  CHECK(half_day == doctest::Approx(43'200).epsilon(0.02));
  // 1 - 0.8 x 2 / pi: the mean of the quarter around the least load.
  CHECK(night == doctest::Approx(21'600 * (1 - 0.8 * 0.63662)).epsilon(0.03));
}

TEST_CASE("the daily curve is a cosine") {
  const DailyCurve curve{.amplitude = 0.5, .peak = sim::hours(14)};
  CHECK(factor_of(curve, at(14 * 3600)) == doctest::Approx(1.5).epsilon(1e-12));
  CHECK(factor_of(curve, at(2 * 3600)) == doctest::Approx(0.5).epsilon(1e-12));
  CHECK(factor_of(curve, at(8 * 3600)) == doctest::Approx(1).epsilon(1e-12));
  CHECK(factor_of(curve, at((24 + 18) * 3600)) == doctest::Approx(1.25).epsilon(1e-12));
}

TEST_CASE("the world can turn the load down to nothing, and up again") {
  Shop shop(10, 50);
  Replication run(shop);
  run.engine.set_load(at(100), 0, 0);
  run.engine.set_load(at(200), 0, 0.5);
  CHECK(run.users_until(300).arrivals == doctest::Approx(1'500).epsilon(0.08));
}

TEST_CASE("users of a closed population ask again after they have thought") {
  Shop shop(0, 50, 1);
  shop.users.load.population = Population{.users = 10, .think = sim::Distribution(sim::Fixed{4})};
  CHECK(arrivals(shop, 1000) == doctest::Approx(2'000).epsilon(0.01));
}

TEST_CASE("a closed population shrinks and grows with its load") {
  Shop shop(0, 50, 1);
  shop.users.load.population =
      Population{.users = 10, .think = sim::Distribution(sim::Exponential{4})};
  Replication run(shop);
  run.engine.set_load(at(1000), 0, 0.5);
  run.engine.set_load(at(2000), 0, 1);
  CHECK(run.users_until(3000).arrivals == doctest::Approx(5'000).epsilon(0.05));
}

TEST_CASE("an answer belongs to the step of the series in which its request began") {
  Shop shop(10, 500, 3);
  shop.b.settings.series_step = sim::seconds(10);
  shop.b.settings.series_length = sim::seconds(100);
  shop.users.load.spikes = {{.at = sim::seconds(50), .lasts = sim::seconds(50), .factor = 0}};
  Replication run(shop);
  const Account& users = run.users_until(100);
  REQUIRE(users.series.size() == 10);
  CHECK(users.series[4].succeeded > 50);
  CHECK(users.series[5].succeeded == 0);
  double sum = 0;
  for (const Answers& step : users.series) sum += step.succeeded;
  CHECK(sum == users.answers.succeeded);
}

TEST_CASE("a loss is reported when it has moved, and when it is over") {
  LossMeter meter;
  std::string story;
  const auto pass = [&](double from, int count, int failed_in_ten) {
    for (int i = 0; i < count; ++i)
      if (const auto loss = meter.note(at(from + i * 0.05), i % 10 < failed_in_ten))
        story += std::to_string(static_cast<int>(*loss * 100 + 0.5)) + " ";
  };
  pass(0, 100, 0);
  pass(100, 100, 5);
  pass(200, 100, 5);
  pass(300, 100, 10);
  pass(400, 100, 0);
  CHECK(story == "50 100 0 ");
}

}  // namespace
}  // namespace outcast::traffic::request
