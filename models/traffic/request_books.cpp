// What the request engine writes down, and what it reports.
#include "models/traffic/request_engine.h"

namespace outcast::traffic::request {

void RequestEngine::begin_books() {
  const std::size_t steps = network_.settings.series_steps();
  const std::size_t kept = latency_steps(steps, sources_.size() + stations_.size());
  for (Account& account : books_.sources) account.reset(steps, kept);
  for (Account& account : books_.stations) account.reset(steps, kept);
}

void RequestEngine::book(std::uint32_t i) {
  StationState& state = stations_[i];
  if (state.since == now()) return;
  const auto passed = static_cast<double>(now().since(state.since).nanoseconds);
  state.since = now();
  state.total.busy += state.busy * passed;
  state.total.waiting += state.waiting * passed;
  state.total.slots += state.slots * passed;
  if (state.waiting > 0 && state.busy >= state.slots) state.total.overload += passed;
}

void RequestEngine::book_source(std::uint32_t i) {
  SourceState& state = sources_[i];
  state.total += state.under_way * static_cast<double>(now().since(state.booked).nanoseconds);
  state.booked = now();
}

void RequestEngine::warm_up() {
  for (std::uint32_t i = 0; i < stations_.size(); ++i) {
    book(i);
    stations_[i].at_warm_up = stations_[i].total;
  }
  for (std::uint32_t i = 0; i < sources_.size(); ++i) {
    book_source(i);
    sources_[i].at_warm_up = sources_[i].total;
  }
}

void RequestEngine::finish(sim::Time end) {
  now_ = end;
  if (end < warm_up_) warm_up();
  for (std::uint32_t i = 0; i < stations_.size(); ++i) {
    book(i);
    const Integrals &until = stations_[i].total, &before = stations_[i].at_warm_up;
    books_.stations[i].busy_seconds = (until.busy - before.busy) * 1e-9;
    books_.stations[i].queued_seconds = (until.waiting - before.waiting) * 1e-9;
    books_.stations[i].overload_seconds = (until.overload - before.overload) * 1e-9;
  }
  for (std::uint32_t i = 0; i < sources_.size(); ++i) {
    book_source(i);
    books_.sources[i].busy_seconds = (sources_[i].total - sources_[i].at_warm_up) * 1e-9;
  }
}

/// Answers belong to the step in which their request began.
void RequestEngine::count(Account& account, sim::Time began, bool has_failed, double attempts) {
  if (!is_counted(began)) return;
  const Answers answer{has_failed ? 0. : 1., has_failed ? 1. : 0., attempts};
  account.answers += answer;
  if (!has_failed) account.latency.add(now().since(began), 1);
  if (account.series.empty()) return;
  const std::int64_t step = began.nanoseconds / network_.settings.series_step.nanoseconds;
  const auto at = static_cast<std::size_t>(step);
  if (at < account.series.size()) account.series[at] += answer;
  if (at < account.latency_series.size() && !has_failed)
    account.latency_series[at].add(now().since(began), 1);
}

void RequestEngine::note(Report::Subject subject, std::uint32_t index, LossMeter& meter,
                         bool has_failed) {
  if (const auto loss = meter.note(now(), has_failed))
    reports_.push_back({.at = now(), .subject = subject, .index = index, .loss = *loss});
}

}  // namespace outcast::traffic::request
