// The slow path of a call: one computation per key, and those who wait for it.
#include "observe.h"
#include "persist.h"
#include <algorithm>
#include <new>

namespace st::detail {

constinit small_mutex graph_lock;

namespace {

// Would waiting for n close a circle of threads that wait for each other? If not, the thread is
// noted as waiting, in the same step, so that of two threads one sees the other.
bool may_wait(own_thread_record *self, node_base *n) noexcept {
  const lock_guard locked(graph_lock);
  for (const node_base *at = n; at && at->state.acquire() == node_running;) {
    const auto *const owner = static_cast<const own_thread_record *>(at->owner);
    if (owner == self)
      return false;
    at = owner->waiting_on;
  }
  self->waiting_on = n;
  return true;
}

std::uint32_t wait(own_thread_record *self, node_base *n) noexcept {
  std::uint32_t state;
  while ((state = n->state.acquire()) == node_running)
    futex_wait(&n->state.raw, node_running);
  const lock_guard locked(graph_lock);
  self->waiting_on = nullptr;
  return state;
}

void forget_running(node_base *n) noexcept {
  auto *const owner = static_cast<own_thread_record *>(n->owner);
  for (node_base **link = &owner->running; *link; link = &(*link)->previous)
    if (*link == n) {
      *link = n->previous;
      break;
    }
}

// Under the function's lock. Takes a computation out of the table; nobody joins it any more.
void detach(function_state &f, node_base *n) noexcept {
  if (n->flags & node_unlinked)
    return;
  unlink_node(f, n);
  drop_reference(n);
}

std::uint32_t references(const node_base *n) noexcept {
  return __atomic_load_n(&n->references, __ATOMIC_ACQUIRE);
}

// Ends a computation that leaves no value.
void end_without_value(node_base *n, std::uint32_t state,
                       const std::exception_ptr *error) noexcept {
  function_state &f = *n->home;
  forget_running(n);
  bool waited_for;
  {
    const lock_guard locked(f.lock);
    detach(f, n);
    waited_for = references(n) > 1;
    if (waited_for && error)
      ::new (&n->owned) std::exception_ptr(*error);
    n->state.release(state);
  }
  if (waited_for)
    futex_wake_all(&n->state.raw);
  drop_reference(n);
  reclaim(false);
}

} // namespace

void abandon(node_base *n) noexcept { end_without_value(n, node_abandoned, nullptr); }

attempt::attempt(site &s, const key128 &key, node_base *rejected) {
  function_state *const f = registered(s);
  if (!f)
    return;
  own_thread_record *const self = attach();
  own_thread_site *const ts = self ? attach(self, *f) : nullptr;
  node_base *fresh = ts && s.ttl > 0 ? make_node(*f, key) : nullptr;
  if (!fresh) {
    const lock_guard locked(f->lock);
    ++f->misses;
    return;
  }
  departing out;
  for (;;) {
    std::unique_lock locked(f->lock);
    node_base *const n = find_node(*f, key);
    const std::uint32_t state = n ? n->state.acquire() : node_ready;
    if (n && state == node_ready) {
      const bool expired = n->expiry != INT64_MAX && n->expiry <= now();
      if (!expired && n != rejected) {
        add_reference(n);
        refresh(*ts, *f, n);
        ++f->hits;
        held = n;
        what = outcome::found;
      } else {
        remove_entry(*f, n, out);
        if (expired)
          ++f->expirations;
        log_decision(log_level::info, s, &key, expired ? "expired" : "rejected by validate");
      }
    }
    if (n && state == node_running) {
      if (n->owner == self) {
        if (n->reentry) {
          locked.unlock();
          free_node(fresh);
          throw RecursionError((std::string("stcache: ") + s.about->function +
                                " calls itself with the same arguments without end")
                                   .c_str());
        }
        ++f->misses;
        log_decision(log_level::debug, s, &key, "called by itself, not cached");
        n->reentry = 1;
        add_reference(n);
        held = n;
        reentered = true;
        break;
      }
      add_reference(n);
      locked.unlock();
      if (!may_wait(self, n)) {
        drop_reference(n);
        locked.lock();
        ++f->misses;
        log_decision(log_level::info, s, &key,
                     "computed twice: waiting would close a circle of threads");
        break;
      }
      log_decision(log_level::debug, s, &key, "waits for another thread");
      const std::uint32_t result = wait(self, n);
      if (result == node_abandoned) {
        drop_reference(n);
        continue;
      }
      locked.lock();
      ++f->waits;
      if (result == node_failed) {
        ++f->misses;
        locked.unlock();
        const std::exception_ptr error = *reinterpret_cast<std::exception_ptr *>(&n->owned);
        drop_reference(n);
        free_node(fresh);
        std::rethrow_exception(error);
      }
      ++f->hits;
      held = n;
      what = outcome::joined;
    }
    if (what == outcome::found || what == outcome::joined) {
      log_decision(log_level::debug, s, &key, "hit");
      break;
    }
    ++f->misses;
    log_decision(log_level::debug, s, &key, "miss");
    fresh->owner = self;
    add_reference(fresh); // the table's
    if (link_node(*f, fresh)) {
      held = fresh;
      fresh = nullptr;
      what = outcome::compute;
      held->previous = self->running;
      self->running = held;
    }
    break;
  }
  if (fresh)
    free_node(fresh);
  release(*f, out);
  if (what == outcome::compute)
    started = now();
}

void attempt::rejected() noexcept {
  function_state *const f = held->home;
  const lock_guard locked(f->lock);
  --f->hits;
}

attempt::~attempt() {
  end_stored(stored);
  if (!held)
    return;
  if (what == outcome::compute) {
    abandon(held);
    return;
  }
  if (reentered)
    held->reentry = 0;
  drop_reference(held);
  reclaim(false);
}

void attempt::computed() noexcept { spent = now() - started; }

void attempt::failed() noexcept {
  spent = now() - started;
  if (const std::exception_ptr error = std::current_exception()) {
    log_decision(log_level::info, *held->home->where, &held->key,
                 "has thrown after %.6f s, nothing is kept", static_cast<double>(spent) * 1e-9);
    end_without_value(held, node_failed, &error);
    held = nullptr;
  } // else the thread is being cancelled: the destructor abandons the computation
}

bool attempt::keep(bool wanted) noexcept {
  function_state &f = *held->home;
  const lock_guard locked(f.lock);
  ++f.computations;
  f.compute_time += spent;
  log_decision(log_level::info, *f.where, &held->key, "computed in %.6f s%s",
               static_cast<double>(spent) * 1e-9, !wanted ? ", not kept: cache_if says no" : "");
  if (!wanted) {
    detach(f, held);
    end_stored(stored);
    stored = nullptr;
  }
  // A computation that was cleared meanwhile still owes its value to those who wait.
  return !(held->flags & node_unlinked) || references(held) > 1;
}

// The value is in the node: it becomes an entry, and whoever waits for it is woken. expiry: an end
// sooner than the function's ttl has it.
void announce(node_base *n, std::uint64_t bytes, std::int64_t expiry, departing &out) noexcept {
  function_state &f = *n->home;
  bool waited_for;
  bool lost = false;
  forget_running(n);
  {
    const lock_guard locked(f.lock);
    n->flags |= node_has_value;
    n->previous = nullptr;
    if (!(n->flags & node_unlinked)) {
      try {
        list_node(f, n, bytes, out);
        n->expiry = std::min(n->expiry, expiry);
      } catch (...) {
        detach(f, n);
        lost = true;
      }
    }
    n->state.release(node_ready);
    waited_for = references(n) > (n->flags & node_unlinked ? 1u : 2u);
  }
  if (waited_for)
    futex_wake_all(&n->state.raw);
  if (lost)
    report(f, "there is no memory to keep a value");
}

void attempt::publish(std::uint64_t bytes) noexcept {
  node_base *const n = held;
  held = nullptr;
  departing out;
  announce(n, bytes, INT64_MAX, out);
  release(*n->home, out);
  if (stored) {
    store_value(*stored, n, spent);
    end_stored(stored);
    stored = nullptr;
  }
  drop_reference(n);
}

bool attempt::load(const void *const *arguments) noexcept {
  function_state &f = *held->home;
  const persisted_function *const p = persisted(f);
  if (!p)
    return false;
  std::int64_t expiry = INT64_MAX;
  stored = begin_stored(f, *p, held, arguments, expiry);
  if (!(held->flags & node_has_value))
    return false;
  departing out;
  announce(held, f.operations->codec->owned(held), expiry, out);
  release(f, out);
  {
    const lock_guard locked(f.lock);
    --f.misses;
    ++f.hits;
    ++f.loads;
  }
  what = outcome::found;
  log_decision(log_level::info, *f.where, &held->key, "found in the store");
  return true;
}

bool copy_failed(site &s) noexcept {
  if (!std::current_exception())
    return false;
  if (function_state *const f = s.state.acquire())
    report(*f, "a value could not be copied; the function is computed");
  return true;
}

} // namespace st::detail
