// outcast run: the distribution of what one scenario does.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/run_output.h"
#include "app/cli/store_options.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, json;
  StoreRequest store;
  std::uint64_t top = usual_services;
  TailRequest tail;
  Sampling sampling;
  GateRequest gate;
};

ExitCode run(Request request) {
  check(request.store, request.json, request.sampling, request.gate);
  check(request.tail);
  if (!request.store.shard.empty() && !request.tail.metrics.empty())
    throw Failure(ExitCode::invalid,
                  "a shard alone has no result for --tail: merge the shards and give it to outcast "
                  "show");
  const Gate gate(request.gate, BaselineKind::run, request.sampling);
  Files files;
  Case subject = read_case(request.scenario, request.variant, recording_reader(files));
  const Outlet outlet(request.json);
  const std::span<Case> only(&subject, 1);
  std::optional<Store> store = open_store(
      request.store, manifest_of(ExperimentKind::run, only, request.sampling, std::move(files)));
  if (!request.store.shard.empty()) return run_shard(request.store, only, *store, request.sampling);
  const Ending ending =
      store ? simulate(only, *store, request.sampling, {}) : simulate(only, request.sampling);
  const GateReport report =
      deliver({subject, request.sampling, ending, request.tail, gate, request.top}, outlet);
  print_diagnostic(to_text(ending, only, request.sampling) +
                   (ending.is_cut_short() ? kept_text(store) : ""));
  gate.deliver(report);
  return report.code(ending.code);
}

}  // namespace

Action declare_run(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("SCENARIO", request->scenario, "Scenario file");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  declare_sampling(options, request->sampling);
  declare_tail(options, request->tail);
  options.count("--top", request->top, {}, "Services to list (default 10)");
  declare_gate(options, request->gate);
  declare_baseline(options, request->gate);
  declare_json(options, request->json);
  declare_store(options, request->store, "part I of N");
  options.examples({"run scenario.json", "run scenario.json --variant two-person-approval -n 50k",
                    "run scenario.json --precision 5% --json -",
                    "run scenario.json --require 'p95(time_to_recover) <= 4h' --baseline last.json",
                    "run scenario.json -n 1M --store results.db --resume",
                    "run campaign.json --tail customer_minutes --threshold auto"});
  return [request] { return run(*request); };
}

}  // namespace outcast::app
