// Sweep files: what their parameters become at each point, and what is said of wrong ones.
#include "app/sweep/plan.h"

#include "tests/unit/sweep/sweep_builder.h"

using namespace outcast;
using outcast::app::DesignKind;
using outcast::test::plan_of;
using outcast::test::refusal_of;

namespace {

constexpr auto replicas =
    R"({"replicas": {"pointer": "/topology/services/web/replicas", "values": [1, 2, 4]}})";

/// The texts of a factor's settings at some coordinates.
std::string settings(const std::string& domain, std::initializer_list<double> coordinates) {
  const auto plan = plan_of(R"({"x": )" + domain + "}", R"({"grid": {}})");
  std::string texts;
  for (const double coordinate : coordinates)
    texts += app::setting_at(plan->factors[0], coordinate).text + ' ';
  return texts;
}

std::size_t count_of(const std::string& design) {
  const auto plan = plan_of(
      R"({"a": {"pointer": "/adoption", "range": {"low": 0, "high": 1}},
          "r": {"pointer": "/topology/services/web/replicas", "values": [1, 2, 4]}})",
      design);
  app::make_points(*plan, 1);
  CHECK(static_cast<double>(plan->points.count()) == app::point_count(*plan));
  CHECK(plan->points.dimensions == 2);
  return plan->points.count();
}

}  // namespace

TEST_CASE("a point is the scenario with each factor's value in its place") {
  const auto plan = plan_of(replicas, R"({"grid": {}})");
  app::make_points(*plan, 1);
  REQUIRE(plan->points.count() == 3);
  CHECK(app::load_point(*plan, 0).scenario.topology.services[0].replicas == 1);
  CHECK(app::load_point(*plan, 2).scenario.topology.services[0].replicas == 4);
  CHECK(app::load_base(*plan).digest == app::load_point(*plan, 1).digest);
}

TEST_CASE("ranges go from low to high in even steps, even ratios or whole numbers") {
  CHECK(settings(R"({"pointer": "/adoption", "range": {"low": 0, "high": 0.5}})", {0, 0.5, 1}) ==
        "0 0.250 0.500 ");
  CHECK(settings(
            R"({"pointer": "/horizon", "range": {"low": "10m", "high": "1000m", "scale": "log"}})",
            {0, 0.5, 1}) == "10 min 100 min 16.7 h ");
  CHECK(settings(R"({"pointer": "/topology/services/web/replicas",
                     "range": {"low": 1, "high": 4, "whole": true}})",
                 {0, 0.26, 0.74, 1}) == "1 2 3 4 ");
}

TEST_CASE("a distribution gives its quantiles, choices their names, and nothing stays as it is") {
  CHECK(
      settings(
          R"({"pointer": "/horizon", "distribution": {"uniform": {"low": "0s", "high": "100s"}}})",
          {0.25}) == "25 s ");
  CHECK(settings(R"({"patches": {"none": {}, "half": {"adoption": 0.5}}})",
                 {0.1, 0.9, sim::as_it_is}) == "none half as it is ");
}

TEST_CASE("each design has as many points as it says") {
  CHECK(count_of(R"({"grid": {}})") == 15);
  CHECK(count_of(R"({"latin_hypercube": {"points": 7}})") == 7);
  CHECK(count_of(R"({"sobol": {"points": 17, "shifts": 2}})") == 16);
  CHECK(count_of(R"({"morris": {"trajectories": 4}})") == 12);
  CHECK(count_of(R"({"saltelli": {"rows": 8}})") == 32);
  CHECK(count_of(R"({"one_at_a_time": {}})") == 5);
}

TEST_CASE("a list gives its points; what one leaves out stays as the scenario has it") {
  const auto plan = plan_of(
      R"({"a": {"pointer": "/adoption"}, "p": {"patches": {"big": {"topology": {"services": {"web": {"replicas": 9}}}}}}})",
      R"({"list": {"points": [{"a": 0.25}, {"p": "big"}, {"a": 0.75, "p": "big"}]}})");
  app::make_points(*plan, 1);
  REQUIRE(plan->points.count() == 3);
  const auto first = app::load_point(*plan, 0).scenario, third = app::load_point(*plan, 2).scenario;
  CHECK(first.adoption == 0.25);
  CHECK(first.topology.services[0].replicas == 2);
  CHECK(third.adoption == 0.75);
  CHECK(third.topology.services[0].replicas == 9);
  CHECK(app::load_point(*plan, 1).scenario.adoption == 0.5);
}

TEST_CASE("every problem of a sweep file is told at once, with its place and a hint") {
  CHECK(
      refusal_of(R"({"a": {"pointer": "/adoptoin/x", "values": [1]},
"b": {"pointer": "/adoption", "values": [0.5, 2, -1]},
"c": {"pointer": "/topology/services/wbe/replicas", "values": [1]},
"d": {"pointer": "/response/fix/triangular/high", "values": ["1h", "5m"]}})",
                 R"({"grid": {}})") ==
      "sweeps/sweep.json has 5 problems\n"
      "sweeps/shop.json:6:38: /response/fix/triangular: low, mode and high must rise where d is "
      "5m\n"
      "sweeps/sweep.json:2:33: /parameters/a/pointer: nothing is at \"/adoptoin\" (a pointer may "
      "end at a new name, but not lead through one). Did you mean \"adoption\"?\n"
      "sweeps/sweep.json:3:47: /parameters/b/values/1: 2 is out of range (must lie between 0 and "
      "1)\n"
      "sweeps/sweep.json:3:50: /parameters/b/values/2: -1 is out of range (must lie between 0 and "
      "1)\n"
      "sweeps/sweep.json:4:18: /parameters/c/pointer: nothing is at \"/topology/services/wbe\" (a "
      "pointer may end at a new name, but not lead through one). Did you mean \"web\"?");
}

TEST_CASE("parameters and designs that say too little or too much are problems") {
  CHECK(refusal_of(R"({"a": {"pointer": "/adoption"}})", R"({"grid": {}})")
            .find("a parameter has values, a range, a distribution or patches") !=
        std::string::npos);
  CHECK(refusal_of(R"({"a": {"values": [1]}})", R"({"grid": {}})")
            .find("a parameter has a pointer, or patches") != std::string::npos);
  CHECK(refusal_of(R"({"a": {"pointer": "/adoption", "range": {"low": 1, "high": 0}}})",
                   R"({"grid": {}})")
            .find("the high end of a range lies above its low end") != std::string::npos);
  CHECK(refusal_of(replicas, R"({"grid": {}, "morris": {}})").find("a design is one of several") !=
        std::string::npos);
  CHECK(refusal_of(replicas, R"({"morris": {"levels": 3}})").find("even number of levels") !=
        std::string::npos);
  CHECK(refusal_of(replicas, R"({"list": {"points": [{"replcas": 1}]}})")
            .find("Did you mean \"replicas\"?") != std::string::npos);
}

TEST_CASE("values that are legal one by one but not together are told with the point's values") {
  const auto plan = plan_of(
      R"({"low": {"pointer": "/response/fix/triangular/mode", "values": ["20m", "35m"]},
          "high": {"pointer": "/response/fix/triangular/high", "values": ["40m", "30m"]}})",
      R"({"grid": {}})");
  app::make_points(*plan, 1);
  CHECK_NOTHROW(app::load_point(*plan, 1));
  CHECK_THROWS_WITH_AS(
      app::load_point(*plan, 3),
      "sweeps/sweep.json has 1 problem\nsweeps/shop.json:6:38: /response/fix/triangular: low, mode "
      "and high must rise where low is 35m and high is 30m",
      app::Failure);
}
