// A fingerprint of a table: two runs agree when theirs do.
#pragma once
#include <string>

#include "sim/ensemble/ensemble.h"

namespace outcast::sim {

/// 32 hexadecimal digits that depend on the number of columns and on every bit of every row, in
/// order; only that all NaN count as one value, and -0 as 0. Not against forgery: tables that
/// differ by chance share a digest once in 2^128.
std::string digest(const Table& table);

}  // namespace outcast::sim
