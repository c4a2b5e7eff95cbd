// The verdict of IAM on one request, and where it comes from.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "models/access/policy.h"
#include "models/access/request.h"

namespace outcast::access {

enum class Decision { allowed, implicitly_denied, explicitly_denied };

/// The kinds of policy that must all allow a request. `resource`: it belongs to another account,
/// whose own policy would have to let the principal in (such policies are not read yet).
enum class Layer { control, resource, identity, boundary, session };

/// A statement, by its place; everything counts from 0.
struct Clause {
  std::size_t policy = 0, statement = 0;
  std::string policy_name = {}, sid = {};
};

/// A decision, the layer that made it, and the statement that did. An implicit denial has no
/// statement: nothing in that layer (of control policies: on that level) allows.
struct Explanation {
  Decision decision = Decision::implicitly_denied;
  Layer layer = Layer::identity;
  std::optional<Clause> clause = {};
  std::size_t level = 0;  ///< of control policies
};

/// How a statement counts that applies or not depending on keys that nobody knows: against the
/// request, or for it.
enum class Assume { worst, best };

/// Where every condition key is known (as `Request::unlisted` says by default), both assumptions
/// come to the same.
Decision evaluate(const PolicySet&, const Request&, Assume = Assume::worst);
Explanation explain(const PolicySet&, const Request&, Assume = Assume::worst);

/// The keys on which the decision may depend: sorted, each once.
std::vector<std::string> unknown_keys(const PolicySet&, const Request&);

std::string_view to_text(Decision);
std::string_view to_text(Layer);
/// `explicitly denied by statement "NoDeletes" of the permission boundary`
std::string to_text(const Explanation&);

}  // namespace outcast::access
