// What people and programs read after a sweep.
#pragma once
#include <string>

#include "app/sweep/sensitivity.h"
#include "app/sweep/sweeping.h"

namespace outcast::app {

/// Everything that one sweep found.
struct SweepResult {
  const Plan& plan;
  const Sampling& sampling;
  const Swept& swept;
  const std::vector<Sensitivity>& sensitivities;  ///< by metric, or none
};

inline constexpr std::uint64_t usual_points = 40;
/// `top`: points to list.
std::string to_text(const SweepResult& result, std::uint64_t top);
std::string to_json(const SweepResult& result);
/// What people should know about how it ended, for standard error; empty: nothing.
std::string remarks_on(const SweepResult& result);

}  // namespace outcast::app
