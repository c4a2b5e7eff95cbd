// Capacity floor: the tool refuses to take away more capacity than a service can spare.
#include "models/change/safeguards.h"

namespace outcast::change {
namespace {

enum { floor_share };

Judgement judge(const Request& request, const Visible&, Evidence, const Settings& settings) {
  if (1 - request.capacity_removed >= settings.number(floor_share)) return {};
  return {Verdict::deny, {}, "too little capacity would be left"};
}

}  // namespace

/// After the S3 event of 2017-02-28 the removal tool got a minimum capacity
/// (aws.amazon.com/message/41926).
Safeguard capacity_floor() {
  return {
      .name = "capacity_floor",
      .what = "Requests that would leave less than a share of a service's capacity are refused.",
      .parameters = {probability("share", 0.7, "Least share of capacity that must stay")},
      .judge = judge};
}

}  // namespace outcast::change
