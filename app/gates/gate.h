// The gate at the end of a run: what it must keep to, and who is told.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/gates/baseline.h"
#include "app/gates/check.h"
#include "app/gates/requirement.h"
#include "app/gates/verdict.h"
#include "app/study/case.h"
#include "app/study/sampling.h"
#include "app/terminal/options.h"

namespace outcast::app {

struct GateRequest {
  std::vector<std::string> requirements{};
  std::string baseline{}, junit{}, sarif{};  ///< paths; empty: none

  bool is_empty() const {
    return requirements.empty() && baseline.empty() && junit.empty() && sarif.empty();
  }
};

void declare_gate(Options& options, GateRequest& request);      ///< --require, --junit, --sarif
void declare_baseline(Options& options, GateRequest& request);  ///< --baseline

struct GateReport {
  std::vector<std::vector<Verdict>> verdicts{};  ///< by case
  std::vector<std::vector<Change>> changes{};    ///< by case, since the baseline
  std::vector<Check> checks{};                   ///< all of them

  bool is_breached() const;
  /// `breached` where nothing else is wrong.
  ExitCode code(ExitCode ending) const;
};

/// Invariant: all that it needs has been read, and its files can be written.
class Gate {
 public:
  /// Throws Failure with every problem. The metrics of its requirements are added to `sampling`.
  /// `kind`: what is judged, and so what a baseline must be.
  Gate(const GateRequest& request, BaselineKind kind, Sampling& sampling);
  /// Throws Failure where the baseline has none of the cases.
  void check(std::span<const Case> cases) const;

  /// There is something to judge, for which the rows of the cases are needed.
  bool has_rules() const { return !requirements_.empty() || baseline_; }
  const std::optional<Baseline>& baseline() const { return baseline_; }
  GateReport judge(std::span<const Case> cases) const;
  std::string to_text(const GateReport& report, std::span<const Case> cases) const;
  /// Writes the files, annotates where GitHub Actions runs this, and says what is breached.
  void deliver(const GateReport& report) const;

 private:
  std::vector<Requirement> requirements_;
  std::optional<Baseline> baseline_;
  std::string junit_, sarif_;
};

/// The verdicts of one case, as a JSON array.
std::string to_json(const std::vector<Verdict>& verdicts);
/// What has changed of one case since the baseline, as a JSON object.
std::string to_json(const BaselineCase& earlier, std::uint64_t seed,
                    const std::vector<Change>& changes);

}  // namespace outcast::app
