// A small scenario whose parts tests replace, and the problems that follow.
#pragma once
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>

#include "models/scenario/scenario_file.h"

namespace outcast::test {

/// Top-level members by key, each on a line of its own (line 3, 4, ... in order of keys).
class Shop {
 public:
  /// Replaces or adds a member; empty text removes it.
  Shop& with(const std::string& key, const std::string& text) {
    members_[key] = text;
    return *this;
  }

  std::string text() const {
    std::string text = "{\n\"format\": \"outcast-scenario/1\"";
    for (const auto& [key, value] : members_)
      if (!value.empty()) text += ",\n\"" + key + "\": " + value;
    return text + "\n}\n";
  }

  std::string problems(std::string_view variant = "", document::FileReader files = {}) const {
    document::Problems problems;
    const auto loaded = scenario::load_text(text(), "shop.json", variant, problems, files);
    CHECK(loaded.has_value() == problems.empty());
    return problems.to_text();
  }

  scenario::Loaded load(std::string_view variant = "", document::FileReader files = {}) const {
    document::Problems problems;
    auto loaded = scenario::load_text(text(), "shop.json", variant, problems, files);
    REQUIRE_MESSAGE(loaded, problems.to_text());
    return *loaded;
  }

 private:
  std::map<std::string, std::string> members_ = {
      {"name", R"("shop")"},
      {"topology",
       R"({"services": {"web": {}, "auth": {}}, "dependencies": [{"from": "web", "to": "auth"}]})"},
      {"what_if", R"({"faults": [{"service": "auth", "mode": "crash"}]})"},
  };
};

/// Files in memory.
inline document::FileReader files_of(std::map<std::string, std::string> files) {
  return [files = std::move(files)](const std::string& path,
                                    std::string& why_not) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    why_not = "there is no such file";
    return std::nullopt;
  };
}

}  // namespace outcast::test
