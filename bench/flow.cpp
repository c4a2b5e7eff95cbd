// The flow engine on a storm of one service and on a region of two hundred, beside the request
// engine on the same models.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "bench/timing.h"
#include "models/traffic/engine.h"

namespace {

using namespace outcast;
using traffic::EngineKind;
using traffic::Network;

sim::Time at(double s) { return {sim::Duration::from_seconds(s).nanoseconds}; }

/// For a while a station has less capacity.
struct Fault {
  traffic::StationIndex station{};
  double begins = 60, lasts = 1;  ///< seconds
  double capacity = 0;            ///< share that is left
};

struct Measured {
  double microseconds = 0, events = 0, success = 0;
  double median = 0;  ///< microseconds
};

Measured replicate(traffic::Engine& engine, std::uint64_t replication, const Fault& fault,
                   double seconds) {
  const double start = bench::thread_nanoseconds();
  engine.begin(1, replication);
  engine.set_condition(at(fault.begins), fault.station, {.capacity = fault.capacity});
  engine.set_condition(at(fault.begins + fault.lasts), fault.station, {});
  while (engine.next() < at(seconds)) engine.advance(at(seconds));
  engine.finish(at(seconds));
  const double end = bench::thread_nanoseconds();
  traffic::Answers answers;
  for (const traffic::Account& account : engine.books().sources) answers += account.answers;
  return {(end - start) / 1000, static_cast<double>(engine.events()),
          answers.succeeded / answers.all()};
}

/// Means over replications, each in the median time of its rounds; and the median of these times.
template <class Replicate>
Measured measure(int rounds, int replications, Replicate replicate) {
  Measured mean;
  std::vector<double> times;
  for (int r = 0; r < replications; ++r) {
    Measured one;
    std::vector<double> repeated;
    for (int round = 0; round < rounds; ++round) {
      one = replicate(static_cast<std::uint64_t>(r));
      repeated.push_back(one.microseconds);
    }
    times.push_back(bench::median(repeated));
    mean.microseconds += times.back() / replications;
    mean.events += one.events / replications;
    mean.success += one.success / replications;
  }
  mean.median = bench::median(times);
  return mean;
}

void show(const std::string& what, const Measured& m) {
  std::printf("%-44s %11.2f %11.2f %11.1f %9.1f %9.4f\n", what.c_str(), m.microseconds, m.median,
              m.events, m.events > 0 ? 1000 * m.microseconds / m.events : 0., m.success);
  std::fflush(stdout);
}

/// Both engines; the flow engine's time is for one replication after many others, which is how
/// they are used.
void compare(const std::string& what, Network network, int flow_replications,
             int request_replications, auto fault_of, double seconds) {
  network.settings.engine = EngineKind::flow;
  const auto flow = traffic::make_engine(network);
  const Measured by_flow = measure(5, flow_replications, [&](std::uint64_t r) {
    return replicate(*flow, r, fault_of(r), seconds);
  });
  show(what + ", flow", by_flow);
  if (request_replications == 0) return;
  Network requests = network;
  requests.settings.engine = EngineKind::request;
  const auto request = traffic::make_engine(requests);
  const Measured by_request = measure(1, request_replications, [&](std::uint64_t r) {
    return replicate(*request, r, fault_of(r), seconds);
  });
  show(what + ", requests", by_request);
  std::printf("  flow is %.0f times as fast\n", by_request.microseconds / by_flow.microseconds);
}

traffic::CallPolicy with_retries(double timeout, unsigned retries) {
  traffic::CallPolicy policy;
  policy.timeout = sim::Duration::from_seconds(timeout);
  policy.retry = {
      .attempts = retries, .backoff = sim::Duration::from_seconds(timeout / 2), .jitter = 0.5};
  return policy;
}

/// 20 slots of 0.1 s, a timeout of 1 s.
Network service(unsigned retries, double utilisation) {
  Network network;
  network.stations.resize(1);
  network.stations[0].serving.service_time = sim::Distribution(sim::Exponential{0.1});
  network.stations[0].serving.concurrency = 20;
  network.sources.resize(1);
  network.sources[0].load.rate = 200 * utilisation;
  network.sources[0].call_count = 1;
  network.calls = {{.policy = with_retries(1, retries), .providers = {traffic::StationIndex{0}}}};
  return network;
}

/// Services of a region: a random tree, whose root gets so many requests per second. Half of the
/// slots are in use, as many may wait; callers retry once, within a budget of a tenth.
Network region(std::uint32_t services, double rate) {
  const sim::Streams streams(3, 0);
  std::vector<std::uint32_t> parent(services);
  std::vector<double> rates(services, rate), mean(services), slowest(services), timeout(services);
  Network network;
  std::vector<double> calls(services, 1);
  for (std::uint32_t i = 0; i < services; ++i) {
    sim::Stream dice = streams.stream(sim::purpose("bench.region"), sim::Entity{i}, 0);
    if (i > 0) parent[i] = static_cast<std::uint32_t>(i * dice.uniform());
    if (i > 0) calls[i] = 0.3 + 0.7 * dice.uniform();
    if (i > 0) rates[i] = rates[parent[i]] * calls[i];
    mean[i] = 0.005 + 0.02 * dice.uniform();
    timeout[i] = 10 * mean[i];
  }
  for (std::uint32_t i = services - 1; i > 0; --i) {
    slowest[parent[i]] = std::max(slowest[parent[i]], mean[i] + slowest[i]);
    timeout[parent[i]] = std::max(timeout[parent[i]], 1.2 * timeout[i] + 4 * mean[parent[i]]);
  }
  const auto call = [&](std::uint32_t i) {
    traffic::Call made{.entity = sim::Entity{i},
                       .policy = with_retries(timeout[i], 1),
                       .providers = {traffic::StationIndex{i}}};
    made.policy.calls = calls[i];
    made.policy.retry.budget = traffic::RetryBudget{};
    return made;
  };
  for (std::uint32_t i = 0; i < services; ++i) {
    traffic::Station station{.id = "s" + std::to_string(i), .entity = sim::Entity{i}};
    station.serving.service_time = sim::Distribution(sim::Exponential{mean[i]});
    station.serving.concurrency =
        static_cast<unsigned>(std::ceil(rates[i] * (mean[i] + slowest[i]) / 0.5));
    station.serving.queue = station.serving.concurrency;
    station.first_call = static_cast<std::uint32_t>(network.calls.size());
    for (std::uint32_t j = i + 1; j < services; ++j)
      if (parent[j] == i) network.calls.push_back(call(j));
    station.call_count = static_cast<std::uint32_t>(network.calls.size()) - station.first_call;
    network.stations.push_back(std::move(station));
  }
  traffic::Source customers{.id = "customers"};
  customers.load.rate = rate;
  customers.first_call = static_cast<std::uint32_t>(network.calls.size());
  customers.call_count = 1;
  network.calls.push_back(call(0));
  network.sources.push_back(customers);
  return network;
}

}  // namespace

int main() {
  std::printf("%-44s %11s %11s %11s %9s %9s\n", "", "mean us", "median us", "events", "ns/event",
              "success");
  const auto outage = [](double lasts) {
    return [lasts](std::uint64_t) { return Fault{.lasts = lasts}; };
  };
  compare("one service, storm and recovery", service(1, 0.55), 500, 10, outage(1.2), 300);
  compare("one service, storm that stays", service(1, 0.55), 500, 10, outage(2), 300);
  compare("three retries, storm and recovery", service(3, 0.3), 500, 10, outage(2), 300);
  const auto somewhere = [](std::uint64_t replication) {
    const auto station = static_cast<std::uint32_t>(replication * 77 % 200);
    return Fault{.station = traffic::StationIndex{station}, .lasts = 60, .capacity = 0.3};
  };
  compare("region, an hour at 100/s", region(200, 100), 200, 2, somewhere, 3600);
  compare("region, an hour at 10,000/s", region(200, 10'000), 200, 0, somewhere, 3600);
}
