// outcast rank: which services, dependencies and roles matter most.
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/rank_report.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, variant, json;
  std::uint64_t top = 20;
  RankRequest rank;
};

ExitCode rank(const Request& request) {
  const Case subject = read_case(request.scenario, request.variant);
  const Outlet outlet(request.json);
  Ranking ranking =
      rank_structure(subject.scenario(), static_cast<std::size_t>(request.rank.most_services));
  const ExitCode code = simulate_crashes(subject.scenario(), request.rank, ranking);
  std::vector<RoleReport> roles;
  for (const access::Role& role : subject.scenario().roles)
    roles.push_back(report_of(subject.scenario(), role));
  const std::vector<ServiceWarning> warnings = early_warnings(subject.blueprint);
  const RankResult result{subject, ranking, roles, request.rank, warnings};
  outlet.deliver([&] { return to_text(result, request.top); }, [&] { return to_json(result); });
  if (code != ExitCode::done)
    print_diagnostic("interrupted: the services simulated so far are reported\n");
  return code;
}

}  // namespace

Action declare_rank(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("SCENARIO", request->scenario, "Scenario file");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  options.count("-n,--replications", request->rank.sampling.replications, {1, 1'000'000'000},
                "Simulated crashes of each service (default 200)");
  options.count("--services", request->rank.most_services, {},
                "Services to simulate, those with the largest expected cascade (default 500)");
  options.count("--top", request->top, {}, "Lines of each table (default 20)");
  declare_luck(options, request->rank.sampling);
  declare_json(options, request->json);
  options.examples({"rank scenario.json", "rank scenario.json -n 1000 --top 50 --json rank.json"});
  return [request] { return rank(*request); };
}

}  // namespace outcast::app
