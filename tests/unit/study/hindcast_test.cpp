// Errors of cells and their means.
#include <doctest/doctest.h>

#include "app/study/hindcast_study.h"

using namespace outcast;
using app::Cell;
using app::Study;

namespace {

Cell cell(const std::string& audience, double predicted, double observed,
          std::optional<double> published = {}) {
  return {
      "cell", audience, {.n = 10, .mean = predicted, .sd = 0, .interval = {}}, observed, published};
}

}  // namespace

TEST_CASE("errors count in points, and too high is positive") {
  CHECK(cell("all", 0.6, 0.5).error_points() == doctest::Approx(10));
  CHECK(cell("all", 0.6, 0.5, 0.45).published_error_points() == doctest::Approx(-5));
}

TEST_CASE("cells in which everything or nothing worked do not count") {
  const Study study{"", "", {cell("all", 0.1, 0), cell("all", 0.9, 1), cell("all", 0.6, 0.5)}, {}};
  const auto errors = app::mean_errors(study);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].cells == 1);
  CHECK(errors[0].points == doctest::Approx(10));
}

TEST_CASE("groups of customers have means of their own, endpoints none") {
  const Study study{
      "",
      "",
      {cell("get/a", 0.6, 0.5, 0.5), cell("get/b", 0.3, 0.5, 0.7), cell("post", 0.9, 0.5, 0.4)},
      {}};
  const auto errors = app::mean_errors(study);
  REQUIRE(errors.size() == 3);
  CHECK(errors[0].of.empty());
  CHECK(errors[0].points == doctest::Approx((10 + 20 + 40) / 3.0));
  CHECK(errors[1].of == "get");
  CHECK(errors[1].points == doctest::Approx(15));
  CHECK(*errors[1].published_points == doctest::Approx(10));
  CHECK(errors[2].of == "post");
}

TEST_CASE("a published mean needs a published value of every cell") {
  const Study study{"", "", {cell("all", 0.6, 0.5, 0.5), cell("all", 0.6, 0.5)}, {}};
  CHECK(!app::mean_errors(study)[0].published_points);
}

TEST_CASE("a study without an informative cell has no mean error") {
  CHECK(app::mean_errors({"", "", {cell("all", 0.5, 0)}, {}}).empty());
}
