// Reads a scenario file and drafts it.
#include "app/cli/case.h"

#include "app/cli/exit_code.h"

namespace outcast::cli {

Case read_case(const std::string& path, const std::string& variant) {
  document::Problems problems;
  auto loaded = scenario::load(path, variant, problems);
  if (!loaded) {
    std::string text = problems.to_text();
    while (text.ends_with('\n')) text.pop_back();
    const std::size_t count = problems.sorted().size();
    throw Failure(ExitCode::invalid, path + " has " + std::to_string(count) +
                                         (count == 1 ? " problem\n" : " problems\n") + text);
  }
  return {.path = path,
          .variant = variant,
          .label = variant.empty() ? "as it is" : variant,
          .digest = std::move(loaded->digest),
          .variants = std::move(loaded->variants),
          .observed = std::move(loaded->observed),
          .blueprint = cascade::draft(std::move(loaded->scenario))};
}

std::string title_of(const Case& subject) {
  const std::string& name = subject.scenario().name;
  return subject.variant.empty() ? name : name + ", variant " + subject.variant;
}

}  // namespace outcast::cli
