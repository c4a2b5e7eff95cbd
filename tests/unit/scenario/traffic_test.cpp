// Load that leads nowhere, calls without end, and runs that would never stop.
#include "tests/unit/scenario/shop.h"

using outcast::test::Shop;

namespace {

constexpr auto two_stations = R"({"services": {
"web": {"traffic": {"service_time": "10ms"}},
"auth": {"traffic": {"service_time": "10ms"}}},
"dependencies": [{"from": "web", "to": "auth"}]})";

constexpr auto users =
    R"({"all": {"endpoints": {"front": {"services": ["web"]}}, "load": {"rate": 10}}})";

Shop loaded() { return Shop().with("topology", two_stations).with("customers", users); }

}  // namespace

TEST_CASE("load on services that take requests is a scenario") {
  const auto scenario = loaded().load().scenario;
  CHECK(scenario.customers[0].load->rate == 10);
  CHECK(scenario.topology.services[0].traffic->service_time.mean() == doctest::Approx(0.01));
}

TEST_CASE("load on a service that does not say how it takes requests") {
  CHECK(Shop().with("customers", users).problems() ==
        "shop.json:3:46: /customers/all/endpoints/front: \"web\" has load but does not say how it "
        "takes requests. Add \"traffic\" to the service.\n");
}

TEST_CASE("a throttle without load") {
  CHECK(Shop().with("response", R"({"throttle": {}})").problems() ==
        "shop.json:4:26: /response/throttle: there is no load to throttle (no customers have one). "
        "Add \"load\" to a customer group.\n");
}

TEST_CASE("a throttle of a load has its standard values") {
  const auto scenario =
      loaded().with("response", R"({"throttle": {"takes": "5m"}})").load().scenario;
  CHECK(scenario.response.throttle->takes.mean() == 300);
  CHECK(scenario.response.throttle->share == 0.2);
}

TEST_CASE("a throttle that lets everything in") {
  CHECK(loaded()
            .with("response", R"({"throttle": {"share": 1}})")
            .problems()
            .find("/response/throttle/share: 1 is out of range (must be above 0 and below 1)") !=
        std::string::npos);
}

TEST_CASE("a load that asks for nothing") {
  CHECK(loaded()
            .with("customers",
                  R"({"all": {"endpoints": {"front": {"services": ["web"]}}, "load": {}}})")
            .problems() ==
        "shop.json:3:78: /customers/all/load: neither a rate nor a population is given (nobody "
        "would ask). Write \"rate\": 100, for instance.\n");
}

TEST_CASE("a loop of calls that never ends") {
  CHECK(loaded()
            .with("topology", R"({"services": {
"web": {"traffic": {"service_time": "10ms"}},
"auth": {"traffic": {"service_time": "10ms"}}},
"dependencies": [{"from": "web", "to": "auth"}, {"from": "auth", "to": "web"}]})")
            .problems() ==
        "shop.json:8:17: /topology/dependencies: a loop of calls never ends: \"auth\", \"web\" (a "
        "request begets at least one more request on its way round). Set \"calls\" below 1 for a "
        "call of the loop, or \"need\": \"none\".\n");
}

TEST_CASE("a loop of calls that dies out") {
  CHECK(loaded()
            .with("topology", R"({"services": {
"web": {"traffic": {"service_time": "10ms"}},
"auth": {"traffic": {"service_time": "10ms"}}},
"dependencies": [{"from": "web", "to": "auth"},
{"from": "auth", "to": "web", "call": {"calls": 0.5}}]})")
            .problems()
            .empty());
}

TEST_CASE("a timeout of zero, infinite retries, no capacity") {
  CHECK(loaded()
            .with("customers", R"({"all": {"endpoints": {"front": {"services": ["web"]}},
"load": {"rate": 10, "client": {"timeout": "0s", "retry": {"attempts": 1000000}}}}})")
            .problems() ==
        "shop.json:4:44: /customers/all/load/client/timeout: \"0s\" is out of range (must be above "
        "0)\n"
        "shop.json:4:72: /customers/all/load/client/retry/attempts: 1e+06 is out of range (must "
        "lie between 0 and 15)\n");
  CHECK(loaded()
            .with("topology", R"({"services": {"web": {"traffic": {"service_time": "10ms",
"concurrency": 0}}, "auth": {}}})")
            .problems() ==
        "shop.json:6:16: /topology/services/web/traffic/concurrency: 0 is out of range (must be "
        "above 0)\n");
}

TEST_CASE("requests that would never come to rest") {
  CHECK(loaded().with("traffic", R"({"engine": "request"})").problems() ==
        "shop.json:1:1: the what-if would never end (load that fluctuates never comes to rest). "
        "Add \"horizon\": \"10m\".\n");
}

TEST_CASE("one service by request is enough for a what-if that never comes to rest") {
  CHECK(loaded()
            .with("topology", R"({"services": {
"web": {"traffic": {"service_time": "10ms"}},
"auth": {"traffic": {"service_time": "10ms", "engine": "request"}}},
"dependencies": [{"from": "web", "to": "auth", "call": {"timeout": "1s"}}]})")
            .problems()
            .find("the what-if would never end") != std::string::npos);
}

TEST_CASE("one service cannot fluctuate alone") {
  CHECK(loaded()
            .with("topology", R"({"services": {
"web": {"traffic": {"service_time": "10ms", "engine": "stochastic"}},
"auth": {"traffic": {"service_time": "10ms"}}},
"dependencies": [{"from": "web", "to": "auth"}]})")
            .problems()
            .find("\"stochastic\" is an engine for all services that flow") != std::string::npos);
}

constexpr auto border = R"({"services": {
"web": {"traffic": {"service_time": "10ms"}},
"auth": {"traffic": {"service_time": "10ms", "engine": "request"}}},
"dependencies": [{"from": "web", "to": "auth", "call": {"timeout": "1s"}}]})";

Shop at_the_border() { return loaded().with("topology", border).with("horizon", R"("1m")"); }

TEST_CASE("flow and single requests beside each other are a scenario") {
  CHECK(at_the_border().problems().empty());
}

TEST_CASE("a call that crosses from one engine to the other needs a timeout") {
  CHECK(at_the_border()
            .with("topology", R"({"services": {
"web": {"traffic": {"service_time": "10ms"}},
"auth": {"traffic": {"service_time": "10ms", "engine": "request"}}},
"dependencies": [{"from": "web", "to": "auth", "call": {"calls": 2}}]})")
            .problems() ==
        "shop.json:9:56: /topology/dependencies/0/call: \"web\" waits for \"auth\" without a "
        "timeout (one is simulated as flow, the other request by request: calls that are never "
        "answered would wait for ever). Add a \"timeout\".\n");
}

TEST_CASE("customers who call services of both engines need a timeout") {
  const auto problems = [](const std::string& load) {
    return at_the_border()
        .with("customers",
              R"({"all": {"endpoints": {"front": {"services": ["web", "auth"]}}, "load": )" + load +
                  "}}")
        .problems();
  };
  CHECK(problems(R"({"rate": 10})").find("customers of \"front\" wait without a timeout") !=
        std::string::npos);
  CHECK(problems(R"({"rate": 10, "client": {"timeout": "1s"}})").empty());
}

TEST_CASE("single requests beside flow that fluctuates would fluctuate twice") {
  CHECK(at_the_border()
            .with("traffic", R"({"engine": "stochastic"})")
            .problems()
            .find("single requests beside \"stochastic\" flow") != std::string::npos);
}

TEST_CASE("users who wait, in flow that fluctuates") {
  CHECK(
      loaded()
          .with("customers", R"({"all": {"endpoints": {"front": {"services": ["web"]}},
"load": {"population": {"users": 10, "think": "1s"}}}})")
          .with("horizon", R"("10m")")
          .with("traffic", R"({"engine": "stochastic"})")
          .problems() ==
      "shop.json:4:24: /customers/all/load/population: a closed population in \"stochastic\" flow "
      "(its users would get lost among fluctuating answers). Set \"traffic\": {\"engine\": "
      "\"flow\"} or \"request\".\n");
}

TEST_CASE("a call has no patience of its own") {
  CHECK(loaded()
            .with("topology", R"({"services": {
"web": {"traffic": {"service_time": "10ms"}},
"auth": {"traffic": {"service_time": "10ms"}}},
"dependencies": [{"from": "web", "to": "auth", "survives": "5m"}]})")
            .problems() ==
        "shop.json:8:60: /topology/dependencies/0/survives: \"survives\" has no meaning for a call "
        "with traffic (its requests fail or succeed one by one). Use \"call\" with a timeout, "
        "retries or a cache.\n");
}
