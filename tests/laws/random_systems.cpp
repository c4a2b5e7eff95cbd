// Draws services, dependencies, customers, faults, and the people of a campaign.
#include "tests/laws/random_systems.h"

#include <algorithm>

#include "tests/laws/networks.h"
#include "tests/scenario_builder.h"

namespace outcast::laws {
namespace {

using sim::Distribution;

/// What a system may contain.
struct Taste {
  bool circles, chance;
};

std::string id_of(std::uint32_t service) {
  return std::string("s") + static_cast<char>('a' + service / 10) +
         static_cast<char>('0' + service % 10);
}

class SystemDrawer : public test::ScenarioBuilder {
 public:
  SystemDrawer(std::uint64_t number, Taste taste) : dice_(number), taste_(taste) {
    size_ = 8 + dice_.below(16);
    for (std::uint32_t s = 0; s < size_; ++s) draw_service(s);
    for (std::uint32_t s = 0; s < size_; ++s) draw_dependencies(s);
    draw_customers();
  }

  void draw_given_faults(bool last) {
    const std::uint32_t count = 1 + dice_.below(3);
    for (std::uint32_t f = 0; f < count; ++f) {
      fault(any_service(), sim::seconds(dice_.below(600)), sim::seconds(30 + dice_.below(900)));
      cascade::GivenFault& given = scenario.what_if->faults.back();
      given.mode = pick({"crash", "crash", "slow", "capacity-loss"});
      if (last) given.lasts = Distribution::fixed(sim::Duration::forever());
      if (taste_.chance) given.probability = 0.5 + 0.5 * dice_.uniform();
    }
  }

 protected:
  std::string any_service() { return id_of(dice_.below(size_)); }
  const char* pick(std::initializer_list<const char*> from) {
    return from.begin()[dice_.below(static_cast<std::uint32_t>(from.size()))];
  }
  bool coin(double p) { return dice_.uniform() < p; }
  /// Seconds: by chance exponential, else a whole number; half of the time none.
  Distribution time(std::uint32_t up_to) {
    if (coin(0.5)) return {};
    const double seconds = 1 + dice_.below(up_to);
    return taste_.chance ? Distribution(sim::Exponential{seconds})
                         : Distribution(sim::Fixed{seconds});
  }

  Dice dice_;
  Taste taste_;
  std::uint32_t size_ = 0;

 private:
  void draw_service(std::uint32_t s) {
    service(id_of(s));
    last_service().restart = time(60);
    last_service().tier = coin(0.3) ? system::Tier::critical : system::Tier::internal;
    if (coin(0.7)) return;
    last_service().placement = {{"eu", "a", "1"}, {"eu", "b", "2"}};
    if (coin(0.5)) last_service().placement.push_back({"eu", "b", "3"});
  }

  /// Services that `from` does not need yet: all others, or, without circles, those before it.
  std::vector<std::string> candidates(std::uint32_t from) {
    std::vector<std::string> ids;
    for (std::uint32_t s = 0; s < (taste_.circles ? size_ : from); ++s)
      if (s != from) ids.push_back(id_of(s));
    for (std::size_t i = ids.size(); i > 1; --i)
      std::swap(ids[i - 1], ids[dice_.below(static_cast<std::uint32_t>(i))]);
    return ids;
  }

  void draw_dependencies(std::uint32_t s) {
    std::vector<std::string> left = candidates(s);
    for (std::uint32_t d = 1 + dice_.below(5); d > 0 && left.size() >= 3; --d) {
      system::Dependency need{.from = id_of(s)};
      draw_kind(need);
      const std::uint32_t members = need.group.empty() ? 1 : 2 + dice_.below(2);
      if (members > 1) need.at_least = 1 + dice_.below(members);
      for (std::uint32_t m = 0; m < members; ++m) {
        need.to = left.back();
        left.pop_back();
        draw_times(need);
        scenario.topology.dependencies.push_back(need);
      }
    }
  }

  void draw_times(system::Dependency& need) {
    need.delay = time(60);
    need.recovers_after = time(60);
    if (need.need == system::Need::async) need.survives = Distribution(sim::Fixed{120});
    if (need.need != system::Need::async && coin(0.3)) need.survives = time(300);
    if (taste_.chance && coin(0.7)) need.probability = 0.3 + 0.7 * dice_.uniform();
  }

  void draw_kind(system::Dependency& need) {
    const double kind = dice_.uniform();
    if (kind < 0.45) return;  // a plain hard need
    if (kind < 0.6) {
      need.need = system::Need::soft;
      need.degradation = 0.25 + 0.5 * dice_.uniform();
    } else if (kind < 0.85) {
      need.group = pick({"one of ", "some of "}) + need.from + id_of(dice_.below(99));
      if (coin(0.3)) need.need = system::Need::soft;
    } else if (kind < 0.93) {
      need.need = system::Need::async;
    } else {
      need.needed_for = system::NeededFor::starting;
    }
  }

  void draw_customers() {
    for (const char* id : {"people", "firms"}) {
      system::Endpoint endpoint{.id = "door", .services = {any_service()}};
      for (std::uint32_t i = 0; i < 2; ++i)
        if (const auto more = any_service(); std::ranges::count(endpoint.services, more) == 0)
          endpoint.services.push_back(more);
      if (coin(0.5)) endpoint.at_least = 1;
      scenario.customers.push_back(
          {.id = id, .weight = 1.0 + dice_.below(5), .endpoints = {endpoint}});
    }
  }
};

access::PolicySet allowing(const std::vector<std::string>& resources) {
  access::Statement statement{.actions = {"dynamodb:*"}, .resources = resources};
  return {.identity = {{.version = "2012-10-17", .statements = {statement}}}};
}

std::string table_of(const std::string& service) {
  return "arn:aws:dynamodb:eu-west-1:123456789012:table/" + service;
}

class CampaignDrawer : public SystemDrawer {
 public:
  explicit CampaignDrawer(std::uint64_t number)
      : SystemDrawer(number, {.circles = true, .chance = true}) {
    scenario.horizon = sim::days(84);
    draw_teams();
    draw_authors();
    draw_defects();
    draw_response();
    for (int f = 0; f < 3; ++f)
      scenario.faults.push_back({.service = any_service(),
                                 .mode = "crash",
                                 .every = Distribution(sim::Weibull{0.8, 20 * 86400.0}),
                                 .lasts = Distribution(sim::Lognormal{600, 1})});
  }

 private:
  /// Each team owns every other service; its role may touch all, but is meant for its own.
  void draw_teams() {
    for (std::uint32_t t = 0; t < 2; ++t) {
      const std::string id = t == 0 ? "red" : "blue";
      std::vector<std::string> own;
      for (std::uint32_t s = t; s < size_; s += 2) {
        system::Service& service = scenario.topology.services[s];
        service.team = id;
        service.resources = {{.arn = table_of(service.id)}};
        own.push_back(table_of(service.id));
      }
      scenario.roles.push_back({.id = id + "-role",
                                .principal = "arn:aws:iam::123456789012:role/" + id,
                                .actual = allowing({"*"}),
                                .intended = allowing(own)});
      scenario.teams.push_back({.id = id,
                                .changes_per_week = 8,
                                .mix = {3, 2, 2, 0, 1, 1},
                                .human = "person",
                                .ai_tool = "tool",
                                .role = id + "-role"});
    }
    scenario.adoption = 0.6;
  }

  void draw_authors() {
    change::Author person{.id = "person", .destructive = 0.02, .overreach = 0.02};
    person.defect.fill(0.08);
    person.learning_rate = 0.1;
    person.learning_floor = 0.5;
    change::Author tool{.id = "tool",
                        .kind = change::AuthorKind::ai_tool,
                        .destructive = 0.1,
                        .overreach = 0.1,
                        .asks_before_acting = 0.5};
    tool.defect.fill(0.12);
    scenario.authors = {person, tool};
    scenario.lead_time = Distribution(sim::Lognormal{3600, 0.7});
  }

  void draw_defects() {
    for (std::size_t kind = 0; kind < change::kind_count; ++kind)
      scenario.defects[static_cast<change::Kind>(kind)] = {
          {.mode = "bad-config",
           .weight = 2,
           .latent = 0.3,
           .latency = Distribution(sim::Exponential{7200})},
          {.mode = "wrong-answers", .weight = 1},
          {.mode = "capacity-loss", .weight = 1}};
  }

  void draw_response() {
    response::Response& response = scenario.response;
    response.crews = 1;
    response.monitors = {{.id = "probe",
                          .interval = Distribution(sim::Fixed{60}),
                          .sensitivity = 0.8,
                          .half_at = 0.05,
                          .false_alarms_per_week = 0.5,
                          .needs = {any_service()}},
                         {.id = "canary",
                          .watches = {any_service(), id_of(0)},
                          .interval = Distribution(sim::Fixed{300})}};
    response.monitors[1].watches.resize(1);
    response.customer_report = Distribution(sim::Lognormal{1800, 0.5});
    response.acknowledge = Distribution(sim::Exponential{300});
    response.diagnose = Distribution(sim::Lognormal{1200, 0.8});
    response.rollback = Distribution(sim::Lognormal{600, 0.5});
    response.fix = Distribution(sim::Lognormal{3600, 0.9});
    response.rebuild = Distribution(sim::Lognormal{4 * 3600, 0.6});
    response.automatic_rollback = Distribution(sim::Fixed{120});
    response.tools = {any_service()};
    response.pipeline_tools = {any_service()};
    response.break_glass = Distribution(sim::Exponential{2400});
    response.black_start = Distribution(sim::Exponential{1800});
    response.restart_gap = sim::seconds(5);
    response.status_page = {.takes = Distribution(sim::Exponential{600}), .needs = {any_service()}};
    scenario.customers[0].fallback =
        system::CustomerFallback{.after = Distribution(sim::Exponential{900}), .loss = 0.25};
  }
};

}  // namespace

cascade::Scenario lasting_system(std::uint64_t number) {
  SystemDrawer drawer(number, {.circles = true, .chance = true});
  drawer.draw_given_faults(true);
  drawer.scenario.horizon = sim::hours(1);
  return std::move(drawer.scenario);
}

cascade::Scenario passing_system(std::uint64_t number) {
  SystemDrawer drawer(number, {.circles = false, .chance = false});
  drawer.draw_given_faults(false);
  return std::move(drawer.scenario);
}

cascade::Scenario campaign(std::uint64_t number) {
  return std::move(CampaignDrawer(number).scenario);
}

void switch_on_all_safeguards(cascade::Scenario& scenario) {
  for (auto& settings : scenario.safeguards) settings.on = true;
  // The freeze would hold back most changes of a few weeks, and one wave would take all units.
  scenario.safeguards[change::position_of("change_freeze")].values[1] =
      Distribution::fixed(sim::hours(12));
  scenario.safeguards[change::position_of("staged_rollout")].values[0] =
      Distribution(sim::Fixed{0.3});
}

}  // namespace outcast::laws
