// How sums grow, replication by replication and worker by worker.
#include "models/cascade/tallies.h"

#include <algorithm>

namespace outcast::cascade {

void SumOfSquares::add_square(std::uint64_t x) {
  __extension__ using Wide = unsigned __int128;
  const Wide square = static_cast<Wide>(x) * x;
  *this += {static_cast<std::uint64_t>(square >> 64), static_cast<std::uint64_t>(square)};
}

SumOfSquares& SumOfSquares::operator+=(const SumOfSquares& other) {
  low += other.low;
  high += other.high + (low < other.low ? 1 : 0);
  return *this;
}

void CountTally::add(std::uint64_t count) {
  replications += count > 0;
  sum += count;
  squares += count * count;
}

CountTally& CountTally::operator+=(const CountTally& other) {
  replications += other.replications;
  sum += other.sum;
  squares += other.squares;
  return *this;
}

void ServiceTally::add(const ServiceOutcome& outcome) {
  hits.add(outcome.hits);
  own_faults.add(outcome.own_faults);
  down_at_end += outcome.is_down;
  lost_ms += outcome.lost_ms;
  lost_ms_squared.add_square(outcome.lost_ms);
}

ServiceTally& ServiceTally::operator+=(const ServiceTally& other) {
  hits += other.hits;
  own_faults += other.own_faults;
  down_at_end += other.down_at_end;
  lost_ms += other.lost_ms;
  lost_ms_squared += other.lost_ms_squared;
  return *this;
}

void SuccessTally::add(double share) {
  const auto parts = static_cast<std::uint64_t>(std::clamp(share, 0.0, 1.0) * unit + 0.5);
  ++replications;
  sum += parts;
  squares.add_square(parts);
}

SuccessTally& SuccessTally::operator+=(const SuccessTally& other) {
  replications += other.replications;
  sum += other.sum;
  squares += other.squares;
  return *this;
}

namespace {

void add_counts(RequestTally::Latencies& sums, const traffic::LatencyHistogram& histogram) {
  const auto& counts = histogram.counts();
  for (std::size_t i = 0; i < counts.size(); ++i)
    sums[i] += static_cast<std::uint64_t>(counts[i] * RequestTally::unit + 0.5);
}

void add_counts(RequestTally::Latencies& sums, const RequestTally::Latencies& other) {
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += other[i];
}

}  // namespace

void RequestTally::add(const traffic::Account& account) {
  const auto share = [](const traffic::Answers& a) { return a.succeeded / a.all(); };
  if (account.answers.all() > 0) success.add(share(account.answers));
  add_counts(latencies, account.latency);
  overload_ms += static_cast<std::uint64_t>(account.overload_seconds * 1e3 + 0.5);
  series.resize(account.series.size());
  for (std::size_t i = 0; i < series.size(); ++i)
    if (account.series[i].all() > 0) series[i].add(share(account.series[i]));
  latency_series.resize(account.latency_series.size());
  for (std::size_t i = 0; i < latency_series.size(); ++i)
    add_counts(latency_series[i], account.latency_series[i]);
}

RequestTally& RequestTally::operator+=(const RequestTally& other) {
  success += other.success;
  add_counts(latencies, other.latencies);
  overload_ms += other.overload_ms;
  series.resize(std::max(series.size(), other.series.size()));
  for (std::size_t i = 0; i < other.series.size(); ++i) series[i] += other.series[i];
  latency_series.resize(std::max(latency_series.size(), other.latency_series.size()));
  for (std::size_t i = 0; i < other.latency_series.size(); ++i)
    add_counts(latency_series[i], other.latency_series[i]);
  return *this;
}

traffic::LatencyHistogram RequestTally::histogram_of(const Latencies& latencies) {
  traffic::LatencyHistogram histogram;
  for (std::size_t i = 0; i < latencies.size(); ++i)
    histogram.add_class(i, static_cast<double>(latencies[i]) / unit);
  return histogram;
}

void TrafficTally::add(const traffic::Books& books) {
  sources.resize(books.sources.size());
  stations.resize(books.stations.size());
  for (std::size_t i = 0; i < sources.size(); ++i) sources[i].add(books.sources[i]);
  for (std::size_t i = 0; i < stations.size(); ++i) stations[i].add(books.stations[i]);
}

TrafficTally& TrafficTally::operator+=(const TrafficTally& other) {
  sources.resize(std::max(sources.size(), other.sources.size()));
  stations.resize(std::max(stations.size(), other.stations.size()));
  for (std::size_t i = 0; i < other.sources.size(); ++i) sources[i] += other.sources[i];
  for (std::size_t i = 0; i < other.stations.size(); ++i) stations[i] += other.stations[i];
  return *this;
}

Tallies& Tallies::operator+=(const Tallies& other) {
  services.resize(std::max(services.size(), other.services.size()));
  successes.resize(std::max(successes.size(), other.successes.size()));
  for (std::size_t i = 0; i < other.services.size(); ++i) services[i] += other.services[i];
  for (std::size_t i = 0; i < other.successes.size(); ++i) successes[i] += other.successes[i];
  traffic += other.traffic;
  return *this;
}

}  // namespace outcast::cascade
