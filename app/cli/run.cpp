// outcast run: the distribution of what one scenario does.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/result_json.h"
#include "app/cli/run_report.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, json;
  std::uint64_t top = 10;
  TailRequest tail;
  Sampling sampling;
};

ExitCode run(const Request& request) {
  check(request.tail);
  Case subject = read_case(request.scenario, request.variant);
  const Outlet outlet(request.json);
  const Ending ending = simulate({&subject, 1}, request.sampling);
  const Summary summary = summarise(subject);
  const std::vector<ServiceWarning> warnings = early_warnings(subject.blueprint);
  const std::vector<Tail> tails = tails_of(subject, request.tail, request.sampling.seed);
  const RunResult result{subject, summary, request.sampling, ending, warnings, tails};
  outlet.deliver([&] { return to_text(result, request.top); }, [&] { return to_json(result); });
  print_diagnostic(to_text(ending, {&subject, 1}, request.sampling));
  return ending.code;
}

}  // namespace

Action declare_run(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("SCENARIO", request->scenario, "Scenario file");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  declare_sampling(options, request->sampling);
  declare_tail(options, request->tail);
  options.count("--top", request->top, {}, "Services to list (default 10)");
  declare_json(options, request->json);
  options.examples({"run scenario.json", "run scenario.json --variant two-person-approval -n 50k",
                    "run scenario.json --precision 5% --json -",
                    "run campaign.json --tail customer_minutes --threshold auto"});
  return [request] { return run(*request); };
}

}  // namespace outcast::app
