// Threads of the library. They are detached: nobody joins them, at exit neither.
#include "pool.h"
#include "own_thread.h"
#include <algorithm>
#include <pthread.h>
#include <thread>
#include <time.h>

namespace st::detail {

constinit thread_local worker_pool::worker *worker_pool::self = nullptr;

namespace {

std::int64_t monotonic() noexcept {
  timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

unsigned processors() noexcept {
  static const unsigned count = std::max(1u, std::thread::hardware_concurrency());
  return count;
}

} // namespace

void worker_pool::note_change() noexcept {
  ++changes_;
  futex_wake_all(&changes_);
}

// Jobs that a parent process left do not keep out those of a child without threads.
bool worker_pool::is_full() const noexcept {
  return waiting_ >= room_ && std::ranges::any_of(workers_, &worker::used);
}

bool worker_pool::has_room() const noexcept {
  const lock_guard locked(lock_);
  return !stopped_ && !is_full();
}

std::uint32_t worker_pool::threads() const noexcept {
  const lock_guard locked(lock_);
  return static_cast<std::uint32_t>(std::ranges::count_if(workers_, &worker::used));
}

std::uint32_t worker_pool::jobs() const noexcept {
  const lock_guard locked(lock_);
  return waiting_ + static_cast<std::uint32_t>(std::ranges::count_if(workers_, &worker::busy));
}

worker_pool::worker *worker_pool::free_worker() noexcept {
  const std::size_t most = std::min<std::size_t>(workers_.size(), processors());
  const auto end = workers_.begin() + static_cast<std::ptrdiff_t>(most);
  const auto found = std::ranges::find_if_not(workers_.begin(), end, &worker::used);
  return found == end ? nullptr : &*found;
}

bool worker_pool::submit(job &j) noexcept {
  worker *fresh = nullptr;
  {
    const lock_guard locked(lock_);
    if (stopped_ || is_full())
      return false;
    j.next = nullptr;
    (last_ ? last_->next : first_) = &j;
    last_ = &j;
    ++waiting_;
    if (idle_workers_ < waiting_ && (fresh = free_worker())) {
      fresh->pool = this;
      fresh->used = true;
    }
    note_change();
  }
  if (!fresh || start_own_thread(&worker_pool::thread, fresh))
    return true;
  const lock_guard locked(lock_);
  fresh->used = false;
  if (std::ranges::any_of(workers_, &worker::used))
    return true; // another thread takes it, or has taken it
  job **link = &first_;
  job *before = nullptr;
  for (; *link != &j; link = &(*link)->next)
    before = *link;
  *link = j.next;
  if (last_ == &j)
    last_ = before;
  --waiting_;
  return false;
}

void *worker_pool::thread(void *w) noexcept {
  worker &mine = *static_cast<worker *>(w);
  self = &mine;
  pthread_setname_np(pthread_self(), "stcache");
  mine.pool->work(mine);
  return nullptr;
}

void worker_pool::work(worker &mine) noexcept {
  lock_.lock();
  for (std::int64_t until = monotonic() + idle_; !stopped_;) {
    if (job *const j = first_) {
      first_ = j->next;
      if (!first_)
        last_ = nullptr;
      --waiting_;
      mine.owner = j->owner;
      mine.busy = true;
      lock_.unlock();
      j->run(*j);
      lock_.lock();
      mine.busy = false;
      note_change();
      until = monotonic() + idle_;
      continue;
    }
    const std::int64_t left = until - monotonic();
    if (left <= 0)
      break;
    const std::uint32_t seen = changes_;
    ++idle_workers_;
    lock_.unlock();
    futex_wait_for(&changes_, seen, left);
    lock_.lock();
    --idle_workers_;
  }
  mine.used = false;
  lock_.unlock();
}

worker_pool::job *worker_pool::take(const void *owner) noexcept {
  const lock_guard locked(lock_);
  job *taken = nullptr;
  last_ = nullptr;
  for (job **link = &first_; *link;) {
    job *const j = *link;
    if (j->owner != owner) {
      last_ = j;
      link = &j->next;
      continue;
    }
    *link = j->next;
    j->next = taken;
    taken = j;
    --waiting_;
  }
  return taken;
}

bool worker_pool::others_run(const void *owner) const noexcept {
  return std::ranges::any_of(workers_, [&](const worker &w) {
    return &w != self && w.busy && (!owner || w.owner == owner);
  });
}

bool worker_pool::wait_for(const void *owner) noexcept {
  std::unique_lock locked(lock_);
  bool waited = false;
  for (; others_run(owner); waited = true) {
    const std::uint32_t seen = changes_;
    locked.unlock();
    futex_wait(&changes_, seen);
    locked.lock();
  }
  return waited;
}

void worker_pool::stop(std::int64_t patience) noexcept {
  std::unique_lock locked(lock_);
  stopped_ = true;
  note_change();
  const std::int64_t until = monotonic() + patience;
  for (std::int64_t left; others_run(nullptr) && (left = until - monotonic()) > 0;) {
    const std::uint32_t seen = changes_;
    locked.unlock();
    futex_wait_for(&changes_, seen, left);
    locked.lock();
  }
}

void worker_pool::forget_threads_after_fork() noexcept {
  for (worker &w : workers_)
    if (&w != self)
      w = worker();
  idle_workers_ = 0;
}

} // namespace st::detail
