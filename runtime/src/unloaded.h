// Results of functions whose library has been unloaded: put away as bytes, without any code of the
// library's, until a function of the same code asks for them.
#ifndef STCACHE_RUNTIME_UNLOADED_H
#define STCACHE_RUNTIME_UNLOADED_H

#include "internal.h"

namespace st::detail {

/// Puts the function's results away, while its code is still there. For nobody else to call
/// meanwhile.
void put_away(function_state &) noexcept;

/// Has the value of a computation under way been put away? Then it is in the node, which has
/// node_has_value, and `expiry` says until when it may be used.
/// It may have gone to another node, where what was read leads. `first` is the key of the
/// arguments.
bool take_back(node_base *&, const key128 &first, const void *const *arguments,
               std::int64_t &expiry) noexcept;

/// For handles; those with arguments throw what making a key throws. The first drops what earlier
/// versions of the function have left, too.
void drop_put_away(const descriptor &) noexcept;
void drop_put_away(const descriptor &, const void *const *arguments);
void drop_all_put_away() noexcept;
bool is_put_away(const descriptor &, const void *const *arguments);

extern small_mutex unloaded_lock;

} // namespace st::detail

#endif
