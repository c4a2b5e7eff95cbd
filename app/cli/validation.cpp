// Reads a file as what its format says it is.
#include "app/cli/validation.h"

#include <nlohmann/json.hpp>
#include <set>

#include "models/document/document.h"
#include "models/faulttree/load.h"
#include "models/scenario/scenario_file.h"

namespace outcast::app {
namespace {

using document::Problem;
using document::Problems;
using Json = nlohmann::ordered_json;

constexpr std::string_view topology_format = "outcast-topology/",
                           fault_tree_format = "outcast-fault-tree/";

enum class FileKind { scenario, topology, fault_tree };

/// What its format says; a fault tree may be without one.
FileKind kind_of(const std::string& path) {
  Problems ignored;
  document::Document file;
  const document::Value root = file.read_file(path, ignored);
  const document::Value format = root ? root.find("format") : document::Value{};
  if (!format && root && root.find("gates")) return FileKind::fault_tree;
  if (!format || !format.is(document::ValueKind::string)) return FileKind::scenario;
  if (format.text().starts_with(fault_tree_format)) return FileKind::fault_tree;
  return format.text().starts_with(topology_format) ? FileKind::topology : FileKind::scenario;
}

void read_fault_tree(Validation& file) {
  const auto tree = faulttree::load(file.path, file.problems);
  if (!tree) return;
  constexpr std::size_t constants = 2;
  file.counts = {{"event", tree->events.size() - constants}, {"gate", tree->gates.size()}};
}

void read_topology(Validation& file) {
  const auto topology = scenario::load_topology(file.path, file.problems);
  if (topology)
    file.counts = {{"service", topology->services.size()},
                   {"dependency", topology->dependencies.size()}};
}

/// What a variant alone does wrong: what the file has anyway is said once.
void add_problems_of(const std::string& path, const std::string& variant, Problems& problems) {
  std::set<std::string> known;
  for (const Problem& problem : problems.sorted()) known.insert(to_text(problem));
  Problems found;
  scenario::load(path, variant, found);
  for (Problem problem : found.sorted()) {
    if (known.contains(to_text(problem))) continue;
    problem.what += " in variant \"" + variant + '"';
    problems.add(std::move(problem));
  }
}

void read_scenario(Validation& file, const std::string& variant) {
  const auto loaded = scenario::load(file.path, variant, file.problems);
  if (!loaded) return;
  const cascade::Scenario& s = loaded->scenario;
  file.counts = {{"service", s.topology.services.size()},
                 {"dependency", s.topology.dependencies.size()},
                 {"customer group", s.customers.size()},
                 {"role", s.roles.size()},
                 {"author", s.authors.size()},
                 {"team", s.teams.size()},
                 {"variant", loaded->variants.size()}};
  std::erase_if(file.counts, [](const auto& count) { return count.second == 0; });
  if (!variant.empty()) return;
  for (const std::string& name : loaded->variants) add_problems_of(file.path, name, file.problems);
}

Json json_of(const Problem& problem) {
  Json json = {{"file", problem.at.file}};
  if (problem.at.line > 0) {
    json["line"] = problem.at.line;
    json["column"] = problem.at.column;
  }
  json["pointer"] = problem.at.pointer;
  json["what"] = problem.what;
  if (!problem.why.empty()) json["why"] = problem.why;
  if (!problem.hint.empty()) json["hint"] = problem.hint;
  return json;
}

Json json_of(const Validation& file) {
  Json counts = Json::object(), problems = Json::array();
  for (const auto& [what, count] : file.counts) counts[what] = count;
  for (const Problem& problem : file.problems.sorted()) problems.push_back(json_of(problem));
  return {{"file", file.path},
          {"ok", file.is_valid()},
          {"counts", std::move(counts)},
          {"problems", std::move(problems)}};
}

}  // namespace

Validation validate_file(const std::string& path, const std::string& variant) {
  Validation file{.path = path};
  switch (kind_of(path)) {
    case FileKind::topology:
      read_topology(file);
      break;
    case FileKind::fault_tree:
      read_fault_tree(file);
      break;
    case FileKind::scenario:
      read_scenario(file, variant);
      break;
  }
  return file;
}

std::string to_json(const std::vector<Validation>& files) {
  Json json = Json::array();
  for (const Validation& file : files) json.push_back(json_of(file));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace outcast::app
