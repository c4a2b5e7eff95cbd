// outcast compare: scenarios or variants side by side, under the same luck.
#include <algorithm>
#include <memory>

#include "app/cli/best_report.h"
#include "app/cli/commands.h"
#include "app/cli/compare_report.h"
#include "app/cli/compared_cases.h"
#include "app/gates/gate.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  ComparedCases cases;
  std::string json;
  BestRequest best;
  std::optional<double> confidence, indifference;
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

ExitCode compare(Request request) {
  const Gate gate(request.gate, request.sampling);
  const bool has_best_option = request.confidence || request.indifference || request.best.batch > 0;
  if (request.best.metric.empty() && has_best_option)
    throw Failure(ExitCode::invalid, "--confidence, --indifference and --batch belong to --best");
  if (!request.best.metric.empty() && gate.has_rules())
    throw Failure(ExitCode::invalid, "--require judges the tables of a comparison, not --best");
  std::vector<Case> cases = read_cases(request.cases);
  if (!request.best.metric.empty()) return find_best(request, cases);
  const Outlet outlet(request.json);
  const Ending ending = simulate(cases, request.sampling);
  std::vector<Summary> summaries;
  for (const Case& subject : cases) summaries.push_back(summarise(subject));
  const std::vector<std::size_t> compared = columns_to_compare(summaries, request.sampling);
  const std::vector<Differences> differences = differences_from_first(cases, compared);
  const GateReport report = gate.judge(cases);
  const CompareResult result{cases,  summaries, differences, compared, request.sampling,
                             ending, report};
  outlet.deliver([&] { return to_text(result) + gate.to_text(report); },
                 [&] { return to_json(result); });
  print_diagnostic(to_text(ending, cases, request.sampling));
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
  for (const char* other : {"--replications", "--precision", "--metric"})
    options.exclude("--best", other);
  declare_json(options, request->json);
  options.examples({"compare scenario.json", "compare scenario.json --variants guarded,frozen",
                    "compare one-region.json two-regions.json -n 50k --json result.json",
                    "compare scenario.json --best customer_minutes --indifference 5"});
  return [request] { return compare(*request); };
}

}  // namespace outcast::app
