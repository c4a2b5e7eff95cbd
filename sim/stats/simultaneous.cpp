// Bonferroni's inequality.
#include "sim/stats/simultaneous.h"

#include <algorithm>

namespace outcast::sim {

double confidence_of_each(double together, std::size_t comparisons) {
  return 1 - (1 - together) / static_cast<double>(std::max<std::size_t>(1, comparisons));
}

}  // namespace outcast::sim
