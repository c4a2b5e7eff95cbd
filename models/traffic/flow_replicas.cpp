// Replicas that do not fare alike, and replicas that come and go: the load balancer's choice, its
// probes, and autoscaling.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {
namespace {

constexpr double for_ever = 1e6;

/// Replicas that fare alike: how many get requests, and how long each request stays, in seconds.
struct Alike {
  double count = 0, stay = 0;
};

/// Share of the arrivals that the first get, if those with the fewest requests are chosen: with
/// rate r per replica, chosen as often as exp(-r x stay), the chance that it has none.
double share_of_first(const Alike& first, const Alike& others, double arrivals) {
  if (first.count <= tiny) return 0;
  if (others.count <= tiny) return 1;
  double low = 0, high = 1;
  for (int i = 0; i < 30; ++i) {
    const double share = (low + high) / 2;
    const double mine = arrivals * share / first.count;
    const double theirs = arrivals * (1 - share) / others.count;
    const double excess =
        sim::portable_log(mine / theirs) + mine * first.stay - theirs * others.stay;
    (excess > 0 ? high : low) = share;
  }
  return (low + high) / 2;
}

/// The same where the first refuse at once: they always have none, so that each of the others gets
/// one only while it has none: rate r / (1 + r x stay), with r the rate of those that refuse.
double share_of_refusing(double refusing, const Alike& others, double arrivals) {
  if (others.count <= tiny) return 1;
  // refusing r + others r / (1 + r stay) = arrivals
  const double square = refusing * others.stay;
  const double half = (refusing + others.count - arrivals * others.stay) / 2;
  const double root = std::sqrt(half * half + square * arrivals);
  const double rate =
      square <= tiny ? arrivals / (refusing + others.count) : (root - half) / square;
  return std::min(1., refusing * rate / arrivals);
}

}  // namespace

/// Share of the replicas that the condition applies to: whole ones.
double FlowEngine::affected_share(std::uint32_t station) const {
  const StationState& s = stations_[station];
  if (s.condition.affected >= 1) return 1;
  return std::min(
      1., std::round(s.condition.affected * network_.stations[station].replicas) / s.replicas);
}

/// How the arrivals and the slots divide among affected replicas and the others, ejected ones
/// apart.
void FlowEngine::renew_replicas(std::uint32_t station) {
  StationState& s = stations_[station];
  const Condition& c = s.condition;
  const double bad = affected_share(station);
  const double affected = bad * (1 - s.probed[0].ejected);
  const double others = (1 - bad) * (1 - s.probed[1].ejected);
  const bool serves = c.answer == Answer::serves;
  const bool none_left = affected + others <= tiny;
  double astray = none_left ? 0 : affected / (affected + others);  // share of the requests
  if (astray > 0 && astray < 1 && s.arriving > 0) {
    const double waits = (s.is_queued ? s.age : 0) + s.calls.wait;
    const double stay = profiles_[station].mean() + waits;
    const double stay_there =
        serves ? profiles_[station].mean() * c.slowness + waits : mean_timeout(station);
    const Alike here{others * s.replicas, stay}, there{affected * s.replicas, stay_there};
    astray = c.answer == Answer::refuses ? share_of_refusing(there.count, here, s.arriving)
                                         : share_of_first(there, here, s.arriving);
  }
  s.refused = none_left ? 1 : c.answer == Answer::refuses ? astray : 0;
  s.hung = c.answer == Answer::hangs ? astray : 0;
  s.errors = serves ? astray * c.errors : 0;
  s.wrong = serves ? astray * c.wrong : 0;
  s.service = profiles_[station].mean() * (serves ? 1 + astray * (c.slowness - 1) : 1);
  const double all = s.replicas * network_.stations[station].serving.concurrency;
  s.built_slots = all * (1 - bad + bad * c.capacity);
  s.slots = all * (others + (serves ? affected * c.capacity : 0));
  if (c.fate) meet_fate(s, *c.fate);
}

double FlowEngine::mean_timeout(std::uint32_t station) const {
  double attempts = 0, seconds = 0;
  for (const std::uint32_t e : incoming_[station]) {
    const double rate = levels_[edges_[e].first_level].rate;
    attempts += rate;
    seconds += rate * std::min(edges_[e].timeout, for_ever);
  }
  return attempts <= 0 ? for_ever : seconds / attempts;
}

/// Share of the replicas that probes would eject if they could: an error now and then ejects for a
/// while.
double FlowEngine::ejected_by_probes(std::uint32_t station, std::size_t group,
                                     sim::Duration& notices) const {
  const StationState& s = stations_[station];
  const Serving& serving = network_.stations[station].serving;
  const HealthCheck& check = *serving.health_check;
  const Condition& c = s.condition;
  notices = check.timeout;
  if (group == 1 || !c.is_visible) return 0;
  const bool is_slow =
      c.slowness > 1 && profiles_[station].mean() * c.slowness > check.timeout.seconds();
  if (c.answer == Answer::hangs || c.capacity <= 0 || is_slow) return 1;
  notices = {};
  if (c.answer == Answer::refuses) return 1;
  if (c.errors <= 0 || c.errors >= 1) return c.errors;
  // Probes until so many in a row fail: (f^-n - 1) / (1 - f); until one is good: 1 / (1 - f).
  const double taken_out = 1 / (1 - c.errors);
  const double in_service = (sim::portable_pow(c.errors, -1. * check.threshold) - 1) * taken_out;
  return taken_out / (taken_out + in_service);
}

/// Where the verdict of the probes has changed, they carry it out one after the other.
void FlowEngine::watch_probes(std::uint32_t station) {
  const auto& check = network_.stations[station].serving.health_check;
  if (!check) return;
  StationState& s = stations_[station];
  const double bad = affected_share(station), interval = check->interval.seconds();
  for (std::size_t group = 0; group < 2; ++group) {
    Probed& probed = s.probed[group];
    const double size = group == 0 ? bad : 1 - bad;
    sim::Duration notices;
    const double target = size <= 0 ? 0 : ejected_by_probes(station, group, notices);
    if (target == probed.target) continue;
    const double steps = std::clamp(std::round(size * s.replicas), 1., 4.);
    const bool rises = target > probed.target;
    probed.target = target;
    probed.step = (target - probed.ejected) / steps;
    ++probed.generation;
    const double extra = rises ? (check->threshold - 1) * interval + notices.seconds() : 0;
    for (double i = 1; i <= steps; ++i) {
      const double phase = ((group == 0 ? 0 : bad) + size * i / steps) * interval;
      const double wait = phase - std::fmod(now(), interval);
      after((wait < 0 ? wait + interval : wait) + extra, FlowEventType::probes_decide,
            2 * station + static_cast<std::uint32_t>(group), probed.generation);
    }
  }
}

void FlowEngine::probes_decide(std::uint32_t subject) {
  const std::uint32_t station = subject / 2;
  bring_forward(station);
  StationState& s = stations_[station];
  Probed &probed = s.probed[subject % 2], &other = s.probed[1 - subject % 2];
  const double bad = affected_share(station);
  const double size = subject % 2 == 0 ? bad : 1 - bad;
  const double most = network_.stations[station].serving.health_check->ejects_at_most;
  const double room =
      std::floor(most * s.replicas + tiny) / s.replicas - other.ejected * (1 - size);
  probed.ejected = std::clamp(probed.ejected + probed.step, 0., 1.);
  if (probed.step < 0) other.target = other.ejected;  // there is room for it now
  if (probed.step > 0 && size > 0)
    probed.ejected = std::min(probed.ejected, std::max(0., room / size));
  settle_soon(station);
}

/// The first replicas are affected: who is ejected stays so when more or fewer are.
void FlowEngine::regroup_replicas(std::uint32_t station, double before) {
  StationState& s = stations_[station];
  const double bad = affected_share(station);
  auto& [affected, others] = s.probed;
  if (bad > before)
    affected.ejected = (before * affected.ejected + (bad - before) * others.ejected) / bad;
  else if (bad < before)
    others.ejected =
        ((before - bad) * affected.ejected + (1 - before) * others.ejected) / (1 - bad);
  for (Probed& probed : s.probed) {
    ++probed.generation;
    probed.target = probed.ejected;
  }
}

/// The autoscaler looks while anything changes.
void FlowEngine::watch_scaling(std::uint32_t station) {
  const auto& scaling = network_.stations[station].serving.autoscaling;
  StationState& s = stations_[station];
  s.has_changed = true;
  if (!scaling || std::exchange(s.is_scaling_due, true)) return;
  s.busy_integral = s.slots_integral = 0;
  const double interval = scaling->interval.seconds();
  after(interval - std::fmod(now(), interval), FlowEventType::scales, station);
}

/// Wanted are as many replicas as bring the share of busy slots since the last look to its target.
void FlowEngine::scales(std::uint32_t station) {
  bring_forward(station);
  StationState& s = stations_[station];
  const Station& fixed = network_.stations[station];
  const Autoscaling& scaling = *fixed.serving.autoscaling;
  const double ratio =
      s.slots_integral <= 0 ? 1 : s.busy_integral / s.slots_integral / scaling.target;
  s.busy_integral = s.slots_integral = 0;
  s.is_scaling_due = s.starting > 0 || std::exchange(s.has_changed, false);
  if (std::abs(ratio - 1) > scaling_tolerance) {
    const unsigned most = std::max(fixed.replicas, scaling.most);
    const auto wanted = static_cast<unsigned>(
        std::clamp<double>(std::ceil(s.replicas * ratio - 1e-9), fixed.replicas, most));
    for (; s.replicas + s.starting < wanted; ++s.starting)
      after(scaling.delay.seconds(), FlowEventType::replica_starts, station);
    if (s.starting == 0 && s.replicas > wanted) {
      s.replicas = wanted;
      settle_soon(station);
    }
    s.is_scaling_due = s.is_scaling_due || s.starting > 0;
  }
  if (s.is_scaling_due) after(scaling.interval.seconds(), FlowEventType::scales, station);
}

void FlowEngine::replica_starts(std::uint32_t station) {
  bring_forward(station);
  StationState& s = stations_[station];
  --s.starting;
  ++s.replicas;
  cool_caches(station, 1. / s.replicas);
  settle_soon(station);
}

}  // namespace outcast::traffic::flow
