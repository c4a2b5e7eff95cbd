// Sums over replications that are kept beside their rows. All are integers, so that the order of
// adding does not matter.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "models/traffic/books.h"

namespace outcast::cascade {

/// A sum of squares of 64-bit numbers, in 128 bits: exact.
struct SumOfSquares {
  std::uint64_t high = 0, low = 0;
  void add_square(std::uint64_t x);
  SumOfSquares& operator+=(const SumOfSquares& other);
  double value() const { return static_cast<double>(high) * 0x1p64 + static_cast<double>(low); }
};

/// How often something happened to a service: in how many replications, in all, and squared.
struct CountTally {
  std::uint64_t replications = 0, sum = 0, squares = 0;
  void add(std::uint64_t count);
  CountTally& operator+=(const CountTally& other);
};

/// What one replication did to one service.
struct ServiceOutcome {
  std::uint32_t service = 0;
  std::uint64_t lost_ms = 0;     ///< downtime (time x loss), milliseconds
  std::uint32_t hits = 0;        ///< times that one of its units began to lose something
  std::uint32_t own_faults = 0;  ///< times that it was the root
  bool is_down = false;          ///< at the end
};

/// Sums over replications for one service.
struct ServiceTally {
  CountTally hits, own_faults;
  std::uint64_t down_at_end = 0;  ///< replications that end with one of its units down
  std::uint64_t lost_ms = 0;
  SumOfSquares lost_ms_squared;
  void add(const ServiceOutcome& outcome);
  ServiceTally& operator+=(const ServiceTally& other);
};

/// Sums over replications of one audience's success.
struct SuccessTally {
  static constexpr double unit = 1e9;  ///< of success shares: all of it
  std::uint64_t replications = 0, sum = 0;
  SumOfSquares squares;
  void add(double share);
  SuccessTally& operator+=(const SuccessTally& other);
};

/// Sums over replications of the requests of one source or station.
struct RequestTally {
  static constexpr double unit = 1e3;  ///< parts of a request: the flow engine's are fractions
  SuccessTally success;                ///< share of the requests answered in time
  using Latencies = std::array<std::uint64_t, traffic::LatencyHistogram::classes>;
  Latencies latencies{};
  std::uint64_t overload_ms = 0;
  std::vector<SuccessTally> series;       ///< by step of time
  std::vector<Latencies> latency_series;  ///< by step of time; empty: not kept
  void add(const traffic::Account& account);
  RequestTally& operator+=(const RequestTally& other);
  static traffic::LatencyHistogram histogram_of(const Latencies& latencies);
};

/// By source and by station; empty where traffic is not modelled.
struct TrafficTally {
  std::vector<RequestTally> sources, stations;
  void add(const traffic::Books& books);
  TrafficTally& operator+=(const TrafficTally& other);
};

/// Sums over replications beside the table. Empty: nothing was counted.
struct Tallies {
  std::vector<ServiceTally> services;   ///< by ServiceIndex
  std::vector<SuccessTally> successes;  ///< by audience; empty without a window
  TrafficTally traffic;
  Tallies& operator+=(const Tallies& other);
};

}  // namespace outcast::cascade
