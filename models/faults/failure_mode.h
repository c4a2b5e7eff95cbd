// Failure modes: what a fault does to a unit, who sees it, and what ends it.
#pragma once
#include <optional>
#include <span>
#include <string>

#include "sim/kernel/distribution.h"

namespace outcast::faults {

/// What ends a fault. `expiry`: it passes by itself after its own repair time.
enum class Remedy { rollback, fix, rebuild, expiry };

/// How requests feel a fault, where traffic is modelled. `slow` by 1 / (1 - loss); `less_capacity`,
/// `errors` and `wrong` for the share `loss`; `refused` and `hangs` on the share `loss` of the
/// replicas.
enum class Symptom { refused, hangs, slow, less_capacity, errors, wrong };

struct FailureMode {
  std::string name;
  std::string what;  ///< one sentence for people
  double loss = 1;   ///< share of the unit's work lost; 1 = down, below 1 = degraded
  double visibility =
      1;  ///< factor on every monitor's sensitivity; near 0 = gray (health checks stay green)
  Remedy remedy = Remedy::fix;
  sim::Distribution onset;  ///< seconds from cause to effect
  std::optional<sim::Distribution>
      repair;  ///< seconds of the remedy; empty: the response's own time for that remedy
  Symptom symptom = Symptom::refused;
};

/// The built-in modes, in a fixed order. One line each; a scenario may change or add modes by name.
std::span<const FailureMode> catalog();
const FailureMode* find(std::span<const FailureMode> modes, std::string_view name);

/// A fault that arises by itself, again and again, on every unit of a service (a renewal process).
struct FaultProcess {
  std::string service;
  std::string mode;
  sim::Distribution every;  ///< seconds a unit stays healthy until this fault strikes
  std::optional<sim::Distribution>
      lasts;  ///< seconds, if it expires by itself whatever the mode's remedy
};

}  // namespace outcast::faults
