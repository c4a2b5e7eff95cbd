// The few metrics of which more is better.
#include "app/study/wish.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "models/cascade/metrics.h"

namespace outcast::app {

Wish wish_of(std::size_t column) {
  static constexpr std::array<std::string_view, 3> welcome = {"changes_shipped", "success_rate",
                                                              "goodput"};
  return std::ranges::find(welcome, cascade::metrics()[column].name) == welcome.end() ? Wish::less
                                                                                      : Wish::more;
}

}  // namespace outcast::app
