// Reads debian-bookworm.json.gz through gzip.
#include "tests/laws/debian_graph.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace outcast::laws {
namespace {

std::string unzip(const std::filesystem::path& path) {
  const std::string command = "gzip -dc '" + path.string() + "'";
  const auto close = [](std::FILE* pipe) { pclose(pipe); };
  const std::unique_ptr<std::FILE, decltype(close)> pipe(popen(command.c_str(), "r"), close);
  std::string text;
  std::array<char, 65536> buffer;
  while (pipe != nullptr) {
    const std::size_t read = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    if (read == 0) break;
    text.append(buffer.data(), read);
  }
  return text;
}

}  // namespace

std::optional<DebianGraph> read_debian_graph() {
  const auto path =
      std::filesystem::path(OUTCAST_SHARED) / "data/topologies/debian-bookworm.json.gz";
  if (!std::filesystem::exists(path)) return std::nullopt;
  const std::string text = unzip(path);
  if (text.empty()) return std::nullopt;
  const auto json = nlohmann::json::parse(text);
  DebianGraph graph;
  graph.names = json.at("names").get<std::vector<std::string>>();
  for (const auto& kind : json.at("kinds"))
    graph.is_package.push_back(kind.get_ref<const std::string&>() == "pkg");
  const auto ends = json.at("edges_flat").get<std::vector<system::NodeIndex>>();
  for (std::size_t i = 0; i + 1 < ends.size(); i += 2)
    graph.edges.push_back({ends[i], ends[i + 1]});
  return graph;
}

system::NodeIndex DebianGraph::package(std::string_view name) const {
  for (system::NodeIndex node = 0; node < size(); ++node)
    if (is_package[node] && names[node] == name) return node;
  throw std::out_of_range("no such package: " + std::string(name));
}

std::size_t DebianGraph::count_packages(std::span<const system::NodeIndex> nodes) const {
  return static_cast<std::size_t>(
      std::count_if(nodes.begin(), nodes.end(), [&](auto node) { return is_package[node]; }));
}

system::Requirements DebianGraph::requirements() const {
  system::Requirements requirements(size());
  const auto needs = system::Digraph::build(size(), edges);
  for (system::NodeIndex node = 0; node < size(); ++node) {
    const auto targets = needs.targets_of(node);
    if (is_package[node])
      for (const system::NodeIndex target : targets) requirements.add_need(node, target);
    else if (!targets.empty())
      requirements.add(node, targets, 1);
  }
  return requirements;
}

}  // namespace outcast::laws
