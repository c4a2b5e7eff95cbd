// Trials of a ranking: what-ifs with one thing imagined otherwise, many at once.
#pragma once
#include <string>

#include "app/study/sampling.h"
#include "app/terminal/interrupt.h"
#include "app/terminal/progress.h"
#include "models/cascade/trial.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// Where harm and blast radius stand in a row of trials.
enum class TrialColumn : std::size_t { harm, blast_radius };

struct TrialSet {
  const cascade::Blueprint& blueprint;
  std::uint64_t count = 0;
  std::function<cascade::Trial(std::uint64_t)> trial;
  std::span<cascade::TouchedServices> touched{};
};

/// Runs one set of trials after the other, with one progress line for all. When interrupted, a set
/// has the rows of its first trials, and the sets after it have none.
class TrialBench {
 public:
  TrialBench(const Sampling& luck, std::string_view harm_metric);

  void expect(std::uint64_t trials) { progress_.expect(expected_ += trials); }
  sim::Table run(const std::string& what, const TrialSet& set);
  /// Shown beside all sets that come.
  void tell_precision(const sim::Estimate& harm);
  ExitCode exit_code() const { return interrupt_.exit_code(); }

 private:
  const Sampling& luck_;
  std::vector<std::size_t> columns_;
  Interrupt interrupt_;
  Progress progress_;
  std::uint64_t expected_ = 0, done_ = 0;
};

/// One number of the rows first .. first + count.
std::vector<double> values_of(const sim::Table& rows, TrialColumn column, std::size_t first,
                              std::size_t count);

}  // namespace outcast::app
