// outcast compare: scenarios or variants side by side, under the same luck.
#include <memory>

#include "app/cli/best_report.h"
#include "app/cli/commands.h"
#include "app/cli/compare_output.h"
#include "app/cli/compared_cases.h"
#include "app/cli/store_options.h"

namespace outcast::app {
namespace {

struct Request {
  ComparedCases cases;
  std::string json;
  BestRequest best;
  std::optional<double> confidence, indifference;
  StoreRequest store;
  Sampling sampling;
  GateRequest gate;
};

ExitCode find_best(const Request& request, std::span<Case> cases) {
  BestRequest best = request.best;
  best.confidence = request.confidence.value_or(best.confidence);
  best.indifference = request.indifference;
  const Outlet outlet(request.json);
  const BestCase found = select_best(cases, best, request.sampling);
  const BestResult result{cases, found, request.sampling};
  outlet.deliver([&] { return to_text(result); }, [&] { return to_json(result); });
  return found.code;
}

void check(const Request& request, const Gate& gate) {
  const auto refuse = [](const std::string& why) { throw Failure(ExitCode::invalid, why); };
  check(request.store, request.json, request.sampling, request.gate);
  const bool has_best_option = request.confidence || request.indifference || request.best.batch > 0;
  if (request.best.metric.empty() && has_best_option)
    refuse("--confidence, --indifference and --batch belong to --best");
  if (request.best.metric.empty()) return;
  if (gate.has_rules())
    refuse("--require and --baseline judge the tables of a comparison, not --best");
  if (!request.store.path.empty())
    refuse("--store keeps as many replications of every case, and --best drops the losers early");
}

ExitCode compare(Request request) {
  const Gate gate(request.gate, BaselineKind::comparison, request.sampling);
  check(request, gate);
  Files files;
  std::vector<Case> cases = read_cases(request.cases, recording_reader(files));
  gate.check(cases);
  if (!request.best.metric.empty()) return find_best(request, cases);
  const Outlet outlet(request.json);
  std::optional<Store> store =
      open_store(request.store,
                 manifest_of(ExperimentKind::compare, cases, request.sampling, std::move(files)));
  if (!request.store.shard.empty())
    return run_shard(request.store, cases, *store, request.sampling);
  const Ending ending =
      store ? simulate(cases, *store, request.sampling, {}) : simulate(cases, request.sampling);
  const GateReport report = deliver({cases, request.sampling, ending, gate}, outlet);
  print_diagnostic(to_text(ending, cases, request.sampling) +
                   (ending.is_cut_short() ? kept_text(store) : ""));
  gate.deliver(report);
  return report.code(ending.code);
}

void declare_best(Options& options, Request& request) {
  options.text("--best", "METRIC", request.best.metric,
               "Instead of tables: which case has the best mean of this metric; the losers are "
               "dropped early (--at-most bounds the replications of each)");
  options.share("--confidence", request.confidence,
                "With --best: probability of the right answer (default 95%)");
  options.amount("--indifference", request.indifference,
                 "With --best: difference in the metric's unit that does not matter (default: a "
                 "tenth of what the first means are apart)");
  options.count("--batch", request.best.batch, {1, 1'000'000},
                "With --best: replications that are averaged before they are looked at (default: "
                "50, or more where values are skewed)");
}

}  // namespace

Action declare_compare(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operands("SCENARIO", request->cases.scenarios,
                   "Two or more scenarios; one alone is compared with its own variants");
  options.text("--variant", "NAME", request->cases.variant,
               "Variant to start from (of every scenario given)");
  options.texts("--variants", "A,B", request->cases.variants,
                "Variants to compare with, when one scenario is given (default: all)");
  declare_best(options, *request);
  declare_sampling(options, request->sampling);
  declare_gate(options, request->gate);
  declare_baseline(options, request->gate);
  declare_store(options, request->store, "part I of N of every case");
  for (const char* other : {"--replications", "--precision", "--metric"})
    options.exclude("--best", other);
  declare_json(options, request->json);
  options.examples({"compare scenario.json", "compare scenario.json --variants guarded,frozen",
                    "compare one-region.json two-regions.json -n 50k --json result.json",
                    "compare scenario.json -n 1M --store compared.db --resume",
                    "compare scenario.json --best customer_minutes --indifference 5"});
  return [request] { return compare(*request); };
}

}  // namespace outcast::app
