// Changes: who makes them, with which role, how often, and what may be wrong with them.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/kernel/distribution.h"

namespace outcast::change {

enum class Kind { code, config, infrastructure, permission, capacity, data };
inline constexpr std::size_t kind_count = 6;

/// One number per kind of change, in the order of Kind.
using PerKind = std::array<double, kind_count>;

enum class AuthorKind { human, ai_tool };

struct Author {
  std::string id;
  AuthorKind kind = AuthorKind::human;
  PerKind defect{};  ///< probability that a change of that kind is defective, before training and
                     ///< experience
  double destructive =
      0;  ///< probability of choosing to delete and recreate where a modification was asked for
  double overreach =
      0;  ///< probability of acting on all that the role reaches instead of on the target
  double asks_before_acting =
      0;  ///< probability that it asks a person before a destructive or overreaching act
  /// Learning: after n changes the error rates are multiplied by max(floor, (1 + n)^-rate). Source:
  /// power law of practice.
  double learning_rate = 0;
  double learning_floor = 1;
};

/// What a defect of each kind of change turns into.
struct DefectOutcome {
  std::string mode;           ///< failure mode
  double weight = 1;          ///< relative to the other outcomes of the kind
  double latent = 0;          ///< probability that it strikes only after `latency`
  sim::Distribution latency;  ///< seconds
};
using Defects = std::map<Kind, std::vector<DefectOutcome>>;

struct Team {
  std::string id;
  double changes_per_week = 0;
  PerKind mix{1, 0, 0, 0, 0, 0};  ///< relative frequency of the kinds
  std::string human;              ///< author of its hand-made changes
  std::string ai_tool;            ///< author of its AI-made changes; empty: none
  std::optional<double>
      adoption;      ///< share of its changes made by the AI tool; empty: the scenario's
  std::string role;  ///< role under which its changes run
  std::optional<unsigned> crews;  ///< on-call crews; empty: the response's
};

/// One change given to a what-if. Empty options are drawn as in a campaign.
struct GivenChange {
  sim::Duration at{};
  std::string author, role, target;
  Kind kind = Kind::config;
  std::optional<bool> destructive, overreach;
  std::optional<std::string> defect;  ///< failure mode; "none": flawless
};

}  // namespace outcast::change
