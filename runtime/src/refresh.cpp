// Refreshes in the background: who may begin one, and what becomes of its value.
#include "refresh.h"
#include "observe.h"
#include "session.h"
#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <st/testing.h>
#include <utility>

namespace st::detail {
namespace {

constexpr std::int64_t second = 1'000'000'000;
/// After a failure no refresh of the key begins for so long.
constexpr std::int64_t pause_after_failure = 60 * second;
/// The exit of the process waits for refreshes so long, as most are short and may use what is
/// destroyed then.
constexpr std::int64_t patience_at_exit = second / 10;

constinit worker_pool pool{/*room=*/64, /*idle=*/3 * second};
constinit std::atomic<bool> watches_exit{false};
constinit thread_local background_refresh *current = nullptr;

void stop_at_exit() noexcept {
  if (!watches_exit.exchange(true))
    std::atexit([] { pool.stop(patience_at_exit); });
}

bool is_there(const background_refresh &r) noexcept {
  return find_node(*r.of, r.entry->key) == r.entry;
}

// Claims the key of an entry; null if another has, or there is no memory.
background_refresh *claim(function_state &f, node_base *entry) noexcept {
  auto *const r = new (std::nothrow) background_refresh;
  if (!r)
    return nullptr;
  const lock_guard locked(f.lock);
  try {
    if (find_node(f, entry->key) == entry && wants_refresh(f, entry, now())) {
      f.refreshes[entry->key].active = r;
      add_reference(entry);
      r->of = &f;
      r->entry = entry;
      r->first = first_key(entry);
      r->owner = f.where->library;
      return r;
    }
  } catch (const std::bad_alloc &) {
  }
  delete r;
  return nullptr;
}

void finish(background_refresh &r) noexcept {
  function_state &f = *r.of;
  if (r.task)
    r.task->drop(r.task);
  let_go_of(r.session);
  {
    const lock_guard locked(f.lock);
    // In a child process it may be another's by now.
    if (const auto mark = f.refreshes.find(r.entry->key);
        mark != f.refreshes.end() && mark->second.active == &r) {
      mark->second.active = nullptr;
      const bool failed =
          r.how == background_refresh::end::threw || r.how == background_refresh::end::refused;
      if (failed && is_there(r))
        mark->second.not_before = std::min(now() + pause_after_failure, end_of(f, r.entry));
      else
        f.refreshes.erase(mark);
    }
  }
  if (r.how == background_refresh::end::dropped)
    log_decision(log_level::info, *f.where, &r.entry->key, "not refreshed: %s",
                 r.begun ? "the entry has gone meanwhile" : "the refresh was not begun");
  drop_reference(r.entry);
  if (r.node)
    drop_reference(r.node);
  delete &r;
  reclaim(!f.operations->trivial);
}

bool is_wanted(background_refresh &r) noexcept {
  const lock_guard locked(r.of->lock);
  const auto mark = r.of->refreshes.find(r.entry->key);
  return mark != r.of->refreshes.end() && mark->second.active == &r && is_there(r) &&
         now() < end_of(*r.of, r.entry);
}

// On a thread of the pool.
void run(worker_pool::job &j) noexcept {
  auto &r = static_cast<background_refresh &>(j);
  if (is_wanted(r)) {
    current = &r;
    during_session(
        r.session,
        [](void *task) {
          static_cast<refresh_task *>(task)->run(static_cast<refresh_task *>(task));
        },
        r.task);
    current = nullptr;
  }
  finish(r);
}

void fail(background_refresh &r, const char *what) noexcept {
  r.how = background_refresh::end::threw;
  r.begun = true;
  log_decision(log_level::info, *r.of->where, &r.entry->key,
               "the refresh has thrown, the old value stays: %s", what);
  char line[512];
  std::snprintf(line, sizeof line,
                "a refresh in the background has thrown, the old value stays: %s", what);
  report(*r.of, line);
}

// In a handler.
void fail_with_current_exception(background_refresh &r) noexcept {
  try {
    throw;
  } catch (const std::exception &e) {
    fail(r, e.what());
  } catch (...) {
    fail(r, "what is no std::exception");
  }
}

} // namespace

bool in_refresh() noexcept { return current; }

// What arguments lead to may have been changed since the call, and then they are others.
background_refresh *begin_refresh(const site &s, const key128 &key) noexcept {
  background_refresh *const r = current;
  if (!r || r->begun || r->of->where != &s)
    return nullptr;
  r->begun = true;
  return key == r->first ? r : nullptr;
}

bool refresh_threw() noexcept {
  if (!std::current_exception())
    return false;
  fail_with_current_exception(*current);
  return true;
}

// The call.

bool attempt::claim_refresh() noexcept {
  if (stale && pool.has_room())
    claimed = claim(*held->home, held);
  return claimed;
}

void attempt::refresh_with(refresh_task *task) noexcept {
  background_refresh &r = *std::exchange(claimed, nullptr);
  r.task = task;
  r.run = &run;
  r.session = hold_session();
  stop_at_exit();
  log_decision(log_level::debug, *r.of->where, &r.entry->key, "old: refreshed in the background");
  if (!pool.submit(r))
    finish(r);
}

bool attempt::refresh_failed() noexcept {
  if (!std::current_exception())
    return false;
  background_refresh &r = *std::exchange(claimed, nullptr);
  fail_with_current_exception(r);
  finish(r);
  return true;
}

void attempt::drop_claim() noexcept { finish(*claimed); }

attempt::attempt(background_refresh &r) : behind(&r), first(r.first) {
  function_state &f = *r.of;
  own_thread_record *const self = attach();
  node_base *const fresh = self ? make_node(f, r.entry->key) : nullptr;
  if (!fresh)
    return;
  try {
    // For the steps that the entry hangs on; and inputs are what they were for the call, as a user
    // interface cannot be asked here.
    if (const attachments *const of_entry = attached(r.entry))
      attach_to(fresh).asked.add_inputs(of_entry->reads);
  } catch (const std::bad_alloc &) {
    free_node(fresh);
    return;
  }
  fresh->owner = self;
  fresh->own |= own_refresh;
  fresh->flags |= node_unlinked;
  fresh->previous = self->running;
  self->running = fresh;
  computation_begins(fresh);
  held = fresh;
  what = outcome::compute;
  add_reference(fresh); // the refresh's
  {
    const lock_guard locked(f.lock);
    r.node = fresh;
  }
  started = now();
}

// Under the function's lock.

bool wants_refresh(function_state &f, const node_base *entry, std::int64_t time) noexcept {
  if (f.where->stale_for == 0 || entry->expiry > time)
    return false;
  const auto mark = f.refreshes.find(entry->key);
  return mark == f.refreshes.end() || (!mark->second.active && mark->second.not_before <= time);
}

namespace {

// Besides the refresh and its attempt.
bool is_waited_for(const background_refresh &r) noexcept {
  return __atomic_load_n(&r.node->references, __ATOMIC_ACQUIRE) > 2;
}

} // namespace

bool takes_value(background_refresh &r, bool wanted, bool fits) noexcept {
  if (!wanted)
    r.how = background_refresh::end::refused;
  else if (!fits)
    r.how = background_refresh::end::changed;
  // What has read other things is nothing for those who wait.
  const bool may_be_given = r.how != background_refresh::end::changed;
  return !(r.node->flags & node_unlinked) || (may_be_given && is_waited_for(r)) ||
         (fits && is_there(r)) || r.of->operations->release; // nobody else lets go what nobody gets
}

void settle(background_refresh &r, std::uint64_t bytes, std::int64_t expiry,
            departing &out) noexcept {
  function_state &f = *r.of;
  node_base *const n = r.node;
  if (r.how == background_refresh::end::dropped && is_there(r)) {
    if (replace_entry(f, r.entry, n, bytes, out)) {
      n->expiry = std::min(n->expiry, expiry);
      r.how = background_refresh::end::kept;
      log_decision(log_level::info, *f.where, &n->key, "refreshed");
      return;
    }
    r.how = background_refresh::end::refused;
    log_decision(log_level::info, *f.where, &n->key,
                 "not refreshed: the new value takes more than max_bytes");
  }
  if (!is_waited_for(r)) {
    add_reference(n);
    out.add(n);
  }
}

node_base *running_refresh(function_state &f, const node_base *entry) noexcept {
  const auto mark = f.refreshes.find(entry->key);
  if (mark == f.refreshes.end() || !mark->second.active)
    return nullptr;
  const background_refresh &r = *mark->second.active;
  return r.entry == entry && r.node && r.node->state.acquire() == node_running ? r.node : nullptr;
}

void forget_failed_refresh(function_state &f, const key128 &key) noexcept {
  if (f.refreshes.empty())
    return;
  if (const auto mark = f.refreshes.find(key); mark != f.refreshes.end() && !mark->second.active)
    f.refreshes.erase(mark);
}

// The process.

void end_refreshes(const void *library) noexcept {
  do // those that run may begin others
    for (worker_pool::job *j = pool.take(library), *next; j; j = next) {
      next = j->next;
      finish(static_cast<background_refresh &>(*j));
    }
  while (pool.wait_for(library));
}

void lock_refreshes() noexcept { pool.lock(); }
void unlock_refreshes() noexcept { pool.unlock(); }

// The threads are gone. What waits for one is found to be no longer wanted when there is one, so
// that the user's code does not run here; what was running is never freed.
void forget_refreshes_after_fork() noexcept {
  pool.forget_threads_after_fork();
  for (function_state *f = functions; f; f = f->next)
    for_each_part(*f, [](function_state &part) {
      std::erase_if(part.refreshes, [](const auto &mark) {
        return mark.second.active && mark.second.active != current;
      });
    });
}

std::uint64_t refreshes_for_testing() noexcept { return pool.jobs(); }
std::uint64_t refresh_threads_for_testing() noexcept { return pool.threads(); }

} // namespace st::detail
