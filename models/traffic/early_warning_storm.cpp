// Fates go up from the station to the sources, load comes down, until both agree.
#include "models/traffic/early_warning_storm.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace outcast::traffic {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
/// Longer than any timeout, shorter than "no timeout".
constexpr double endless = 1e9;
constexpr int most_rounds = 2000;

bool has_settled(double before, double now) {
  return std::abs(now - before) <= 1e-9 * std::max(before, 1e-3);
}

}  // namespace

Storm::Storm(const Network& network)
    : network_(network),
      callers_(network.stations.size()),
      stand_ins_(network.stations.size()),
      members_(network.stations.size()),
      extra_waits_(network.stations.size()),
      healthy_loads_(network.stations.size()),
      next_loads_(network.stations.size()),
      fates_(network.calls.size()),
      is_involved_(network.stations.size()) {
  for (const Station& s : network.stations) profiles_.emplace_back(s.serving.service_time);
  connect();
  find_health();
}

void Storm::connect() {
  const auto sort_out = [](std::vector<std::uint32_t>& indices) {
    std::ranges::sort(indices);
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
  };
  for (std::uint32_t s = 0; s < members_.size(); ++s) {
    stand_ins_[s].push_back(s);
    for (const Call& call : network_.calls_of(network_.stations[s]))
      for (const StationIndex provider : call.providers) callers_[raw(provider)].push_back(s);
  }
  for (const Call& call : network_.calls)
    for (const StationIndex provider : call.providers)
      for (const StationIndex other : call.providers)
        stand_ins_[raw(provider)].push_back(raw(other));
  std::ranges::for_each(callers_, sort_out);
  std::ranges::for_each(stand_ins_, sort_out);
}

/// Every call is answered at its first attempt: a fixed point of waiting, then of load.
void Storm::find_health() {
  for (std::uint32_t s = 0; s < members_.size(); ++s) involved_.push_back(s);
  bool has_changed = true;
  for (int round = 0; has_changed && round < most_rounds; ++round) {
    has_changed = false;
    for (const Call& call : network_.calls) fate(call) = healthy_fate(call);
    for (std::uint32_t s = 0; s < members_.size(); ++s) {
      const double before = members_[s].requests.wait;
      extra_waits_[s] = extra_wait(s);
      members_[s].requests = requests_of(s);
      has_changed |= !has_settled(before, members_[s].requests.wait);
    }
  }
  healthy_fates_ = fates_;
  healthy_ = members_;
  for (const Source& source : network_.sources) rates_.push_back(rate_of(source));
  spread_load(Slots::any_number);
  for (std::uint32_t s = 0; s < members_.size(); ++s) healthy_loads_[s] = members_[s].load;
  members_ = healthy_;
}

double Storm::rate_of(const Source& source) const {
  double rate = source.load.rate;
  if (const auto& population = source.load.population) {
    double seconds = population->think.mean();
    for (const Call& call : network_.calls_of(source))
      seconds = std::max(seconds, population->think.mean() + healthy_fate(call).success_time);
    rate = seconds <= 0 ? 0 : population->users / seconds;
  }
  return rate * (source.load.daily ? 1 + source.load.daily->amplitude : 1);
}

double Storm::slots(std::uint32_t station) const {
  const Station& s = network_.stations[station];
  const auto& scaling = s.serving.autoscaling;
  const unsigned replicas = scaling ? std::max(s.replicas, scaling->most) : s.replicas;
  return static_cast<double>(replicas) * s.serving.concurrency;
}

double Storm::holding_of(std::uint32_t station) const {
  const Serving& serving = network_.stations[station].serving;
  return profiles_[station].mean() + (serving.holds_slot ? members_[station].requests.wait : 0);
}

double Storm::capacity_of(std::uint32_t station) const {
  const double holding = holding_of(station);
  return holding <= 0 ? infinite : slots(station) / holding;
}

double Storm::holding(StationIndex station) const {
  const Serving& serving = network_.stations[raw(station)].serving;
  return profiles_[raw(station)].mean() +
         (serving.holds_slot ? healthy_[raw(station)].requests.wait : 0);
}

double Storm::capacity(StationIndex station) const {
  return holding(station) <= 0 ? infinite : slots(raw(station)) / holding(station);
}

double Storm::longest_wait(StationIndex station, double capacity) const {
  const Station& s = network_.stations[raw(station)];
  double longest = infinite;
  if (s.serving.queue)
    longest = *s.serving.queue * slots(raw(station)) / s.serving.concurrency / capacity;
  if (s.serving.sheds_above) longest = std::min(longest, s.serving.sheds_above->seconds());
  return longest;
}

/// The station, what stands in for it, and all that leads to them.
void Storm::gather(StationIndex station) {
  for (const std::uint32_t s : involved_) is_involved_[s] = false;
  involved_ = stand_ins_[raw(station)];
  targets_ = involved_.size();
  for (const std::uint32_t s : involved_) is_involved_[s] = true;
  for (std::size_t i = 0; i < involved_.size(); ++i)
    for (const std::uint32_t caller : callers_[involved_[i]]) {
      if (is_involved_[caller]) continue;
      is_involved_[caller] = true;
      involved_.push_back(caller);
    }
}

double Storm::longest_timeout(StationIndex station) {
  gather(station);
  double longest = 0;
  const auto look_at = [&](std::span<const Call> calls) {
    for (const Call& call : calls) {
      const bool leads_there = std::ranges::any_of(
          call.providers, [&](StationIndex provider) { return is_involved_[raw(provider)]; });
      const double timeout = call.policy.timeout.seconds();
      if (leads_there && timeout < endless) longest = std::max(longest, timeout);
    }
  };
  for (const Source& source : network_.sources) look_at(network_.calls_of(source));
  for (const std::uint32_t s : upstream()) look_at(network_.calls_of(network_.stations[s]));
  return longest;
}

/// Everybody upstream is taken to be late, too.
void Storm::begin(StationIndex station, double wait) {
  gather(station);
  for (const std::uint32_t s : involved_) members_[s].queue_wait = wait;
  for (const std::uint32_t s : upstream()) members_[s].is_late = true;
}

/// Who can bear the load that the lateness of all gives keeps up after all, which leaves less load
/// for the others. So the worst state that lasts is found.
Storm::Load Storm::load_of(StationIndex station, double wait) {
  begin(station, wait);
  bool has_end = true;
  do {
    spread_fates();
    has_end = spread_load(Slots::as_many_as_there_are);
  } while (let_keep_up());
  Load load{.rate = has_end ? members_[raw(station)].load : infinite};
  for (const std::uint32_t s : upstream()) load.is_held_back |= members_[s].is_late;
  restore();
  return load;
}

double Storm::most_load_of(StationIndex station, double wait) {
  begin(station, wait);
  spread_fates();
  const bool has_end = spread_load(Slots::any_number);
  const double rate = has_end ? members_[raw(station)].load : infinite;
  restore();
  return rate;
}

void Storm::restore() {
  for (const std::uint32_t s : involved_) {
    members_[s] = healthy_[s];
    for (const Call& call : network_.calls_of(network_.stations[s])) restore(call);
  }
  for (const Source& source : network_.sources)
    for (const Call& call : network_.calls_of(source)) restore(call);
}

void Storm::restore(const Call& call) { fate(call) = healthy_fates_[position(call)]; }

/// Whether somebody does who was late before.
bool Storm::let_keep_up() {
  bool has_changed = false;
  for (const std::uint32_t s : upstream()) {
    Member& member = members_[s];
    if (!member.is_late || member.load >= capacity_of(s)) continue;
    member.is_late = false;
    member.queue_wait = 0;
    has_changed = true;
  }
  return has_changed;
}

/// The targets' own requests are served as when all is well, once it is their turn; what they call
/// in a circle is not.
void Storm::spread_fates() {
  bool has_changed = true;
  for (int round = 0; has_changed && round < most_rounds; ++round) {
    has_changed = false;
    for (const std::uint32_t s : upstream()) {
      Member& member = members_[s];
      const Member before = member;
      for (const Call& call : network_.calls_of(network_.stations[s]))
        fate(call) = fate_of(call, healthy_loads_[s]);
      member.requests = requests_of(s);
      if (member.is_late)
        member.queue_wait = std::min(longest_wait(StationIndex{s}, capacity_of(s)), endless);
      has_changed |= !has_settled(before.requests.wait, member.requests.wait) ||
                     !has_settled(before.requests.fast, member.requests.fast) ||
                     !has_settled(before.requests.slow, member.requests.slow) ||
                     !has_settled(before.queue_wait, member.queue_wait);
    }
  }
  for (const std::uint32_t s : std::span(involved_).first(targets_))
    for (const Call& call : network_.calls_of(network_.stations[s]))
      fate(call) = fate_of(call, healthy_loads_[s]);
  for (std::size_t i = 0; i < rates_.size(); ++i)
    for (const Call& call : network_.calls_of(network_.sources[i]))
      fate(call) = fate_of(call, rates_[i]);
}

/// From the sources down, round by round; false: it never ends.
bool Storm::spread_load(Slots slots) {
  constexpr double beyond_all = 1e15;
  for (int round = 0; round < most_rounds; ++round) {
    for (const std::uint32_t s : involved_) next_loads_[s] = 0;
    for (std::size_t i = 0; i < rates_.size(); ++i)
      add_load(network_.calls_of(network_.sources[i]), rates_[i], rates_[i]);
    for (const std::uint32_t s : involved_) {
      const double most = slots == Slots::any_number ? infinite : capacity_of(s);
      add_load(network_.calls_of(network_.stations[s]), std::min(members_[s].load, most),
               healthy_loads_[s]);
    }
    bool has_changed = false;
    for (const std::uint32_t s : involved_) {
      const auto& limit = network_.stations[s].serving.rate_limit;
      const double load = limit ? std::min(next_loads_[s], limit->rate) : next_loads_[s];
      has_changed |= !has_settled(members_[s].load, load);
      members_[s].load = load;
      if (load > beyond_all) return false;
    }
    if (!has_changed) return true;
  }
  return false;
}

/// What is called with so many requests begun per second. An open breaker lets no more through
/// than when all was well.
void Storm::add_load(std::span<const Call> calls, double starts, double healthy_starts) {
  for (const Call& call : calls) {
    const CallFate& f = fate(call);
    const double first = starts * first_attempts(call.policy);
    double rate = first * f.attempts;
    if (f.is_broken) rate = std::min(first, healthy_starts * first_attempts(call.policy));
    if (call.policy.bulkhead && f.per_attempt > 0)
      rate = std::min(rate, *call.policy.bulkhead / f.per_attempt);
    for (const StationIndex provider : call.providers)
      next_loads_[raw(provider)] += rate / static_cast<double>(call.providers.size());
  }
}

}  // namespace outcast::traffic
