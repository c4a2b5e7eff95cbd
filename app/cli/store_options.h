// Where simulating commands keep their replications: --store, --resume and --shard.
#pragma once
#include <optional>
#include <span>
#include <string>

#include "app/gates/gate.h"
#include "app/study/stored_simulation.h"
#include "app/terminal/options.h"

namespace outcast::app {

struct StoreRequest {
  std::string path, shard;  ///< as they were written; empty: none
  bool resumes = false;
};

/// `part`: what a shard computes.
void declare_store(Options& options, StoreRequest& request, const std::string& part);

/// Throws Failure where the options do not go together. `json`: where a result is to go.
void check(const StoreRequest& request, const std::string& json);
/// The same of a command whose shards are parts of the replications.
void check(const StoreRequest& request, const std::string& json, const Sampling& sampling,
           const GateRequest& gate);

/// Nothing where no store is asked for.
std::optional<Store> open_store(const StoreRequest& request, Manifest manifest);

/// Computes one shard, which has no result of its own, and says what is in its store.
ExitCode run_shard(const StoreRequest& request, std::span<Case> cases, Store& store,
                   const Sampling& sampling);

/// After an interrupt: that nothing is lost, where there is a store.
std::string kept_text(const std::optional<Store>& store);

}  // namespace outcast::app
