// Reads the cases of a comparison and labels them.
#include "app/cli/compared_cases.h"

#include <set>

#include "app/terminal/exit_code.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

/// The scenario (or --variant of it), then the variants that were asked for, or all.
std::vector<Case> read_variants(const ComparedCases& request, const document::FileReader& files) {
  std::vector<Case> cases;
  cases.push_back(read_case(request.scenarios[0], request.variant, files));
  std::vector<std::string> others = request.variants.empty() ? cases[0].variants : request.variants;
  std::erase(others, request.variant);
  for (const std::string& variant : others)
    cases.push_back(read_case(request.scenarios[0], variant, files));
  if (cases.size() == 1)
    throw Failure(ExitCode::invalid,
                  "there is nothing to compare: " + document::quoted(request.scenarios[0]) +
                      " has no other variants, and no second scenario is given");
  return cases;
}

/// Names of scenarios as labels, or paths where names are not enough.
std::vector<Case> read_scenarios(const ComparedCases& request, const document::FileReader& files) {
  if (!request.variants.empty())
    throw Failure(ExitCode::invalid, "--variants belongs to one scenario, not to several");
  std::vector<Case> cases;
  std::set<std::string> names;
  for (const std::string& path : request.scenarios) {
    cases.push_back(read_case(path, request.variant, files));
    names.insert(cases.back().scenario().name);
  }
  for (Case& subject : cases)
    subject.label = names.size() == cases.size() ? subject.scenario().name : subject.path;
  return cases;
}

}  // namespace

std::vector<Case> read_cases(const ComparedCases& request, const document::FileReader& files) {
  return request.scenarios.size() == 1 ? read_variants(request, files)
                                       : read_scenarios(request, files);
}

}  // namespace outcast::app
