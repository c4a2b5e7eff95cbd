// The wording of ranges.
#include "models/document/range.h"

#include <cmath>
#include <cstdio>

namespace outcast::document {
namespace {

std::string short_text(double number) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", number);
  return text;
}

}  // namespace

std::string Range::rule() const {
  const bool bounded = std::isfinite(most);
  if (bounded && above_least && below_most)
    return "must be above " + short_text(least) + " and below " + short_text(most);
  if (bounded && above_least)
    return "must be above " + short_text(least) + " and at most " + short_text(most);
  if (bounded) return "must lie between " + short_text(least) + " and " + short_text(most);
  if (above_least) return "must be above " + short_text(least);
  return least == 0 ? "must not be negative" : "must be at least " + short_text(least);
}

}  // namespace outcast::document
