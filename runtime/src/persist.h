// Functions whose results outlive the process.
#ifndef STCACHE_RUNTIME_PERSIST_H
#define STCACHE_RUNTIME_PERSIST_H

#include "internal.h"

namespace st::detail {

/// How a function's values are kept; null where they are not. The first question opens the store.
const persisted_function *persisted(function_state &) noexcept;

/// Looks a computation under way up in the store, alone among all processes. If the value is there,
/// it is put into the node, which then has node_has_value, and `expiry` says until when it may be
/// used. Otherwise the result holds the right to compute it, until end_stored; null where the
/// store cannot help. The node may be another one afterwards, see `settle`.
stored_call *begin_stored(function_state &, const persisted_function &, node_base *&,
                          const key128 &first, const void *const *arguments,
                          std::int64_t &expiry) noexcept;
/// After the computation, before its value is an entry: makes the steps to where that is stored.
/// False if it cannot be.
bool lead_stored(stored_call &, node_base *) noexcept;
/// Stores the node's value, which took `spent` nanoseconds to compute.
void store_value(stored_call &, node_base *, std::int64_t spent) noexcept;
void end_stored(stored_call *) noexcept; // null is fine

/// "memory" or "disk"; does not open the store.
const char *kept_in(const function_state &) noexcept;

/// When the function's library is unloaded.
void forget_store(function_state &) noexcept;

/// Removes an entry that max_entries has no room for any more from the stores that it is in.
void erase_stored(function_state &, const node_base *) noexcept;

/// For handles; these may throw what making a key throws.
void clear_stored(const descriptor &) noexcept;
void clear_stored(const descriptor &, const void *const *arguments);
bool is_stored(const descriptor &, const void *const *arguments);

} // namespace st::detail

#endif
