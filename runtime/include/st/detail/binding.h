// How a call of a function with scope = session finds the cache of the session that its thread is
// bound to.
#ifndef ST_DETAIL_BINDING_H
#define ST_DETAIL_BINDING_H

#include <st/detail/node.h>

namespace st::detail {

// What a session has of each function, by site::number. Arrays only grow, and old ones live as long
// as their session.
struct session_sites {
  std::uint64_t count = 0;
  session_sites *smaller = nullptr; // which this one has taken the place of

  shared_word<view *> *at() noexcept { return reinterpret_cast<shared_word<view *> *>(this + 1); }
};

// The part of a session that calls look at. It outlives the bindings to it.
struct session_record {
  shared_word<session_sites *> sites; // never null
};

// The session that calls on this thread use. Null also while a function that is of no session is
// being computed: then the library has to see each call of one that is.
extern STCACHE_API __attribute__((tls_model("initial-exec"))) __thread session_record *this_session;

// Null where there is no session or it has not used the function yet.
STCACHE_INLINE view *session_view(const site &s) noexcept {
  session_record *const bound = this_session;
  if (STCACHE_UNLIKELY(!bound))
    return nullptr;
  session_sites *const sites = bound->sites.acquire();
  const std::uint32_t number = s.number.acquire();
  return STCACHE_LIKELY(number < sites->count) ? sites->at()[number].acquire() : nullptr;
}

// Threads that are bound to one session share its clock, so that it is as exact as that of one.
STCACHE_INLINE void touch_in_session(node_base *n, view &v) noexcept {
  static_cast<session_node_base *>(n)->used.relaxed(
      __atomic_add_fetch(&v.tick.raw, 1, __ATOMIC_RELAXED));
}

} // namespace st::detail

#endif // ST_DETAIL_BINDING_H
