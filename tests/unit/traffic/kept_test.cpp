// What is kept for later takes no more places than there are records at a time.
#include "models/traffic/kept.h"

#include <doctest/doctest.h>

namespace outcast::traffic {
namespace {

TEST_CASE("a place is used again once its record is taken") {
  Kept<int> kept;
  const auto first = kept.keep(1), second = kept.keep(2);
  CHECK(kept.take(first) == 1);
  CHECK(kept.keep(3) == first);
  CHECK(kept.take(second) == 2);
  CHECK(kept.take(first) == 3);
  CHECK(kept.places() == 2);
}

}  // namespace
}  // namespace outcast::traffic
