// Training: people and prompts are trained, so every error rate of an author falls by a factor.
#include "models/change/safeguards.h"

namespace outcast::change {

Safeguard training() {
  return {.name = "training",
          .what =
              "Multiplies every author's probabilities of a defect, a destructive choice and "
              "overreach.",
          .parameters = {probability("factor", 0.7, "Error rates after / before training")}};
}

}  // namespace outcast::change
