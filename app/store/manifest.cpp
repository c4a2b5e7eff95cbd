// Compares experiments, and keeps the files they were read from.
#include "app/store/manifest.h"

#include <algorithm>
#include <charconv>

#include "models/document/nearest_name.h"

namespace outcast::app {
namespace {

class Comparison {
 public:
  void compare(const std::string& what, const std::string& there, const std::string& here) {
    if (there != here) lines_.push_back(what + ": " + there + " there, " + here + " here");
  }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  std::vector<std::string> lines_;
};

std::string text_of(const Parameter& parameter) {
  if (const auto* text = std::get_if<std::string>(&parameter.value))
    return parameter.name + " = " + document::quoted(*text);
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, std::get<double>(parameter.value));
  return parameter.name + " = " + std::string(digits, end.ptr);
}

std::string text_of(const std::vector<Parameter>& parameters) {
  std::string text;
  for (const Parameter& parameter : parameters)
    text += (text.empty() ? "" : ", ") + text_of(parameter);
  return text.empty() ? "none" : text;
}

std::string variant_text(const Point& point) {
  return point.variant.empty() ? "none" : document::quoted(point.variant);
}

/// The first point that differs says enough.
void compare_points(const Manifest& there, const Manifest& here, Comparison& comparison) {
  comparison.compare("points", std::to_string(there.points.size()),
                     std::to_string(here.points.size()));
  if (there.points.size() != here.points.size()) return;
  for (std::size_t i = 0; i < here.points.size(); ++i) {
    const Point &a = there.points[i], &b = here.points[i];
    if (a.variant == b.variant && a.digest == b.digest && a.parameters == b.parameters) continue;
    const std::string of =
        here.points.size() == 1 ? "" : " of point " + std::to_string(i + 1) + " (" + b.label + ')';
    comparison.compare("variant" + of, variant_text(a), variant_text(b));
    comparison.compare("parameters" + of, text_of(a.parameters), text_of(b.parameters));
    comparison.compare("digest of the scenario" + of, a.digest, b.digest);
    return;
  }
}

}  // namespace

std::string_view name_of(ExperimentKind kind) {
  constexpr std::string_view names[] = {"run", "compare", "sweep"};
  return names[static_cast<std::size_t>(kind)];
}

document::FileReader recording_reader(Files& files) {
  return [&files](const std::string& path, std::string& why_not) {
    std::optional<std::string> text = document::read_from_disk(path, why_not);
    if (text) files[path] = *text;
    return text;
  };
}

document::FileReader reader_of(const Files& files) {
  return [&files](const std::string& path, std::string& why_not) -> std::optional<std::string> {
    if (const auto found = files.find(path); found != files.end()) return found->second;
    why_not = "the store has no such file";
    return std::nullopt;
  };
}

std::vector<std::string> parameter_names(const Manifest& manifest) {
  std::vector<std::string> names;
  for (const Point& point : manifest.points)
    for (const Parameter& parameter : point.parameters)
      if (std::ranges::find(names, parameter.name) == names.end()) names.push_back(parameter.name);
  return names;
}

std::vector<std::string> differences_of(const Manifest& there, const Manifest& here) {
  Comparison comparison;
  comparison.compare("experiment", std::string(name_of(there.kind)),
                     std::string(name_of(here.kind)));
  comparison.compare("version of outcast", there.outcast, here.outcast);
  comparison.compare("seed", std::to_string(there.seed), std::to_string(here.seed));
  compare_points(there, here, comparison);
  return comparison.take();
}

std::vector<std::string> settings_differences_of(const Manifest& there, const Manifest& here) {
  const auto text_in = [](const Manifest& manifest, const std::string& name) {
    const auto found = manifest.settings.find(name);
    return found == manifest.settings.end() || found->second.empty() ? "none" : found->second;
  };
  auto names = there.settings;
  names.insert(here.settings.begin(), here.settings.end());
  names.erase("sweep");
  Comparison comparison;
  for (const auto& [name, value] : names)
    comparison.compare(name, text_in(there, name), text_in(here, name));
  return comparison.take();
}

}  // namespace outcast::app
