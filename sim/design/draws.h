// As many uniform numbers as a design needs, found by their name.
#pragma once
#include <cstdint>

#include "sim/kernel/stream.h"

namespace outcast::sim {

/// A row of streams, one after the other, since one stream ends after 512 numbers.
/// Thread rule: a value. Invariant: the k-th number depends on (seed, purpose, entity, k) only.
class Draws {
 public:
  Draws(std::uint64_t seed, Purpose purpose, Entity entity)
      : streams_(seed, 0), purpose_(purpose), entity_(entity) {}

  double uniform() {
    if (left_ == 0) {
      stream_ = streams_.stream(purpose_, entity_, occurrence_++);
      left_ = numbers_of_a_stream;
    }
    --left_;
    return stream_.uniform();
  }
  /// Even on 0 .. count - 1.
  std::size_t below(std::size_t count) {
    return static_cast<std::size_t>(uniform() * static_cast<double>(count));
  }

 private:
  static constexpr int numbers_of_a_stream = 512;

  Streams streams_;
  Purpose purpose_;
  Entity entity_;
  Stream stream_{{}, {}};
  std::uint32_t occurrence_ = 0;
  int left_ = 0;
};

}  // namespace outcast::sim
