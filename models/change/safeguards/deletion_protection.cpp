// Deletion protection: a guard in the tools refuses requests that delete protected resources.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { covers_all };

Judgement judge(const Request& request, const Visible&, Evidence, const Settings& settings) {
  const bool guarded = request.target_protected || settings.number(covers_all) > 0;
  if (request.destructive && guarded) return {Verdict::deny, {}, "deletion protection is set"};
  return {};
}

}  // namespace

Safeguard deletion_protection() {
  return {.name = "deletion_protection",
          .what = "Destructive requests on protected resources are refused, whoever asks.",
          .parameters = {number(
              "covers_all", 1,
              "1: every resource is protected; 0: only services marked deletion_protection")},
          .judge = judge};
}

}  // namespace outcast::change
