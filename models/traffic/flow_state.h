// What the flow engine keeps: the fixed plan of edges, and what changes during a replication.
#pragma once
#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "models/traffic/engine.h"
#include "models/traffic/flow_profile.h"

namespace outcast::traffic::flow {

inline constexpr std::uint32_t nobody = 0xffffffffU;

/// Seconds, or a rate, that count as none.
inline constexpr double tiny = 1e-9;
inline constexpr double never = std::numeric_limits<double>::infinity();
inline constexpr double refusal = refusal_time.seconds();

/// Why an attempt failed, and with that when its caller knows.
enum class Failure : std::uint8_t { late, error, refused };
inline constexpr std::size_t failures = 3;
/// Jitter is integrated by Gauss and Legendre's two nodes.
inline constexpr std::size_t nodes = 2;
/// Of the lanes in which failed attempts come back, the one of those whose connection was reset.
inline constexpr std::size_t reset_lane = failures * nodes;

/// One call to one provider: a stream of attempts.
struct EdgePlan {
  std::uint32_t call = 0;
  std::uint32_t station = 0;  ///< provider
  std::uint32_t caller = 0;   ///< station, or stations + source
  double share = 1;           ///< of the call's requests
  double timeout = 0;         ///< seconds
  double late_after = 0;  ///< seconds after which its caller knows that it is late: its hedge, too
  double expires = 0;     ///< seconds after which it has failed, in the queue
  double leaves_at = never;  ///< seconds after which it leaves the queue
  double stops_at = never;   ///< seconds after which the work on it ends
  std::uint32_t levels = 1;  ///< attempts per call at most
  std::uint32_t first_level = 0;
  std::uint32_t retries_at = 0;  ///< edge of the same call that retries go to
  std::uint32_t hedges_at = 0;   ///< likewise
  double hedge_after = never;    ///< seconds

  /// Attempts of all kinds: by number of the try, then the hedges.
  std::uint32_t streams() const { return levels + (hedge_after == never ? 0 : 1); }
};

/// Times are in seconds, flows in requests per second.
/// Attempts of one edge that are the k-th of their request.
struct LevelState {
  double rate = 0;                              ///< arriving now
  double admitted = 0;                          ///< of them, taken in now
  double head = 0;                              ///< admitted, at the head of the station's queue
  double decided = 0;                           ///< admitted, where their fate is decided now
  std::array<double, failures> sent{};          ///< failing flow last passed on to the next level
  std::array<double, reset_lane + 1> inflow{};  ///< what makes up `rate`, above level 0
  std::array<sim::Time, reset_lane + 1> due{};  ///< of the last change that is scheduled, by lane
};

/// Shares of the attempts whose fate is decided now.
struct Outcome {
  double success = 1, late = 0, error = 0;
  double success_of_one = 1;  ///< without its hedge
  double cut = 0;             ///< their caller's own caller has given up, and nobody tries again
  double patience = 0;        ///< seconds until then
  double latency = 0;         ///< seconds until the answer of a success
  double failing = 0;         ///< seconds until an error
};

/// Calls whose final answer comes in now: shares answered at the first attempt, after retries, and
/// not at all.
struct Resolution {
  double fast = 1, slow = 0, fail = 0;
};

enum class BreakerState : std::uint8_t { closed, open, tripping };

struct EdgeState {
  double offered = 0;     ///< first attempts
  double admitted = 1;    ///< share that the station takes in
  double passed = 1;      ///< share that the caller's breaker lets through
  Outcome outcome;        ///< of what is decided now
  Outcome seen;           ///< as its caller knows it
  Resolution resolution;  ///< as its caller knows it
  double seen_refused = 0;
  double seen_service = 0;
  double prospect = 0;        ///< seconds until an attempt made now would be begun; infinite: never
  double tokens = 0;          ///< of the retry budget
  double tokens_at = 0;       ///< time of the last count
  double tokens_flow = 0;     ///< since then, per second
  double retried = 1;         ///< share of retries that the budget allows
  double cold = 0;            ///< share of the hits that the caller's cache has lost
  double warmer = 0;          ///< by so much at its next step
  double fits = 1;            ///< share of the attempts that the bulkhead lets through
  double sent_hedges = 0;     ///< flow last passed on
  double at_last_moment = 0;  ///< share of successes of those whose time ends at the head
  double patience = never;    ///< seconds until the caller's own caller gives up, and cancels
  double told_patience = never;                ///< last passed on
  double leaves_at = never, stops_at = never;  ///< as planned, or when the patience ends
  std::size_t cursor = 0;                      ///< of a pegged edge, into the station's records
  std::uint32_t generation = 0, breaker_generation = 0, cache_generation = 0;
  BreakerState breaker = BreakerState::closed;
  bool is_pegged = false;  ///< decided by the timeout, ahead of the queue
  bool is_look_due = false, is_bulkhead_due = false;
  bool are_all_hedged = false;
};

/// From `at` on, attempts of this level are admitted at this rate.
struct Record {
  double at = 0;
  std::uint32_t edge = 0, level = 0;  ///< level: index into the levels of all edges
  double rate = 0;
};

/// What a request's calls make of it: all answered at the first attempt, some retried, or failed;
/// and how long that takes.
struct CallsOutcome {
  double fast = 1, slow = 0, fail = 0;
  double fast_wait = 0, slow_wait = 0, fail_wait = 0;
  double wait = 0;  ///< mean, of a request that begins now
};

/// Waiting without a queue in the fluid: how many wait, how long they do on average (seconds), and
/// the negative logarithm of the ratio of the chances of one more and one less in the queue.
struct Waiting {
  double share = 0, mean = 0, decay = 0;
};

/// Replicas that fare alike, as the load balancer's probes see them.
struct Probed {
  double ejected = 0;  ///< share of them that gets no requests
  double target = 0;   ///< where the probes take that share
  double step = 0;     ///< by so much at the next probe that decides
  std::uint32_t generation = 0;
};

/// What was lost since the last look, where flow fluctuates.
struct LossBlock {
  double since = 0, good = 0, bad = 0;
};

struct StationState {
  Condition condition;
  CallsOutcome calls;
  Waiting waiting;
  double slots = 1, service = 0, hold = 0, capacity = 0;
  double built_slots = 1;  ///< of all replicas, ejected ones too
  double luck = 1;         ///< finished, as a share of what is expected
  LossBlock block;
  std::array<double, 3> knocking{};                     ///< attempts, by importance
  double arriving = 0;                                  ///< attempts that knock
  double arrival = 0;                                   ///< attempts taken in
  double starts = 0;                                    ///< begun per second
  double leaving = 0;                                   ///< the queue per second
  double at_head = 0;                                   ///< admitted rate at the head of the queue
  double age = 0;                                       ///< of the head
  double queue = 0;                                     ///< waiting requests
  double busy = 0;                                      ///< slots
  double pace = 1;                                      ///< seconds of arrivals begun per second
  double errors = 0, hung = 0, refused = 0, wrong = 0;  ///< shares of the requests that meet them
  std::array<Probed, 2> probed;                         ///< affected replicas, and the others
  double sent_starts = 0;                               ///< last passed on to the providers
  double since = 0;                                     ///< time of all that
  double answered = 0, lost = 0;                        ///< per second: in time, and not
  double reported = 0;                                  ///< loss
  unsigned replicas = 1, starting = 0;
  double busy_integral = 0, slots_integral = 0;  ///< slots x seconds since the autoscaler's look
  std::vector<Record> records;
  std::size_t first_record = 0;
  std::uint32_t generation = 0;
  double moves_at = 0;      ///< time of the move that is scheduled
  double held_back_at = 0;  ///< time of the last change that was too small to pass on
  bool is_queued = false;
  bool is_unsettled = false, is_rest_due = false, is_at_rest = false;
  bool is_scaling_due = false, has_changed = false;  ///< since the autoscaler's look
};

/// Share of the calls that the caller's cache does not answer.
inline double missed_by(const CallPolicy& policy, const EdgeState& e) {
  return policy.cache ? 1 - policy.cache->hits * (1 - e.cold) : 1;
}
/// Share of the attempts of one kind that their caller may make.
inline double allowed(const EdgePlan& plan, const EdgeState& e, std::uint32_t stream) {
  return stream == 0 || stream == plan.levels ? 1 : e.retried;
}
/// Age of the attempts of an edge whose fate is decided now.
inline double age_of(const EdgePlan& plan, const StationState& s) {
  return s.is_queued ? std::min(s.age, plan.expires) : 0;
}
/// Seconds of arrivals of an edge whose fate is decided in a second.
inline double pace_of(const EdgeState& e, const StationState& s) {
  return e.is_pegged || !s.is_queued ? 1 : std::min(s.pace, 1e6);
}
/// Mean seconds until an attempt fails that does; `taken`: share not refused.
inline double failing_time(const EdgePlan& plan, const Outcome& outcome, double taken) {
  const double late = taken * outcome.late, error = taken * outcome.error, refused = 1 - taken;
  const double cut = taken * outcome.cut;
  const double failing = late + error + refused + cut;
  if (failing <= 1e-6) return plan.late_after;
  return (late * plan.late_after + error * outcome.failing + refused * refusal +
          cut * outcome.patience) /
         failing;
}

/// How the attempts of one level end, per second: answered well, lost for good when their fate is
/// decided, or lost for good as soon as they are made.
struct Ends {
  double attempts = 0, success = 0, lost = 0, lost_at_once = 0;
};

/// Users of a closed population, who think, ask, wait for the answer, and think again.
struct Users {
  double all = 0, thinking = 0;
  double leaving = 0;  ///< are too many
  double since = 0;    ///< time of the count
  /// Answers that come in per second, by what takes equally long: successes, failures, refusals.
  std::array<double, 3> returning{};
  std::array<double, 3> told{};  ///< last passed on
  std::array<sim::Time, 3> due{};
  double away = 0;                 ///< mean seconds from a request to its answer
  std::uint32_t on_their_way = 0;  ///< changes of `returning` that are scheduled
  std::uint32_t generation = 0;
};

struct SourceState {
  Users users;
  double factor = 1;  ///< set by the world
  double curve = 1;   ///< of the day, and spikes
  double wanted = 0;  ///< mean rate
  double rate = 0;
  LossBlock block;
  double success_rate = 0, failure_rate = 0, attempt_rate = 0;  ///< being booked
  double first_share = 1;                 ///< of the successes, at the first attempt
  double first_wait = 0, later_wait = 0;  ///< seconds, but for the service itself
  /// Seconds from the first attempt to the moment at which fate is decided.
  double first_delay = 0, later_delay = 0, failure_delay = 0;
  double since = 0;
  double reported = 0;
};

}  // namespace outcast::traffic::flow
