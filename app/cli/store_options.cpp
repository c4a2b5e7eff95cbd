// Options of stores, and what all commands say of them.
#include "app/cli/store_options.h"

#include "app/terminal/figures.h"
#include "app/terminal/output.h"

namespace outcast::app {
namespace {

[[noreturn]] void refuse(const std::string& why) { throw Failure(ExitCode::invalid, why); }

}  // namespace

void declare_store(Options& options, StoreRequest& request, const std::string& part) {
  options.text("--store", "F.db", request.path,
               "Keep every replication in this file; what is finished outlives a crash");
  options.flag("--resume", request.resumes,
               "Go on with an existing --store; the result is that of an undisturbed run");
  options.text("--shard", "I/N", request.shard,
               "Compute only " + part + ", into a --store of its own, for outcast merge");
}

void check(const StoreRequest& request, const std::string& json) {
  if (request.resumes && request.path.empty()) refuse("--resume needs the --store to go on with");
  if (request.shard.empty()) return;
  static_cast<void>(parse_shard(request.shard));
  if (request.path.empty()) refuse("--shard needs a --store to keep its share of the work in");
  if (!json.empty())
    refuse("a shard alone has no result for --json: merge the shards and use outcast show");
}

void check(const StoreRequest& request, const std::string& json, const Sampling& sampling,
           const GateRequest& gate) {
  check(request, json);
  if (request.shard.empty()) return;
  if (sampling.precision)
    refuse("--shard needs -n: a precision cannot be judged by a part of the replications");
  if (!gate.is_empty())
    refuse(
        "a shard alone has no result for --require, --baseline, --junit or --sarif: merge the "
        "shards and give these to outcast show");
}

std::optional<Store> open_store(const StoreRequest& request, Manifest manifest) {
  if (request.path.empty()) return std::nullopt;
  return Store::open_to_write(
      request.path, request.resumes ? OnExisting::resume : OnExisting::refuse, std::move(manifest));
}

ExitCode run_shard(const StoreRequest& request, std::span<Case> cases, Store& store,
                   const Sampling& sampling) {
  const Ending ending = simulate(cases, store, sampling, parse_shard(request.shard));
  std::uint64_t present = 0;
  for (std::size_t p = 0; p < cases.size(); ++p)
    for (const Stretch& stretch : store.present(p)) present += stretch.count();
  print("Shard " + request.shard + (ending.is_cut_short() ? " is interrupted: " : ": ") +
        count_text(present) + " of " + count_text(ending.wanted * cases.size()) +
        " replications are in " + store.path() + ". outcast merge joins the shards\n");
  return ending.code;
}

std::string kept_text(const std::optional<Store>& store) {
  return store ? store->path() + " keeps them; --resume goes on from there\n" : "";
}

}  // namespace outcast::app
