// Summaries and differences, then the result.
#include "app/cli/compare_output.h"

#include "app/cli/compare_report.h"

namespace outcast::app {

GateReport deliver(const CompareOutput& output, const Outlet& outlet) {
  std::vector<Summary> summaries;
  for (const Case& subject : output.cases) summaries.push_back(summarise(subject));
  const std::vector<std::size_t> compared = columns_to_compare(summaries, output.sampling);
  const std::vector<Differences> differences = differences_from_first(output.cases, compared);
  GateReport report = output.gate.judge(output.cases);
  const CompareResult result{output.cases,    summaries,     differences, compared,
                             output.sampling, output.ending, output.gate, report};
  outlet.deliver([&] { return to_text(result) + output.gate.to_text(report, output.cases); },
                 [&] { return to_json(result); });
  return report;
}

}  // namespace outcast::app
