// Old values that are computed anew behind their callers' backs (refresh_mode = background).
//
// A call that finds an old value claims the right to refresh its key, and hands over a task with
// copies of its arguments. A thread of the pool calls the function once more. That call computes
// into a node outside of the table, which takes the entry's place when it is done, if the entry is
// still there. If the entry expires before, the node joins the table as a computation under way,
// so that those who ask wait for it.
#ifndef STCACHE_RUNTIME_REFRESH_H
#define STCACHE_RUNTIME_REFRESH_H

#include "pool.h"
#include "steps.h"
#include <st/session.h>

namespace st::detail {

/// From when it is claimed until its task has run or been dropped. The thread's own, but for what
/// is said to be under the function's lock.
struct background_refresh : worker_pool::job {
  enum class end : unsigned char {
    dropped, // by itself, or because the entry has gone
    kept,
    refused, // by cache_if, or it is larger than max_bytes
    changed, // it has read other things than the entry's computation, or they changed meanwhile
    threw,
  };

  function_state *of;
  node_base *entry;                 // a reference; under the lock
  node_base *node = nullptr;        // where the value goes; the same
  key128 first;                     // of the call, where the way to the entry begins
  session_state *session = nullptr; // that the call was bound to; held
  refresh_task *task = nullptr;
  end how = end::dropped;
  bool begun = false; // the function has been called
};

/// Until when an entry may be used. Between its `expiry` and that it is old: calls get it, and have
/// it refreshed.
inline std::int64_t end_of(const function_state &f, const node_base *n) noexcept {
  return n->expiry > INT64_MAX - f.where->stale_for ? INT64_MAX : n->expiry + f.where->stale_for;
}
/// How long values are of use, in memory and in stores.
inline std::int64_t lifetime(const site &s) noexcept {
  return s.ttl > INT64_MAX - s.stale_for ? INT64_MAX : s.ttl + s.stale_for;
}

/// Is the thread computing a refresh? Nobody is to see what it says then.
bool in_refresh() noexcept;

// Under the function's lock:

/// Is an entry old, and may a refresh of it begin?
bool wants_refresh(function_state &, const node_base *entry, std::int64_t time) noexcept;
/// The value has been computed; `wanted`: cache_if says so; `fits`: it belongs where the entry is.
/// Is it of use to anybody?
bool takes_value(background_refresh &, bool wanted, bool fits) noexcept;
/// Puts the node with the value in the entry's place, or lets it go.
void settle(background_refresh &, std::uint64_t bytes, std::int64_t expiry, departing &) noexcept;
/// The computation of an entry's refresh; null if none is under way.
node_base *running_refresh(function_state &, const node_base *entry) noexcept;
/// What is known of failures goes with the entry.
void forget_failed_refresh(function_state &, const key128 &) noexcept;

/// Before the code of a library goes: drops its refreshes, and waits for those that run.
void end_refreshes(const void *library) noexcept;

/// Around a fork.
void lock_refreshes() noexcept;
void unlock_refreshes() noexcept;
void forget_refreshes_after_fork() noexcept; // while all is locked

} // namespace st::detail

#endif
