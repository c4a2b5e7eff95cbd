// How two engines take turns as one.
#include "models/traffic/hybrid_engine.h"

#include <algorithm>

namespace outcast::traffic::hybrid {

HybridEngine::HybridEngine(const Network& network)
    : most_events_(static_cast<std::uint64_t>(network.settings.most_events)),
      split_(network),
      step_(find_step()),
      flow_(split_.flow.network),
      request_(split_.request.network) {
  books_.stations.resize(network.stations.size());
  books_.sources.resize(network.sources.size());
}

void HybridEngine::begin(std::uint64_t seed, std::uint64_t replication) {
  flow_.begin(seed, replication);
  request_.begin(seed, replication);
  inflows_.assign(split_.to_request.size(), {});
  outflows_.assign(split_.to_flow.size(), {});
  reports_.clear();
  met_ = {};
  meetings_ = 0;
  meet({});
}

void HybridEngine::set_condition(sim::Time at, StationIndex station, const Condition& condition) {
  const StationIndex own{split_.station_at[raw(station)]};
  split_.station_side[raw(station)] == EngineKind::flow
      ? flow_.set_condition(at, own, condition)
      : request_.set_condition(at, own, condition);
}

void HybridEngine::set_load(sim::Time at, std::uint32_t source, double factor) {
  const std::uint32_t own = split_.source_at[source];
  split_.source_side[source] == EngineKind::flow ? flow_.set_load(at, own, factor)
                                                 : request_.set_load(at, own, factor);
}

sim::Time HybridEngine::next() const {
  if (is_exhausted()) return sim::Time::never();
  return std::min({flow_.next(), request_.next(), border_due()});
}

/// At multiples of the step, after anything has happened.
sim::Time HybridEngine::border_due() const {
  const auto step_after = [this](sim::Time t) {
    return sim::Time{(t.nanoseconds / step_.nanoseconds + 1) * step_.nanoseconds};
  };
  if (!is_at_rest_) return step_after(met_);
  const sim::Time first = std::min(flow_.next(), request_.next());
  return first == sim::Time::never() ? first : step_after(first);
}

void HybridEngine::advance(sim::Time until) {
  reports_.clear();
  while (reports_.empty() && next() < until) {
    const sim::Time due = border_due();
    const sim::Time first = std::min(flow_.next(), request_.next());
    if (due <= first)
      meet(due);
    else
      advance_to(std::min(until, due));
  }
}

/// The one whose turn it is, until it is the other's.
void HybridEngine::advance_to(sim::Time until) {
  if (is_at_rest_) {
    met_ = std::min(flow_.next(), request_.next());
    is_at_rest_ = false;
  }
  if (flow_.next() <= request_.next()) {
    flow_.advance(std::min(until, request_.next() + sim::Duration{1}));
    collect(flow_, split_.flow);
  } else {
    request_.advance(std::min(until, flow_.next()));
    collect(request_, split_.request);
  }
}

/// Nobody outside knows of the stand-ins.
void HybridEngine::collect(const Engine& engine, const Side& side) {
  for (Report report : engine.reports()) {
    const auto& own = report.subject == Report::Subject::station ? side.stations : side.sources;
    if (report.index >= own.size()) continue;
    report.index = own[report.index];
    reports_.push_back(report);
  }
}

void HybridEngine::finish(sim::Time end) {
  flow_.finish(end);
  request_.finish(end);
  collect_books(flow_.books(), split_.flow);
  collect_books(request_.books(), split_.request);
}

void HybridEngine::collect_books(const Books& books, const Side& side) {
  for (std::size_t i = 0; i < side.stations.size(); ++i)
    books_.stations[side.stations[i]] = books.stations[i];
  for (std::size_t i = 0; i < side.sources.size(); ++i)
    books_.sources[side.sources[i]] = books.sources[i];
}

std::string HybridEngine::exhausted() const {
  for (const std::string& what : {flow_.exhausted(), request_.exhausted()})
    if (!what.empty()) return what;
  if (!is_exhausted()) return {};
  const std::string single = request_.busiest();
  return single.empty() ? flow_.busiest() : single;
}

}  // namespace outcast::traffic::hybrid
