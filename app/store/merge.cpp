// Checks that the parts fit, then copies their batches.
#include "app/store/merge.h"

#include <algorithm>
#include <filesystem>

#include "app/store/part_file.h"
#include "app/terminal/exit_code.h"

namespace outcast::app {
namespace {

using Differences = std::vector<std::string>(const Manifest& there, const Manifest& here);

void refuse(const std::string& what, Differences& differences, std::span<const Store> parts) {
  std::string text;
  for (const Store& part : parts.subspan(1))
    for (const std::string& line : differences(parts[0].manifest(), part.manifest()))
      text += "\n  " + part.path() + ": " + line;
  if (!text.empty())
    throw Failure(ExitCode::invalid, what + " (\"there\": " + parts[0].path() + ")" + text);
}

std::vector<Stretch> common(const std::vector<Stretch>& a, const std::vector<Stretch>& b) {
  std::vector<Stretch> found;
  for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
    const Stretch both{std::max(x->first, y->first), std::min(x->end, y->end)};
    if (both.first < both.end) found.push_back(both);
    x->end < y->end ? ++x : ++y;
  }
  return found;
}

void refuse_duplicates(std::span<const Store> parts) {
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (std::size_t j = i + 1; j < parts.size(); ++j)
      for (std::size_t p = 0; p < parts[i].manifest().points.size(); ++p) {
        const std::vector<Stretch> both = common(parts[i].present(p), parts[j].present(p));
        if (!both.empty())
          throw Failure(ExitCode::invalid, "replications " + to_text(both) + " are in both " +
                                               parts[i].path() + " and " + parts[j].path());
      }
}

void copy(const Store& from, Store& to) {
  for (std::size_t p = 0; p < from.manifest().points.size(); ++p) {
    to.expect(p, from.manifest().points[p].replications);
    for (const Stretch& stretch : from.present(p)) to.put(p, stretch.first, from.batch(p, stretch));
    if (const std::optional<Response> response = from.response(p)) to.answer(p, *response);
  }
}

}  // namespace

std::vector<Gap> gaps_of(const Store& store) {
  std::vector<Gap> gaps;
  for (std::size_t p = 0; p < store.manifest().points.size(); ++p) {
    const Point& point = store.manifest().points[p];
    std::vector<Stretch> missing = store.missing(p, point.replications);
    if (!missing.empty()) gaps.push_back({point.label, std::move(missing)});
  }
  return gaps;
}

void merge(std::span<const std::string> paths, const std::string& path) {
  std::error_code error;
  if (std::filesystem::exists(path, error))
    throw Failure(ExitCode::invalid, path + " exists already; name another file");
  std::vector<Store> parts;
  for (const std::string& part : paths) parts.push_back(Store::open_to_read(part));
  refuse("these stores hold different experiments", differences_of, parts);
  refuse(
      "these stores were asked for different things; a --resume of each with the same options "
      "makes them one",
      settings_differences_of, parts);
  refuse_duplicates(parts);
  PartFile file(path);
  {
    Store merged =
        Store::open_to_write(file.beside(), OnExisting::refuse, Manifest(parts[0].manifest()));
    for (const Store& part : parts) copy(part, merged);
  }
  file.place();
}

}  // namespace outcast::app
