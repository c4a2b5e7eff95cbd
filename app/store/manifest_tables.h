// The manifest as tables.
#pragma once
#include "app/store/database.h"
#include "app/store/manifest.h"

namespace outcast::app {

/// Makes all tables of a store and fills those of the manifest.
void write_manifest(const Database& database, const Manifest& manifest);
/// Replaces those of the same name.
void write_settings(const Database& database, const std::map<std::string, std::string>& settings);
/// Throws Failure when the metrics are not those of this program.
Manifest read_manifest(const Database& database);

}  // namespace outcast::app
