// outcast hindcast: what was observed beside what is predicted, for every scenario below a folder.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include "app/cli/commands.h"
#include "app/study/hindcast_study.h"
#include "app/study/simulation.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

namespace fs = std::filesystem;

struct Request {
  std::vector<std::string> paths;
  std::string json;
  Sampling sampling;
};

/// Other files below a folder (topologies, policies) are passed over.
bool is_scenario(const fs::path& path) {
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return text.find("\"outcast-scenario/") != std::string::npos;
}

std::vector<std::string> scenarios_below(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return {path};
  std::vector<std::string> found;
  constexpr auto options = fs::directory_options::skip_permission_denied;
  for (const auto& entry : fs::recursive_directory_iterator(path, options, error))
    if (entry.path().extension() == ".json" && is_scenario(entry.path()))
      found.push_back(entry.path().string());
  std::ranges::sort(found);
  return found;
}

/// The scenario as it is, if something was observed of it, and each variant of which something else
/// was: a variant that only inherits what was observed is what might have been.
std::vector<Case> observed_cases(const std::string& path) {
  std::vector<Case> cases;
  Case base = read_case(path, "");
  const scenario::Observed observed = base.observed;
  const std::vector<std::string> variants = base.variants;
  if (!observed.empty()) cases.push_back(std::move(base));
  for (const std::string& variant : variants) {
    Case subject = read_case(path, variant);
    if (!subject.observed.empty() && subject.observed != observed)
      cases.push_back(std::move(subject));
  }
  return cases;
}

std::vector<Case> observed_cases(const std::vector<std::string>& paths) {
  std::vector<Case> cases;
  for (const std::string& path : paths)
    for (const std::string& scenario : scenarios_below(path))
      std::ranges::move(observed_cases(scenario), std::back_inserter(cases));
  if (cases.empty())
    throw Failure(ExitCode::invalid, "no scenario here says what was \"observed\"");
  return cases;
}

/// Cases of one scenario follow each other.
std::vector<Study> studies_of(const std::vector<Case>& cases) {
  std::vector<Study> studies;
  for (auto first = cases.begin(); first != cases.end();) {
    std::vector<const Case*> alike;
    const std::string& path = first->path;
    for (; first != cases.end() && first->path == path; ++first) alike.push_back(&*first);
    studies.push_back(study_of(alike));
  }
  return studies;
}

ExitCode hindcast(const Request& request) {
  const Outlet outlet(request.json);
  std::vector<Case> cases = observed_cases(request.paths);
  const Ending ending = simulate(cases, request.sampling);
  const Hindcast result{studies_of(cases), request.sampling.seed};
  outlet.deliver([&] { return to_text(result); }, [&] { return to_json(result); });
  print_diagnostic(to_text(ending, cases, request.sampling));
  return ending.code;
}

}  // namespace

Action declare_hindcast(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operands("DIR", request->paths, "Folders of scenarios, or scenario files");
  declare_sampling(options, request->sampling);
  declare_json(options, request->json);
  options.examples({"hindcast scenarios/live", "hindcast scenarios/incidents --json -"});
  return [request] { return hindcast(*request); };
}

}  // namespace outcast::app
