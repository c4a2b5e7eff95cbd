// Retries in closed form, and beside the published simulation of a retrying client.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "tests/laws/agreement.h"
#include "tests/laws/queues/observe.h"

namespace outcast::laws {
namespace {

using traffic::Answers;

/// Customers with three retries of a station that answers with an error so often; it has no queue.
Answers answers_at(double errors, double rate = 100) {
  test::TrafficBuilder builder;
  builder.station("station", 10'000, 0.01);
  builder.source("customers", rate);
  builder.call("customers", {"station"}).policy.retry = {.attempts = 3};
  const traffic::Network network = builder.network();
  traffic::RequestEngine engine(network);
  engine.begin(3, 0);
  engine.set_condition({}, traffic::StationIndex{0}, {.errors = errors});
  const sim::Time end = sim::Time{} + sim::seconds(1000);
  while (engine.next() < end) engine.advance(end);
  return engine.books().sources[0].answers;
}

/// Standard deviation of the attempts of one request: 1 .. 4 of them.
double sd_of_attempts(double f) {
  const double mean = 1 + f + f * f + f * f * f;
  const double square = (1 - f) * (1 + 4 * f + 9 * f * f) + 16 * f * f * f;
  return std::sqrt(std::max(square - mean * mean, 0.));
}

TEST_CASE(
    "of independent failures f, requests make 1 + f + f^2 + f^3 attempts and 1 - f^4 succeed") {
  for (const double f : {0.1, 0.5, 0.9}) {
    const Answers answers = answers_at(f);
    const double mean = 1 + f + f * f + f * f * f;
    const double error = sd_of_attempts(f) / std::sqrt(answers.all());
    CAPTURE(f);
    CHECK(std::abs(answers.attempts / answers.all() - mean) < too_far * error);
    check_share("success", static_cast<std::uint64_t>(answers.succeeded),
                static_cast<std::uint64_t>(answers.all()), 1 - f * f * f * f);
  }
  CHECK(answers_at(1).attempts == 4 * answers_at(1).all());
}

TEST_CASE("the worst case over d layers of callers is (retries + 1)^d attempts") {
  const auto amplification = [](unsigned retries, unsigned layers) {
    test::TrafficBuilder builder;
    for (unsigned layer = 1; layer <= layers; ++layer)
      builder.station("layer " + std::to_string(layer), 10'000, 0.001);
    builder.source("customers", 1);
    builder.call("customers", {"layer 1"}).policy.retry = {.attempts = retries};
    for (unsigned layer = 1; layer < layers; ++layer)
      builder.call("layer " + std::to_string(layer), {"layer " + std::to_string(layer + 1)})
          .policy.retry = {.attempts = retries};
    traffic::Spike pause{.at = sim::seconds(100), .lasts = sim::seconds(1000), .factor = 0};
    traffic::Network network = builder.network();
    network.sources[0].load.spikes.push_back(pause);
    traffic::RequestEngine engine(network);
    engine.begin(1, 0);
    engine.set_condition({}, traffic::StationIndex{layers - 1},
                         {.answer = traffic::Answer::refuses});
    while (engine.next() < sim::Time{} + sim::seconds(200))
      engine.advance(sim::Time{} + sim::seconds(200));
    const traffic::Books& books = engine.books();
    return books.stations[layers - 1].arrivals / books.sources[0].answers.all();
  };
  CHECK(amplification(3, 3) == 64);
  CHECK(amplification(2, 5) == 243);
}

TEST_CASE(
    "retries with a long random backoff into M/M/1/10 come to the fixed point of their load") {
  const auto check = [](double rate, double load, double loss, double tolerance = 0.05) {
    test::TrafficBuilder builder;
    builder.station("station", 1, 1).serving.queue = 9;
    builder.source("customers", rate);
    builder.call("customers", {"station"}).policy.retry = {
        .attempts = 3, .backoff = sim::seconds(200), .jitter = 1};
    const Runs runs{.replications = 4, .warm_up = 5'000, .length = 205'000};
    double total = 0, lost = 0;
    observe(builder, runs, [&](const traffic::Books& books) {
      total += books.stations[0].arrivals / runs.counted() / runs.replications;
      lost +=
          books.stations[0].answers.failed / books.stations[0].answers.all() / runs.replications;
      return 0.;
    });
    CAPTURE(rate);
    CHECK(total == doctest::Approx(load).epsilon(0.05));
    CHECK(std::abs(lost - loss) < std::max(tolerance * loss, 0.001));
  };
  check(0.5, 0.5002454622662458, 0.0004906836449445843);
  check(0.7, 0.7065744282328926, 0.009304658104884171);
  check(0.8, 0.8236786597343027, 0.028748111749701027);
  check(0.9, 0.9806637032831003, 0.0822962910554694);
  // Where load is most sensitive to loss, the number of those who will retry fluctuates, and with
  // it the loss, whose mean is above that of a steady load.
  check(0.95, 1.1124818973557202, 0.146446295621499, 0.1);
  check(1.0, 1.4272829898696384, 0.305468453885044);
  check(1.1, 2.2186505545030784, 0.5493612530726567);
}

struct Row {
  double failure_rate = 0, successes = 0, total_calls = 0, unique_calls = 0;
};

std::vector<Row> read_rows() {
  std::ifstream file(OUTCAST_SHARED "/data/oracles/metastable/brooker_retry_three_retries.csv");
  std::vector<Row> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream fields(line);
    Row row;
    char comma;
    fields >> row.failure_rate >> comma >> row.successes >> comma >> row.total_calls >> comma >>
        row.unique_calls;
    rows.push_back(row);
  }
  return rows;
}

TEST_CASE("a client with three retries does as in Brooker's published simulation") {
  const std::vector<Row> rows = read_rows();
  if (rows.empty()) {
    MESSAGE("skipped: OUTCAST_SHARED has no brooker_retry_three_retries.csv");
    return;
  }
  for (const Row& row : rows) {
    const Answers answers = answers_at(row.failure_rate, 20);
    const double f = row.failure_rate, lost = f * f * f * f;
    const double both = std::sqrt(1 / answers.all() + 1 / row.unique_calls);
    CAPTURE(f);
    // Their runs end with requests under way: up to 1e-3 of the requests, and their attempts.
    CHECK(std::abs(answers.attempts / answers.all() - row.total_calls / row.unique_calls) <
          too_far * sd_of_attempts(f) * both + 2e-3);
    CHECK(std::abs(answers.succeeded / answers.all() - row.successes / row.unique_calls) <
          too_far * std::sqrt(lost * (1 - lost)) * both + 1e-3);
  }
}

}  // namespace
}  // namespace outcast::laws
