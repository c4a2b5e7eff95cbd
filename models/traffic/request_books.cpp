// What the request engine writes down, and what it reports.
#include <algorithm>

#include "models/traffic/request_engine.h"

namespace outcast::traffic::request {

void RequestEngine::begin_books() {
  const Settings& settings = network_.settings;
  const std::int64_t step = settings.series_step.nanoseconds;
  const std::int64_t steps = step <= 0 ? 0 : (settings.series_length.nanoseconds + step - 1) / step;
  for (Account& account : books_.sources) account.reset(static_cast<std::size_t>(steps));
  for (Account& account : books_.stations) account.reset(static_cast<std::size_t>(steps));
}

/// The part after the warm-up.
double RequestEngine::seconds_since(sim::Time earlier) const {
  return std::max(now().since(std::max(earlier, warm_up_)).seconds(), 0.);
}

void RequestEngine::book(std::uint32_t i) {
  StationState& state = stations_[i];
  if (state.since == now()) return;
  Account& account = books_.stations[i];
  const double whole = now().since(state.since).seconds();
  state.busy_seconds += state.busy * whole;
  state.slot_seconds += state.slots * whole;
  const double counted = std::min(whole, seconds_since(state.since));
  account.busy_seconds += state.busy * counted;
  account.queued_seconds += state.waiting * counted;
  if (state.waiting > 0 && state.busy >= state.slots) account.overload_seconds += counted;
  state.since = now();
}

void RequestEngine::book_source(std::uint32_t i) {
  SourceState& state = sources_[i];
  books_.sources[i].busy_seconds += state.under_way * seconds_since(state.booked);
  state.booked = now();
}

/// Answers belong to the step in which their request began.
void RequestEngine::count(Account& account, sim::Time began, bool has_failed, double attempts) {
  if (!is_counted(began)) return;
  const Answers answer{has_failed ? 0. : 1., has_failed ? 1. : 0., attempts};
  account.answers += answer;
  if (!has_failed) account.latency.add(now().since(began), 1);
  if (account.series.empty()) return;
  const std::int64_t step = began.nanoseconds / network_.settings.series_step.nanoseconds;
  if (static_cast<std::size_t>(step) < account.series.size())
    account.series[static_cast<std::size_t>(step)] += answer;
}

void RequestEngine::note(Report::Subject subject, std::uint32_t index, LossMeter& meter,
                         bool has_failed) {
  if (const auto loss = meter.note(now(), has_failed))
    reports_.push_back({.at = now(), .subject = subject, .index = index, .loss = *loss});
}

void RequestEngine::finish(sim::Time end) {
  now_ = end;
  for (std::uint32_t i = 0; i < stations_.size(); ++i) book(i);
  for (std::uint32_t i = 0; i < sources_.size(); ++i) book_source(i);
}

}  // namespace outcast::traffic::request
