// Runs the points of a sweep, many at once, until done or interrupted.
#pragma once
#include <vector>

#include "app/sweep/responses.h"
#include "app/sweep/sweep_store.h"
#include "app/terminal/exit_code.h"

namespace outcast::app {

struct Swept {
  std::vector<PointResponse> points{};  ///< in the order of the design
  ExitCode code = ExitCode::done;       ///< or interrupted, or terminated
  std::uint64_t replications = 0;       ///< of all points

  bool is_cut_short() const { return code != ExitCode::done; }
};

/// What to do about replications that a store lacks.
enum class Missing { computed, left };

/// Where replications are kept, if anywhere, and which of the points are computed here.
struct Keeping {
  Store* store = nullptr;
  Shard shard{};
  Missing missing = Missing::computed;
};

/// All points have the same replication numbers under the same seed, so they share their luck.
/// Same bytes for any number of threads. Interrupted, points that were under way have the
/// replications that they got to. Throws Failure where a point's values do not go together.
/// With a store, only what it lacks is computed, and kept batch by batch; answers are those of all
/// that it then has. Throws Failure where it already has more than is asked for.
Swept sweep(Plan& plan, const Sampling& sampling, const Keeping& keeping = {});

/// How long one point takes, as far as a moment's trial can tell.
struct Pace {
  double seconds_to_prepare = 0;       ///< on one thread, for all points in turn
  double seconds_per_replication = 0;  ///< on one thread
};
/// Of the scenario as it is: before there are points.
Pace try_pace(Plan& plan, const Sampling& sampling);
/// Of up to eight points far apart in the design: parameters may change what a replication costs.
/// Throws Failure as sweep() does.
Pace try_pace_of_points(Plan& plan, const Sampling& sampling);

unsigned threads_of(const Sampling& sampling);

}  // namespace outcast::app
