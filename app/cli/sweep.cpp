// outcast sweep: a scenario at many points.
#include <limits>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/store_options.h"
#include "app/cli/sweep_report.h"
#include "app/sweep/forecast.h"
#include "app/terminal/figures.h"
#include "app/terminal/output.h"
#include "app/terminal/terminal.h"

namespace outcast::app {
namespace {

constexpr std::uint64_t as_the_file_says = std::numeric_limits<std::uint64_t>::max();
constexpr double most_points = 1e6;
constexpr double longest = 365.25 * 86'400;
constexpr double long_run = 10;  // seconds that deserve a word, even off a terminal

struct Request {
  std::string sweep, json;
  StoreRequest store;
  std::uint64_t replications = as_the_file_says, seed = as_the_file_says,
                at_most = as_the_file_says;
  std::optional<double> precision;
  std::vector<std::string> metrics;
  std::uint64_t threads = 0, top = usual_points;
  bool is_dry_run = false;
};

/// The file's, but for what the options say.
Sampling sampling_of(const Request& request, const SweepFile& file) {
  Sampling sampling = sampling_of(file);
  if (request.replications != as_the_file_says) {
    sampling.replications = request.replications;
    sampling.precision.reset();
  }
  if (request.precision) sampling.precision = request.precision;
  if (request.at_most != as_the_file_says) sampling.at_most = request.at_most;
  if (request.seed != as_the_file_says) sampling.seed = request.seed;
  if (!request.metrics.empty()) sampling.metrics = request.metrics;
  sampling.threads = request.threads;
  return sampling;
}

void refuse_the_endless(const SweepForecast& forecast) {
  if (forecast.points <= most_points && forecast.seconds <= longest) return;
  throw Failure(ExitCode::invalid,
                to_text(forecast) + ".\nThat is more than the " + short_text(most_points) +
                    " points, or the year, that a sweep may take. A latin_hypercube or sobol "
                    "design covers the same ranges with some hundred points; fewer levels, or "
                    "fewer replications (-n), help too");
}

ExitCode tell_shard(const Request& request, const Swept& swept) {
  std::size_t complete = 0;
  for (const PointResponse& point : swept.points) complete += point.is_complete();
  print("Shard " + request.store.shard + (swept.is_cut_short() ? " is interrupted: " : ": ") +
        count_text(complete) + " of " + count_text(swept.points.size()) + " points are in " +
        request.store.path + ". outcast merge joins the shards\n");
  return swept.code;
}

ExitCode sweep(const Request& request) {
  check(request.store, request.json);
  Files files;
  const std::unique_ptr<Plan> plan = read_plan(request.sweep, recording_reader(files));
  const Sampling sampling = sampling_of(request, plan->file);
  const Outlet outlet(request.json);
  refuse_the_endless(forecast(*plan, sampling, try_pace(*plan, sampling)));
  make_points(*plan, sampling.seed);
  const SweepForecast expected = forecast(*plan, sampling, try_pace_of_points(*plan, sampling));
  if (request.is_dry_run) {
    print(to_text(expected) + '\n');
    return ExitCode::done;
  }
  if (is_terminal(Channel::error) || expected.seconds >= long_run)
    print_diagnostic(to_text(expected) + '\n');
  std::optional<Store> store =
      request.store.path.empty()
          ? std::nullopt
          : open_store(request.store, manifest_of(*plan, sampling, std::move(files)));
  const Shard shard = request.store.shard.empty() ? Shard{} : parse_shard(request.store.shard);
  const Swept swept = sweep(*plan, sampling, {store ? &*store : nullptr, shard});
  if (!shard.is_whole()) return tell_shard(request, swept);
  const std::vector<Sensitivity> sensitivities = sensitivities_of(*plan, sampling, swept.points);
  const SweepResult result{*plan, sampling, swept, sensitivities};
  outlet.deliver([&] { return to_text(result, request.top); }, [&] { return to_json(result); });
  print_diagnostic(remarks_on(result) + (swept.is_cut_short() ? kept_text(store) : ""));
  return swept.code;
}

}  // namespace

Action declare_sweep(Options& options) {
  constexpr std::uint64_t most = 1'000'000'000;
  const auto request = std::make_shared<Request>();
  options.operand("SWEEP", request->sweep, "Sweep file");
  options.count("-n,--replications", request->replications, {1, most},
                "Replications of each point (default: what the file says)");
  options.share("--precision", request->precision,
                "Instead of -n: go on at each point until the half-width of every 95 % interval is "
                "below this share of its mean");
  options.exclude("--precision", "--replications");
  options.count("--at-most", request->at_most, {1, most},
                "Replications at which a point gives up its precision");
  options.texts("--metric", "NAME", request->metrics,
                "Metric to measure; repeatable (default: what the file says)");
  options.count("--seed", request->seed, {}, "Same seed, same bytes (default: the file's, or 1)");
  options.count("--threads", request->threads, {0, 4096},
                "Threads; 0, the default: as many as there are processors");
  options.flag("--dry-run", request->is_dry_run, "Only say what it would take");
  options.count("--top", request->top, {}, "Points to list (default 40)");
  declare_json(options, request->json);
  declare_store(options, request->store, "every N-th point, from the I-th");
  options.examples({"sweep sweep.json --store results.db --resume", "sweep sweep.json --dry-run",
                    "sweep sweep.json -n 1000 --json result.json"});
  return [request] { return sweep(*request); };
}

}  // namespace outcast::app
