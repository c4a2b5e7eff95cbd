// Least privilege: changes run under the role as intended, not as misconfigured (permission
// boundary).
#include "models/change/safeguards.h"

namespace outcast::change {

Safeguard least_privilege() {
  return {.name = "least_privilege",
          .what =
              "Every role is held to its intended policy, so its reach and its shortcuts shrink to "
              "what was meant.",
          .parameters = {}};
}

}  // namespace outcast::change
