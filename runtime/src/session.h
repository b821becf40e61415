// Functions of session scope: what each session has of them, and which session a thread is bound
// to.
#ifndef STCACHE_RUNTIME_SESSION_H
#define STCACHE_RUNTIME_SESSION_H

#include "internal.h"

namespace st::detail {

/// What one session has of one function. Parts are used again by later sessions, and freed with
/// their function alone: computations that outlive their session refer to them.
struct session_part : function_state, view {
  explicit session_part(function_state &all) noexcept
      : function_state(*all.where, static_cast<view &>(*this)) {
    whole = &all;
  }

  session_state *session = nullptr; // which has it
  session_part *sibling = nullptr;  // of the same session, or unused and of the same function
};

/// Of lists of parts and of their owners. Taken after the registry's lock, before those of
/// functions.
extern small_mutex session_lock;

/// Calls `act` with the function and with its part in each session.
template <class Act> void for_each_part(function_state &f, Act &&act) {
  act(f);
  for (session_part *p = f.parts.load(std::memory_order_acquire); p;
       p = static_cast<session_part *>(p->next))
    act(*p);
}

/// For a call of a function of session scope: its part in the thread's session. Null where nothing
/// can be kept. What is being computed around the call is noted not to be kept, unless it has
/// chosen the session itself. `self` may be null.
function_state *enter_session(function_state &, own_thread_record *self) noexcept;

/// What a handle asks about: for a function of session scope its part in the thread's session.
/// Null where there is none.
function_state *in_session(function_state *) noexcept;

/// The thread has begun or ended a computation, which is the first of `running`, or was.
void computation_begins(const node_base *) noexcept;
void computation_ends(const node_base *) noexcept;
/// It goes on in another node.
void computation_moves(const node_base *from, const node_base *to) noexcept;

/// The session that the thread is bound to, kept until let_go_of; null if it is bound to none.
session_state *hold_session() noexcept;
void let_go_of(session_state *) noexcept; // null is fine
/// Calls `act` while the thread is bound to a session, if it is one.
void during_session(session_state *, void (*act)(void *), void *argument) noexcept;

/// Takes a function's parts from their sessions, before it is freed with its library. Waits for
/// sessions that are ending on other threads.
void leave_sessions(function_state &) noexcept;

void forget_walkers_after_fork() noexcept;

} // namespace st::detail

#endif
