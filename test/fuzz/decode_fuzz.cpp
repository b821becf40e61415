// Arbitrary bytes, read as a value of the type that the first one chooses. What can be read must
// come back from being written.
#include "../runtime/codec_support.h"

using namespace codec_test;

namespace {

void check(bool holds) {
  if (!holds)
    std::abort();
}

template <class T> void try_type(std::string_view bytes) {
  const decoded<T> value(bytes);
  if (!value)
    return;
  const std::string written = encoded(*value);
  const decoded<T> again(written);
  check(static_cast<bool>(again));
  // Not a number is unequal to itself, but has bytes.
  check(same(*again, *value) || encoded(*again) == written);
}

template <class... T> void try_types(type_list<T...>, std::size_t chosen, std::string_view bytes) {
  static constexpr void (*all[])(std::string_view) = {&try_type<T>...};
  all[chosen % sizeof...(T)](bytes);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, std::size_t size) {
  if (size != 0)
    try_types(all_types(), data[0],
              std::string_view(reinterpret_cast<const char *>(data) + 1, size - 1));
  return 0;
}
