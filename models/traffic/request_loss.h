// When a station or a source loses a share of its requests that is worth a report.
#pragma once
#include <cstdint>
#include <optional>

#include "sim/kernel/time.h"

namespace outcast::traffic::request {

/// Counts failures in blocks: a block is over after a second and 50 requests, or after ten seconds.
/// Its share is reported when it is further than 0.05 from the last one reported, or has become 0
/// or 1.
class LossMeter {
 public:
  void reset() { *this = {}; }
  /// The share to be reported, now that one more request has ended.
  std::optional<double> note(sim::Time now, bool has_failed) {
    if (all_ == 0) began_ = now;
    ++all_;
    failed_ += has_failed;
    const sim::Duration age = now.since(began_);
    if (age < sim::seconds(1) || (all_ < 50 && age < sim::seconds(10))) return std::nullopt;
    const double share = static_cast<double>(failed_) / all_;
    all_ = failed_ = 0;
    return is_news(share) ? std::optional(reported_ = share) : std::nullopt;
  }

 private:
  bool is_news(double share) const {
    const double change = share - reported_;
    return change > 0.05 || change < -0.05 || (change != 0 && (share == 0 || share == 1));
  }

  sim::Time began_{};
  std::uint32_t all_ = 0, failed_ = 0;
  double reported_ = 0;
};

}  // namespace outcast::traffic::request
