// Reads a scenario file and drafts it.
#include "app/study/case.h"

#include <algorithm>
#include <filesystem>

#include "app/terminal/exit_code.h"
#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

namespace fs = std::filesystem;

/// For a path that leads nowhere: the file beside it that was probably meant.
std::string nearest_file(const std::string& path) {
  std::error_code error;
  if (fs::exists(path, error)) return {};
  const fs::path folder = fs::path(path).parent_path();
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder.empty() ? "." : folder, error))
    names.push_back(entry.path().filename());
  std::ranges::sort(names);
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string_view nearest =
      document::nearest_name(fs::path(path).filename().string(), known);
  if (nearest.empty()) return {};
  return "\nDid you mean " + document::quoted((folder / nearest).string()) + '?';
}

}  // namespace

Case read_case(const std::string& path, const std::string& variant, document::FileReader files) {
  document::Problems problems;
  auto loaded = scenario::load(path, variant, problems, std::move(files));
  if (!loaded) {
    std::string text = problems.to_text();
    while (text.ends_with('\n')) text.pop_back();
    const std::size_t count = problems.sorted().size();
    throw Failure(ExitCode::invalid, path + " has " + std::to_string(count) +
                                         (count == 1 ? " problem\n" : " problems\n") + text +
                                         nearest_file(path));
  }
  return {.path = path,
          .variant = variant,
          .label = variant.empty() ? "as it is" : variant,
          .digest = std::move(loaded->digest),
          .variants = std::move(loaded->variants),
          .observed = std::move(loaded->observed),
          .blueprint = cascade::draft(std::move(loaded->scenario))};
}

Rows rows_of(const Case& subject) {
  return subject.stored ? subject.stored : rows_of(subject.result.table);
}

std::vector<double> values_of(const Case& subject, std::size_t column) {
  std::vector<double> values;
  values.reserve(subject.result.finished);
  rows_of(subject)({&column, 1}, [&](std::span<const std::span<const double>> columns) {
    values.insert(values.end(), columns[0].begin(), columns[0].end());
  });
  return values;
}

std::string title_of(const Case& subject) {
  const std::string& name = subject.scenario().name;
  return subject.variant.empty() ? name : name + ", variant " + subject.variant;
}

}  // namespace outcast::app
