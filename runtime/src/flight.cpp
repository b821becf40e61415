// The slow path of a call: one computation per key, and those who wait for it.
#include "observe.h"
#include "persist.h"
#include "progress.h"
#include "refresh.h"
#include "session.h"
#include "steps.h"
#include "unloaded.h"
#include <algorithm>
#include <cinttypes>
#include <new>

namespace st::detail {

constinit small_mutex graph_lock;

namespace {

// Would waiting for n close a circle of threads that wait for each other? If not, the thread is
// noted as waiting, in the same step, so that of two threads one sees the other.
bool may_wait(own_thread_record *self, node_base *n) noexcept {
  if (in_sink())
    return false; // who computes may be about to show something, and the sink is taken
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
  computation_ends(n);
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
  std::unique_ptr<attachments> notes; // deleted without the lock
  bool waited_for;
  {
    const lock_guard locked(f.lock);
    detach(f, n);
    notes.reset(attached(n));
    n->owned = nullptr;
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

// Finds the entry, waits for it, or enters `fresh` as a computation; takes `fresh` over. Where a
// computation waited for has thrown, that is what is held. Throws what the provider of an input
// throws, and RecursionError.
void attempt::look_up(site &s, function_state &f, own_thread_record &self, own_thread_site &ts,
                      node_base *fresh, node_base *rejected, watch &shown) {
  departing out;
  struct cleaner {
    function_state &f;
    node_base *&fresh;
    departing &out;
    ~cleaner() {
      if (fresh)
        free_node(fresh);
      release(f, out);
    }
  } const at_end{f, fresh, out};
  way path(first);
  if (rejected && attached(rejected))
    path.asked().add_inputs(attached(rejected)->reads); // asked for on the way to it
  for (;;) {
    std::unique_lock locked(f.lock);
    bool is_step;
    node_base *const n = path.look(f, is_step);
    if (is_step) {
      add_reference(n);
      locked.unlock();
      path.follow(n);
      attach_to(fresh);
      continue;
    }
    const bool ready = n && is_ready(n);
    if (ready) {
      const std::int64_t time = n->expiry != INT64_MAX ? now() : 0;
      const bool expired = end_of(f, n) <= time;
      if (!expired && n != rejected) {
        add_reference(n);
        refresh(ts, f, n);
        ++f.hits;
        held = n;
        what = outcome::found;
        stale = wants_refresh(f, n, time);
      } else {
        log_decision(log_level::info, s, &first, expired ? "expired" : "rejected by validate");
        if (expired)
          expire_entry(f, n, out);
        else
          remove_entry(f, n, out);
        // That may have been the last behind its step, or its refresh is under way.
        if (path.is_cut() || find_node(f, path.at()))
          continue;
      }
    }
    if (n && !ready) {
      if (n->owner == &self) {
        if (n->own & own_reentered) {
          locked.unlock();
          throw RecursionError((std::string("stcache: ") + s.about->function +
                                " calls itself with the same arguments without end")
                                   .c_str());
        }
        ++f.misses;
        log_decision(log_level::debug, s, &first, "called by itself, not cached");
        n->own |= own_reentered;
        add_reference(n);
        held = n;
        reentered = true;
        break;
      }
      add_reference(n);
      locked.unlock();
      if (!may_wait(&self, n)) {
        drop_reference(n);
        locked.lock();
        ++f.misses;
        log_decision(log_level::info, s, &first,
                     "computed twice: waiting would close a circle of threads");
        break;
      }
      log_decision(log_level::debug, s, &first, "waits for another thread");
      shown.begin();
      const std::uint32_t result = wait(&self, n);
      if (result == node_abandoned) {
        drop_reference(n);
        continue;
      }
      locked.lock();
      ++f.waits;
      if (result == node_failed) {
        ++f.misses;
        held = n;
        break;
      }
      ++f.hits;
      held = n;
      what = outcome::joined;
    }
    if (what == outcome::found || what == outcome::joined) {
      log_decision(log_level::debug, s, &first, "hit");
      break;
    }
    ++f.misses;
    log_decision(log_level::debug, s, &first, "miss");
    fresh->key = path.at();
    fresh->owner = &self;
    add_reference(fresh); // the table's
    if (!f.closed && link_node(f, fresh)) {
      path.arrived(fresh);
      held = fresh;
      fresh = nullptr;
      what = outcome::compute;
      held->previous = self.running;
      self.running = held;
      computation_begins(held);
    }
    break;
  }
}

// What a computation that was waited for has thrown, which may well be bad_alloc.
[[noreturn]] static void rethrow(node_base *failed) {
  const std::exception_ptr error = *reinterpret_cast<std::exception_ptr *>(&failed->owned);
  drop_reference(failed);
  std::rethrow_exception(error);
}

static void count_miss(function_state &f) noexcept {
  const lock_guard locked(f.lock);
  ++f.misses;
}

attempt::attempt(site &s, const key128 &key, node_base *rejected) : first(key) {
  function_state *const f = registered(s);
  if (!f)
    return;
  own_thread_record *const self = attach();
  own_thread_site *const ts = self ? attach(self, *f) : nullptr;
  watch shown(self, s);
  if (function_state *const part = f->operations->scoped ? enter_session(*f, self) : f) {
    node_base *const fresh = ts && s.ttl > 0 ? make_node(*part, key) : nullptr;
    try {
      if (fresh)
        look_up(s, *part, *self, *ts, fresh, rejected, shown);
      else
        count_miss(*part);
    } catch (const std::bad_alloc &) {
      log_decision(log_level::info, s, &key, "there is no memory to look, not cached");
      count_miss(*part);
    }
    if (held && held->state.acquire() == node_failed)
      rethrow(held);
  } else {
    count_miss(*f);
    log_decision(log_level::debug, s, &key, "called without a session, not cached");
  }
  if (what == outcome::compute)
    started = now();
  if (what == outcome::compute || what == outcome::uncached) {
    shown.begin(started);
    watched = shown.hand_over();
  }
}

void attempt::rejected() noexcept {
  function_state *const f = held->home;
  const lock_guard locked(f->lock);
  --f->hits;
}

attempt::~attempt() {
  end_stored(stored);
  if (claimed)
    drop_claim();
  if (held && what == outcome::compute) {
    abandon(held);
  } else if (held) {
    if (reentered)
      held->own &= static_cast<std::uint16_t>(~own_reentered);
    drop_reference(held);
    reclaim(false);
  }
  if (watched)
    end_outermost(*static_cast<own_thread_record *>(this_thread));
}

void attempt::computed() noexcept { spent = now() - started; }

// Is what comes of a computation for those only who have the same session, inputs, files? Who waits
// for it and does not get it looks for himself.
static bool is_for_some(const node_base *n) noexcept {
  return (n->own & own_in_session) || (attached(n) && !attached(n)->reads.empty());
}

void attempt::failed() noexcept {
  spent = now() - started;
  const std::exception_ptr error = std::current_exception();
  if (!error)
    return; // the thread is being cancelled: the destructor abandons the computation
  log_decision(log_level::info, *held->home->where, &held->key,
               "has thrown after %.6f s, nothing is kept", static_cast<double>(spent) * 1e-9);
  if (is_for_some(held))
    return;
  end_without_value(held, node_failed, &error);
  held = nullptr;
}

// Has everything that a computation has said and read been noted, and is that as it was?
static bool is_steady(const node_base *n) {
  if (n->own & own_incomplete)
    throw std::bad_alloc();
  bool steady = !(n->own & own_unsteady);
  if (steady && attached(n))
    for (const shared_reading &r : attached(n)->reads)
      steady = steady && !has_changed(*r);
  if (!steady)
    log_decision(log_level::info, *n->home->where, &n->key,
                 "what was read has changed meanwhile, not kept");
  return steady;
}

// Brings a computation to where what it has read leads. Is it to be kept there? A refresh has a
// place already: it belongs there if it has read nothing else than the entry's computation.
static bool find_place(node_base *&n, const key128 &first,
                       const background_refresh *behind) noexcept {
  try {
    if (!is_steady(n))
      return false;
    if (!behind)
      return settle(n, first);
    const attachments *const before = attached(behind->entry);
    const reading_list none;
    const reading_list &known = before ? before->reads : none;
    return !attached(n) || attached(n)->reads.is_part_of(known);
  } catch (...) {
    report(*n->home, "what a computation said or read could not be noted; it is not kept");
  }
  return false;
}

bool attempt::keep(bool wanted) noexcept {
  function_state &f = *held->home;
  const bool shared = !(held->own & own_in_session);
  const bool placed = wanted && shared && find_place(held, first, behind);
  // What depends on an input that is no part of its key would stay wrong for ever in a store.
  const bool stale_in_stores = attached(held) && !attached(held)->warned.empty();
  if (placed && stored && (stale_in_stores || !lead_stored(*stored, held))) {
    end_stored(stored);
    stored = nullptr;
  }
  const lock_guard locked(f.lock);
  ++f.computations;
  f.compute_time += spent;
  log_decision(log_level::info, *f.where, &held->key, "computed in %.6f s%s",
               static_cast<double>(spent) * 1e-9,
               !shared   ? ", not kept: it asks a function of session scope"
               : !wanted ? ", not kept: cache_if says no"
                         : "");
  if (!placed) {
    detach(f, held);
    end_stored(stored);
    stored = nullptr;
  }
  if (behind)
    return takes_value(*behind, wanted, placed);
  if (!(held->flags & node_unlinked))
    return true;
  // A computation that is not kept, or was cleared meanwhile, still owes its value to those who
  // wait.
  return (placed || !wanted) && !is_for_some(held) && references(held) > 1;
}

void attempt::replay() {
  if (is_recorded(held))
    detail::replay(held);
}

// The value is in the node: it becomes an entry, and whoever waits for it is woken. expiry: an end
// sooner than the function's ttl has it. behind: if it is to replace an entry.
void announce(node_base *n, std::uint64_t bytes, std::int64_t expiry, background_refresh *behind,
              departing &out) noexcept {
  function_state &f = *n->home;
  bool waited_for;
  bool lost = false;
  forget_running(n);
  const bool recorded = is_recorded(n);
  if (recorded)
    bytes += attached(n)->bytes();
  {
    const lock_guard locked(f.lock);
    n->flags |= node_has_value;
    n->previous = nullptr;
    const bool left = n->flags & node_unlinked;
    if (!left) {
      try {
        if (list_node(f, n, bytes, out)) {
          n->expiry = std::min(n->expiry, expiry);
          if (behind)
            behind->how = background_refresh::end::kept;
        } else {
          detach(f, n);
          if (!all_of(f).told_size.exchange(true))
            log_decision(log_level::info, *f.where, &n->key,
                         "not kept: it takes %" PRIu64 " bytes, which is more than max_bytes",
                         bytes + f.operations->node_size);
        }
      } catch (...) {
        detach(f, n);
        lost = true;
      }
    } else if (behind) {
      settle(*behind, bytes, expiry, out);
    }
    // It was cleared, or is a refresh that has no place: those who wait were on their way to what
    // their own inputs lead to.
    const bool astray = left && (n->flags & node_unlinked) && is_for_some(n);
    n->state.release(astray ? node_abandoned : recorded ? node_recorded : node_ready);
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
  announce(n, bytes, INT64_MAX, behind, out);
  release(*n->home, out);
  if (stored) {
    if (!behind || behind->how == background_refresh::end::kept)
      store_value(*stored, n, spent);
    end_stored(stored);
    stored = nullptr;
  }
  drop_reference(n);
}

bool attempt::load(const void *const *arguments) noexcept {
  function_state &f = *held->home;
  std::int64_t expiry = INT64_MAX;
  const persisted_function *const p = persisted(f);
  if (p)
    stored = begin_stored(f, *p, held, first, arguments, expiry);
  if (p ? !(held->flags & node_has_value) : !take_back(held, first, arguments, expiry))
    return false;
  departing out;
  announce(held, f.operations->codec->owned(held), expiry, behind, out);
  release(f, out);
  if (!behind) {
    const lock_guard locked(f.lock);
    stale = wants_refresh(f, held, now());
    --f.misses;
    ++f.hits;
    ++f.loads;
  }
  what = outcome::found;
  log_decision(log_level::info, *f.where, &held->key,
               p ? "found in the store" : "found among what was put away");
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
