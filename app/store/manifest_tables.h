// The manifest as tables.
#pragma once
#include "app/store/database.h"
#include "app/store/manifest.h"

namespace outcast::app {

/// Makes all tables of a store and fills those of the manifest.
void write_manifest(const Database& database, const Manifest& manifest);
/// Settings and files, in the place of those of the same name.
void update_manifest(const Database& database, const Manifest& manifest);
/// Throws Failure when the metrics are not those of this program.
Manifest read_manifest(const Database& database);

}  // namespace outcast::app
