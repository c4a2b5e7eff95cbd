// Compiles a topology into numbered units and the calls between them.
#include "models/system/units.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

namespace outcast::system {
namespace {

std::string unit_id(const std::string& service, const Place& place) {
  std::string id = service;
  char separator = '@';
  for (const auto* part : {&place.region, &place.zone, &place.cell}) {
    if (part->empty()) continue;
    id += separator + *part;
    separator = '/';
  }
  return id;
}

void append(std::vector<double>& key, const sim::Distribution& distribution) {
  const auto& parameters = distribution.parameters();
  key.push_back(static_cast<double>(parameters.index()));
  std::visit(
      [&]<class T>(const T& p) {
        if constexpr (std::is_same_v<T, sim::Empirical>) {
          key.push_back(static_cast<double>(p.values.size()));
          key.insert(key.end(), p.values.begin(), p.values.end());
        } else if constexpr (std::is_same_v<T, sim::Fixed>) {
          key.push_back(p.value);
        } else {
          for (const double u : {0.1, 0.5, 0.9}) key.push_back(distribution.quantile(u));
        }
      },
      parameters);
}

/// Groups equal things: each is kept once and found by the numbers that describe it.
template <class T>
class Interner {
 public:
  explicit Interner(std::vector<T>& kept) : kept_(kept) {}
  template <class Make>
  std::uint32_t index_of(const std::vector<double>& key, Make make) {
    const auto [at, is_new] = index_.try_emplace(key, static_cast<std::uint32_t>(kept_.size()));
    if (is_new) kept_.push_back(make());
    return at->second;
  }

 private:
  std::vector<T>& kept_;
  std::map<std::vector<double>, std::uint32_t> index_;
};

LossClass make_class(const Dependency& d) {
  LossClass loss{.need = d.need,
                 .probability = d.probability,
                 .degradation = to_share(d.degradation),
                 .delay = d.delay,
                 .survives = d.survives,
                 .recovers_after = d.recovers_after};
  loss.is_certain = d.probability >= 1 && d.delay.is_fixed() && d.survives.is_fixed();
  if (loss.is_certain)
    loss.fixed_delay = sim::Duration::from_seconds(d.delay.mean() + d.survives.mean());
  return loss;
}

std::uint32_t edge_key(const std::string& dependant, const Dependency& d) {
  const auto mix = sim::hash_name(dependant) * 31 + sim::hash_name(d.to) * 7 +
                   sim::hash_name(d.group) +
                   static_cast<std::uint64_t>(d.need) * 0x9e3779b97f4a7c15ULL;
  return static_cast<std::uint32_t>(mix ^ (mix >> 32));
}

struct PendingEdge {
  UnitIndex provider;
  Edge edge;
};

}  // namespace

bool can_serve(const Place& provider, const Place& caller, Scope scope) {
  switch (scope) {
    case Scope::any:
      return true;
    case Scope::same_region:
      return provider.region == caller.region;
    case Scope::same_zone:
      return provider.region == caller.region && provider.zone == caller.zone;
    case Scope::same_cell:
      return provider == caller;
  }
  return false;
}

class UnitCompiler {
 public:
  UnitCompiler(const Topology& topology, const std::vector<std::size_t>& denied, Calls calls)
      : topology_(topology),
        denied_(denied),
        calls_(calls),
        classes_(out_.classes_),
        restarts_(out_.restarts_) {}

  Units compile() {
    number_services();
    number_units();
    number_roles();
    for (std::size_t i = 0; i < topology_.dependencies.size(); ++i) connect(i);
    finish_groups();
    lay_out_edges();
    return std::move(out_);
  }

 private:
  void number_services() {
    out_.positions_.resize(topology_.services.size());
    std::iota(out_.positions_.begin(), out_.positions_.end(), std::size_t{0});
    std::ranges::sort(out_.positions_, {}, [&](std::size_t i) -> const std::string& {
      return topology_.services[i].id;
    });
    for (const std::size_t i : out_.positions_)
      out_.service_ids_.push_back(topology_.services[i].id);
  }

  void number_units() {
    for (std::size_t s = 0; s < out_.positions_.size(); ++s) {
      const Service& service = topology_.services[out_.positions_[s]];
      out_.first_unit_.push_back(static_cast<std::uint32_t>(out_.units_.size()));
      std::vector<Place> places = service.placement;
      if (places.empty()) places.emplace_back();
      std::ranges::sort(places, {},
                        [](const Place& p) { return std::tie(p.region, p.zone, p.cell); });
      const auto n = static_cast<Share>(places.size());
      for (Share i = 0; i < n; ++i) {
        Unit& unit = add_unit(unit_id(service.id, places[i]), places[i]);
        unit.service = ServiceIndex{static_cast<std::uint32_t>(s)};
        unit.weight = whole / n + (i < whole % n ? 1 : 0);
        unit.restart = restart_index(service.restart);
      }
    }
    out_.first_unit_.push_back(static_cast<std::uint32_t>(out_.units_.size()));
  }

  void number_roles() {
    std::map<std::string, bool> names;
    for (const Dependency& d : topology_.dependencies)
      if (!d.role.empty()) names["role:" + d.role] = false;
    for (const std::size_t i : denied_) names[denied_name(topology_.dependencies[i])] = true;
    for (const auto& [name, is_denied] : names) {
      roles_[name] = UnitIndex{static_cast<std::uint32_t>(out_.units_.size())};
      if (is_denied) out_.denied_units_.push_back(roles_[name]);
      add_unit(name, {});
    }
  }

  static std::string denied_name(const Dependency& d) {
    return "role:" + d.role + "/" + d.from + "/" + d.to;
  }

  Unit& add_unit(std::string id, const Place& place) {
    out_.units_.push_back({.entity = sim::entity(id)});
    out_.ids_.push_back(std::move(id));
    out_.places_.push_back(place);
    return out_.units_.back();
  }

  std::uint32_t restart_index(const sim::Distribution& restart) {
    key_.clear();
    append(key_, restart);
    return restarts_.index_of(key_, [&] { return restart; });
  }

  std::uint32_t class_index(const Dependency& d) {
    key_.assign({static_cast<double>(d.need), d.probability, d.degradation});
    append(key_, d.delay);
    append(key_, d.survives);
    append(key_, d.recovers_after);
    return classes_.index_of(key_, [&] { return make_class(d); });
  }

  void connect(std::size_t position) {
    const Dependency& d = topology_.dependencies[position];
    const ServiceIndex from = out_.find_service(d.from), to = out_.find_service(d.to);
    const bool is_felt = d.need != Need::none && !(d.need == Need::async && d.survives.is_zero());
    if (!is_felt || d.needed_for == NeededFor::operating || is_made_by_traffic(d, from, to)) return;
    const std::vector<UnitIndex> roles = roles_of(position);
    for (const UnitIndex unit : out_.units_of(from)) {
      const auto providers = out_.in_scope(to, out_.place(unit), d.scope);
      if (d.needed_for == NeededFor::starting) {
        start_with(unit, d, providers);
        for (const UnitIndex role : roles) add_start_need(unit, {1, {role}});
      } else {
        connect_serving(unit, d, providers, roles);
      }
    }
  }

  /// Calls under a role and alternatives stay requirements too.
  bool is_made_by_traffic(const Dependency& d, ServiceIndex from, ServiceIndex to) const {
    return calls_ == Calls::traffic && d.needed_for == NeededFor::serving && d.role.empty() &&
           d.group.empty() && topology_.services[out_.position(from)].traffic &&
           topology_.services[out_.position(to)].traffic;
  }

  /// What stands for the permission to make the call: its role, and, where the call is denied, that
  /// denial.
  std::vector<UnitIndex> roles_of(std::size_t position) const {
    const Dependency& d = topology_.dependencies[position];
    std::vector<UnitIndex> roles;
    if (!d.role.empty()) roles.push_back(roles_.at("role:" + d.role));
    if (std::ranges::find(denied_, position) != denied_.end())
      roles.push_back(roles_.at(denied_name(d)));
    return roles;
  }

  /// The members of a group are one need between them.
  void start_with(UnitIndex u, const Dependency& d, const std::vector<UnitIndex>& providers) {
    if (d.group.empty()) return add_start_need(u, {d.at_least, providers});
    const auto [at, is_new] = start_groups_.try_emplace({raw(u), d.group}, 0);
    if (is_new) {
      add_start_need(u, {d.at_least, {}});
      at->second = out_.start_needs_[out_.units_[raw(u)].start_needs - 1].size() - 1;
    }
    StartNeed& need = out_.start_needs_[out_.units_[raw(u)].start_needs - 1][at->second];
    need.at_least = std::max(need.at_least, d.at_least);
    need.providers.insert(need.providers.end(), providers.begin(), providers.end());
  }

  void add_start_need(UnitIndex u, StartNeed need) {
    Unit& unit = out_.units_[raw(u)];
    if (unit.start_needs == 0) {
      out_.start_needs_.emplace_back();
      unit.start_needs = static_cast<std::uint32_t>(out_.start_needs_.size());
    }
    out_.start_needs_[unit.start_needs - 1].push_back(std::move(need));
  }

  /// A call works while enough of its providers and all of its roles are up; in a group it is one
  /// member.
  void connect_serving(UnitIndex unit, const Dependency& d, const std::vector<UnitIndex>& providers,
                       const std::vector<UnitIndex>& roles) {
    const std::uint32_t loss = class_index(d);
    const auto n = static_cast<std::uint32_t>(providers.size());
    const auto parts = static_cast<std::uint32_t>(1 + roles.size());
    std::uint32_t parent = d.group.empty() ? 0 : group_of(unit, d) + 1;
    if (parts > 1)
      parent = add_requirement({effect_class(d.need, d.degradation), parts, parts, parent}) + 1;
    std::uint32_t link = loss;
    if (n > 1 || parent != 0)
      link = add_requirement({loss, n, d.group.empty() ? d.at_least : 1, parent}) | Edge::grouped;
    const std::uint32_t key = edge_key(out_.id(unit), d);
    for (const UnitIndex provider : providers) edges_.push_back({provider, {unit, link, key}});
    for (const UnitIndex role :
         roles) {  // felt at once and for certain, whatever the caller has cached
      const std::uint32_t at_once = effect_class(d.need, d.degradation);
      edges_.push_back(
          {role, {unit, add_requirement({at_once, 1, 1, parent}) | Edge::grouped, key}});
    }
  }

  /// The group's requirement with one more member. What its loss does is the strongest of what its
  /// members say, so that their order does not matter.
  std::uint32_t group_of(UnitIndex unit, const Dependency& d) {
    const auto next = static_cast<std::uint32_t>(out_.requirements_.size());
    const auto [at, is_new] = groups_.try_emplace({raw(unit), d.group}, next);
    if (is_new) out_.requirements_.push_back({effect_class(d.need, d.degradation), 0, 1, 0});
    Requirement& group = out_.requirements_[at->second];
    const LossClass& so_far = out_.classes_[group.loss_class];
    group.loss_class = effect_class(std::min(so_far.need, d.need),
                                    std::max(from_share(so_far.degradation), d.degradation));
    group.at_least = std::max(group.at_least, d.at_least);
    ++group.members;
    return at->second;
  }

  std::uint32_t effect_class(Need need, double degradation) {
    return class_index({.need = need, .degradation = degradation});
  }

  std::uint32_t add_requirement(const Requirement& requirement) {
    out_.requirements_.push_back(requirement);
    return static_cast<std::uint32_t>(out_.requirements_.size() - 1);
  }

  void finish_groups() {
    for (Requirement& r : out_.requirements_) r.at_least = std::min(r.at_least, r.members);
  }

  /// By provider, then in an order that the file does not decide.
  void lay_out_edges() {
    std::ranges::sort(edges_, {}, [](const PendingEdge& p) {
      return std::tuple(raw(p.provider), raw(p.edge.dependant), p.edge.key);
    });
    out_.edges_.reserve(edges_.size());
    for (const PendingEdge& p : edges_) {
      Unit& provider = out_.units_[raw(p.provider)];
      if (provider.edge_count++ == 0)
        provider.first_edge = static_cast<std::uint32_t>(out_.edges_.size());
      out_.edges_.push_back(p.edge);
    }
  }

  const Topology& topology_;
  const std::vector<std::size_t>& denied_;
  Calls calls_;
  Units out_;
  Interner<LossClass> classes_;
  Interner<sim::Distribution> restarts_;
  std::vector<double> key_;
  std::map<std::string, UnitIndex> roles_;
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> groups_;
  std::map<std::pair<std::uint32_t, std::string>, std::size_t> start_groups_;
  std::vector<PendingEdge> edges_;
};

Units Units::compile(const Topology& topology, const std::vector<std::size_t>& denied,
                     Calls calls) {
  return UnitCompiler(topology, denied, calls).compile();
}

std::vector<UnitIndex> Units::units_of(ServiceIndex s) const {
  std::vector<UnitIndex> units(unit_count(s));
  for (std::uint32_t i = 0; i < units.size(); ++i) units[i] = UnitIndex{raw(first_unit(s)) + i};
  return units;
}

ServiceIndex Units::find_service(const std::string& id) const {
  const auto at = std::ranges::lower_bound(service_ids_, id);
  if (at == service_ids_.end() || *at != id) return no_service;
  return ServiceIndex{static_cast<std::uint32_t>(at - service_ids_.begin())};
}

std::optional<UnitIndex> Units::find_role(const std::string& role) const {
  for (std::uint32_t u = first_unit_.back(); u < units_.size(); ++u)
    if (ids_[u] == "role:" + role) return UnitIndex{u};
  return std::nullopt;
}

std::vector<UnitIndex> Units::in_scope(ServiceIndex provider, const Place& place,
                                       Scope scope) const {
  auto units = units_of(provider);
  std::erase_if(units, [&](UnitIndex u) { return !can_serve(this->place(u), place, scope); });
  return units;
}

}  // namespace outcast::system
