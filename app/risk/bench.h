// Runs the replications of conditional estimation, and says how far it is.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "app/risk/plan.h"
#include "app/study/case.h"
#include "app/study/sampling.h"
#include "app/terminal/interrupt.h"
#include "app/terminal/progress.h"

namespace outcast::app {

/// What campaigns of a case left: what each began in, and their rows.
struct Campaigns {
  std::vector<cascade::Background> backgrounds;
  sim::Table rows{cascade::cost_column() + 1};
  std::vector<Moments> moments{};  ///< by sweep
};

/// Thread rule: one thread at a time. All phases share one progress line and one interrupt.
class Bench {
 public:
  /// `expected`: replications of all phases.
  Bench(const Sampling& luck, std::uint64_t expected) : luck_(luck) { progress_.expect(expected); }
  ExitCode exit_code() const { return interrupt_.exit_code(); }
  const Sampling& luck() const { return luck_; }

  void run_campaigns(const cascade::Blueprint& blueprint, Campaigns& campaigns);
  /// Appends the rows of draws begin .. end of the sweeps. `precision`: of those so far, to show.
  struct Stretch {
    const Sweeps& sweeps;
    std::uint64_t begin = 0, end = 0;
    std::string precision{};
  };
  void run_incidents(const cascade::Blueprint& blueprint, std::span<const Draw> draws,
                     const Stretch& stretch, sim::Table& rows);

 private:
  void run(const std::string& what, const sim::EnsembleOptions& replications,
           const std::function<std::unique_ptr<sim::Worker>()>& make_worker, sim::Table& rows);

  Sampling luck_;
  Interrupt interrupt_;
  Progress progress_;
  std::uint64_t done_ = 0;
};

/// In so many turns sweeps are run, and after each it is told how precise they are by now.
inline constexpr std::uint64_t turns_of_sweeps = 8;
inline Bench::Stretch stretch_of(const Sweeps& sweeps, std::uint64_t turn,
                                 const std::string& precision) {
  const std::uint64_t count = sweeps.count * sweeps.length;
  return {sweeps, turn * count / turns_of_sweeps, (turn + 1) * count / turns_of_sweeps, precision};
}

}  // namespace outcast::app
