// Many replications of one blueprint: their rows, and sums beside them.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "models/cascade/blueprint.h"
#include "models/cascade/metrics.h"
#include "models/cascade/tallies.h"
#include "sim/ensemble/ensemble.h"

namespace outcast::cascade {

/// Runs replications of a blueprint and keeps their sums. Thread rule: one thread.
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

/// Rows of an unbroken run of replications, and their sums.
struct EnsembleResult : Tallies {
  sim::Table table{metrics().size()};
  std::uint64_t finished = 0;
};

/// Adds replications options.first .. first + count, which follow those that `result` has. Same
/// seed, same bytes, for any number of threads.
void run(const Blueprint& blueprint, std::uint64_t seed, const sim::EnsembleOptions& options,
         EnsembleResult& result);

}  // namespace outcast::cascade
