// Which way a metric is wanted to go.
#pragma once
#include <cstddef>

namespace outcast::app {

enum class Wish { less, more };

/// By column: less of everything, but of changes shipped and requests answered more.
Wish wish_of(std::size_t column);

}  // namespace outcast::app
