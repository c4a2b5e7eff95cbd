// Test environment: finds a defect as far as it resembles production for that kind of change.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

// The first six settings follow the order of Kind.
enum { fidelity, false_alarms = kind_count, takes };

double objection_probability(const Truth& truth, const Request& request, const Visible&,
                             const Settings& settings) {
  if (!truth.defective) return settings.number(false_alarms);
  return settings.number(fidelity + static_cast<std::size_t>(request.kind));
}

Judgement judge(const Request&, const Visible&, Evidence evidence, const Settings& settings) {
  if (evidence == Evidence::objection) return {Verdict::deny, {}, "a test failed"};
  return {Verdict::allow, settings.duration(takes), "tests passed"};
}

}  // namespace

/// Default fidelities: Jones 1996 via McConnell, Code Complete 2, integration test 0.35 (modal) for
/// code; lower where test environments rarely resemble production (Upgrade failures, SOSP 2021: the
/// majority escape tests).
Safeguard test_environment() {
  const auto share = [](std::string_view name, double value) {
    return probability(name, value, "P(a test fails | defective change of this kind)");
  };
  return {.name = "test_environment",
          .what =
              "Tests before production; a defect shows with the fidelity of the environment for "
              "its kind.",
          .parameters = {share("code", 0.35), share("config", 0.25), share("infrastructure", 0.2),
                         share("permission", 0.15), share("capacity", 0.1), share("data", 0.2),
                         probability("false_alarms", 0.0, "P(a test fails | flawless)"),
                         duration("takes", sim::minutes(30), "Time they take")},
          .objection_probability = objection_probability,
          .judge = judge};
}

}  // namespace outcast::change
