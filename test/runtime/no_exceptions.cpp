// Compiled with -fno-exceptions -fno-rtti.
#include "wrap.h"
#include <string>

CACHED_DATA(std::string, quiet, (int x), nullptr, nullptr, 0, static_cast<int &&>(x)) {
  return std::string(static_cast<std::size_t>(x), 'q');
}
int use_without_exceptions() {
  const bool right = quiet(3) == "qqq" && quiet(3) == "qqq";
  return right ? static_cast<int>(st::cached(quiet).stats().hits) : -1;
}
