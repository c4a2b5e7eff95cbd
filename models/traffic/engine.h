// What the world of a replication asks of a traffic engine, and what it hears from it.
#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/traffic/books.h"
#include "models/traffic/network.h"
#include "sim/kernel/time.h"

namespace outcast::traffic {

/// How a station, or some of its replicas, answers.
enum class Answer : std::uint8_t {
  serves,
  refuses,  ///< at once: connection refused, access denied, name unknown
  hangs     ///< never: the caller's timeout ends the attempt
};

/// What requests meet at a station that another engine simulates: shares of them, and times.
struct Fate {
  double refused = 0, late = 0, error = 0;
  double wait = 0;     ///< seconds before the service of a success
  double failing = 0;  ///< seconds until an error
  /// Whoever asks now will meet it, and not know before it happens; else it has just happened.
  bool is_ahead = false;

  bool operator==(const Fate&) const = default;
};

/// What faults and losses have made of a station.
struct Condition {
  Answer answer = Answer::serves;
  double affected = 1;     ///< share of the replicas that the rest applies to
  double slowness = 1;     ///< factor on the service time
  double capacity = 1;     ///< share of the slots that work
  double errors = 0;       ///< share of requests answered with an error, after their service
  double wrong = 0;        ///< share answered wrongly: a success to callers, a failure to customers
  bool is_visible = true;  ///< to health checks
  std::optional<Fate> fate{};  ///< in place of a queue and faults: this is what is met

  bool operator==(const Condition&) const = default;
};

/// Something the world may care about: a station or a source now loses this share of its requests,
/// or this share of a source's users (`holders`) has no lease.
struct Report {
  enum class Subject : std::uint8_t { station, source, holders };
  sim::Time at{};
  Subject subject = Subject::station;
  std::uint32_t index = 0;
  double loss = 0;  ///< 0 .. 1, reported in steps
};

/// The traffic of one replication.
/// Thread rule: one owner, reused from replication to replication. Invariants: nothing that a
/// replication does depends on what the engine did before; at equal times, what the world has set
/// comes before what traffic does.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Forgets the last replication. The network is empty (request) or in its healthy steady state
  /// (flow).
  virtual void begin(std::uint64_t seed, std::uint64_t replication) = 0;
  /// The station's condition from `at` on; `at` is not before what has been simulated. A change to
  /// `serves` with full capacity from `refuses` or `hangs` is a restart: queues are empty, caches
  /// cold.
  virtual void set_condition(sim::Time at, StationIndex station, const Condition& condition) = 0;
  /// The source's load from `at` on, as a factor (customers who went elsewhere, a throttle).
  virtual void set_load(sim::Time at, std::uint32_t source, double factor) = 0;
  /// Time of the next event; never() in a steady state.
  virtual sim::Time next() const = 0;
  /// Simulates all that happens before `until`; stops early after the time of the first report.
  virtual void advance(sim::Time until) = 0;
  /// Those of the last advance().
  virtual std::span<const Report> reports() const = 0;
  /// Books everything up to `end`.
  virtual void finish(sim::Time end) = 0;
  virtual const Books& books() const = 0;
  /// Handled in this replication.
  virtual std::uint64_t events() const = 0;
  /// What was still changing, when the budget of events ran out; empty: it did not.
  virtual std::string exhausted() const = 0;
};

std::unique_ptr<Engine> make_engine(const Network& network);

}  // namespace outcast::traffic
