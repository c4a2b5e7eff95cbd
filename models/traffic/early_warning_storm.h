// What callers make of a station that cannot keep up: how their calls fare, and with that its load.
#pragma once
#include <vector>

#include "models/traffic/flow_profile.h"
#include "models/traffic/network.h"

namespace outcast::traffic {

/// What becomes of one call, on average; times in seconds.
struct CallFate {
  double attempts = 1;  ///< made for it
  double success = 1;
  double success_time = 0;  ///< until it is known
  double failure_time = 0;
  double per_attempt = 0;  ///< that an attempt stays open
  bool is_broken = false;  ///< the caller's breaker opens
  double time() const { return success * success_time + (1 - success) * failure_time; }
};

/// What becomes of the requests that a station serves, by their calls: all went well, or one that
/// they can do without failed, or one that they need.
struct RequestFate {
  double fast = 1, slow = 0;  ///< shares; the rest fails
  double fast_wait = 0, slow_wait = 0, failure_wait = 0;
  double wait = 0;  ///< mean
};

/// Per request of the caller, when the cache is warm.
double first_attempts(const CallPolicy& policy);

/// The steady state of a network in which one station makes every request wait, and with it all
/// callers that cannot keep up because of that.
/// Thread rule: one owner. Invariant: rates are attempts per second, times seconds.
class Storm {
 public:
  explicit Storm(const Network& network);

  struct Load {
    double rate = 0;            ///< attempts; infinite: they beget ever more
    bool is_held_back = false;  ///< callers could not make all their calls for want of slots
  };
  /// What `station` gets while it, and what stands in for it, makes requests wait for so long.
  Load load_of(StationIndex station, double wait);
  /// Never less: as if all callers were late, and had slots for everything.
  double most_load_of(StationIndex station, double wait);
  /// Stations that lead to the last one asked for, with itself.
  std::size_t involved() const { return involved_.size(); }

  /// What follows is of a network in which all is well.
  double holding(StationIndex station) const;
  double capacity(StationIndex station) const;
  double load(StationIndex station) const { return healthy_loads_[raw(station)]; }
  /// The longest finite timeout on the paths to the station: whoever waits longer has failed.
  double longest_timeout(StationIndex station);
  /// That the station's queue allows, when it serves so many a second; infinite: no limit.
  double longest_wait(StationIndex station, double capacity) const;

 private:
  struct Member {
    RequestFate requests{};
    double load = 0;        ///< attempts received
    double queue_wait = 0;  ///< before it serves
    bool is_late = false;   ///< upstream: cannot keep up, either
  };

  void connect();
  void find_health();
  double rate_of(const Source& source) const;
  std::span<const std::uint32_t> upstream() const { return std::span(involved_).subspan(targets_); }
  void gather(StationIndex station);
  void begin(StationIndex station, double wait);
  void restore();
  void restore(const Call& call);
  void spread_fates();
  enum class Slots : std::uint8_t { any_number, as_many_as_there_are };
  bool spread_load(Slots slots);
  void add_load(std::span<const Call> calls, double starts, double healthy_starts);
  bool let_keep_up();
  CallFate healthy_fate(const Call& call) const;
  CallFate fate_of(const Call& call, double healthy_starts) const;
  RequestFate requests_of(std::uint32_t station) const;
  double wait_for_longest(std::span<const Call> stage) const;
  double extra_wait(std::uint32_t station) const;
  double holding_of(std::uint32_t station) const;
  double capacity_of(std::uint32_t station) const;
  double slots(std::uint32_t station) const;
  std::size_t position(const Call& call) const {
    return static_cast<std::size_t>(&call - network_.calls.data());
  }
  CallFate& fate(const Call& call) { return fates_[position(call)]; }
  const CallFate& fate(const Call& call) const { return fates_[position(call)]; }

  const Network& network_;
  std::vector<flow::ServiceProfile> profiles_;
  std::vector<std::vector<std::uint32_t>> callers_;    ///< by station: those that call it
  std::vector<std::vector<std::uint32_t>> stand_ins_;  ///< by station: with itself
  std::vector<double> rates_;                          ///< by source
  std::vector<Member> members_, healthy_;              ///< by station
  std::vector<double> extra_waits_;  ///< by station: what the longest of several calls takes beyond
                                     ///< the longest mean
  std::vector<double> healthy_loads_, next_loads_;  ///< by station
  std::vector<CallFate> fates_, healthy_fates_;     ///< by call
  std::vector<bool> is_involved_;                   ///< by station
  std::vector<std::uint32_t> involved_;  ///< the station, its stand-ins, and all that lead to them
  std::size_t targets_ = 0;              ///< of those that are involved, the first are targets
};

}  // namespace outcast::traffic
