// Thread records: where a thread pins what it reads, and counts.
#include "progress.h"
#include <cstring>
#include <new>
#include <pthread.h>

namespace st::detail {

constinit __thread thread_record *this_thread = nullptr;
constinit shared_word<std::uint64_t> global_epoch{1};
constinit std::atomic<own_thread_record *> all_threads{nullptr};
constinit small_mutex key_lock;

namespace {

pthread_key_t exit_key;
std::atomic<std::uint32_t> key_made{0};

void free_site(own_thread_site &ts) noexcept {
  std::free(ts.touches);
  ts.~own_thread_site();
  std::free(&ts);
}

void fold(own_thread_site &ts) noexcept {
  function_state &f = *ts.function;
  {
    const lock_guard locked(f.lock);
    for (own_thread_site **link = &f.threads; *link; link = &(*link)->next)
      if (*link == &ts) {
        *link = ts.next;
        break;
      }
    f.hits += ts.hits.relaxed();
    fold_touches(f, ts);
  }
  free_site(ts);
}

void close_record(own_thread_record *record) noexcept {
  {
    const lock_guard registry(registry_lock);
    for (std::uint32_t i = 1; i < record->site_count; ++i)
      if (auto *const ts = static_cast<own_thread_site *>(record->sites[i]))
        fold(*ts);
    std::free(record->sites);
    record->sites = nullptr;
    record->site_count = 0;
  }
  record->running = nullptr;
  record->callbacks = 0;
  record->outermost.is_there = false;
  record->outermost.state = 0;
  record->epoch.release(0);
  record->used.store(false);
}

// Runs after the destructors of thread_local objects. Later destructors that call cached functions
// attach the thread once more.
void thread_ends(void *p) noexcept {
  auto *const record = static_cast<own_thread_record *>(p);
  while (record->running)
    abandon(record->running); // left by an unwinding that ran no destructors
  end_outermost(*record);
  this_thread = nullptr;
  close_record(record);
}

own_thread_record *take_record() noexcept {
  for (own_thread_record *r = all_threads.load(); r; r = r->next)
    if (bool expected = false; r->used.compare_exchange_strong(expected, true))
      return r;
  void *const memory = std::aligned_alloc(alignof(own_thread_record), sizeof(own_thread_record));
  if (!memory)
    return nullptr;
  auto *const r = ::new (memory) own_thread_record;
  r->used.store(true);
  r->next = all_threads.load();
  while (!all_threads.compare_exchange_weak(r->next, r)) {
  }
  return r;
}

bool make_key() noexcept {
  if (key_made.load(std::memory_order_acquire))
    return true;
  const lock_guard locked(key_lock);
  if (!key_made.load(std::memory_order_relaxed)) {
    if (pthread_key_create(&exit_key, thread_ends) != 0)
      return false;
    key_made.store(1, std::memory_order_release);
  }
  return true;
}

} // namespace

void drop_threads(function_state &f) noexcept {
  const std::uint32_t id = f.where->id.relaxed();
  for (own_thread_record *r = all_threads.load(); r; r = r->next)
    if (id < r->site_count)
      if (auto *const ts = static_cast<own_thread_site *>(r->sites[id])) {
        f.hits += ts->hits.relaxed();
        free_site(*ts);
        r->sites[id] = nullptr;
      }
  f.threads = nullptr;
}

void fold_dead_threads(own_thread_record *self) noexcept {
  for (own_thread_record *r = all_threads.load(); r; r = r->next)
    if (r != self && r->used.load()) {
      r->waiting_on = nullptr;
      close_record(r);
    }
}

own_thread_record *attach() noexcept {
  if (this_thread)
    return static_cast<own_thread_record *>(this_thread);
  if (!make_key())
    return nullptr;
  own_thread_record *const r = take_record();
  if (!r)
    return nullptr;
  r->fenced = !use_membarrier();
  if (pthread_setspecific(exit_key, r) != 0) {
    r->used.store(false);
    return nullptr;
  }
  this_thread = r;
  return r;
}

own_thread_site *attach(own_thread_record *r, function_state &f) noexcept {
  const std::uint32_t id = f.where->id.relaxed();
  if (id >= r->site_count) {
    const lock_guard registry(registry_lock); // a library being unloaded looks into the array
    const std::uint32_t count = id + 1 + id / 2;
    auto **const sites =
        static_cast<thread_site **>(std::realloc(r->sites, count * sizeof(thread_site *)));
    if (!sites)
      return nullptr;
    std::memset(sites + r->site_count, 0, (count - r->site_count) * sizeof *sites);
    r->sites = sites;
    r->site_count = count;
  }
  if (!r->sites[id]) {
    void *const memory = std::malloc(sizeof(own_thread_site));
    if (!memory)
      return nullptr;
    auto *const ts = ::new (memory) own_thread_site;
    ts->function = &f;
    const lock_guard locked(f.lock);
    ts->next = f.threads;
    f.threads = ts;
    r->sites[id] = ts;
  }
  return static_cast<own_thread_site *>(r->sites[id]);
}

void make_room(own_thread_site &ts, std::uint32_t index) noexcept {
  if (index < ts.capacity)
    return;
  const std::uint32_t capacity = index < 8 ? 16 : index * 2;
  auto *const touches = static_cast<shared_word<std::uint64_t> *>(
      std::realloc(static_cast<void *>(ts.touches), capacity * sizeof *ts.touches));
  if (!touches)
    return;
  for (std::uint32_t i = ts.capacity; i < capacity; ++i)
    ::new (touches + i) shared_word<std::uint64_t>;
  ts.touches = touches;
  ts.capacity = capacity;
}

} // namespace st::detail
