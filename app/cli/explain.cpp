// outcast explain: one replication as a story.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/story_report.h"
#include "app/study/stored_simulation.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, json;
  StoryRequest story;
};

/// From a store: the scenario as it was, with the seed of its run.
Case read(Request& request) {
  if (!Store::is_store(request.scenario)) return read_case(request.scenario, request.variant);
  const Store store = Store::open_to_read(request.scenario);
  request.story.seed = store.manifest().seed;
  return case_of(store, 0);
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
  options.operand("SCENARIO", request->scenario, "Scenario file, or the store of a run");
  options.count("--replication", request->story.replication, {},
                "Number of the replication, from 0 (default 0)");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  options.count("--seed", request->story.seed, {}, "As in run (default 1)");
  options.flag("--all", request->story.is_whole,
               "Every line, of harmless changes and long cascades too");
  declare_json(options, request->json);
  options.examples({"explain scenario.json --replication 17", "explain results.db --replication 17",
                    "explain scenario.json --replication 17 --variant guarded --json story.json"});
  return [request] { return explain(*request); };
}

}  // namespace outcast::app
