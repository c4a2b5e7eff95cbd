// outcast run: the distribution of what one scenario does.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/result_json.h"
#include "app/cli/run_report.h"
#include "app/gates/gate.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, json;
  std::uint64_t top = 10;
  Sampling sampling;
  GateRequest gate;
};

ExitCode run(Request request) {
  const Gate gate(request.gate, request.sampling);
  Case subject = read_case(request.scenario, request.variant);
  const Outlet outlet(request.json);
  const Ending ending = simulate({&subject, 1}, request.sampling);
  const Summary summary = summarise(subject);
  const std::vector<ServiceWarning> warnings = early_warnings(subject.blueprint);
  const GateReport report = gate.judge({&subject, 1});
  const RunResult result{subject, summary, request.sampling, ending, warnings, gate, report};
  outlet.deliver([&] { return to_text(result, request.top) + gate.to_text(report); },
                 [&] { return to_json(result); });
  print_diagnostic(to_text(ending, {&subject, 1}, request.sampling));
  gate.deliver(report);
  return report.code(ending.code);
}

}  // namespace

Action declare_run(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("SCENARIO", request->scenario, "Scenario file");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  declare_sampling(options, request->sampling);
  options.count("--top", request->top, {}, "Services to list (default 10)");
  declare_gate(options, request->gate);
  declare_baseline(options, request->gate);
  declare_json(options, request->json);
  options.examples(
      {"run scenario.json", "run scenario.json --variant two-person-approval -n 50k",
       "run scenario.json --precision 5% --json -",
       "run scenario.json --require 'p95(time_to_recover) <= 4h' --baseline last.json"});
  return [request] { return run(*request); };
}

}  // namespace outcast::app
