// The catalog of safeguards: one line each, in the order in which a change meets them.
#include <algorithm>

#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

const std::vector<Safeguard>& safeguards() {
  static const std::vector<Safeguard> all = {
      change_freeze(),       ai_kill_switch(),      training(),
      least_privilege(),     cell_isolation(),      human_oversight(),
      static_checks(),       test_environment(),    peer_review(),
      two_person_approval(), deletion_protection(), capacity_floor(),
      velocity_limit(),      staged_rollout(),      automatic_rollback(),
  };
  return all;
}

}  // namespace

std::span<const Safeguard> catalog() { return safeguards(); }

std::size_t position_of(std::string_view name) {
  const auto at = std::ranges::find(safeguards(), name, &Safeguard::name);
  return static_cast<std::size_t>(at - safeguards().begin());
}

}  // namespace outcast::change
