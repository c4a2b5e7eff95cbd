// Automatic rollback: when the health gate objects, the pipeline reverts the change without waiting
// for people.
#include "models/change/safeguards.h"

namespace outcast::change {

Safeguard automatic_rollback() {
  return {.name = "automatic_rollback",
          .what =
              "The health gate's objection reverts the change at once; what was deleted still has "
              "to be rebuilt.",
          .parameters = {probability("works", 0.9, "P(the automatic rollback succeeds)")}};
}

}  // namespace outcast::change
