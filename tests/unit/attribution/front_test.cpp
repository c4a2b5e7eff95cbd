// Who is on the front of safety against delivery speed.
#include "app/attribution/front.h"

#include <doctest/doctest.h>

#include <cmath>

using namespace outcast;
using app::CoalitionMeans;

namespace {

const std::vector<std::size_t> columns = {*cascade::column_of("customer_minutes"),
                                          *cascade::column_of("lead_time"),
                                          *cascade::column_of("changes_shipped")};

CoalitionMeans coalition(app::Coalition members, double harm, double lead, double shipped) {
  return {members, {{9, harm, 0, {}}, {9, lead, 0, {}}, {9, shipped, 0, {}}}};
}

/// The coalitions on the front, with how many equal each: "1+0 2+1".
std::string front_of(const std::vector<CoalitionMeans>& coalitions) {
  std::string text;
  for (const app::FrontMember& member : app::pareto_front(coalitions, columns))
    text += (text.empty() ? "" : " ") + std::to_string(coalitions[member.position].coalition) +
            '+' + std::to_string(member.equals);
  return text;
}

}  // namespace

TEST_CASE("what is worse in one and better in nothing is off the front; the rest is by harm") {
  CHECK(front_of({coalition(0, 100, 1, 50), coalition(1, 10, 5, 50), coalition(2, 20, 6, 50),
                  coalition(3, 50, 2, 50)}) == "1+0 3+0 0+0");
}

TEST_CASE("more changes shipped are better") {
  CHECK(front_of({coalition(0, 10, 1, 50), coalition(1, 10, 1, 40)}) == "0+0");
}

TEST_CASE("a coalition that ships nothing is endlessly slow") {
  CHECK(front_of({coalition(0, 10, 1, 5), coalition(1, 10, std::nan(""), 0)}) == "0+0");
  CHECK(front_of({coalition(0, 10, 1, 5), coalition(1, 5, std::nan(""), 0)}) == "1+0 0+0");
}

TEST_CASE("of equal coalitions the one with the fewest safeguards stands for all") {
  CHECK(front_of({coalition(7, 10, 1, 5), coalition(4, 10, 1, 5), coalition(6, 10, 1, 5)}) ==
        "4+2");
}
