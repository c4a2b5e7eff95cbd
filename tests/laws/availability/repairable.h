// Units that fail and are repaired again and again, and systems that need k of them.
#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "tests/laws/agreement.h"
#include "tests/scenario_builder.h"

namespace outcast::laws {

inline sim::Distribution exponential(double rate) {
  return sim::Distribution(sim::Exponential{1 / rate});
}

/// A scenario of repairable units; its unit of time is the second.
class Repairable : public test::ScenarioBuilder {
 public:
  explicit Repairable(double horizon) { scenario.horizon = sim::Duration::from_seconds(horizon); }

  /// Fails after `up` and is repaired after `down` by itself.
  void unit(const std::string& id, const sim::Distribution& up, const sim::Distribution& down) {
    service(id);
    scenario.faults.push_back({.service = id, .mode = "crash", .every = up, .lasts = down});
  }
  /// Fails after `up`; one of the crews of team "ops" repairs it.
  void unit_of_crew(const std::string& id, const sim::Distribution& up) {
    if (scenario.teams.empty()) scenario.teams.push_back({.id = "ops"});
    service(id);
    last_service().team = "ops";
    scenario.faults.push_back({.service = id, .mode = "crash", .every = up});
  }
  /// Works while at least k of the units work.
  void system(const std::string& id, unsigned k, const std::vector<std::string>& units) {
    service(id);
    for (const std::string& unit : units) {
      auto& need = needs(id, unit);
      need.group = "units of " + id;
      need.at_least = k;
    }
  }
};

/// Checks the share of time that a service is down, averaged over the replications.
inline double check_unavailability(const std::string& id, const cascade::EnsembleResult& result,
                                   const cascade::Blueprint& blueprint, double exact) {
  const cascade::ServiceTally& tally = tally_of(result, blueprint, id);
  const double n = static_cast<double>(result.finished);
  const double horizon = blueprint.scenario.horizon.seconds() * 1e3;
  const double mean = static_cast<double>(tally.lost_ms) / n;
  const double variance = (tally.lost_ms_squared.value() / n - mean * mean) / (n - 1);
  const double error = std::sqrt(variance) / horizon;
  const double z = (mean / horizon - exact) / error;
  INFO(id, " is down for a share of ", mean / horizon, " +- ", error, ", exact ", exact,
       ", z = ", z);
  CHECK(std::abs(z) < too_far);
  return z;
}

}  // namespace outcast::laws
