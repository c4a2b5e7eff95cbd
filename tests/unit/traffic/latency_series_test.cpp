// Latencies by step of time, in either engine.
#include <doctest/doctest.h>

#include "models/traffic/engine.h"
#include "tests/traffic_builder.h"

namespace outcast::traffic {
namespace {

sim::Time at(double seconds) { return {sim::Duration::from_seconds(seconds).nanoseconds}; }

/// A web of 50 slots under half its load, which is ten times as slow from 50 s to 100 s.
Books books_of(EngineKind engine, std::size_t steps = 20) {
  test::TrafficBuilder builder;
  builder.station("web", 500, 0.1).serving.service_time = sim::Distribution(sim::Fixed{0.1});
  builder.source("users", 250);
  builder.call("users", {"web"});
  builder.settings = {.engine = engine,
                      .series_step = sim::seconds(10),
                      .series_length = static_cast<std::int64_t>(steps) * sim::seconds(10)};
  const Network network = builder.network();
  const auto traffic = make_engine(network);
  traffic->begin(1, 0);
  traffic->set_condition(at(50), StationIndex{0}, {.slowness = 10});
  traffic->set_condition(at(100), StationIndex{0}, {});
  while (traffic->next() < at(200)) traffic->advance(at(200));
  traffic->finish(at(200));
  return traffic->books();
}

}  // namespace

TEST_CASE("latencies of a step are those of the requests begun in it") {
  for (const EngineKind engine : {EngineKind::flow, EngineKind::request}) {
    const Books books = books_of(engine);
    for (const Account* account : {&books.sources[0], &books.stations[0]}) {
      const auto median = [&](std::size_t step) {
        return account->latency_series[step].quantile(0.5);
      };
      INFO("engine ", static_cast<int>(engine), ": ", median(2), ", ", median(7), ", ", median(15));
      CHECK(median(2) == doctest::Approx(0.1).epsilon(0.3));  // classes are 41 % wide
      CHECK(median(7) == doctest::Approx(1).epsilon(0.3));
      CHECK(median(15) == doctest::Approx(0.1).epsilon(0.3));
    }
  }
}

TEST_CASE("every success of a step has its latency") {
  for (const EngineKind engine : {EngineKind::flow, EngineKind::request}) {
    const Books books = books_of(engine);
    for (const Account* account : {&books.sources[0], &books.stations[0]})
      for (std::size_t step = 0; step < account->series.size(); ++step)
        CHECK(account->latency_series[step].count() ==
              doctest::Approx(account->series[step].succeeded));
  }
}

TEST_CASE("latencies by step are left out where they would fill the memory") {
  CHECK(latency_steps(100, 1000) == 100);
  CHECK(latency_steps(100, 1001) == 0);
  CHECK(books_of(EngineKind::flow, 60'000).sources[0].latency_series.empty());
  CHECK(books_of(EngineKind::flow, 60'000).sources[0].series.size() == 60'000);
}

}  // namespace outcast::traffic
