// outcast explain: one replication as a story.
#include <algorithm>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/story_report.h"
#include "app/sweep/sweep_store.h"
#include "app/terminal/figures.h"
#include "app/terminal/output.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, point, json;
  std::optional<std::uint64_t> seed;
  StoryRequest story;
};

[[noreturn]] void refuse(const std::string& why) { throw Failure(ExitCode::invalid, why); }

/// By its number from 0, or by its label.
std::size_t point_named(const std::string& name, const Manifest& manifest) {
  std::vector<std::string_view> labels;
  for (const Point& point : manifest.points) labels.push_back(point.label);
  if (const auto found = std::ranges::find(labels, name); found != labels.end())
    return static_cast<std::size_t>(found - labels.begin());
  const std::optional<std::uint64_t> number = parse_count(name);
  if (number && *number < labels.size()) return *number;
  const bool are_named = manifest.kind != ExperimentKind::sweep;
  refuse("the store has no point " + document::quoted(name) + ": it has 0 .. " +
         count_text(labels.size() - 1) +
         (are_named ? ". " + document::did_you_mean(name, labels) : ""));
}

/// The scenario as it was, with the seed of its experiment.
Case read_stored(Request& request) {
  const Store store = Store::open_to_read(request.scenario);
  const Manifest& manifest = store.manifest();
  if (manifest.outcast != OUTCAST_VERSION)
    refuse(store.path() + " was written by outcast " + manifest.outcast +
           ", this is " OUTCAST_VERSION ", which may tell another story of the same replication");
  if (request.seed) refuse("--seed belongs to a scenario file: a store has the seed it came from");
  const std::string& name = request.point.empty() ? request.variant : request.point;
  const std::size_t point = name.empty() ? 0 : point_named(name, manifest);
  request.story.seed = manifest.seed;
  if (manifest.kind != ExperimentKind::sweep) return case_of(store, point);
  const StoredSweep stored = read_stored_sweep(store);
  Case subject = case_of(*stored.plan, store, point);
  request.story.point = subject.label;
  return subject;
}

Case read(Request& request) {
  if (Store::is_store(request.scenario)) return read_stored(request);
  if (!request.point.empty()) refuse("--point belongs to a store, of a sweep or a comparison");
  request.story.seed = request.seed.value_or(request.story.seed);
  return read_case(request.scenario, request.variant);
}

ExitCode explain(Request request) {
  const Case subject = read(request);
  const Outlet outlet(request.json);
  const Story story = tell(subject, request.story.seed, request.story.replication);
  outlet.deliver([&] { return to_text(subject, story, request.story); },
                 [&] { return to_json(subject, story, request.story); });
  return ExitCode::done;
}

}  // namespace

Action declare_explain(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("SCENARIO", request->scenario, "Scenario file, or a store");
  options.count("--replication", request->story.replication, {},
                "Number of the replication, from 0 (default 0)");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  options.text("--point", "POINT", request->point,
               "Of a store: the point of a sweep, by its number, or the case of a comparison, by "
               "its label (default: the first)");
  options.count("--seed", request->seed, {}, "As in run (default 1)");
  options.flag("--all", request->story.is_whole,
               "Every line, of harmless changes and long cascades too");
  options.exclude("--point", "--variant");
  declare_json(options, request->json);
  options.examples({"explain scenario.json --replication 17", "explain results.db --replication 17",
                    "explain sweep.db --point 212 --replication 17",
                    "explain scenario.json --replication 17 --variant guarded --json story.json"});
  return [request] { return explain(*request); };
}

}  // namespace outcast::app
