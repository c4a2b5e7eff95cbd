// outcast run: the distribution of what one scenario does.
#include <memory>
#include <optional>

#include "app/cli/commands.h"
#include "app/cli/run_output.h"
#include "app/study/stored_simulation.h"
#include "app/terminal/figures.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, json;
  std::string store, shard;
  bool resumes = false;
  std::uint64_t top = 10;
  TailRequest tail;
  Sampling sampling;
  GateRequest gate;
};

void check(const Request& request) {
  const auto refuse = [](const std::string& why) { throw Failure(ExitCode::invalid, why); };
  if (request.resumes && request.store.empty()) refuse("--resume needs the --store to go on with");
  if (request.shard.empty()) return;
  static_cast<void>(parse_shard(request.shard));
  if (request.store.empty()) refuse("--shard needs a --store for its share of the replications");
  if (request.sampling.precision)
    refuse("--shard needs -n: a precision cannot be judged by a part of the replications");
  if (!request.json.empty())
    refuse("a shard alone has no result for --json: merge the shards and use outcast show");
}

/// Nothing where no store is asked for.
std::optional<Store> open_store(const Request& request, const Case& subject, Files files) {
  if (request.store.empty()) return std::nullopt;
  const OnExisting on_existing = request.resumes ? OnExisting::resume : OnExisting::refuse;
  return open_store(request.store, on_existing, subject, request.sampling, std::move(files));
}

ExitCode run_shard(const Request& request, const Case& subject, Store& store) {
  const Shard shard = parse_shard(request.shard);
  const Ending ending = simulate(subject, store, request.sampling, shard);
  std::uint64_t present = 0;
  for (const Stretch& stretch : store.present(0)) present += stretch.count();
  print("Shard " + request.shard + (ending.is_cut_short() ? " is interrupted: " : ": ") +
        count_text(present) + " of " + count_text(ending.wanted) + " replications are in " +
        store.path() + ". outcast merge joins the shards\n");
  return ending.code;
}

ExitCode run(Request request) {
  check(request);
  check(request.tail);
  const Gate gate(request.gate, request.sampling);
  Files files;
  Case subject = read_case(request.scenario, request.variant, recording_reader(files));
  const Outlet outlet(request.json);
  std::optional<Store> store = open_store(request, subject, std::move(files));
  if (!request.shard.empty()) return run_shard(request, subject, *store);
  const Ending ending = store ? simulate(subject, *store, request.sampling, {})
                              : simulate({&subject, 1}, request.sampling);
  const Summary summary =
      store ? summarise_stored(subject, *store, ending.wanted) : summarise(subject);
  const GateReport report = deliver({subject, store ? &*store : nullptr, summary, request.sampling,
                                     ending, request.tail, gate, request.top},
                                    outlet);
  print_diagnostic(to_text(ending, {&subject, 1}, request.sampling));
  if (ending.is_cut_short() && store)
    print_diagnostic(store->path() + " keeps them; --resume goes on from there\n");
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
  options.text("--store", "F.db", request->store,
               "Keep every replication in this file; what is finished outlives a crash");
  options.flag("--resume", request->resumes,
               "Go on with an existing --store; the result is that of an undisturbed run");
  options.text("--shard", "I/N", request->shard,
               "Compute only part I of N, into a --store of its own, for outcast merge");
  options.examples({"run scenario.json", "run scenario.json --variant two-person-approval -n 50k",
                    "run scenario.json --precision 5% --json -",
                    "run scenario.json --require 'p95(time_to_recover) <= 4h' --baseline last.json",
                    "run scenario.json -n 1M --store results.db --resume",
                    "run campaign.json --tail customer_minutes --threshold auto"});
  return [request] { return run(*request); };
}

}  // namespace outcast::app
