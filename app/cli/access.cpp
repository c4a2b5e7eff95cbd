// outcast access: what a role can break, and what would fall with it.
#include <algorithm>
#include <memory>

#include "app/cli/access_report.h"
#include "app/cli/commands.h"
#include "app/study/case.h"
#include "app/terminal/output.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

struct Request {
  std::string scenario, role, variant, json;
};

std::vector<RoleReport> reports_of(const cascade::Scenario& scenario, const std::string& wanted) {
  std::vector<RoleReport> reports;
  std::vector<std::string_view> names;
  for (const access::Role& role : scenario.roles) {
    names.push_back(role.id);
    if (wanted.empty() || role.id == wanted) reports.push_back(report_of(scenario, role));
  }
  if (names.empty()) throw Failure(ExitCode::invalid, "the scenario has no roles");
  if (reports.empty())
    throw Failure(ExitCode::invalid, "unknown role " + document::quoted(wanted) + ". " +
                                         document::did_you_mean(wanted, names));
  return reports;
}

ExitCode show_access(const Request& request) {
  const Case subject = read_case(request.scenario, request.variant);
  const Outlet outlet(request.json);
  const std::vector<RoleReport> reports = reports_of(subject.scenario(), request.role);
  outlet.deliver([&] { return to_text(subject, reports); },
                 [&] { return to_json(subject, reports); });
  return ExitCode::done;
}

}  // namespace

Action declare_access(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operand("SCENARIO", request->scenario, "Scenario file");
  options.optional_operand("ROLE", request->role, "Role (default: all)");
  options.text("--variant", "NAME", request->variant, "Variant of the scenario");
  declare_json(options, request->json);
  options.examples({"access scenario.json", "access scenario.json deployer --json -"});
  return [request] { return show_access(*request); };
}

}  // namespace outcast::app
