// What happens to the caches when the process forks, exits, or unloads a library.
#include "observe.h"
#include "persist.h"
#include <algorithm>
#include <pthread.h>

extern "C" int __cxa_atexit(void (*function)(void *), void *argument, void *library);

namespace st::detail {
namespace {

constinit std::atomic<bool> exiting{false};
constinit std::atomic<bool> watching{false};
constinit std::vector<void *> *libraries = nullptr; // under the registry lock

void mark_exiting() { exiting = true; }

void close_function(function_state *f) noexcept {
  count_departed(*f);
  departing out;
  {
    const lock_guard locked(f->lock);
    remove_all(*f, out);
  }
  f->where->slots.release(nullptr);
  release(*f, out);
  reclaim_all_of(*f);
  if (f->where->setup)
    f->operations->drop_setup(f->where->setup);
  f->where->setup = nullptr;
  std::free(f->slots);
  forget_store(*f);
  delete f;
}

// Runs when a library is unloaded, but also at exit: then mark_exiting has run before.
void on_unload(void *library) {
  if (exiting)
    return;
  forget_functions(library);
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
      f->where->id.release(0);
      f->where->state.release(nullptr);
      const lock_guard locked(f->lock);
      for (own_thread_site *ts = f->threads; ts; ts = ts->next) {
        ts->function = nullptr;
        f->hits += ts->hits.relaxed();
      }
      f->threads = nullptr;
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
  key_lock.lock();
  known_lock.lock();
  registry_lock.lock();
  for (function_state *f = functions; f; f = f->next)
    f->lock.lock();
  graph_lock.lock();
  limbo_lock.lock();
}

void unlock_all() {
  limbo_lock.unlock();
  graph_lock.unlock();
  for (function_state *f = functions; f; f = f->next)
    f->lock.unlock();
  registry_lock.unlock();
  known_lock.unlock();
  key_lock.unlock();
}

// The other threads are gone, and what they computed will never be finished.
void in_child() {
  auto *const self = static_cast<own_thread_record *>(this_thread);
  unlock_all();
  forget_readers_after_fork(self);
  for (function_state *f = functions; f; f = f->next) {
    const lock_guard locked(f->lock);
    for (std::uint64_t i = 0; i <= f->slots->mask;) {
      node_base *const n = f->slots->slots()[i].entry.relaxed();
      if (n && n->state.acquire() == node_running && n->owner != self) {
        unlink_node(*f, n); // moves the next one here
        continue;
      }
      ++i;
    }
  }
  fold_dead_threads(self);
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
