// The one cold path of a stream: asking for more than it has.
#include "sim/kernel/stream.h"

#include <stdexcept>

namespace outcast::sim {

void Stream::throw_exhausted() const {
  throw std::out_of_range(scripted_ ? "scripted stream is past its end"
                                    : "a decision drew more than 256 Philox blocks");
}

}  // namespace outcast::sim
