// The safeguards of the catalog, in the order in which a change meets them.
#pragma once
#include "models/change/safeguard.h"

namespace outcast::change {

Safeguard change_freeze();
Safeguard ai_kill_switch();
Safeguard training();
Safeguard least_privilege();
Safeguard cell_isolation();
Safeguard human_oversight();
Safeguard static_checks();
Safeguard test_environment();
Safeguard peer_review();
Safeguard two_person_approval();
Safeguard deletion_protection();
Safeguard capacity_floor();
Safeguard velocity_limit();
Safeguard staged_rollout();
Safeguard automatic_rollback();

/// Position in the catalog; the rollout looks up those that act outside the gate.
std::size_t position_of(std::string_view name);

}  // namespace outcast::change
