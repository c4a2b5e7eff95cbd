// Loads that no run would get through are refused at the door, with their place and a way out.
#include "tests/unit/scenario/shop.h"

using namespace outcast;
using test::Shop;

namespace {

/// A shop whose web takes requests, with customers who have this load.
Shop shop_with(const std::string& load, const std::string& serving = {}) {
  return Shop()
      .with("customers",
            R"({"all": {"endpoints": {"front": {"services": ["web"]}}, "load": )" + load + "}}")
      .with("horizon", R"("10m")")
      .with("topology", R"({"services": {"web": {"traffic": {"service_time": "10ms")" + serving +
                            R"(}}, "auth": {}}})")
      .with("traffic", R"({"engine": "request"})");
}

constexpr auto leased = R"({"population": {"users": 10, "think": "1s", "lease": "1m"}})";

bool has(const std::string& problems, const std::string& part) {
  return problems.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a spike that begins after the horizon never comes") {
  const std::string problems =
      shop_with(R"({"rate": 10, "spikes": [{"at": "10m", "lasts": "1m", "factor": 2}]})")
          .problems();
  CHECK(has(problems, "/customers/all/load/spikes/0/at: the spike never comes"));
  CHECK(has(problems, "Let it begin before the \"horizon\"."));
  CHECK(shop_with(R"({"rate": 10, "spikes": [{"at": "9m", "lasts": "1h", "factor": 2}]})")
            .problems()
            .empty());
}

TEST_CASE("a spike that multiplies a load beyond what can be counted") {
  CHECK(has(shop_with(R"({"rate": 1e6, "spikes": [{"lasts": "1m", "factor": 1e4}]})").problems(),
            "/customers/all/load/spikes: more than a billion requests a second at the peak"));
  CHECK(has(shop_with(R"({"population": {"users": 1e6, "think": "1s"},
"spikes": [{"lasts": "1m", "factor": 100}]})")
                .problems(),
            "/customers/all/load/spikes: more than ten million users at the peak"));
}

TEST_CASE("a closed population that never thinks") {
  CHECK(has(shop_with(R"({"population": {"users": 10}})").problems(),
            "/customers/all/load/population: missing \"think\""));
  CHECK(has(shop_with(R"({"population": {"users": 10, "think": "0s"}})").problems(),
            "/customers/all/load/population/think: "));
  CHECK(has(shop_with(R"({"population": {"users": 1e7, "think": "1ms"}})").problems(),
            "/customers/all/load/population: more than a billion requests a second"));
  CHECK(shop_with(R"({"population": {"users": 10, "think": "1s"}})").problems().empty());
}

TEST_CASE("looks and probes that come round without any time in between") {
  for (const char* interval : {"0s", "0.01ms"}) {
    const std::string given = R"({"interval": ")" + std::string(interval) + "\"";
    CHECK(has(shop_with(R"({"rate": 10})", R"(, "health_check": )" + given + "}").problems(),
              "/topology/services/web/traffic/health_check/interval: "));
    CHECK(has(
        shop_with(R"({"rate": 10})", R"(, "autoscaling": )" + given + R"(, "most": 3})").problems(),
        "/topology/services/web/traffic/autoscaling/interval: "));
  }
}

TEST_CASE("a breaker without a window, or that tries again without a pause") {
  CHECK(has(shop_with(R"({"rate": 10, "client": {"breaker": {"window": "0s"}}})").problems(),
            "/customers/all/load/client/breaker/window: "));
  CHECK(has(shop_with(R"({"rate": 10, "client": {"breaker": {"stays_open": "0s"}}})").problems(),
            "/customers/all/load/client/breaker/stays_open: "));
}

TEST_CASE("calls that beget calls, a thousand each time") {
  std::string services, dependencies;
  for (const char* name : {"web", "a", "b", "c"})
    services += std::string(services.empty() ? "" : ",") + "\"" + name +
                R"(": {"traffic": {"service_time": "10ms"}})";
  for (const char* pair : {"web a", "a b", "b c"}) {
    const std::string text = pair;
    const std::size_t gap = text.find(' ');
    dependencies += std::string(dependencies.empty() ? "" : ",") + R"({"from": ")" +
                    text.substr(0, gap) + R"(", "to": ")" + text.substr(gap + 1) +
                    R"(", "call": {"calls": 1000}})";
  }
  Shop shop = shop_with(R"({"rate": 10})");
  shop.with("topology",
            R"({"services": {)" + services + R"(}, "dependencies": [)" + dependencies + "]}")
      .with("what_if", R"({"faults": [{"service": "a", "mode": "crash"}]})");
  CHECK(has(shop.problems(),
            "/customers/all/endpoints/front: one of these requests makes more than a million "
            "calls"));
  CHECK(shop.with("traffic", "").problems().empty());
  const std::string single = R"("d": {"traffic": {"service_time": "10ms", "engine": "request"}},)";
  shop.with("topology", R"({"services": {)" + single + services + R"(}, "dependencies": [)" +
                            dependencies + "]}");
  CHECK(has(shop.problems(), "more than a million calls"));
}

TEST_CASE("spikes that overlap multiply, and so does the day") {
  const auto users = [](const std::string& count, const std::string& rest) {
    return shop_with(R"({"population": {"users": )" + count + R"(, "think": "1s"})" + rest + "}")
        .problems();
  };
  const std::string overlapping = R"(, "spikes": [{"lasts": "1m", "factor": 40},
{"at": "30s", "lasts": "1m", "factor": 30}])";
  const std::string apart = R"(, "spikes": [{"lasts": "1m", "factor": 40},
{"at": "1m", "lasts": "1m", "factor": 30}])";
  const std::string after_dip = R"(, "spikes": [{"lasts": "1m", "factor": 0.1},
{"at": "30s", "lasts": "1m", "factor": 1001}])";
  const std::string daily = R"(, "daily": {"amplitude": 0.5})";
  CHECK(has(users("1e4", overlapping), "/load/spikes: more than ten million users at the peak"));
  CHECK(users("1e4", apart).empty());
  CHECK(has(users("1e4", after_dip), "more than ten million users at the peak"));
  CHECK(has(users("8e6", daily), "/customers/all/load: more than ten million users at the peak"));
  CHECK(users("6e6", daily).empty());
  CHECK(has(shop_with(R"({"rate": 8e8, "daily": {"amplitude": 0.5}})").problems(),
            "/customers/all/load: more than a billion requests a second at the peak"));
  CHECK(has(shop_with(R"({"population": {"users": 1e5, "think": "1ms"},
"spikes": [{"lasts": "1m", "factor": 11}]})")
                .problems(),
            "/population: more than a billion requests a second"));
}

TEST_CASE("a lease needs a service that is simulated request by request") {
  const std::string refused =
      "/lease: leases are simulated request by request only. Set "
      "\"engine\": \"request\" for the services they call.";
  const std::string single = R"(, "engine": "request")", flow = R"(, "engine": "flow")";
  CHECK(shop_with(leased).problems().empty());
  CHECK(shop_with(leased, single).with("traffic", "").problems().empty());
  CHECK(has(shop_with(leased).with("traffic", "").problems(), refused));
  CHECK(has(shop_with(leased, flow).problems(), refused));
}

TEST_CASE("a lease needs users who stay") {
  const std::string population = R"({"population": {"users": 10, "think": "1s", "lease": "1m"}, )";
  const std::string refused = "/lease: there is a lease, and the number of users varies";
  CHECK(has(shop_with(population + R"("daily": {"amplitude": 0.5}})").problems(), refused));
  CHECK(has(shop_with(population + R"("spikes": [{"lasts": "1m", "factor": 2}]})").problems(),
            refused));
}
