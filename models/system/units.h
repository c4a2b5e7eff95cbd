// The topology made ready for simulation: numbered units, and for each the calls that feel its
// loss.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "models/system/topology.h"

namespace outcast::system {

enum class UnitIndex : std::uint32_t {};
enum class ServiceIndex : std::uint32_t {};
constexpr std::uint32_t raw(UnitIndex u) { return static_cast<std::uint32_t>(u); }
constexpr std::uint32_t raw(ServiceIndex s) { return static_cast<std::uint32_t>(s); }
inline constexpr ServiceIndex no_service{0xffffffffU};

/// Shares as integers, so that sums do not depend on their order: 2^16 is "all of it".
using Share = std::uint32_t;
inline constexpr Share whole = 1U << 16;
constexpr Share to_share(double part) { return static_cast<Share>(part * whole + 0.5); }
constexpr double from_share(Share share) { return static_cast<double>(share) / whole; }

/// Whether a unit at `provider` can serve one at `caller`. Parts left out match parts left out
/// only.
bool can_serve(const Place& provider, const Place& caller, Scope scope);

/// What the loss of a dependency does, shared by all that are alike: few exist, and they stay in
/// cache.
struct LossClass {
  Need need = Need::hard;
  double probability = 1;
  Share degradation = whole / 2;
  sim::Distribution delay, survives, recovers_after;
  bool is_certain = true;       ///< no draw needed: probability 1 and every time fixed
  sim::Duration fixed_delay{};  ///< delay + survives, when is_certain
};

/// One caller unit that feels the loss of a provider unit.
struct Edge {
  UnitIndex dependant;
  std::uint32_t link;  ///< index into classes(), or, with `grouped` set, into requirements()
  std::uint32_t key;   ///< stable name of this call: part of the key of its luck

  static constexpr std::uint32_t grouped = 1U << 31;
  bool is_grouped() const { return (link & grouped) != 0; }
  std::uint32_t index() const { return link & ~grouped; }
};

/// Alternatives: fails when fewer than `at_least` of `members` are left. Where a member is itself a
/// choice between units, that choice is a requirement with a parent.
struct Requirement {
  std::uint32_t loss_class = 0;
  std::uint32_t members = 0, at_least = 1;
  std::uint32_t parent = 0;  ///< index of the enclosing requirement plus 1; 0: none
};

/// What a unit needs in order to start: at least so many of the units listed.
struct StartNeed {
  std::uint32_t at_least;
  std::vector<UnitIndex> providers;
};

/// One copy of a service in one place; or the calls made under one role ("role:NAME"), which fail
/// together.
struct Unit {
  sim::Entity entity;  ///< hash of the stable id
  std::uint32_t first_edge = 0, edge_count = 0;
  ServiceIndex service = no_service;  ///< no_service: a role's calls
  Share weight = 0;           ///< share of its service, 2^16 = the whole service; 0: not counted
  std::uint32_t restart = 0;  ///< index into restarts()
  std::uint32_t start_needs = 0;  ///< index into start_needs() plus 1; 0: none
};

/// What a dependency between two services with traffic is: a requirement like any other, or a call
/// that the traffic model makes.
enum class Calls { requirements, traffic };

/// Thread rule: immutable after compile(), shared by all threads.
/// Invariants: units are sorted by id, so an index depends on the ids alone, never on the order of
/// the file; the numbering of units that two topologies share keeps its order.
class Units {
 public:
  /// `denied` lists, by position, the dependencies whose role is denied the call: each gets a role
  /// unit of its own
  /// ("role:NAME/FROM/TO") that a scenario can hold in failure from the start.
  static Units compile(const Topology& topology, const std::vector<std::size_t>& denied = {},
                       Calls calls = Calls::requirements);

  std::span<const Unit> units() const { return units_; }
  const Unit& unit(UnitIndex u) const { return units_[raw(u)]; }
  const std::string& id(UnitIndex u) const { return ids_[raw(u)]; }
  const Place& place(UnitIndex u) const { return places_[raw(u)]; }
  std::span<const Edge> edges_of(const Unit& u) const {
    return {edges_.data() + u.first_edge, u.edge_count};
  }
  const Edge& edge(std::uint32_t index) const { return edges_[index]; }
  const LossClass& loss_class(const Edge& e) const {
    return classes_[e.is_grouped() ? requirements_[e.index()].loss_class : e.index()];
  }
  /// What the caller loses when the requirement that the edge belongs to fails: the outermost one's
  /// class.
  const LossClass& effect(const Edge& e) const {
    if (!e.is_grouped()) return classes_[e.index()];
    const Requirement* outer = &requirements_[e.index()];
    while (outer->parent != 0) outer = &requirements_[outer->parent - 1];
    return classes_[outer->loss_class];
  }
  const Requirement& requirement(std::uint32_t index) const { return requirements_[index]; }
  std::size_t requirement_count() const { return requirements_.size(); }
  const sim::Distribution& restart(const Unit& u) const { return restarts_[u.restart]; }
  std::span<const StartNeed> start_needs(const Unit& u) const {
    return u.start_needs == 0 ? std::span<const StartNeed>{}
                              : std::span<const StartNeed>(start_needs_[u.start_needs - 1]);
  }

  std::size_t service_count() const { return service_ids_.size(); }
  const std::string& service_id(ServiceIndex s) const { return service_ids_[raw(s)]; }
  /// Position of the service in Topology::services.
  std::size_t position(ServiceIndex s) const { return positions_[raw(s)]; }
  /// The units of a service: consecutive indices first .. last - 1. Services are sorted by id.
  UnitIndex first_unit(ServiceIndex s) const { return UnitIndex{first_unit_[raw(s)]}; }
  std::uint32_t unit_count(ServiceIndex s) const {
    return first_unit_[raw(s) + 1] - first_unit_[raw(s)];
  }
  std::vector<UnitIndex> units_of(ServiceIndex s) const;
  /// no_service when there is none of that name.
  ServiceIndex find_service(const std::string& id) const;
  /// The unit that stands for the calls made under a role; empty when no dependency names the role.
  std::optional<UnitIndex> find_role(const std::string& role) const;
  /// The role unit of a denied dependency.
  std::vector<UnitIndex> denied_units() const { return denied_units_; }
  /// The units of `provider` that can serve a unit in `place`, by scope.
  std::vector<UnitIndex> in_scope(ServiceIndex provider, const Place& place, Scope scope) const;

 private:
  friend class UnitCompiler;

  std::vector<Unit> units_;
  std::vector<std::string> ids_;
  std::vector<Place> places_;
  std::vector<Edge> edges_;
  std::vector<LossClass> classes_;
  std::vector<Requirement> requirements_;
  std::vector<sim::Distribution> restarts_;
  std::vector<std::vector<StartNeed>> start_needs_;
  std::vector<std::string> service_ids_;
  std::vector<std::size_t> positions_;
  std::vector<std::uint32_t> first_unit_;  ///< per service, plus one past the end
  std::vector<UnitIndex> denied_units_;
};

}  // namespace outcast::system
