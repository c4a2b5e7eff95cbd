// The program live_load: an open-loop load generator that writes what became of every request.
#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>
#include <vector>

#include "bench/live/caller.h"
#include "bench/live/http.h"
#include "bench/live/spec.h"

using namespace outcast;        // NOLINT: a program of one file
using namespace outcast::live;  // NOLINT

namespace {

/// One second of the run.
struct Second {
  unsigned offered = 0, ok = 0, failed = 0, attempts = 0;  ///< of the requests that began in it
  unsigned answered_ok = 0, answered_failed = 0;           ///< whose final answer fell into it
  unsigned attempts_ended = 0;                             ///< in it
  std::vector<double> latencies{};  ///< of its successes, from the first attempt, in seconds
};

double quantile(std::vector<double>& values, double p) {
  if (values.empty()) return 0;
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(p * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

/// Thread rule: one thread.
class Load {
 public:
  explicit Load(const LoadSpec& spec)
      : spec_(spec), caller_(spec.calls, spec.seed, customers, [this](Outcome o) { hear(o); }) {}

  /// Begins each request at its time; how those before it fare does not matter.
  Task<void> offer(asio::any_io_executor executor);
  void write(std::ostream& out);

 private:
  static constexpr sim::Entity customers = sim::entity("customers");

  Task<void> request(Clock::time_point due);
  void hear(Outcome outcome);
  Second& second_of(Clock::time_point time);
  template <class Get>
  void write_column(std::ostream& out, const char* name, Get get);

  LoadSpec spec_;
  Caller caller_;
  Clock::time_point start_{};
  std::vector<Second> seconds_;
  std::array<std::uint64_t, 4> outcomes_{};  ///< of attempts
  std::vector<double> lateness_;             ///< of the generator itself, in seconds
};

Task<void> Load::offer(asio::any_io_executor executor) {
  start_ = Clock::now();
  std::cout << std::setprecision(15);
  std::cout << std::chrono::duration<double>(start_.time_since_epoch()).count() << std::endl;
  const sim::Streams streams(spec_.seed, 0);
  const sim::Distribution gap(sim::Exponential{1 / spec_.rate});
  const auto end = start_ + chrono(spec_.lasts);
  auto due = start_;
  for (std::uint32_t i = 0;; ++i) {
    sim::Stream luck = streams.stream(sim::purpose("live.arrival"), customers, i);
    due += chrono(gap.sample_duration(luck));
    if (due >= end) co_return;
    co_await sleep_until(due);
    spawn(executor, request(due));
  }
}

Task<void> Load::request(Clock::time_point due) {
  lateness_.push_back(std::chrono::duration<double>(Clock::now() - due).count());
  ++second_of(due).offered;
  const Answer answer = co_await caller_.call();
  const auto now = Clock::now();
  const bool is_ok = answer.outcome == Outcome::ok;
  Second& begun = second_of(due);
  ++(is_ok ? begun.ok : begun.failed);
  begun.attempts += answer.attempts;
  if (is_ok) begun.latencies.push_back(std::chrono::duration<double>(now - due).count());
  Second& ended = second_of(now);
  ++(is_ok ? ended.answered_ok : ended.answered_failed);
}

void Load::hear(Outcome outcome) {
  ++outcomes_[static_cast<std::size_t>(outcome)];
  ++second_of(Clock::now()).attempts_ended;
}

Second& Load::second_of(Clock::time_point time) {
  const auto i = static_cast<std::size_t>(
      std::chrono::duration_cast<std::chrono::seconds>(time - start_).count());
  if (i >= seconds_.size()) seconds_.resize(i + 1);
  return seconds_[i];
}

template <class Get>
void Load::write_column(std::ostream& out, const char* name, Get get) {
  out << ",\n\"" << name << "\":[";
  for (std::size_t i = 0; i < seconds_.size(); ++i) out << (i > 0 ? "," : "") << get(seconds_[i]);
  out << ']';
}

void Load::write(std::ostream& out) {
  out << "{\"outcomes\":{\"ok\":" << outcomes_[0] << ",\"error\":" << outcomes_[1]
      << ",\"refused\":" << outcomes_[2] << ",\"timeout\":" << outcomes_[3] << "},\n"
      << "\"lateness\":{\"p50\":" << quantile(lateness_, .5)
      << ",\"p99\":" << quantile(lateness_, .99) << ",\"most\":" << quantile(lateness_, 1) << '}';
  write_column(out, "offered", [](Second& s) { return s.offered; });
  write_column(out, "ok", [](Second& s) { return s.ok; });
  write_column(out, "failed", [](Second& s) { return s.failed; });
  write_column(out, "attempts", [](Second& s) { return s.attempts; });
  write_column(out, "answered_ok", [](Second& s) { return s.answered_ok; });
  write_column(out, "answered_failed", [](Second& s) { return s.answered_failed; });
  write_column(out, "attempts_ended", [](Second& s) { return s.attempts_ended; });
  write_column(out, "latency_p50", [](Second& s) { return quantile(s.latencies, .5); });
  write_column(out, "latency_p95", [](Second& s) { return quantile(s.latencies, .95); });
  out << "}\n";
}

}  // namespace

int main(int argc, char** argv) {
  asio::io_context context(1);
  Load load(read_spec<LoadSpec>(argc, argv));
  spawn(context.get_executor(), load.offer(context.get_executor()));
  try {
    context.run();
  } catch (const std::exception& failure) {
    std::cerr << "load: " << failure.what() << '\n';
    return 1;
  }
  load.write(std::cout);
}
