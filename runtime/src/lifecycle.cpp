// What happens to the caches when the process forks, exits, or unloads a library.
#include "digest.h"
#include "observe.h"
#include "persist.h"
#include "progress.h"
#include "reads.h"
#include "refresh.h"
#include "session.h"
#include "unloaded.h"
#include <algorithm>
#include <pthread.h>

extern "C" int __cxa_atexit(void (*function)(void *), void *argument, void *library);

namespace st::detail {
namespace {

constinit std::atomic<bool> exiting{false};
constinit std::atomic<bool> watching{false};
constinit std::vector<void *> *libraries = nullptr; // under the registry lock

void mark_exiting() { exiting = true; }

void drop_entries(function_state &f) noexcept {
  departing out;
  {
    const lock_guard locked(f.lock);
    remove_all(f, out);
  }
  f.seen->slots.release(nullptr);
  release(f, out);
  reclaim_all_of(f);
  std::free(f.slots);
}

void close_function(function_state *f) noexcept {
  count_departed(*f);
  put_away(*f);
  leave_sessions(*f);
  for_each_part(*f, drop_entries);
  for (session_part *p = f->parts, *next; p; p = next) {
    next = static_cast<session_part *>(p->next);
    delete p;
  }
  if (f->where->setup)
    f->operations->drop_setup(f->where->setup);
  f->where->setup = nullptr;
  std::free(std::exchange(f->where->spinner_text, nullptr));
  forget_store(*f);
  delete f;
}

// Runs when a library is unloaded, but also at exit: then mark_exiting has run before.
void on_unload(void *library) {
  if (exiting)
    return;
  forget_functions(library);
  end_refreshes(library);
  function_state *closing = nullptr;
  {
    const lock_guard registry(registry_lock);
    for (function_state **link = &functions; *link;) {
      function_state *const f = *link;
      if (f->where->library != library) {
        link = &f->next;
        continue;
      }
      *link = f->next;
      f->next = closing;
      closing = f;
      leave_registry(*f);
    }
    if (libraries)
      std::erase(*libraries, library);
  }
  while (closing) {
    function_state *const next = closing->next;
    close_function(closing);
    closing = next;
  }
}

void before_fork() {
  lock_refreshes();
  key_lock.lock();
  known_lock.lock();
  registry_lock.lock();
  session_lock.lock();
  for (function_state *f = functions; f; f = f->next)
    for_each_part(*f, [](function_state &part) { part.lock.lock(); });
  graph_lock.lock();
  limbo_lock.lock();
  unloaded_lock.lock();
  notes_lock.lock();
  departed_lock.lock();
  told_lock.lock();
  known_files_lock.lock();
}

void unlock_all() {
  known_files_lock.unlock();
  told_lock.unlock();
  departed_lock.unlock();
  notes_lock.unlock();
  unloaded_lock.unlock();
  limbo_lock.unlock();
  graph_lock.unlock();
  for (function_state *f = functions; f; f = f->next)
    for_each_part(*f, [](function_state &part) { part.lock.unlock(); });
  session_lock.unlock();
  registry_lock.unlock();
  known_lock.unlock();
  key_lock.unlock();
  unlock_refreshes();
}

void drop_computations_of_others(function_state &f, const own_thread_record *self) noexcept {
  const lock_guard locked(f.lock);
  for (bool again = true; again;) {
    // What leaves makes others move, also to where this has been.
    again = false;
    for (std::uint64_t i = 0; i <= f.slots->mask; ++i) {
      node_base *const n = f.slots->slots()[i].entry.relaxed();
      if (n && n->state.acquire() == node_running && n->owner != self) {
        unlink_node(f, n);
        again = true;
      }
    }
  }
}

// The other threads are gone, and what they computed will never be finished.
void in_child() {
  auto *const self = static_cast<own_thread_record *>(this_thread);
  forget_refreshes_after_fork();
  unlock_all();
  forget_readers_after_fork(self);
  forget_walkers_after_fork();
  for (function_state *f = functions; f; f = f->next)
    for_each_part(*f, [self](function_state &part) { drop_computations_of_others(part, self); });
  fold_dead_threads(self);
  forget_sink_users_after_fork();
  forget_input_users_after_fork();
  forget_progress_after_fork(self);
}

} // namespace

void watch_process() noexcept {
  if (watching.load(std::memory_order_acquire))
    return;
  const lock_guard locked(registry_lock);
  if (!watching.load(std::memory_order_relaxed)) {
    pthread_atfork(before_fork, unlock_all, in_child);
    watching.store(true, std::memory_order_release);
  }
}

namespace {

// Before there are threads: a fork beside the first call must find the locks in order, too. Who
// calls a function before this runs comes by watch_process all the same.
[[gnu::constructor]] void watch_from_the_start() noexcept { watch_process(); }

} // namespace

void watch_library(void *library) noexcept {
  if (!library)
    return; // the program itself, which is never unloaded
  try {
    if (!libraries)
      libraries = new std::vector<void *>;
    if (std::find(libraries->begin(), libraries->end(), library) != libraries->end())
      return;
    libraries->push_back(library);
  } catch (const std::bad_alloc &) {
    return;
  }
  __cxa_atexit(on_unload, library, library);
  std::atexit(mark_exiting); // registered later, so run earlier
}

} // namespace st::detail
