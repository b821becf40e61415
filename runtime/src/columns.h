// The room that text takes on a terminal: wide characters take two columns, combining ones none.
#ifndef STCACHE_RUNTIME_COLUMNS_H
#define STCACHE_RUNTIME_COLUMNS_H

#include <cstddef>
#include <string>
#include <string_view>

namespace st::detail {

/// The columns that UTF-8 text takes. What is no character takes one.
std::size_t columns_of(std::string_view text) noexcept;

/// As much of UTF-8 text as fits into `columns`, without control characters. Throws bad_alloc.
std::string fitted(std::string_view text, int columns);

} // namespace st::detail

#endif
