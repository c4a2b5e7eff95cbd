// What is measured of each replication, and how a replication's row is filled.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/cascade/blueprint.h"
#include "models/traffic/books.h"
#include "sim/ensemble/ensemble.h"

namespace outcast::cascade {

class World;

/// Which of two values people would rather have; neither: it depends on why.
enum class Better { lower, higher, neither };

/// A column of the table. Sizes and losses have a value in every replication; times are means over
/// the incidents of the replication and have none (NaN) where there was no incident.
struct Metric {
  std::string_view name;
  std::string_view unit;       ///< "share", "count", "min", "h"
  std::string_view what;       ///< one sentence for people
  bool needs_traffic = false;  ///< has a value only where customers have a load
  Better better = Better::lower;
};

/// In the order of the columns.
std::span<const Metric> metrics();
/// The column of a metric; empty when there is none of that name.
std::optional<std::size_t> column_of(std::string_view metric);

/// Fills a row, one value per metric, from what a replication left in its world.
void fill(World& world, std::span<double> row);

/// A sum of squares of 64-bit numbers, in 128 bits: exact, so that the order of adding does not
/// matter.
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

/// Sums over replications for one service; integers, so that the order of adding does not matter.
struct ServiceTally {
  CountTally hits, own_faults;
  std::uint64_t down_at_end = 0;  ///< replications that end with one of its units down
  std::uint64_t lost_ms = 0;
  SumOfSquares lost_ms_squared;
  void add(const ServiceOutcome& outcome);
  ServiceTally& operator+=(const ServiceTally& other);
};

/// Sums over replications of one audience's success; integers, so that the order of adding does not
/// matter.
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

/// Runs replications of a blueprint and keeps their sums.
class CascadeWorker final : public sim::Worker {
 public:
  CascadeWorker(const Blueprint& blueprint, std::uint64_t seed);
  ~CascadeWorker() override;
  void replicate(std::uint64_t replication, std::span<double> row) override;
  void count_before(std::uint64_t end) override;
  const Tallies& tallies() const { return tallies_; }
  std::uint64_t events() const;

 private:
  /// What the replications since one call of count_before add to the tallies. What they did to
  /// services is kept as it comes, and added up once it is more than there are services.
  struct Aside {
    std::uint64_t first = 0;
    std::vector<ServiceOutcome> outcomes;
    Tallies tallies;
  };
  void tally_services(Aside& aside);
  void tally_successes(Aside& aside);

  std::unique_ptr<World> world_;
  std::uint64_t seed_;
  Tallies tallies_;
  std::vector<Aside> aside_;  ///< in increasing order
  bool is_counting_ = false;  ///< the last of them goes on
  std::vector<ServiceOutcome> gathered_;
};

struct EnsembleResult : Tallies {
  sim::Table table{metrics().size()};
  std::uint64_t finished = 0;
};

/// Replications first .. first + count of the blueprint. Same seed, same bytes, for any number of
/// threads.
void run(const Blueprint& blueprint, std::uint64_t seed, const sim::EnsembleOptions& options,
         EnsembleResult& result);

}  // namespace outcast::cascade
