// Users whose success lasts for a while: they lose it when nobody renews it.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/traffic/request_shop.h"

namespace outcast::traffic::request {
namespace {

/// A hundred users who renew a lease of 25 s every ten seconds.
struct Leases : Shop {
  Leases() : Shop(0, 50, 0.01) {
    users.load.population = Population{
        .users = 100, .think = sim::Distribution(sim::Uniform{8, 12}), .lease = sim::seconds(25)};
  }
};

/// The shares of users without a lease that are reported.
std::vector<Report> reports_of(RequestEngine& engine, double end) {
  std::vector<Report> found;
  while (engine.next() < at(end)) {
    engine.advance(at(end));
    for (const Report& report : engine.reports())
      if (report.subject == Report::Subject::holders) found.push_back(report);
  }
  return found;
}

TEST_CASE("leases that are renewed in time do not expire") {
  Leases leases;
  Run<RequestEngine> run(leases.b.network());
  CHECK(reports_of(run.engine, 1000).empty());
}

TEST_CASE("leases expire a lease after the last renewal, one after the other") {
  Leases leases;
  Run<RequestEngine> run(leases.b.network());
  run.web_is(100, {.answer = Answer::refuses});
  const auto reports = reports_of(run.engine, 1000);
  REQUIRE(reports.size() > 10);
  CHECK(reports.front().at > at(100 + 25 - 12));
  CHECK(reports.back().at < at(100 + 25 + 1));
  CHECK(reports.back().loss == 1);
}

TEST_CASE("a short outage costs nobody a lease") {
  Leases leases;
  Run<RequestEngine> run(leases.b.network());
  run.web_is(100, {.answer = Answer::refuses}).web_is(101, {});
  CHECK(reports_of(run.engine, 1000).empty());
}

TEST_CASE("a success brings a lease back") {
  Leases leases;
  Run<RequestEngine> run(leases.b.network());
  run.web_is(100, {.answer = Answer::refuses}).web_is(200, {});
  const auto reports = reports_of(run.engine, 1000);
  REQUIRE_FALSE(reports.empty());
  CHECK(reports.back().loss == 0);
  CHECK(reports.back().at > at(200 + 5));
  CHECK(reports.back().at < at(200 + 13));
}

TEST_CASE("users who are held back lose their leases, and get them again") {
  Leases leases;
  Run<RequestEngine> run(leases.b.network());
  run.engine.set_load(at(100), 0, 0.2);
  run.engine.set_load(at(200), 0, 1);
  const auto reports = reports_of(run.engine, 1000);
  double most = 0;
  for (const Report& report : reports) most = std::max(most, report.loss);
  CHECK(most == doctest::Approx(0.8).epsilon(0.07));  // told in steps of 5 points
  CHECK(reports.back().loss == 0);
}

TEST_CASE("a replication does not remember the leases of the last one") {
  Leases leases;
  const Network network = leases.b.network();
  RequestEngine used(network), fresh(network);
  used.begin(1, 0);
  used.set_condition(at(10), StationIndex{0}, {.answer = Answer::refuses});
  reports_of(used, 100);
  used.begin(1, 1);
  fresh.begin(1, 1);
  CHECK(reports_of(used, 100).size() == reports_of(fresh, 100).size());
  CHECK(used.events() == fresh.events());
}

}  // namespace
}  // namespace outcast::traffic::request
