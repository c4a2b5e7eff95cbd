// Whether a requirement is met, as far as the replications can tell.
#pragma once
#include <cstdint>
#include <string>

#include "app/gates/requirement.h"
#include "app/study/case.h"
#include "sim/stats/estimate.h"

namespace outcast::app {

/// `passed`: the whole interval keeps to the limit; `breached`: the whole interval breaks it. What
/// is undecided counts as breached: who gates a release wants to be sure.
enum class Ruling { passed, breached, undecided };
std::string_view to_text(Ruling ruling);

/// What the replications say of what the requirement bounds.
struct Measured {
  std::uint64_t n = 0;  ///< replications with a value
  double value = 0;
  sim::Interval interval{};
  bool is_too_skewed = false;  ///< a mean, whose interval is likely to be too short
};

struct Verdict {
  Requirement requirement{};
  std::uint64_t replications = 0;
  Measured measured{};
  Ruling ruling = Ruling::undecided;
};

Verdict judge(const Requirement& requirement, const Case& subject);

/// "0.143 [0.139, 0.147], n 10,000"
std::string measured_text(const Verdict& verdict);
/// Why it is not passed, and what would decide it; with what a pass leaves open. May be empty.
std::string reason_text(const Verdict& verdict);

}  // namespace outcast::app
