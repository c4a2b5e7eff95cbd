// One station with Poisson arrivals: the formulas of Erlang, Pollaczek and Khinchine, and Little.
#include <doctest/doctest.h>

#include "tests/laws/agreement.h"
#include "tests/laws/queues/observe.h"

namespace outcast::laws {
namespace {

using traffic::Books;

/// M/G/slots/(slots + queue) with a mean service time of a second.
struct Queue {
  test::TrafficBuilder builder;
  traffic::Station& station;
  traffic::Call& call;

  Queue(unsigned slots, double rate)
      : station(builder.station("station", slots, 1)),
        call((builder.source("customers", rate), builder.call("customers", {"station"}))) {}
};

double mean_wait(const Books& books) {
  return books.stations[0].queued_seconds / books.stations[0].arrivals;
}
double share_failed(const Books& books) {
  const traffic::Answers& answers = books.sources[0].answers;
  return answers.failed / answers.all();
}

TEST_CASE("M/G/1: the mean wait follows from mean and variance of the service time") {
  const auto wait = [](const sim::Distribution& service) {
    Queue queue(1, 0.8);
    queue.station.serving.service_time = service;
    return observe(queue.builder, {}, mean_wait);
  };
  check_mean("M/M/1", wait(sim::Distribution(sim::Exponential{1})), 4);
  check_mean("M/D/1", wait(sim::Distribution(sim::Fixed{1})), 2);
  check_mean("M/E4/1", wait(sim::Distribution(sim::Gamma{4, 0.25})), 2.5);
  check_mean("M/Gamma/1, scv 4", wait(sim::Distribution(sim::Gamma{0.25, 4})), 10);
}

TEST_CASE("M/M/1: so many requests are in the system, and so much of the server is busy") {
  const Runs runs;
  const auto number = [&](const Books& books) {
    return (books.stations[0].queued_seconds + books.stations[0].busy_seconds) / runs.counted();
  };
  const auto utilisation = [&](const Books& books) {
    return books.stations[0].busy_seconds / runs.counted();
  };
  check_mean("L", observe(Queue(1, 0.8).builder, runs, number), 4);
  check_mean("rho", observe(Queue(1, 0.8).builder, runs, utilisation), 0.8);
}

TEST_CASE("M/M/1: the share of requests that time out is the tail of the sojourn time") {
  const auto late = [](double timeout) {
    Queue queue(1, 0.8);
    queue.call.policy.timeout = sim::Duration::from_seconds(timeout);
    return observe(queue.builder, {}, share_failed);
  };
  check_mean("P(T > 1)", late(1), 0.8187307530779818);
  check_mean("P(T > 5)", late(5), 0.36787944117144233);
  check_mean("P(T > 10)", late(10), 0.1353352832366127);
  check_mean("P(T > 20)", late(20), 0.01831563888873418);
}

TEST_CASE("M/M/c: Erlang C gives the mean wait, and how long requests wait with all slots taken") {
  const Runs runs{.length = 10'500};
  const Queue queue(10, 8);
  check_mean("Wq", observe(queue.builder, runs, mean_wait), 0.20459007539822177);
  // P(wait) counts arrivals that find ten requests; a queue is there when eleven are.
  check_mean(
      "P(N > 10)",
      observe(queue.builder, runs,
              [&](const Books& b) { return b.stations[0].overload_seconds / runs.counted(); }),
      0.40918015079644354 * 0.8);
}

TEST_CASE("M/G/c/c: Erlang B gives the loss, whatever the service law") {
  const auto loss = [](unsigned slots, double rate, const sim::Distribution& service) {
    Queue queue(slots, rate);
    queue.station.serving.queue = 0;
    queue.station.serving.service_time = service;
    return observe(queue.builder, {.length = 500 + 40'000 / rate}, share_failed);
  };
  const sim::Distribution exponential(sim::Exponential{1}), fixed(sim::Fixed{1});
  check_mean("B(10, 8), M", loss(10, 8, exponential), 0.1216610642529515);
  check_mean("B(10, 8), D", loss(10, 8, fixed), 0.1216610642529515);
  check_mean("B(10, 8), Gamma", loss(10, 8, sim::Distribution(sim::Gamma{0.25, 4})),
             0.1216610642529515);
  check_mean("B(1, 1)", loss(1, 1, exponential), 0.5);
  check_mean("B(100, 95)", loss(100, 95, exponential), 0.04880420617867782);
  check_mean("B(5, 3)", loss(5, 3, exponential), 0.11005434782608696);
}

TEST_CASE("M/M/c/K: loss, number in the system and time there") {
  const auto check = [](unsigned slots, unsigned room, double rate, double loss, double number) {
    Queue queue(slots, rate);
    queue.station.serving.queue = room - slots;
    const Runs runs{.length = 10'500};
    CAPTURE(slots);
    CAPTURE(rate);
    check_mean("loss", observe(queue.builder, runs, share_failed), loss);
    check_mean("L",
               observe(queue.builder, runs,
                       [&](const Books& b) {
                         return (b.stations[0].queued_seconds + b.stations[0].busy_seconds) /
                                runs.counted();
                       }),
               number);
  };
  check(1, 10, 0.9, 0.050813731327412404, 3.9694405985861745);
  check(1, 10, 1.2, 0.19258649512680603, 6.7107086783691985);
  check(4, 20, 3.6, 0.016804982302188645, 7.769208136521209);
  check(4, 20, 5.0, 0.2028428840017371, 16.270549012196163);
}

TEST_CASE("M/M/c with c replicas of one slot and no queue is M/M/c/c") {
  Queue queue(1, 8);
  queue.station.replicas = 10;
  queue.station.serving.queue = 0;
  check_mean("B(10, 8)", observe(queue.builder, {.length = 10'500}, share_failed),
             0.1216610642529515);
}

TEST_CASE("a closed population is a machine repair shop") {
  // Five users who think for 2 s on average and one server of 1 s: birth and death with rates
  // (5 - n) / 2 and 1; p0 = 1 / sum over n of 5! / (5 - n)! / 2^n.
  test::TrafficBuilder builder;
  builder.station("station", 1, 1);
  traffic::Source& users = builder.source("users", 0);
  users.load.population =
      traffic::Population{.users = 5, .think = sim::Distribution(sim::Exponential{2})};
  builder.call("users", {"station"});
  double sum = 0, term = 1;
  for (int n = 0; n <= 5; ++n, term *= (6 - n) / 2.) sum += term;
  const Runs runs;
  check_mean("throughput",
             observe(builder, runs,
                     [&](const Books& b) { return b.stations[0].arrivals / runs.counted(); }),
             1 - 1 / sum);
}

}  // namespace
}  // namespace outcast::laws
