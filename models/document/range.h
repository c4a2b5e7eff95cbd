// The legal range of a number in a file.
#pragma once
#include <limits>
#include <string>

namespace outcast::document {

struct Range {
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  bool above_least = false;  ///< `least` itself is not legal
  bool below_most = false;   ///< `most` itself is not legal

  bool contains(double x) const {
    return (above_least ? x > least : x >= least) && (below_most ? x < most : x <= most);
  }
  /// "must lie between 0 and 1"
  std::string rule() const;
};

inline constexpr Range unlimited{};
inline constexpr Range in_unit_interval{0, 1};
inline constexpr Range not_negative{0};
inline constexpr Range above_zero{0, std::numeric_limits<double>::infinity(), true};

}  // namespace outcast::document
