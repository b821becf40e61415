// Sessions: caches of their own for functions with scope = session.
#ifndef ST_SESSION_H
#define ST_SESSION_H

#include <st/detail/binding.h>

namespace st {

namespace detail {
struct session_state;
} // namespace detail

/// The results that functions annotated with `scope = session` have for one user, document or
/// window. Each session has a cache of each such function; a thread uses those of the session that
/// it is bound to. Where a thread is bound to none, these functions are computed, and nothing is
/// kept.
///
/// Several threads may be bound to one session; they share its caches as threads share a global
/// one. An object may be destroyed while threads are bound to it: they go on as if they were bound
/// to none.
class STCACHE_API Session {
public:
  /// A binding of the thread that made it. It must end on that thread. Bindings nest, and the inner
  /// one holds; when it ends the outer one is back.
  class [[nodiscard]] bound {
  public:
    ~bound();
    bound(const bound &) = delete;
    bound &operator=(const bound &) = delete;

  private:
    friend class Session;
    friend struct detail::session_state;
    explicit bound(detail::session_state &) noexcept;

    detail::session_state *session_;
    const void *thread_;              // which one made it
    bound *outer_;                    // the next one of the thread
    const detail::node_base *inside_; // the computation that it was made in
  };

  /// Throws std::bad_alloc.
  Session();
  /// Lets go of all results of the session; what `on_release` wants to see it has seen when this
  /// returns. Computations under way give their callers their value, and are not kept.
  ~Session();
  Session(const Session &) = delete;
  Session &operator=(const Session &) = delete;

  /// Binds the calling thread to this session until the result is destroyed.
  bound enter() noexcept;

  /// Forgets what all functions have kept for this session. May be called from any thread;
  /// computations under way are not kept.
  void clear() noexcept;

private:
  detail::session_state *state_;
};

} // namespace st

#endif // ST_SESSION_H
