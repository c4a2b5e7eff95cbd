// What customers get, booked as flow x time.
#include <algorithm>
#include <cmath>

#include "models/traffic/flow_engine.h"
#include "sim/kernel/portable_math.h"

namespace outcast::traffic::flow {
namespace {

/// Visits the steps of a series that lie between two times, with the seconds spent in each.
template <class Step, class Visit>
void over_steps(std::vector<Step>& series, double step, double from, double to, Visit visit) {
  const auto last = static_cast<double>(series.size());
  double at = from;
  while (at < to) {
    const double index = std::floor(at / step + 1e-9);
    if (index >= last) return;
    const double until = std::min(to, (index + 1) * step);
    visit(series[static_cast<std::size_t>(index)], until - at);
    at = until;
  }
}

/// Spreads answers over the steps of a series, by time.
void spread(std::vector<Answers>& series, double step, double from, double to, Answers per_second) {
  over_steps(series, step, from, to, [&](Answers& slot, double seconds) {
    slot.succeeded += per_second.succeeded * seconds;
    slot.failed += per_second.failed * seconds;
    slot.attempts += per_second.attempts * seconds;
  });
}

/// The same for successes that have waited for so long.
void spread_waits(std::vector<LatencyHistogram>& series, double step, double from, double to,
                  double wait, double per_second) {
  if (per_second <= 0) return;
  over_steps(series, step, from, to, [&](LatencyHistogram& slot, double seconds) {
    slot.add(sim::Duration::from_seconds(wait), per_second * seconds);
  });
}

}  // namespace

/// Answers that customers get per second, with the rates that hold now.
void FlowEngine::renew_source_rates(std::uint32_t source) {
  SourceState& s = sources_[source];
  book_source(source);
  const Source& fixed = network_.sources[source];
  const auto& edges = outgoing_[network_.stations.size() + source];
  s.attempt_rate = s.first_wait = s.later_wait = 0;
  s.first_delay = s.later_delay = s.failure_delay = 0;
  s.first_share = 1;
  double answered = 0;
  CallRates slowest;
  successes_.assign(1, 1.);
  for (std::size_t i = 0; i < edges.size();) {
    const std::uint32_t call = edges_[edges[i]].call;
    const CallPolicy& policy = network_.calls[call].policy;
    const double misses = missed_by(policy, edge_states_[edges[i]]);
    CallRates rates;
    for (; i < edges.size() && edges_[edges[i]].call == call; ++i) add_rates(edges[i], rates);
    const double all = rates.all(), repeats = std::max(policy.calls, 1.);
    const double made = std::min(policy.calls, 1.) * misses;
    const double share = all <= 0 ? 1 : rates.success / all;
    count_successes(1 - made + made * (repeats > 1 ? sim::portable_pow(share, repeats) : share));
    answered = made <= 0 ? s.rate : all / (repeats * made);
    rates.requests = made <= 0 ? 0 : 1 / (repeats * made);
    add_call(rates, s);
    if (fixed.load.population && rates.away * slowest.all() >= slowest.away * all) slowest = rates;
  }
  // One call: its own flow, which stops while nothing is decided. Several: as many as are asked.
  const double all = fixed.call_count == 1 ? answered : s.rate;
  s.success_rate = all * at_least(fixed.at_least);
  s.failure_rate = all - s.success_rate;
  if (fixed.load.population) tell_users(source, slowest);
  if (!is_noisy_) report_source(source);
}

/// One more call, which succeeds with this chance: chances of 0, 1, 2, .. successes.
void FlowEngine::count_successes(double chance) {
  successes_.push_back(0);
  for (std::size_t n = successes_.size() - 1; n > 0; --n)
    successes_[n] = successes_[n] * (1 - chance) + successes_[n - 1] * chance;
  successes_[0] *= 1 - chance;
}

double FlowEngine::at_least(std::uint32_t least) const {
  double chance = 0;
  for (std::size_t n = least; n < successes_.size(); ++n) chance += successes_[n];
  return std::min(chance, 1.);
}

/// The slowest of a source's calls counts.
void FlowEngine::add_call(const CallRates& rates, SourceState& s) {
  const auto raise = [](double& greatest, double sum, double count) {
    if (count > 0) greatest = std::max(greatest, sum / count);
  };
  const double later = rates.success - rates.first;
  s.attempt_rate += rates.attempts;
  raise(s.failure_delay, rates.failure_delay, rates.failure);
  raise(s.first_delay, rates.first_delay, rates.first);
  raise(s.later_delay, rates.later_delay, later);
  raise(s.first_wait, rates.first_wait, rates.first);
  raise(s.later_wait, rates.later_wait, later);
  if (rates.success > 0) s.first_share *= rates.first / rates.success;
}

/// Final answers of one edge's calls.
void FlowEngine::add_rates(std::uint32_t edge, CallRates& rates) const {
  const EdgePlan& plan = edges_[edge];
  const EdgeState& e = edge_states_[edge];
  const StationState& s = stations_[plan.station];
  const Retry& retry = network_.calls[plan.call].policy.retry;
  const double wait = std::max(0., e.outcome.latency - profiles_[plan.station].mean());
  const double age = age_of(plan, s);
  const double failing = failing_time(plan, e.outcome, e.passed * e.admitted);
  const double known = failing_time(plan, e.outcome, 1);
  double passed = 0;  // since the first attempt
  for (std::uint32_t k = 0; k < plan.levels; ++k) {
    const Ends ends = ends_of(edge, k);
    const double success = ends.success * (1 - s.wrong);
    const double lost = ends.success * s.wrong + ends.lost;
    rates.success += success;
    rates.first += k == 0 ? success : 0;
    (k == 0 ? rates.first_wait : rates.later_wait) += success * (passed + wait);
    (k == 0 ? rates.first_delay : rates.later_delay) += success * (passed + age);
    rates.failure += lost + ends.lost_at_once;
    rates.failure_delay += lost * (passed + age) + ends.lost_at_once * passed;
    rates.attempts += ends.attempts * e.passed;
    rates.ended[0] += ends.success;
    rates.ended[1] += ends.lost;
    rates.ended[2] += ends.lost_at_once;
    rates.left[0] += ends.success * (e.outcome.latency - age);
    rates.left[1] += ends.lost * (known - age);
    rates.left[2] += ends.lost_at_once * refusal;
    rates.away += ends.success * (passed + e.outcome.latency) + ends.lost * (passed + known) +
                  ends.lost_at_once * (passed + refusal);
    passed += failing + backoff(retry, k);
  }
  if (plan.hedge_after != never)
    rates.attempts += levels_[plan.first_level + plan.levels].rate * e.passed;
}

void FlowEngine::book_source(std::uint32_t source) {
  SourceState& s = sources_[source];
  const double from = std::max(s.since, network_.settings.warm_up.seconds());
  const double elapsed = now() - from;
  s.since = now();
  if (elapsed <= 0) return;
  Account& account = books_.sources[source];
  const Answers flow{s.success_rate, s.failure_rate, s.attempt_rate};
  account.answers += {flow.succeeded * elapsed, flow.failed * elapsed, flow.attempts * elapsed};
  account.arrivals += s.rate * elapsed;
  const double first = flow.succeeded * s.first_share * elapsed;
  const double later = flow.succeeded * elapsed - first;
  if (first > 0) account.latency.add(sim::Duration::from_seconds(s.first_wait), first);
  if (later > 0) account.latency.add(sim::Duration::from_seconds(s.later_wait), later);
  if (!account.series.empty()) spread_by_first_attempt(source, from);
}

/// The series count requests when they are first made, which is before they are answered.
void FlowEngine::spread_by_first_attempt(std::uint32_t source, double from) {
  const SourceState& s = sources_[source];
  const double step = network_.settings.series_step.seconds();
  std::vector<Answers>& series = books_.sources[source].series;
  const auto add = [&](double delay, const Answers& flow) {
    spread(series, step, std::max(0., from - delay), std::max(0., now() - delay), flow);
  };
  add(s.first_delay, {.succeeded = s.success_rate * s.first_share});
  add(s.later_delay, {.succeeded = s.success_rate * (1 - s.first_share)});
  add(s.failure_delay, {.failed = s.failure_rate});
  add(0, {.attempts = s.attempt_rate});
  const auto add_waits = [&](double delay, double wait, double flow) {
    spread_waits(books_.sources[source].latency_series, step, std::max(0., from - delay),
                 std::max(0., now() - delay), wait, flow);
  };
  add_waits(s.first_delay, s.first_wait, s.success_rate * s.first_share);
  add_waits(s.later_delay, s.later_wait, s.success_rate * (1 - s.first_share));
}

/// Attempts that were their request's last, and are lost all at once.
void FlowEngine::book_lost(std::uint32_t edge, double attempts) {
  const std::uint32_t caller = edges_[edge].caller;
  if (!is_source(caller)) return;
  const auto source = static_cast<std::uint32_t>(caller - network_.stations.size());
  if (network_.sources[source].call_count != 1) return;  // counted as they are asked
  if (network_.sources[source].load.population) give_up_at_once(source, attempts);
  if (now() < network_.settings.warm_up.seconds()) return;
  Account& account = books_.sources[source];
  account.answers.failed += attempts;
  if (account.series.empty()) return;
  const double step = std::floor(now() / network_.settings.series_step.seconds() + 1e-9);
  if (step < static_cast<double>(account.series.size()))
    account.series[static_cast<std::size_t>(step)].failed += attempts;
}

/// `busy`: slots in use at the end.
void FlowEngine::book_station(std::uint32_t station, double elapsed, double busy) {
  const StationState& s = stations_[station];
  const double counted = std::min(elapsed, now() - network_.settings.warm_up.seconds());
  if (counted <= 0) return;
  Account& account = books_.stations[station];
  account.arrivals += s.arriving * counted;
  const Answers flow{s.answered, s.lost, s.arriving};
  account.answers += {flow.succeeded * counted, flow.failed * counted, flow.attempts * counted};
  const double wait = (s.is_queued ? s.age : 0) + s.hold - profiles_[station].mean();
  const double step = network_.settings.series_step.seconds();
  if (s.answered > 0) account.latency.add(sim::Duration::from_seconds(wait), s.answered * counted);
  if (!account.series.empty()) spread(account.series, step, now() - counted, now(), flow);
  if (!account.latency_series.empty())
    spread_waits(account.latency_series, step, now() - counted, now(), wait, s.answered);
  const double first = counted < elapsed ? busy_after(s, elapsed - counted) : s.busy;
  const double turnover = s.hold / s.luck;
  const double drift = s.is_queued ? 0 : (first - busy) * turnover;
  account.busy_seconds += (s.is_queued ? s.busy : s.arrival * turnover) * counted + drift;
  if (!s.is_queued) return;
  account.queued_seconds += (s.queue + (s.arrival - s.leaving) * counted / 2) * counted;
  account.overload_seconds += counted;
}

/// Until now the histograms hold waits; the service times of the stations come on top.
void FlowEngine::finish_latencies() {
  const auto add_service = [](Account& account, const ServiceProfile& profile) {
    account.latency.add_independent(profile.jumps());
    for (LatencyHistogram& step : account.latency_series) step.add_independent(profile.jumps());
  };
  for (std::uint32_t s = 0; s < stations_.size(); ++s)
    add_service(books_.stations[s], profiles_[s]);
  for (std::uint32_t s = 0; s < sources_.size(); ++s) {
    const std::uint32_t first = outgoing_[network_.stations.size() + s].front();
    add_service(books_.sources[s], profiles_[edges_[first].station]);
  }
}

void FlowEngine::report_source(std::uint32_t source) {
  SourceState& s = sources_[source];
  const double all = s.success_rate + s.failure_rate;
  if (all <= 0) return;
  report(Report::Subject::source, source, s.failure_rate / all, s.reported);
}

/// Losses are told when they have moved by 5 points, or gone.
void FlowEngine::report(Report::Subject subject, std::uint32_t index, double loss,
                        double& reported) {
  const bool has_gone = loss < 0.005;
  if (std::abs(loss - reported) < 0.05 && !(has_gone && reported != 0)) return;
  reported = has_gone ? 0 : loss;
  reports_.push_back({now_, subject, index, reported});
}

/// A station loses what it refuses, answers too late, or answers with an error.
void FlowEngine::report_station(std::uint32_t station) {
  StationState& s = stations_[station];
  double all = 0, good = 0;
  s.answered = s.lost = 0;
  for (const std::uint32_t e : incoming_[station]) {
    const EdgeState& edge = edge_states_[e];
    const double pace = pace_of(edge, s), refused = 1 - edge.passed * edge.admitted;
    for (std::uint32_t k = 0; k < edges_[e].streams(); ++k) {
      const LevelState& level = levels_[edges_[e].first_level + k];
      all += level.rate;
      good += level.decided * edge.outcome.success;
      s.answered += level.decided * pace * edge.outcome.success;
      s.lost += level.decided * pace * (1 - edge.outcome.success) +
                level.rate * allowed(edges_[e], edge, k) * refused;
    }
  }
  if (all <= 0 || is_noisy_) return;
  report(Report::Subject::station, station, std::clamp(1 - good / all, 0., 1.), s.reported);
}

}  // namespace outcast::traffic::flow
