// Several stations: Jackson's networks, and what Little's law says of any of them.
#include <doctest/doctest.h>

#include "tests/laws/agreement.h"
#include "tests/laws/queues/observe.h"

namespace outcast::laws {
namespace {

using traffic::Books;

/// Node A sends 30 % of its customers back to itself, by an error and a retry, the others to B.
test::TrafficBuilder feedback() {
  test::TrafficBuilder builder;
  builder.station("A", 1, 1 / 5.).serving.holds_slot = false;
  builder.station("B", 1, 1 / 4.);
  builder.source("customers", 2);
  builder.call("customers", {"A"}).policy.retry = {.attempts = 1000};
  builder.call("A", {"B"});
  return builder;
}

std::vector<double> observe_feedback(const Runs& runs,
                                     const std::function<double(const Books&)>& what) {
  test::TrafficBuilder builder = feedback();
  builder.settings.warm_up = sim::Duration::from_seconds(runs.warm_up);
  const traffic::Network network = builder.network();
  traffic::RequestEngine engine(network);
  const sim::Time end{sim::Duration::from_seconds(runs.length).nanoseconds};
  std::vector<double> sample;
  for (int r = 0; r < runs.replications; ++r) {
    engine.begin(2, static_cast<std::uint64_t>(r));
    engine.set_condition({}, builder.index_of("A"), {.errors = 0.3});
    while (engine.next() < end) engine.advance(end);
    engine.finish(end);
    sample.push_back(what(engine.books()));
  }
  return sample;
}

TEST_CASE("Jackson: with feedback each node is as if its arrivals were Poisson") {
  const Runs runs{.warm_up = 100, .length = 10'100};
  const auto arrivals = [&](std::size_t node) {
    return observe_feedback(
        runs, [&](const Books& b) { return b.stations[node].arrivals / runs.counted(); });
  };
  const auto number = [&](std::size_t node) {
    return observe_feedback(runs, [&](const Books& b) {
      return (b.stations[node].queued_seconds + b.stations[node].busy_seconds) / runs.counted();
    });
  };
  check_mean("lambda A", arrivals(0), 2.857142857142857);
  check_mean("lambda B", arrivals(1), 2.0);
  check_mean("L A", number(0), 1.3333333333333333);
  check_mean("L B", number(1), 1.0);
}

TEST_CASE("Little: requests under way are those that wait or are served, at every node") {
  test::TrafficBuilder builder;
  builder.station("front", 8, 0.2).serving.holds_slot = false;
  builder.station("middle", 5, 0.3).serving.holds_slot = false;
  builder.station("back", 3, 0.2);
  builder.source("customers", 10);
  builder.call("customers", {"front"});
  builder.call("front", {"middle"});
  builder.call("middle", {"back"});
  const Runs runs{.replications = 1, .warm_up = 0, .length = 10'000};
  const double difference = observe(builder, runs, [](const Books& books) {
                              double in_stations = 0;
                              for (const traffic::Account& account : books.stations)
                                in_stations += account.busy_seconds + account.queued_seconds;
                              return books.sources[0].busy_seconds - in_stations;
                            }).front();
  CHECK(std::abs(difference) < 1e-3);
}

TEST_CASE("Little: the number under way is the rate times the time in the system") {
  // M/M/1 in the middle of two delays: 0.5 s + 1 / (1 - 0.8) s.
  test::TrafficBuilder builder;
  builder.station("delay", 1000, 0.5).serving.holds_slot = false;
  builder.station("queue", 1, 1);
  builder.source("customers", 0.8);
  builder.call("customers", {"delay"});
  builder.call("delay", {"queue"});
  const Runs runs;
  check_mean("L",
             observe(builder, runs,
                     [&](const Books& b) { return b.sources[0].busy_seconds / runs.counted(); }),
             0.8 * 5.5);
}

}  // namespace
}  // namespace outcast::laws
