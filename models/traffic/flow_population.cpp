// Closed populations as flow: users who think ask; those who wait for an answer do not.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "models/traffic/flow_engine.h"

namespace outcast::traffic::flow {
namespace {

/// Nobody thinks for less; else a population of the impatient would need infinitely many steps.
constexpr double shortest_thought = refusal;

}  // namespace

/// Until now, with the rates that held.
void FlowEngine::count_users(std::uint32_t source) {
  SourceState& s = sources_[source];
  Users& users = s.users;
  const double returning = std::accumulate(users.returning.begin(), users.returning.end(), 0.);
  const double elapsed = now() - users.since;
  const double gone =
      users.leaving <= 0 ? 0 : std::min(users.leaving, users.thinking * elapsed / thought(source));
  users.leaving -= gone;
  users.thinking += (returning - s.rate) * elapsed - gone;
  users.since = now();
}

double FlowEngine::thought(std::uint32_t source) const {
  return std::max(network_.sources[source].load.population->think.mean(), shortest_thought);
}

/// New users begin by thinking. Where there are too many, the next ones that would ask leave.
void FlowEngine::invite_users(std::uint32_t source, double wanted) {
  count_users(source);
  Users& users = sources_[source].users;
  const double stay = std::min(users.leaving, std::max(0., wanted - users.all));
  users.leaving += std::max(0., users.all - wanted) - stay;
  users.thinking += std::max(0., wanted - users.all - stay);
  users.all = wanted;
  renew_asking(source);
}

/// How a request's answers come in, by its slowest call.
void FlowEngine::tell_users(std::uint32_t source, const CallRates& rates) {
  constexpr double small = 1e-3;
  SourceState& s = sources_[source];
  Users& users = s.users;
  double ended = 0;
  for (std::size_t lane = 0; lane < users.told.size(); ++lane) {
    const double rate = rates.ended[lane] * rates.requests;
    ended += rates.ended[lane];
    const bool has_ended = rate == 0 && users.told[lane] != 0;
    if (!has_ended && std::abs(rate - users.told[lane]) <= small * s.rate) continue;
    users.told[lane] = rate;
    const double left = rates.ended[lane] <= 0 ? refusal : rates.left[lane] / rates.ended[lane];
    users.due[lane] = std::max(users.due[lane], after(left));
    ++users.on_their_way;
    schedule(
        users.due[lane], FlowEventType::users_return,
        changes_.keep({.edge = source, .lane = static_cast<std::uint32_t>(lane), .rate = rate}));
  }
  if (ended > 0) users.away = rates.away / ended;
}

/// Users who waited for a process that has ended: they think, and ask again.
void FlowEngine::give_up_at_once(std::uint32_t source, double users) {
  count_users(source);
  sources_[source].users.thinking += users;
  renew_asking(source);
}

void FlowEngine::users_return(std::uint32_t index) {
  const Change change = changes_.take(index);
  count_users(change.edge);
  Users& users = sources_[change.edge].users;
  users.returning[change.lane] = change.rate;
  --users.on_their_way;
  renew_asking(change.edge);
}

/// Thinking times are exponential here. While as many come back as ask, nothing changes; what
/// small losses on the way have added up to is put right by Little's law.
void FlowEngine::renew_asking(std::uint32_t source) {
  count_users(source);
  SourceState& s = sources_[source];
  Users& users = s.users;
  const double thought = this->thought(source);
  ++users.generation;
  s.wanted = users.leaving > 1e-6 ? 0 : std::max(users.thinking, 0.) / thought;
  if (is_noisy_) return;  // asks at the next step
  const double nobody = 1e-6 * std::max(1., users.all);
  if (users.leaving > nobody) {
    ask_at(source, 0);
    if (users.thinking <= nobody) return;  // those who come back will leave
    return after(thought / 20, FlowEventType::users_ask, source, users.generation);
  }
  const double returning = std::accumulate(users.returning.begin(), users.returning.end(), 0.);
  const auto is_close = [](double a, double b, double tolerance) {
    return std::abs(a - b) <= tolerance * std::max(a, b);
  };
  double asking = std::max(users.thinking, 0.) / thought;
  bool rests = is_close(asking, returning, 1e-3);
  if (rests && users.on_their_way == 0) {
    const double lasting = std::max(0., users.all - returning * users.away) / thought;
    rests = is_close(lasting, asking, 0.01);
    if (!rests) users.thinking = (asking = lasting) * thought;
  }
  rests = rests || (returning <= 0 && users.thinking <= nobody);
  ask_at(source, rests ? returning : asking);
  if (rests) return;
  const double growth = std::abs(returning - asking);
  const double step = growth <= 0 ? thought / 2 : 0.1 * std::max(users.thinking, 1.) / growth;
  after(std::clamp(step, thought / 20, thought / 2), FlowEventType::users_ask, source,
        users.generation);
}

}  // namespace outcast::traffic::flow
