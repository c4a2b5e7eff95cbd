// Customers ask: open arrivals, whose rate may change at any time, and users who think.
#include <algorithm>
#include <cmath>

#include "models/traffic/daily_curve.h"
#include "models/traffic/offered.h"
#include "models/traffic/request_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::request {
namespace {

double exponential(sim::Stream& stream) { return -sim::portable_log(stream.uniform()); }

}  // namespace

void RequestEngine::begin_source(std::uint32_t i) {
  const Source& source = network_.sources[i];
  SourceState& state = sources_[i];
  state.given = 1;
  state.rate = 0;
  state.since = state.booked = {};
  state.generation = state.users = state.wanted_users = state.under_way = 0;
  state.total = state.at_warm_up = 0;
  state.leases.clear();
  state.away.clear();
  state.held = 0;
  state.lease_loss = 0;
  state.loss.reset();
  state.gap.begin(streams_, sim::purpose("traffic.gap"), source.entity);
  state.mark.begin(streams_, sim::purpose("traffic.mark"), source.entity);
  state.think.begin(streams_, sim::purpose("traffic.think"), source.entity);
  state.remaining = state.gap.next(exponential);
  const auto change_at = [this, i](sim::Duration at) {
    schedule(sim::Time{} + at, RequestEventType::load_changes, i);
  };
  change_at(source.load.starts);
  for (const Spike& spike : source.load.spikes) {
    change_at(spike.at);
    change_at(spike.at + spike.lasts);
  }
}

/// What applies to the load now, the time of day apart.
double RequestEngine::factor_now(std::uint32_t i) const {
  return sources_[i].given * factor_at(network_.sources[i].load, now());
}

/// Candidates come at the greatest rate of the day and are thinned by a mark. When the load
/// changes, the time to the next candidate is stretched: nobody's luck moves.
void RequestEngine::change_load(std::uint32_t i) {
  const Load& load = network_.sources[i].load;
  SourceState& state = sources_[i];
  const double greatest = factor_now(i) * (load.daily ? 1 + std::abs(load.daily->amplitude) : 1);
  if (load.population) {
    state.wanted_users = static_cast<std::uint32_t>(load.population->users * greatest + 0.5);
    return call_users(i);
  }
  state.remaining -= state.rate * now().since(state.since).seconds();
  state.remaining = std::max(state.remaining, 0.);
  state.since = now();
  state.rate = load.rate * greatest;
  await_arrival(i);
}

void RequestEngine::await_arrival(std::uint32_t i) {
  SourceState& state = sources_[i];
  ++state.generation;
  if (state.rate <= 0) return;
  schedule(now() + sim::Duration::from_seconds(state.remaining / state.rate),
           RequestEventType::arrives, i, state.generation);
}

void RequestEngine::arrive(std::uint32_t i, RequestEvent event) {
  SourceState& state = sources_[i];
  if (!is_current(state, event)) return;
  state.remaining = state.gap.next(exponential);
  state.since = now();
  await_arrival(i);
  if (is_accepted(i)) ask_for(i, 0);
}

bool RequestEngine::is_accepted(std::uint32_t i) {
  const auto& daily = network_.sources[i].load.daily;
  return !daily ||
         sources_[i].mark.coin(factor_of(*daily, now()) / (1 + std::abs(daily->amplitude)));
}

/// New users begin by thinking; those that are too many leave at their next turn.
void RequestEngine::call_users(std::uint32_t i) {
  SourceState& state = sources_[i];
  for (; state.users < state.wanted_users; ++state.users) think(i, next_user(i));
}

void RequestEngine::think(std::uint32_t i, std::uint32_t user) {
  const sim::Distribution& think = network_.sources[i].load.population->think;
  schedule(now() + think.sample_duration(sources_[i].think.next()), RequestEventType::user_asks, i,
           user);
}

void RequestEngine::ask(std::uint32_t i, std::uint32_t user) {
  SourceState& state = sources_[i];
  if (state.users > state.wanted_users) {
    --state.users;
    if (has_leases(i)) state.away.push_back(user);
    return;
  }
  is_accepted(i) ? ask_for(i, user) : think(i, user);
}

void RequestEngine::ask_for(std::uint32_t i, std::uint32_t user) {
  book_source(i);
  ++sources_[i].under_way;
  if (is_counted(now())) ++books_.sources[i].arrivals;
  const std::uint32_t request = requests_.take();
  requests_[request].began = now();
  requests_[request].owner = i;
  requests_[request].user = user;
  requests_[request].phase = Phase::calling;
  make_calls(request);
}

}  // namespace outcast::traffic::request
