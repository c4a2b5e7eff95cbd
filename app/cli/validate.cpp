// outcast validate: every problem of scenario and topology files at once.
#include <algorithm>
#include <memory>
#include <set>

#include "app/cli/commands.h"
#include "app/cli/validation.h"
#include "app/terminal/figures.h"
#include "app/terminal/output.h"
#include "app/terminal/terminal.h"

namespace outcast::app {
namespace {

struct Request {
  std::vector<std::string> files;
  std::string variant, json;
};

std::string plural(std::size_t count, const std::string& what) {
  const std::string many =
      what.ends_with('y') ? what.substr(0, what.size() - 1) + "ies" : what + 's';
  return count_text(count) + ' ' + (count == 1 ? what : many);
}

std::string line_of(const Validation& file) {
  const std::string start = printable(file.path) + ": ";
  if (!file.is_valid()) return start + plural(file.problems.size(), "problem") + '\n';
  std::string text = start + "ok";
  for (const auto& [what, count] : file.counts)
    text += (text.ends_with("ok") ? ": " : ", ") + plural(count, what);
  return text + '\n';
}

ExitCode validate(const Request& request) {
  const Outlet outlet(request.json);
  std::vector<Validation> files;
  std::string lines, complaints;
  for (const std::string& path : request.files) {
    files.push_back(validate_file(path, request.variant));
    lines += line_of(files.back());
    complaints += files.back().problems.to_text();
  }
  print_diagnostic(complaints);
  outlet.deliver([&] { return lines; }, [&] { return to_json(files); });
  const bool are_valid = std::ranges::all_of(files, &Validation::is_valid);
  return are_valid ? ExitCode::done : ExitCode::invalid;
}

}  // namespace

Action declare_validate(Options& options) {
  const auto request = std::make_shared<Request>();
  options.operands("FILE", request->files, "Scenario and topology files");
  options.text("--variant", "NAME", request->variant,
               "Only this variant of each scenario (default: all)");
  declare_json(options, request->json);
  options.examples({"validate scenario.json", "validate scenarios/*.json --json -"});
  return [request] { return validate(*request); };
}

}  // namespace outcast::app
