// Staged rollout: waves of units from non-critical to critical, each baked before the next.
#include "models/change/safeguards.h"

namespace outcast::change {

/// Gate sensitivity: "typical" prior Beta(6, 4) of the project's base rates; the mature case
/// (Gandalf, NSDI 2020) is 0.95.
Safeguard staged_rollout() {
  return {
      .name = "staged_rollout",
      .what =
          "A change reaches its units in waves; after each wave it bakes and a health gate looks.",
      .parameters = {
          probability("first", 0.01, "Share of the units in the first wave (at least one unit)"),
          number("growth", 10, "Each wave reaches so many times the units of the last"),
          duration("bake", sim::hours(1), "Wait after each wave"),
          probability("gate_sensitivity", 0.6,
                      "P(gate sees a harmful change in one bake), times the mode's visibility"),
          probability("gate_false_alarms", 0.0,
                      "P(gate objects to a harmless change in one bake)")}};
}

}  // namespace outcast::change
