// Running the points: the same rows as each alone, for any number of threads, and what they say.
#include "app/sweep/sweeping.h"

#include "app/sweep/sensitivity.h"
#include "models/cascade/ensemble.h"
#include "sim/ensemble/digest.h"
#include "tests/unit/sweep/sweep_builder.h"

using namespace outcast;
using outcast::test::plan_of;

namespace {

constexpr auto probability =
    R"({"p": {"pointer": "/topology/dependencies/0/probability", "range": {"low": 0, "high": 1}},
        "a": {"pointer": "/adoption", "range": {"low": 0, "high": 1}}})";

app::Sampling sampling(std::uint64_t replications, unsigned threads = 1) {
  return {.replications = replications, .metrics = {"services_hit"}, .threads = threads};
}

std::vector<app::Sensitivity> sensitivities(const std::string& design, std::uint64_t replications) {
  const auto plan = plan_of(probability, design);
  app::make_points(*plan, 1);
  const app::Swept swept = app::sweep(*plan, sampling(replications));
  return app::sensitivities_of(*plan, sampling(replications), swept.points);
}

}  // namespace

TEST_CASE("a point has the rows of its scenario run alone, for any number of threads") {
  const auto plan = plan_of(probability, R"({"grid": {}})");
  app::make_points(*plan, 1);
  const app::Swept one = app::sweep(*plan, sampling(20)), four = app::sweep(*plan, sampling(20, 4));
  REQUIRE(one.points.size() == 25);
  CHECK(one.replications == 500);
  for (const std::size_t point : {0, 7, 24}) {
    cascade::EnsembleResult alone;
    cascade::run(cascade::draft(app::load_point(*plan, point).scenario), 1,
                 {.count = 20, .threads = 1}, alone);
    CHECK(one.points[point].hash == sim::digest(alone.table));
    CHECK(four.points[point].hash == one.points[point].hash);
  }
}

TEST_CASE("a point goes on until its precision is reached, or says that it was not") {
  const auto plan = plan_of(probability, R"({"latin_hypercube": {"points": 1}})");
  app::make_points(*plan, 1);
  app::Sampling precise = sampling(1);
  precise.precision = 0.01;
  const app::PointResponse point = app::sweep(*plan, precise).points[0];
  const sim::Estimate& estimate = point.metrics[0].estimate;
  CHECK(point.replications > 1000);
  CHECK(estimate.half_width() <= 0.01 * estimate.mean);
  precise.precision = 0.0001;
  precise.at_most = 1100;
  CHECK(app::sweep(*plan, precise).points[0].is_capped());
}

TEST_CASE("a tornado pairs its bars and puts the widest first") {
  const auto tornado = sensitivities(R"({"one_at_a_time": {}})", 200);
  REQUIRE(tornado.size() == 1);
  REQUIRE(tornado[0].bars.size() == 2);
  const app::TornadoBar& widest = tornado[0].bars[0];
  CHECK(widest.factor == 0);
  CHECK(widest.swing.difference.mean == 1);  // db alone, or web with it
  CHECK(widest.at_low.difference.mean == doctest::Approx(-0.5).epsilon(0.2));
  CHECK(tornado[0].bars[1].swing.difference.mean == 0);  // no change is made: adoption does nothing
}

TEST_CASE("Sobol's indices give all variance to the only factor that matters") {
  const auto found = sensitivities(R"({"saltelli": {"rows": 128}})", 64);
  REQUIRE(found[0].indices);
  CHECK(found[0].indices->first[0].value == doctest::Approx(1).epsilon(0.1));
  CHECK(found[0].indices->total[1].value == 0);
  CHECK(found[0].indices->variance == doctest::Approx(1.0 / 12).epsilon(0.15));
}

TEST_CASE("elementary effects: services hit rise by one over the whole range of the probability") {
  const auto found = sensitivities(R"({"morris": {"trajectories": 20}})", 200);
  REQUIRE(found[0].effects.size() == 2);
  CHECK(found[0].effects[0].mu.interval.low < 1);
  CHECK(found[0].effects[0].mu.interval.high > 1);
  CHECK(found[0].effects[1].mu_star.mean == 0);
}

TEST_CASE("shifts of a Sobol sequence give the mean over the space with its interval") {
  const auto found = sensitivities(R"({"sobol": {"points": 64, "shifts": 4}})", 200);
  REQUIRE(found[0].average);
  CHECK(found[0].average->n == 4);
  CHECK(found[0].average->interval.low < 1.5);
  CHECK(found[0].average->interval.high > 1.5);
}
