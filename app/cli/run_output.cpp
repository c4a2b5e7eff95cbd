// All that rows can tell, then the result.
#include "app/cli/run_output.h"

#include "app/cli/run_report.h"

namespace outcast::app {
namespace {

/// Their rows must fit into memory: of more replications these means are left out.
std::vector<ControlledMean> controlled_means_of(const RunOutput& output) {
  constexpr std::uint64_t fitting = 1'000'000;
  if (output.ending.wanted > fitting) return {};
  return controlled_means(output.subject, rows_of(output.subject), output.sampling.seed);
}

}  // namespace

GateReport deliver(const RunOutput& output, const Outlet& outlet) {
  const Case& subject = output.subject;
  const Summary summary = summarise(subject);
  const std::vector<ServiceWarning> warnings = early_warnings(subject.blueprint);
  const std::vector<Tail> tails = tails_of(subject, output.tail, output.sampling.seed);
  const std::vector<ControlledMean> controlled = controlled_means_of(output);
  GateReport report = output.gate.judge({&subject, 1});
  const RunResult result{subject,    summary,     output.sampling, output.ending, warnings,
                         controlled, output.gate, report,          tails};
  outlet.deliver(
      [&] {
        return to_text(result, output.top) + output.gate.to_text(report, {&subject, 1});
      },
      [&] { return to_json(result); });
  return report;
}

}  // namespace outcast::app
