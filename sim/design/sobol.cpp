// Sobol's sequence with a digital shift. Boost's direction numbers stay in this file.
#include <boost/random/sobol.hpp>

#include "sim/design/draws.h"
#include "sim/design/points.h"

namespace outcast::sim {
namespace {

constexpr Purpose shifts = purpose("design.sobol.shift");

std::uint64_t shift_of(std::uint64_t seed, std::uint64_t shift, std::size_t dimension) {
  Stream stream = Streams(seed, shift).stream(shifts, Entity{dimension}, 0);
  const std::uint64_t high = stream.bits();
  return high << 32 | stream.bits();
}

/// The middle of the 2^-52 that the leading digits leave open: never 0 or 1.
double from_digits(std::uint64_t digits) {
  return (static_cast<double>(digits >> 12) + 0.5) * 0x1p-52;
}

}  // namespace

Points sobol(std::size_t dimensions, std::size_t count, std::uint64_t seed, std::uint64_t shift) {
  Points points{.dimensions = dimensions};
  if (dimensions == 0 || count == 0) return points;
  boost::random::sobol sequence(dimensions);
  std::vector<std::uint64_t> shift_by(dimensions);
  for (std::size_t d = 0; d < dimensions; ++d) shift_by[d] = shift_of(seed, shift, d);
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t d = 0; d < dimensions; ++d)  // Boost leaves out the origin
      points.coordinates.push_back(from_digits((i == 0 ? 0 : sequence()) ^ shift_by[d]));
  return points;
}

}  // namespace outcast::sim
