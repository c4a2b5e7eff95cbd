// A safeguard: a pure rule that lets a change pass, delays it, or stops it, from what an operator
// could see.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/change/change.h"
#include "sim/kernel/stream.h"

namespace outcast::change {

enum class Verdict { allow, hold, deny };

/// A setting of a safeguard, declared by the safeguard, read and documented by the door.
enum class ParameterKind { probability, number, duration };
struct Parameter {
  std::string_view name;
  ParameterKind kind;
  sim::Distribution standard;  ///< the default; probabilities and numbers are Fixed
  std::string_view what;
};

inline Parameter probability(std::string_view name, double standard, std::string_view what) {
  return {name, ParameterKind::probability, sim::Distribution(sim::Fixed{standard}), what};
}
inline Parameter number(std::string_view name, double standard, std::string_view what) {
  return {name, ParameterKind::number, sim::Distribution(sim::Fixed{standard}), what};
}
inline Parameter duration(std::string_view name, sim::Duration standard, std::string_view what) {
  return {name, ParameterKind::duration, sim::Distribution::fixed(standard), what};
}

/// A safeguard as a scenario sets it: on or off, and one value per declared parameter.
struct SafeguardSettings {
  bool on = false;
  std::vector<sim::Distribution> values;  ///< in the order of Safeguard::parameters
};

/// The change as its request shows it. Defects, and whether the author meant it, are not here.
struct Request {
  Kind kind = Kind::config;
  AuthorKind author_kind = AuthorKind::human;
  bool destructive = false;          ///< the request contains a delete
  double capacity_removed = 0;       ///< share of the named units' capacity that it takes away
  bool target_protected = false;     ///< deletion protection is set on a named resource
  bool author_asked = false;         ///< the author asked a person to confirm
  bool role_skips_approval = false;  ///< the role in force may approve by itself
};

/// What an operator could see at that time.
struct Visible {
  sim::Time now;
  unsigned reviews_in_progress = 0;  ///< of this team
  unsigned ai_incidents = 0;         ///< detected incidents traced to an AI tool so far
  sim::Time last_ai_incident = sim::Time::never();
  sim::Time last_change_of_team = sim::Time::never();
};

/// The hidden truth. Only nature reads it, to decide what evidence appears; a rule never sees it.
struct Truth {
  bool defective = false;
  bool destructive_by_mistake = false;
  bool overreaching = false;
};

/// What a check brought to light: the only trace of the truth that reaches a rule.
enum class Evidence { clean, objection };

struct Judgement {
  Verdict verdict = Verdict::allow;
  sim::Duration takes{};    ///< lead time it adds; for hold: when to ask again
  std::string_view reason;  ///< static text for people
};

class Settings {
 public:
  Settings(const SafeguardSettings& settings, sim::Stream& stream)
      : settings_(settings), stream_(stream) {}
  double number(std::size_t parameter) const { return settings_.values[parameter].mean(); }
  sim::Duration duration(std::size_t parameter) const {
    return settings_.values[parameter].sample_duration(stream_);
  }

 private:
  const SafeguardSettings& settings_;
  sim::Stream& stream_;
};

/// One safeguard of the catalog. Adding one is one file in safeguards/ and one line in catalog.cpp.
struct Safeguard {
  std::string_view name;
  std::string_view what;  ///< one sentence for people
  std::vector<Parameter> parameters;
  /// Nature: the probability that the check objects, given the truth. Drawn as one monotone coin.
  /// Null: no evidence.
  double (*objection_probability)(const Truth&, const Request&, const Visible&,
                                  const Settings&) = nullptr;
  /// The rule. Pure: same arguments, same judgement. Null: the safeguard acts elsewhere (rollout,
  /// rollback, roles).
  Judgement (*judge)(const Request&, const Visible&, Evidence, const Settings&) = nullptr;
};

/// All safeguards in the order in which a change meets them.
std::span<const Safeguard> catalog();

}  // namespace outcast::change
