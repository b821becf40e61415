// Epoch-based reclamation. What is unlinked is stamped with the epoch, and freed once no thread
// reads that pinned it in that epoch or before. Readers only store to their own record; the
// reclaimer makes those stores visible with membarrier.
#include "internal.h"
#include "record.h"
#include <linux/membarrier.h>
#include <st/testing.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace st::detail {

constinit small_mutex limbo_lock;

namespace {

constinit garbage *limbo = nullptr; // under limbo_lock
constinit std::uint64_t limbo_count = 0;
constinit std::atomic<int> membarrier_works{-1};

// Threads that are just freeing values: a library whose code that may run must not go away
// meanwhile.
constinit std::atomic<std::uint32_t> freeing{0};

constexpr std::uint64_t batch = 32;

bool others_exist(const own_thread_record *self) noexcept {
  for (const own_thread_record *r = all_threads.load(); r; r = r->next)
    if (r != self && r->used.load())
      return true;
  return false;
}

std::uint64_t oldest_pinned() noexcept {
  if (others_exist(static_cast<own_thread_record *>(this_thread))) {
    if (use_membarrier())
      syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
#if !STCACHE_TSAN
    else
      __atomic_thread_fence(__ATOMIC_SEQ_CST);
#endif
  }
  std::uint64_t oldest = UINT64_MAX;
  for (const own_thread_record *r = all_threads.load(); r; r = r->next)
    if (const std::uint64_t e = __atomic_load_n(&r->epoch.raw, __ATOMIC_SEQ_CST); e && e < oldest)
      oldest = e;
  return oldest;
}

void dispose(garbage *g) noexcept {
  if (g->home)
    free_node(static_cast<node_base *>(g));
  else
    std::free(static_cast<table *>(g));
}

} // namespace

bool use_membarrier() noexcept {
  int works = membarrier_works.load(std::memory_order_acquire);
  if (works < 0) {
    works = !std::getenv("STCACHE_TEST_FENCES") &&
            syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0;
    membarrier_works.store(works, std::memory_order_release);
  }
  return works != 0;
}

void retire(garbage *g) noexcept {
  g->stamp = __atomic_fetch_add(&global_epoch.raw, 1, __ATOMIC_SEQ_CST);
  const lock_guard locked(limbo_lock);
  g->next = limbo;
  limbo = g;
  ++limbo_count;
}

void reclaim(bool eagerly) noexcept {
  garbage *taken;
  {
    const lock_guard locked(limbo_lock);
    if (!limbo || (!eagerly && limbo_count < batch &&
                   others_exist(static_cast<own_thread_record *>(this_thread))))
      return;
    taken = limbo;
    limbo = nullptr;
    limbo_count = 0;
    freeing.fetch_add(1);
  }
  const std::uint64_t oldest = oldest_pinned();
  garbage *kept = nullptr;
  garbage *last = nullptr;
  std::uint64_t count = 0;
  auto *const self = static_cast<own_thread_record *>(this_thread);
  if (self)
    ++self->callbacks;
  const unrecorded within;
  for (garbage *g = taken, *next; g; g = next) {
    next = g->next;
    if (g->stamp < oldest) {
      dispose(g);
    } else {
      g->next = kept;
      kept = g;
      if (!last)
        last = g;
      ++count;
    }
  }
  if (self)
    --self->callbacks;
  const lock_guard locked(limbo_lock);
  freeing.fetch_sub(1);
  if (kept) {
    last->next = limbo;
    limbo = kept;
    limbo_count += count;
  }
}

// No thread can be reading values of a library that is being unloaded.
void reclaim_all_of(function_state &f) noexcept {
  const auto *const self = static_cast<own_thread_record *>(this_thread);
  const std::uint32_t own = self && self->callbacks ? 1 : 0;
  while (freeing.load() > own)
    usleep(50);
  garbage *mine = nullptr;
  {
    const lock_guard locked(limbo_lock);
    for (garbage **link = &limbo; *link;) {
      garbage *const g = *link;
      if (g->home == &f) {
        *link = g->next;
        g->next = mine;
        mine = g;
        --limbo_count;
      } else {
        link = &g->next;
      }
    }
  }
  while (mine) {
    garbage *const next = mine->next;
    dispose(mine);
    mine = next;
  }
}

std::uint64_t limbo_size_for_testing() noexcept {
  const lock_guard locked(limbo_lock);
  return limbo_count;
}

void forget_readers_after_fork(own_thread_record *self) noexcept {
  freeing.store(self && self->callbacks ? 1 : 0);
  membarrier_works.store(-1);
  for (own_thread_record *r = all_threads.load(); r; r = r->next) {
    r->fenced = false;
    if (r == self)
      r->fenced = !use_membarrier();
    else
      r->epoch.release(0);
  }
}

void add_reference(node_base *n) noexcept {
  __atomic_fetch_add(&n->references, 1, __ATOMIC_RELAXED);
}

void drop_reference(node_base *n) noexcept {
  if (__atomic_fetch_sub(&n->references, 1, __ATOMIC_ACQ_REL) == 1)
    retire(n);
}

bool try_hold(node_base *n) noexcept {
  std::uint32_t count = __atomic_load_n(&n->references, __ATOMIC_RELAXED);
  do
    if (count == 0)
      return false;
  while (!__atomic_compare_exchange_n(&n->references, &count, count + 1, true, __ATOMIC_ACQUIRE,
                                      __ATOMIC_RELAXED));
  return true;
}

void let_go(node_base *n) noexcept {
  drop_reference(n);
  reclaim(false);
}

} // namespace st::detail
