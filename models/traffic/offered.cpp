// The load over time, piece by piece between the moments where it changes.
#include "models/traffic/offered.h"

#include <algorithm>

#include "models/traffic/daily_curve.h"

namespace outcast::traffic {
namespace {

constexpr sim::Duration half_hour = sim::minutes(30);

double rate_of(const Load& load) {
  if (!load.population) return load.rate;
  const double think = load.population->think.mean();
  return think <= 0 ? 0 : load.population->users / think;
}

}  // namespace

sim::Time middle_of_half_hour(sim::Time t) {
  const std::int64_t steps = t.nanoseconds / half_hour.nanoseconds;
  return {steps * half_hour.nanoseconds + half_hour.nanoseconds / 2};
}

sim::Time next_change(const Load& load, sim::Time t) {
  sim::Time next = sim::Time::never();
  const auto consider = [&](sim::Time at) {
    if (at > t) next = std::min(next, at);
  };
  consider(sim::Time{} + load.starts);
  for (const Spike& spike : load.spikes) {
    consider(sim::Time{} + spike.at);
    consider(sim::Time{} + spike.at + spike.lasts);
  }
  if (load.daily) consider({(t.nanoseconds / half_hour.nanoseconds + 1) * half_hour.nanoseconds});
  return next;
}

double factor_at(const Load& load, sim::Time t) {
  if (t < sim::Time{} + load.starts) return 0;
  double factor = 1;
  for (const Spike& spike : load.spikes) {
    const sim::Time begins = sim::Time{} + spike.at;
    if (begins <= t && t < begins + spike.lasts) factor *= spike.factor;
  }
  return factor;
}

double requests_offered(const Load& load, sim::Time from, sim::Time to) {
  double requests = 0;
  while (from < to) {
    const sim::Time until = std::min(to, next_change(load, from));
    const sim::Duration piece = until.since(from);
    const sim::Time middle{from.nanoseconds + piece.nanoseconds / 2};
    const double daily = load.daily ? factor_of(*load.daily, middle) : 1;
    requests += rate_of(load) * factor_at(load, from) * daily * piece.seconds();
    from = until;
  }
  return requests;
}

}  // namespace outcast::traffic
