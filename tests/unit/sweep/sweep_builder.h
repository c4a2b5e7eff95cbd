// A small sweep over a small shop, both in memory.
#pragma once
#include <doctest/doctest.h>

#include <map>
#include <memory>
#include <string>

#include "app/sweep/plan.h"

namespace outcast::test {

constexpr auto shop = R"({
  "format": "outcast-scenario/1", "name": "shop", "adoption": 0.5,
  "authors": {"ada": {}, "tool": {"kind": "ai-tool"}}, "teams": {"crew": {"human": "ada", "ai_tool": "tool"}},
  "topology": {"services": {"web": {"replicas": 2}, "db": {}},
               "dependencies": [{"from": "web", "to": "db", "probability": 0.5}]},
  "response": {"fix": {"triangular": {"low": "10m", "mode": "20m", "high": "40m"}}},
  "what_if": {"faults": [{"service": "db", "mode": "crash"}]}
})";

/// The plan of a sweep with these parameters and this design.
inline std::unique_ptr<app::Plan> plan_of(const std::string& parameters,
                                          const std::string& design) {
  const std::map<std::string, std::string> files = {
      {"sweeps/shop.json", shop},
      {"sweeps/sweep.json",
       "{\"format\": \"outcast-sweep/1\", \"name\": \"s\", \"scenario\": \"shop.json\",\n"
       "\"parameters\": " +
           parameters + ",\n\"design\": " + design + "}"}};
  const auto reader = [files](const std::string& path,
                              std::string& why_not) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found != files.end()) return found->second;
    why_not = "there is no such file";
    return std::nullopt;
  };
  return app::read_plan("sweeps/sweep.json", reader);
}

/// What the refusal of a plan says.
inline std::string refusal_of(const std::string& parameters, const std::string& design) {
  try {
    plan_of(parameters, design);
  } catch (const app::Failure& failure) {
    CHECK(failure.code == app::ExitCode::invalid);
    return failure.what();
  }
  return "none";
}

}  // namespace outcast::test
