// The request engine on M/M/c with timeouts and retries, beside the same model on
// std::priority_queue and std::function, and in SimPy.
#include <cmath>
#include <cstdio>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <random>
#include <string>

#include "bench/timing.h"
#include "models/traffic/request_engine.h"

namespace {

using namespace outcast;

// The same figures stand in requests_simpy.py.
constexpr unsigned slots = 20, retries = 2;
constexpr double service = 0.1, rate = 120, timeout = 0.4, backoff = 0.5;

struct Measured {
  double nanoseconds = 0, events = 0, requests = 0, successes = 0, attempts = 0;
};

void show(const char* what, const Measured& m) {
  std::printf("%-28s %10.0f %10.1f %9.4f %9.4f\n", what, m.nanoseconds / m.requests,
              m.events > 0 ? m.nanoseconds / m.events : 0., m.successes / m.requests,
              m.attempts / m.requests);
  std::fflush(stdout);
}

traffic::Network network() {
  traffic::Network n;
  n.stations.resize(1);
  n.stations[0].id = "station";
  n.stations[0].serving.service_time = sim::Distribution(sim::Exponential{service});
  n.stations[0].serving.concurrency = slots;
  n.sources.resize(1);
  n.sources[0].id = "customers";
  n.sources[0].load.rate = rate;
  n.sources[0].call_count = 1;
  n.calls.resize(1);
  n.calls[0].providers = {traffic::StationIndex{0}};
  n.calls[0].policy.timeout = sim::Duration::from_seconds(timeout);
  n.calls[0].policy.retry = {
      .attempts = retries, .backoff = sim::Duration::from_seconds(backoff), .jitter = 0.5};
  return n;
}

/// `outage`: seconds without capacity at 100 s, which leave a storm of retries behind.
Measured run_engine(double seconds, double outage, std::uint64_t replication) {
  const traffic::Network n = network();
  traffic::RequestEngine engine(n);
  const auto at = [](double s) { return sim::Time{sim::Duration::from_seconds(s).nanoseconds}; };
  const double start = bench::thread_nanoseconds();
  engine.begin(1, replication);
  if (outage > 0) {
    engine.set_condition(at(100), traffic::StationIndex{0}, {.capacity = 0});
    engine.set_condition(at(100 + outage), traffic::StationIndex{0}, {});
  }
  while (engine.next() < at(seconds)) engine.advance(at(seconds));
  engine.finish(at(seconds));
  const traffic::Answers& answers = engine.books().sources[0].answers;
  return {bench::thread_nanoseconds() - start, static_cast<double>(engine.events()), answers.all(),
          answers.succeeded, answers.attempts};
}

/// The peer: what one writes in an afternoon with the standard library.
class Baseline {
 public:
  Measured run(double seconds) {
    const double start = bench::thread_nanoseconds();
    arrive();
    while (events_.top().at < seconds) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.at;
      ++measured_.events;
      event.what();
    }
    measured_.nanoseconds = bench::thread_nanoseconds() - start;
    return measured_;
  }

 private:
  struct Event {
    double at;
    std::function<void()> what;
    bool operator<(const Event& other) const { return at > other.at; }
  };
  struct Request {
    unsigned attempt = 0;
    bool is_done = false;
  };
  using Handle = std::shared_ptr<Request>;

  void in(double delay, std::function<void()> what) {
    events_.push({now_ + delay, std::move(what)});
  }
  double exponential(double mean) { return std::exponential_distribution<>(1 / mean)(random_); }

  void arrive() {
    in(exponential(1 / rate), [this] {
      arrive();
      attempt(std::make_shared<Request>());
    });
  }
  void attempt(const Handle& request) {
    ++measured_.attempts;
    const unsigned number = ++request->attempt;
    in(timeout, [this, request, number] {
      if (request->is_done || request->attempt != number) return;
      if (number <= retries)
        in(backoff * std::uniform_real_distribution<>(0.5, 1.5)(random_),
           [this, request] { attempt(request); });
      else
        ++measured_.requests;
    });
    const auto answer = [this, request, number, sent = now_] {
      if (request->is_done || request->attempt != number || now_ - sent > timeout) return;
      request->is_done = true;
      ++measured_.requests;
      ++measured_.successes;
    };
    busy_ < slots ? serve(answer) : waiting_.push_back(answer);
  }
  void serve(const std::function<void()>& answer) {
    ++busy_;
    in(exponential(service), [this, answer] {
      --busy_;
      answer();
      if (waiting_.empty()) return;
      const auto next = waiting_.front();
      waiting_.pop_front();
      serve(next);
    });
  }

  double now_ = 0;
  unsigned busy_ = 0;
  std::priority_queue<Event> events_;
  std::deque<std::function<void()>> waiting_;
  std::mt19937_64 random_{1};
  Measured measured_;
};

/// Nanoseconds without figures when there is no SimPy.
Measured run_simpy(double seconds) {
  const std::string script = std::string(__FILE__).substr(0, sizeof(__FILE__) - 5) + "_simpy.py";
  const std::string command = "/usr/bin/python3 " + script + " " + std::to_string(seconds);
  Measured m;
  FILE* output = popen(command.c_str(), "r");
  double spent = 0;
  if (output != nullptr &&
      std::fscanf(output, "%lf %lf %lf %lf", &spent, &m.requests, &m.successes, &m.attempts) == 4)
    m.nanoseconds = spent * 1e9;
  if (output != nullptr) pclose(output);
  return m;
}

template <class Run>
Measured median_of_five(Run run) {
  std::vector<Measured> all;
  for (std::uint64_t i = 0; i < 5; ++i) all.push_back(run(i));
  std::ranges::sort(all, {}, [](const Measured& m) { return m.nanoseconds / m.requests; });
  return all[2];
}

}  // namespace

int main() {
  std::printf("%u slots of %g s, %g requests/s, timeout %g s, %u retries; median of 5\n", slots,
              service, rate, timeout, retries);
  std::printf("%-28s %10s %10s %9s %9s\n", "", "ns/request", "ns/event", "success", "attempts");
  const Measured engine = median_of_five([](auto i) { return run_engine(3000, 0, i); });
  show("request engine", engine);
  show("  the same, in a storm", median_of_five([](auto i) { return run_engine(600, 10, i); }));
  const Measured baseline = median_of_five([](auto) { return Baseline().run(3000); });
  show("priority_queue and function", baseline);
  const auto per_request = [](const Measured& m) { return m.nanoseconds / m.requests; };
  std::printf("%.2f times as fast as the standard library\n",
              per_request(baseline) / per_request(engine));
  const Measured simpy = run_simpy(300);
  if (simpy.nanoseconds == 0) {
    std::printf("SimPy: skipped, /usr/bin/python3 has no module simpy\n");
    return 0;
  }
  show("SimPy", simpy);
  std::printf("%.0f times as fast as SimPy\n", per_request(simpy) / per_request(engine));
}
