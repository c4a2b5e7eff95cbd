// A change meets the safeguards, one after the other, before it may reach production.
#include <algorithm>

#include "models/cascade/purposes.h"
#include "models/cascade/world.h"
#include "models/change/kind_names.h"
#include "models/change/safeguards.h"

namespace outcast::cascade {

using change::Evidence;
using change::Verdict;
using sim::Duration;
using sim::Stream;
using sim::Time;
using system::raw;

std::string World::name_of(std::uint32_t index) const {
  return "change " + std::to_string(index + 1);
}

void World::propose(Context& c, std::uint32_t index) {
  ChangeState& change = changes_[index];
  change.proposed = c.now();
  change.units = units_named_by(change);
  ++tally_.changes_under_way;
  if (c.is_observed()) {
    const std::string act = change.destructive ? "delete and recreate " : "change ";
    tell(c, "change", name_of(index),
         blueprint_.scenario.authors[change.author].id + " wants to " + act +
             blueprint_.units.service_id(change.target) + " (" +
             std::string(change::name_of(change.kind)) + ", " +
             std::to_string(change.units.size()) + " units" +
             (change.role == none ? "" : ", role " + blueprint_.scenario.roles[change.role].id) +
             ")");
  }
  if (role_forbids(c, index)) return;
  Stream stream = c.stream(purposes::lead_time, change.entity, change.occurrence);
  after(c, blueprint_.scenario.lead_time.sample_duration(stream), EventType::change_proceeds,
        origin_of_change(index), index);
}

/// The role in force, as configured or, under least privilege, as intended; null: nothing is known
/// to be forbidden.
const ReachOfRole* World::reach_of(const ChangeState& change) const {
  static const std::size_t least_privilege = change::position_of("least_privilege");
  if (change.role == none) return nullptr;
  return &(blueprint_.is_on(least_privilege) ? blueprint_.intended
                                             : blueprint_.actual)[change.role];
}

bool World::role_forbids(Context& c, std::uint32_t index) {
  const ChangeState& change = changes_[index];
  const ReachOfRole* reach = reach_of(change);
  if (reach == nullptr) return false;
  const auto& may = change.destructive ? reach->may_destroy : reach->may_modify;
  if (may[raw(change.target)]) return false;
  refuse(c, index, "access",
         change.destructive ? "the role may not delete it" : "the role may not modify it");
  return true;
}

void World::refuse(Context& c, std::uint32_t index, std::string_view by, std::string_view reason) {
  ChangeState& change = changes_[index];
  change.is_over = true;
  --tally_.changes_under_way;
  ++tally_.changes_refused;
  if (c.is_observed())
    tell(c, "change", name_of(index),
         "is refused by " + std::string(by) + ": " + std::string(reason));
}

/// Takes the change past every safeguard that does not keep it waiting.
void World::proceed(Context& c, std::uint32_t index) {
  if (std::exchange(changes_[index].is_in_review, false) && changes_[index].team != none)
    --teams_[changes_[index].team].in_review;
  const std::size_t count = change::catalog().size();
  while (changes_[index].step < count) {
    const Passage passage = pass(c, index, changes_[index].step);
    if (passage == Passage::stopped || passage == Passage::held) return;
    ++changes_[index].step;
    if (passage == Passage::passed_later) return;
  }
  deploy(c, index);
}

World::Passage World::pass(Context& c, std::uint32_t index, std::size_t at) {
  const change::Safeguard& safeguard = change::catalog()[at];
  if (!blueprint_.is_on(at) || safeguard.judge == nullptr) return Passage::passed;
  ChangeState& change = changes_[index];
  const auto purpose =
      sim::Purpose{static_cast<std::uint64_t>(purposes::gate) ^ sim::hash_name(safeguard.name)};
  Stream stream = c.stream(purpose, change.entity, change.occurrence);
  const change::Settings settings(blueprint_.scenario.safeguards[at], stream);
  const change::Request request = request_of(change);
  const change::Visible visible = visible_to(c, change);
  Evidence evidence = Evidence::clean;
  if (safeguard.objection_probability != nullptr) {
    const change::Truth truth{change.mode != none, change.destructive, change.overreach};
    const double p = safeguard.objection_probability(truth, request, visible, settings);
    if (stream.coin(p)) evidence = Evidence::objection;
  }
  const change::Judgement judgement = safeguard.judge(request, visible, evidence, settings);
  if (judgement.verdict == Verdict::deny) {
    refuse(c, index, safeguard.name, judgement.reason);
    return Passage::stopped;
  }
  const bool is_held = judgement.verdict == Verdict::hold;
  if (c.is_observed())
    tell(c, "change", name_of(index),
         std::string(is_held ? "is held by " : "passes ") + std::string(safeguard.name) +
             (judgement.reason.empty() ? "" : ": " + std::string(judgement.reason)));
  if (judgement.takes == Duration::zero() && !is_held) return Passage::passed;
  static const std::size_t review = change::position_of("peer_review");
  if (at == review && change.team != none) {
    change.is_in_review = true;
    if (change.moment != none)
      record_.background->moments[change.moment].reviews = visible.reviews_in_progress;
    ++teams_[change.team].in_review;
  }
  after(c, judgement.takes, EventType::change_proceeds, origin_of_change(index), index);
  return is_held ? Passage::held : Passage::passed_later;
}

change::Request World::request_of(const ChangeState& change) const {
  const system::Service& target =
      blueprint_.scenario.topology.services[blueprint_.units.position(change.target)];
  change::Request request{.kind = change.kind,
                          .author_kind = blueprint_.scenario.authors[change.author].kind,
                          .destructive = change.destructive};
  request.target_protected = target.deletion_protection;
  request.author_asked = change.asked;
  const bool removes_capacity =
      change.kind == change::Kind::capacity && change.mode != none &&
      blueprint_.scenario.failure_modes[change.mode].name == "capacity-loss";
  if (removes_capacity)
    request.capacity_removed = blueprint_.scenario.failure_modes[change.mode].loss;
  const ReachOfRole* reach = reach_of(change);
  request.role_skips_approval = reach != nullptr && reach->skips_approval;
  return request;
}

change::Visible World::visible_to(Context& c, const ChangeState& change) const {
  change::Visible visible{.now = c.now()};
  visible.ai_incidents = ai_incidents_;
  visible.last_ai_incident = last_ai_incident_;
  if (initiation_ != nullptr) add_background(c, visible);
  if (change.team == none) return visible;
  visible.reviews_in_progress = teams_[change.team].in_review;
  visible.last_change_of_team = teams_[change.team].last_change;
  return visible;
}

/// The target's units; with overreach, all that the role reaches; in order of rollout, from the
/// least critical on.
std::vector<UnitIndex> World::units_named_by(const ChangeState& change) const {
  static const std::size_t cell_isolation = change::position_of("cell_isolation");
  const system::Units& all = blueprint_.units;
  std::vector<UnitIndex> units = all.units_of(change.target);
  const ReachOfRole* reach = reach_of(change);
  if (!change.overreach || reach == nullptr) return units;
  const std::vector<UnitIndex> target = units;
  const auto is_beside_target = [&](UnitIndex u) {
    return std::ranges::any_of(target, [&](UnitIndex t) { return all.place(t) == all.place(u); });
  };
  const auto& may = change.destructive ? reach->may_destroy : reach->may_modify;
  for (std::uint32_t s = 0; s < all.service_count(); ++s) {
    const auto& service = blueprint_.scenario.topology.services[all.position(ServiceIndex{s})];
    if (!may[s] || service.resources.empty() || ServiceIndex{s} == change.target) continue;
    for (const UnitIndex u : all.units_of(ServiceIndex{s}))
      if (!blueprint_.is_on(cell_isolation) || is_beside_target(u)) units.push_back(u);
  }
  const auto criticality = [&](UnitIndex u) {
    const auto& service = blueprint_.scenario.topology.services[all.position(all.unit(u).service)];
    return -static_cast<int>(service.tier);
  };
  std::ranges::stable_sort(units, {}, criticality);
  return units;
}

}  // namespace outcast::cascade
