// Flow that fluctuates: in every step of time as many requests come, and are served, as chance
// gives. For services so small that luck decides.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/distribution.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {
namespace {

/// Below this, service times count as fixed.
constexpr double least_variability = 0.02;
/// A step in which nothing is finished slows a station down by this.
constexpr double worst_luck = 1e-3;

/// By inversion: one draw. Source of the normal approximation with its skewness: Cornish and
/// Fisher, 1938.
double poisson(sim::Stream& stream, double mean) {
  const double u = stream.uniform();
  constexpr double many = 50;
  if (mean > many) {
    const double z = sim::normal_quantile(u);
    return std::max(0., std::round(mean + std::sqrt(mean) * z + (z * z - 1) / 6));
  }
  double chance = sim::portable_exp(-mean), below = chance, count = 0;
  while (below < u && chance > 0) below += chance *= mean / ++count;
  return count;
}

}  // namespace

/// A twentieth of the shortest timeout: what a finer step would change is within the noise.
void FlowEngine::plan_noise() {
  constexpr double longest = 1, shortest = 1e-3;
  double step = longest;
  for (const EdgePlan& plan : edges_) step = std::min(step, plan.timeout / 20);
  noise_step_ = sim::Duration::from_seconds(std::max(step, shortest));
  arrivals_.resize(sources_.size());
  completions_.resize(stations_.size());
}

void FlowEngine::begin_noise() {
  is_noisy_ = network_.settings.engine == EngineKind::stochastic;
  if (!is_noisy_) return;
  for (std::size_t s = 0; s < arrivals_.size(); ++s)
    arrivals_[s].begin(*streams_, sim::purpose("traffic.arrivals"), network_.sources[s].entity);
  for (std::size_t s = 0; s < completions_.size(); ++s)
    completions_[s].begin(*streams_, sim::purpose("traffic.completions"),
                          network_.stations[s].entity);
  fluctuates();
}

/// What happens several steps from now happens with a step: it settles together.
sim::Time FlowEngine::at_step(sim::Time at) const {
  const std::int64_t step = noise_step_.nanoseconds;
  if (at < now_ + sim::Duration{4 * step}) return at;
  return {(at.nanoseconds + step / 2) / step * step};
}

void FlowEngine::fluctuates() {
  schedule(now_ + noise_step_, FlowEventType::fluctuates, 0);
  const double step = noise_step_.seconds();
  for (std::uint32_t s = 0; s < sources_.size(); ++s) {
    if (network_.sources[s].load.population) renew_asking(s);
    const double mean = sources_[s].wanted * step;
    ask_at(s, mean <= 0 ? 0 : poisson(arrivals_[s].next(), mean) / step);
    note_loss(Report::Subject::source, s, sources_[s].success_rate, sources_[s].failure_rate);
  }
  for (std::uint32_t s = 0; s < stations_.size(); ++s) {
    bring_forward(s);
    draw_luck(s);
    settle_soon(s);
    note_loss(Report::Subject::station, s, stations_[s].answered, stations_[s].lost);
  }
}

/// How many requests are finished in the next step, as a share of those expected. The number of
/// renewals in a long time has the variance of its times: so many in a row come together.
void FlowEngine::draw_luck(std::uint32_t station) {
  StationState& s = stations_[station];
  s.luck = 1;
  const double variability = profiles_[station].variability();
  if (variability < least_variability || s.hold <= 0) return;
  const double expected = s.busy / s.hold * noise_step_.seconds() / variability;
  if (expected <= 0) return;
  s.luck = std::max(worst_luck, poisson(completions_[station].next(), expected) / expected);
}

/// Losses are told by the share over a second and fifty requests, or over ten seconds.
void FlowEngine::note_loss(Report::Subject subject, std::uint32_t index, double good, double bad) {
  const bool is_source = subject == Report::Subject::source;
  LossBlock& block = is_source ? sources_[index].block : stations_[index].block;
  block.good += good * noise_step_.seconds();
  block.bad += bad * noise_step_.seconds();
  const double age = now() - block.since, all = block.good + block.bad;
  if (age < 1 || (all < 50 && age < 10)) return;
  if (all > 0)
    report(subject, index, block.bad / all,
           is_source ? sources_[index].reported : stations_[index].reported);
  block = {.since = now()};
}

}  // namespace outcast::traffic::flow
