// How measured gains are written for people.
#include "app/terminal/gain_text.h"

#include <doctest/doctest.h>

#include <limits>

using namespace outcast::app;
using outcast::sim::VarianceReduction;

namespace {

std::string text_of(const std::optional<VarianceReduction>& gain) {
  const EstimateText text = gain_text(gain);
  return text.value + ' ' + text.interval;
}

}  // namespace

TEST_CASE("a gain keeps its digits at both ends, however far apart they are") {
  CHECK(text_of(VarianceReduction{13.07, {0.03331, 5145.2}}) == "13.1x [0.0333, 5,145]");
}

TEST_CASE("a gain that the data cannot bound, and one that does not exist, say so") {
  CHECK(text_of(VarianceReduction{2, {0, std::numeric_limits<double>::infinity()}}) == "2x [?, ?]");
  CHECK(text_of({}) == "- the difference does not vary");
}
