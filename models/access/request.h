// One request to be judged: who asks to do what to which resource, and what is known about it.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "models/access/ascii.h"

namespace outcast::access {

/// Condition keys and their values. A key without values is known to be absent.
using Context = std::map<std::string, std::vector<std::string>, CaseBlindLess>;

/// What a key means that the context does not list: it is not part of the request, or nobody knows.
enum class Unlisted { absent, unknown };

struct Request {
  std::string action;    ///< "dynamodb:DeleteTable"
  std::string resource;  ///< ARN, or "*" for an action on no resource
  Context context = {};
  std::string principal =
      {};  ///< ARN of the user, role or role session; empty: in the resource's account
  std::string resource_account =
      {};  ///< who owns it, where its ARN does not say; empty: as the principal
  Unlisted unlisted = Unlisted::absent;
};

enum class Presence { present, absent, unknown };

struct Lookup {
  Presence presence = Presence::absent;
  const std::vector<std::string>* values = nullptr;  ///< not empty when present
};

inline Lookup look_up(const Request& request, std::string_view key) {
  const auto found = request.context.find(key);
  if (found == request.context.end())
    return {request.unlisted == Unlisted::absent ? Presence::absent : Presence::unknown};
  if (found->second.empty()) return {Presence::absent};
  return {Presence::present, &found->second};
}

}  // namespace outcast::access
