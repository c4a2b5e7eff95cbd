// Designs of experiments: which points of the unit cube to look at.
#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace outcast::sim {

/// Points one after the other; each coordinate lies in 0 .. 1 and stands for one parameter.
struct Points {
  std::size_t dimensions = 0;
  std::vector<double> coordinates{};

  std::size_t count() const { return dimensions == 0 ? 0 : coordinates.size() / dimensions; }
  std::span<const double> operator[](std::size_t i) const {
    return {coordinates.data() + i * dimensions, dimensions};
  }
  void add(std::span<const double> point) {
    coordinates.insert(coordinates.end(), point.begin(), point.end());
  }
};

/// A parameter that keeps the value it has by itself.
inline constexpr double as_it_is = std::numeric_limits<double>::quiet_NaN();

/// Every combination of the levels of each dimension; the last dimension changes fastest.
Points grid(std::span<const std::vector<double>> levels);

/// `count` points of which each of `count` equal slices of each dimension holds exactly one.
/// Source: McKay, Beckman and Conover, A comparison of three methods for selecting values of input
/// variables in the analysis of output from a computer code, Technometrics 21 (1979).
Points latin_hypercube(std::size_t dimensions, std::size_t count, std::uint64_t seed);

/// The first `count` points of Sobol's sequence, the origin among them, under a random digital
/// shift; `shift` numbers independent shifts, each of which makes every point uniform while
/// the points stay as even as they were. `count` is best a power of two. At most
/// `most_sobol_dimensions`. Sources: Joe and Kuo, Constructing Sobol sequences with better
/// two-dimensional projections, SIAM J. Sci. Comput. 30 (2008); Owen, On dropping the first Sobol'
/// point (2020): leaving the origin out costs accuracy.
Points sobol(std::size_t dimensions, std::size_t count, std::uint64_t seed,
             std::uint64_t shift = 0);
inline constexpr std::size_t most_sobol_dimensions = 1'000;

/// Base, then each dimension's low and high end with the others as they are: point 0, and points
/// 1 + 2 d and 2 + 2 d of dimension d.
struct Ends {
  double low = 0, high = 1;
};
Points one_at_a_time(std::span<const Ends> ends);

}  // namespace outcast::sim
