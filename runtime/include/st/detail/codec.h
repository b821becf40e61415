// Values to bytes that outlive the process, and back.
//
// Not covered by the limits of decoding: what the code of users allocates, that is the default
// constructors of their types and serialize functions that allocate by a number of their own which
// they did not declare to be a size.
#ifndef ST_DETAIL_CODEC_H
#define ST_DETAIL_CODEC_H

#include <st/detail/decode.h>
#include <st/detail/encode.h>

namespace st::detail {

/// Writes the payload for `value`; the sink has failed if that is impossible. Throws what a
/// serialize function does.
template <class T> void encode(byte_sink &to, const T &value) {
  static_assert(is_persistable<T>, "values of this type cannot be stored");
  detail::write_value(to, value);
  detail::finish(to);
}

/// Constructs a T in `memory` from the whole payload, or nothing if that is not one of a T. Throws
/// what constructors and serialize functions do, std::bad_alloc among it.
template <class T> bool decode_at(byte_source &from, void *memory) {
  static_assert(is_persistable<T>, "values of this type cannot be stored");
  if (!detail::build_value<T>(from, memory))
    return false;
  if (STCACHE_LIKELY(detail::finished(from)))
    return true;
  detail::destroy(static_cast<T *>(memory));
  return false;
}

} // namespace st::detail

#endif
