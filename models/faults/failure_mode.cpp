// The catalog of failure modes: one line each.
#include "models/faults/failure_mode.h"

#include <algorithm>
#include <vector>

namespace outcast::faults {
namespace {

/// Visibility of gray modes: "health checks stay green"; Huang et al., Gray Failure (HotOS 2017),
/// give no figure, so the value only orders the modes and a scenario should set its own.
const std::vector<FailureMode>& modes() {
  static const std::vector<FailureMode> all = {
      {"crash",
       "The process or host is gone; a restart or a fix brings it back.",
       1,
       1,
       Remedy::fix,
       {},
       {}},
      {"deleted", "The resource was deleted and must be rebuilt.", 1, 1, Remedy::rebuild, {}, {}},
      {"refuse",
       "Authorisation is denied, so every request is refused.",
       1,
       1,
       Remedy::rollback,
       {},
       {}},
      {"bad-config",
       "A crash loop that lasts until the configuration is reverted.",
       1,
       1,
       Remedy::rollback,
       {},
       {}},
      {"slow",
       "Answers come late; half of the work misses its deadline.",
       0.5,
       0.6,
       Remedy::rollback,
       {},
       {},
       Symptom::slow},
      {"capacity-loss",
       "Too little capacity is left; the rest of the work is lost.",
       0.7,
       0.9,
       Remedy::fix,
       {},
       {},
       Symptom::less_capacity},
      {"wrong-answers",
       "Answers are wrong while health checks stay green (gray failure).",
       0.3,
       0.05,
       Remedy::rollback,
       {},
       {},
       Symptom::wrong},
      {"empty-dns",
       "The name resolves to nothing; clients cannot find the service.",
       1,
       0.8,
       Remedy::fix,
       {},
       {}},
      {"expired-credential",
       "A certificate or key has expired and must be replaced.",
       1,
       0.9,
       Remedy::fix,
       {},
       {}},
      {"hang",
       "It accepts requests and never answers.",
       1,
       0.9,
       Remedy::fix,
       {},
       {},
       Symptom::hangs},
      {"start-loop",
       "The service cannot start without itself (dependency loop at start).",
       1,
       1,
       Remedy::fix,
       {},
       {}},
  };
  return all;
}

}  // namespace

std::span<const FailureMode> catalog() { return modes(); }

const FailureMode* find(std::span<const FailureMode> modes, std::string_view name) {
  const auto at = std::ranges::find(modes, name, &FailureMode::name);
  return at == modes.end() ? nullptr : &*at;
}

}  // namespace outcast::faults
