// Existing serialize functions in the manner of Boost and cereal, used to hash an object.
#ifndef ST_DETAIL_SERIALIZE_H
#define ST_DETAIL_SERIALIZE_H

#include <st/detail/hasher.h>

namespace st::detail {
template <class T> inline constexpr bool has_serialize = false;
template <class T> inline constexpr bool is_exact = true;
template <class H, class T> void serialize_into(H &h, const T &value);
} // namespace st::detail
#endif
