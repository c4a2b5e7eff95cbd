// Cell isolation: credentials are per cell, so an act never leaves the cell that it started in.
#include "models/change/safeguards.h"

namespace outcast::change {

Safeguard cell_isolation() {
  return {.name = "cell_isolation",
          .what = "A change that overreaches stays within the places of its target.",
          .parameters = {}};
}

}  // namespace outcast::change
