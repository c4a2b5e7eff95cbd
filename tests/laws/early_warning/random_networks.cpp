// Draws stations from the last called to the first caller, so that each caller knows how long its
// calls take.
#include "tests/laws/early_warning/random_networks.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "tests/laws/networks.h"
#include "tests/traffic_builder.h"

namespace outcast::laws {
namespace {

using traffic::CallPolicy;
using traffic::EarlyWarning;

class Draft {
 public:
  Draft(std::uint64_t number, double load, Calls order)
      : dice_(number), load_(load), order_(order) {}

  traffic::Network network() {
    const std::uint32_t size = 1 + dice_.below(4);
    for (std::uint32_t s = 0; s < size; ++s) add_station(s);
    for (std::uint32_t s = 1; s < size; ++s) connect(dice_.below(s), s);
    if (size > 2 && chance(1. / 3)) connect(0, size - 1);
    for (std::uint32_t s = size; s-- > 0;) find_times(s);
    builder_.source("customers", 1);
    policies_.emplace_back(&builder_.call("customers", {"s0"}).policy, 0);
    for (const auto& [policy, provider] : policies_) set(*policy, provider);
    set_concurrency();
    return builder_.network();
  }

 private:
  bool chance(double p) { return dice_.uniform() < p; }
  double between(double low, double high) { return low + (high - low) * dice_.uniform(); }
  static std::string id(std::uint32_t s) { return "s" + std::to_string(s); }

  void add_station(std::uint32_t s) {
    const double mean = between(0.01, 0.1);
    traffic::Station& station = *stations_.emplace_back(&builder_.station(id(s), 1, mean));
    const std::uint32_t shape = dice_.below(3);
    if (shape == 1) station.serving.service_time = sim::Distribution(sim::Fixed{mean});
    if (shape == 2)
      station.serving.service_time =
          sim::Distribution(sim::Lognormal{mean * std::exp(-0.125), 0.5});
    station.serving.holds_slot = chance(0.5);
    times_.push_back(mean);
    calls_.emplace_back();
  }

  void connect(std::uint32_t from, std::uint32_t to) {
    if (std::ranges::find(calls_[from], to) != calls_[from].end()) return;
    calls_[from].push_back(to);
    traffic::Call& call = builder_.call(id(from), {id(to)});
    call.policy.calls = chance(2. / 3) ? 1 : between(0.3, 1);
    if (chance(1. / 6)) call.consequence = traffic::Consequence::ignored;
    if (order_ == Calls::in_sequence)
      call.policy.stage = static_cast<unsigned>(calls_[from].size());
    policies_.emplace_back(&call.policy, to);
  }

  /// How long an answer takes, and a timeout that is longer than those of the calls behind it.
  void find_times(std::uint32_t s) {
    double waits = 0, longest = 0;
    for (const std::uint32_t to : calls_[s]) {
      waits = order_ == Calls::in_sequence ? waits + times_[to] : std::max(waits, times_[to]);
      longest = std::max(longest, timeouts_[to]);
    }
    const double own = times_[s];
    times_[s] += waits;
    timeouts_[s] = std::max(between(6, 15) * times_[s], 1.2 * longest + 4 * own);
  }

  void set(CallPolicy& policy, std::uint32_t provider) {
    const double timeout = timeouts_[provider];
    policy.timeout = sim::Duration::from_seconds(timeout);
    policy.retry.attempts = dice_.below(4);
    policy.retry.backoff = sim::Duration::from_seconds(0.3 * timeout);
    policy.retry.jitter = 0.5;
    if (chance(1. / 4)) policy.retry.budget = traffic::RetryBudget{between(0.05, 0.5), 10};
  }

  /// Slots for each station's share of the load, more or less.
  void set_concurrency() {
    std::vector<double> loads(stations_.size());
    loads[0] = load_;
    for (std::uint32_t s = 0; s < stations_.size(); ++s)
      for (const std::uint32_t to : calls_[s]) loads[to] += loads[s];
    for (std::uint32_t s = 0; s < stations_.size(); ++s) {
      traffic::Serving& serving = stations_[s]->serving;
      const double holding = times_[s];
      const double slots = loads[s] * holding / between(0.1, 0.8);
      serving.concurrency = static_cast<unsigned>(std::ceil(slots));
      const double timeout = timeouts_[s], capacity = serving.concurrency / holding;
      if (chance(1. / 4))
        serving.queue = static_cast<unsigned>(between(0.2, 1.5) * timeout * capacity);
    }
  }

  Dice dice_;
  double load_;
  Calls order_;
  std::vector<double> times_;
  std::array<double, 4> timeouts_{};
  test::TrafficBuilder builder_;
  std::vector<traffic::Station*> stations_;
  std::vector<std::vector<std::uint32_t>> calls_;
  std::vector<std::pair<CallPolicy*, std::uint32_t>> policies_;
};

double longest_timeout(const traffic::Network& network) {
  double longest = 0;
  for (const traffic::Call& call : network.calls)
    longest = std::max(longest, call.policy.timeout.seconds());
  return longest;
}

double least_headroom(const traffic::Network& network) {
  const auto warnings = early_warnings(network);
  return warnings[weakest(warnings)].headroom();
}

}  // namespace

traffic::Network random_network(std::uint64_t number, double load, Calls calls) {
  return Draft(number, load, calls).network();
}

std::uint32_t weakest(const std::vector<EarlyWarning>& warnings) {
  const auto least = std::ranges::min_element(warnings, {}, &EarlyWarning::headroom);
  return static_cast<std::uint32_t>(least - warnings.begin());
}

bool set_headroom(traffic::Network& network, double headroom) {
  double& rate = network.sources[0].load.rate;
  rate = 1;
  double highest = 0;
  for (const EarlyWarning& warning : early_warnings(network))
    highest = std::max(highest, warning.utilisation());
  double low = 0, high = 0.95 * rate / highest;
  rate = high;
  if (least_headroom(network) > headroom) return false;
  for (int i = 0; i < 40; ++i) {
    rate = (low + high) / 2;
    (least_headroom(network) > headroom ? low : high) = rate;
  }
  rate = low;
  return std::abs(least_headroom(network) - headroom) < 0.002;
}

namespace {

Trigger random_trigger(const traffic::Network& network, std::uint64_t number) {
  Dice dice(number + 1'000'000);
  Trigger trigger;
  trigger.station = dice.below(static_cast<std::uint32_t>(network.stations.size()));
  trigger.length = 1 + 30 * dice.uniform();
  const double degree = dice.uniform();
  const std::uint32_t kind = dice.below(4);
  if (kind == 0) trigger.condition.capacity = 0.6 * degree;
  if (kind == 1) trigger.condition.slowness = 1.5 + 3 * degree;
  if (kind == 2) trigger.condition.answer = traffic::Answer::hangs;
  if (kind == 3) trigger.condition.answer = traffic::Answer::refuses;
  return trigger;
}

}  // namespace

std::vector<Trigger> triggers(const traffic::Network& network, std::uint64_t number) {
  const auto warnings = early_warnings(network);
  const std::uint32_t station = weakest(warnings);
  const double long_time = 20 * longest_timeout(network);
  std::vector<Trigger> triggers{random_trigger(network, number)};
  for (const double served : {0., 0.5, 0.9})
    for (const double returns : {0., long_time})
      triggers.push_back({.station = station,
                          .condition = {.capacity = served * warnings[station].utilisation()},
                          .length = long_time,
                          .returns = returns});
  return triggers;
}

bool stays_down(traffic::Network network, const Trigger& trigger, traffic::EngineKind kind,
                double length) {
  constexpr double begins = 100;
  const auto at = [](double seconds) { return sim::Time{} + sim::Duration::from_seconds(seconds); };
  network.settings.engine = kind;
  network.settings.series_step = sim::seconds(10);
  network.settings.series_length = sim::Duration::from_seconds(length);
  const auto engine = make_engine(network);
  engine->begin(1, 0);
  const traffic::StationIndex station{trigger.station};
  engine->set_condition(at(begins), station, trigger.condition);
  constexpr int steps = 40;
  const double ends = begins + trigger.length;
  for (int i = 1; trigger.returns > 0 && i < steps; ++i) {
    traffic::Condition better = trigger.condition;
    better.capacity += (1 - better.capacity) * i / steps;
    engine->set_condition(at(ends + trigger.returns * i / steps), station, better);
  }
  engine->set_condition(at(ends + trigger.returns), station, {});
  while (engine->next() < at(length)) engine->advance(at(length));
  engine->finish(at(length));
  const auto loses = [](const traffic::Account& account) {
    traffic::Answers before, after;
    const std::size_t last = account.series.size() - 1;
    for (std::size_t i = 3; i < 9; ++i) before += account.series[i];
    for (std::size_t i = last * 9 / 10; i < last; ++i) after += account.series[i];
    return after.succeeded / after.all() < before.succeeded / before.all() - 0.2;
  };
  return std::ranges::any_of(engine->books().stations, loses) ||
         std::ranges::any_of(engine->books().sources, loses);
}

std::string text_of(const traffic::Network& network) {
  std::string text = "rate " + std::to_string(network.sources[0].load.rate);
  const auto add_calls = [&](std::span<const traffic::Call> calls) {
    for (const traffic::Call& call : calls) {
      const traffic::Retry& retry = call.policy.retry;
      text += " -> " + network.stations[raw(call.providers[0])].id + " x" +
              std::to_string(call.policy.calls) + " timeout " +
              std::to_string(call.policy.timeout.seconds()) + " retries " +
              std::to_string(retry.attempts);
      if (retry.budget) text += " budget " + std::to_string(retry.budget->share);
      if (call.consequence != traffic::Consequence::fails) text += " soft";
    }
  };
  add_calls(network.calls_of(network.sources[0]));
  const auto warnings = early_warnings(network);
  for (std::size_t s = 0; s < warnings.size(); ++s) {
    const traffic::Station& station = network.stations[s];
    const traffic::Serving& serving = station.serving;
    text += "\n  " + station.id + ": " + std::to_string(serving.concurrency) + " slots x " +
            std::to_string(serving.service_time.mean()) + (serving.holds_slot ? " held" : "");
    if (serving.queue) text += " queue " + std::to_string(*serving.queue);
    text += ", load " + std::to_string(warnings[s].load) + " storm " +
            std::to_string(warnings[s].storm_load) + " capacity " +
            std::to_string(warnings[s].capacity) + " headroom " +
            std::to_string(warnings[s].headroom()) + " worst path " +
            std::to_string(warnings[s].worst_path_headroom());
    add_calls(network.calls_of(station));
  }
  return text;
}

}  // namespace outcast::laws
