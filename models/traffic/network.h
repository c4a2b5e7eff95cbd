// The traffic problem of a system: stations, who calls whom and how, and where load comes in.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/traffic/policy.h"
#include "sim/kernel/stream.h"

namespace outcast::traffic {

enum class StationIndex : std::uint32_t {};
constexpr std::uint32_t raw(StationIndex s) { return static_cast<std::uint32_t>(s); }

/// One unit of a service, as requests see it.
struct Station {
  std::string id{};
  sim::Entity entity{};  ///< hash of the id: the key of its luck
  Serving serving{};
  unsigned replicas = 1;
  std::uint32_t first_call = 0, call_count = 0;  ///< what it calls, in order of stage
};

/// What a failed call does to the request that made it.
enum class Consequence : std::uint8_t {
  fails,    ///< the request fails too, with the call's `failure_probability`
  ignored,  ///< the request succeeds without it
  unheard   ///< the request does not even wait for it (asynchronous)
};

/// One caller's calls to one provider. The provider may have several units: calls are spread
/// evenly over those that are not known to be down.
struct Call {
  sim::Entity entity{};
  CallPolicy policy{};
  std::vector<StationIndex> providers{};
  Consequence consequence = Consequence::fails;
  double failure_probability = 1;  ///< below 1: a fallback saves the rest
};

/// Where requests begin: customers of one endpoint in one place. A request makes all its calls at
/// once; it succeeds when `at_least` of them do.
struct Source {
  std::string id{};
  sim::Entity entity{};
  Load load{};
  std::uint32_t first_call = 0, call_count = 0;
  std::uint32_t at_least = 1;
};

/// How a run is observed and bounded.
struct Settings {
  EngineKind engine = EngineKind::flow;
  sim::Duration warm_up{};      ///< what happens before is not counted
  sim::Duration series_step{};  ///< width of a step of the time series; zero: none
  sim::Duration series_length{};
  double most_events = 1e8;     ///< per replication
  double most_under_way = 1e7;  ///< requests at a time, request by request: they take memory

  /// Steps of the time series; the last one may be cut short.
  std::size_t series_steps() const {
    const std::int64_t step = series_step.nanoseconds;
    return step <= 0 ? 0 : static_cast<std::size_t>((series_length.nanoseconds + step - 1) / step);
  }
};

/// A caller hears of a refusal so much later: a round trip in the network. Nothing else in the
/// network takes time.
inline constexpr sim::Duration refusal_time{1'000'000};

/// An autoscaler does nothing when the load is so near its target. Source: the default tolerance of
/// Kubernetes' horizontal pod autoscaler.
inline constexpr double scaling_tolerance = 0.1;

/// Thread rule: immutable once drafted, shared by all threads.
/// Invariants: every index is in range; the calls of one caller are consecutive and in order of
/// stage.
struct Network {
  std::vector<Station> stations;
  std::vector<Call> calls;
  std::vector<Source> sources;
  Settings settings;

  std::span<const Call> calls_of(const Station& s) const {
    return {calls.data() + s.first_call, s.call_count};
  }
  std::span<const Call> calls_of(const Source& s) const {
    return {calls.data() + s.first_call, s.call_count};
  }
};

}  // namespace outcast::traffic
