// A bounded pool of threads for work that nobody waits for.
#ifndef STCACHE_RUNTIME_POOL_H
#define STCACHE_RUNTIME_POOL_H

#include "internal.h"
#include <array>

namespace st::detail {

/// Threads start when there is work and end when there has been none for a while. Nothing of it is
/// ever destroyed, as its threads may outlive the exit of the process. All members are for any
/// thread.
class worker_pool {
public:
  struct job {
    job *next = nullptr;
    const void *owner = nullptr;           // for take and wait_for
    void (*run)(job &) noexcept = nullptr; // may free the job
  };
  static constexpr unsigned most_threads = 2;

  /// `room`: how many jobs may wait for a thread. `idle`: nanoseconds.
  constexpr worker_pool(std::uint32_t room, std::int64_t idle) : room_(room), idle_(idle) {}

  /// False, and the job stays the caller's, if too many wait already, if there is no thread to be
  /// had, or after `stop`.
  bool submit(job &) noexcept;
  bool has_room() const noexcept;

  /// Takes out the jobs of an owner that have not begun, linked by next.
  job *take(const void *owner) noexcept;
  /// Waits until no job of an owner runs, but for one that the calling thread is in. False if none
  /// did.
  bool wait_for(const void *owner) noexcept;

  /// No job begins any more. Waits for those that run, for `patience` nanoseconds at most.
  void stop(std::int64_t patience) noexcept;

  /// Threads there are, and jobs that wait or run.
  std::uint32_t threads() const noexcept;
  std::uint32_t jobs() const noexcept;

  /// Around a fork. In the child only the calling thread is left; jobs that waited still do, until
  /// the next one is submitted.
  void lock() noexcept { lock_.lock(); }
  void unlock() noexcept { lock_.unlock(); }
  void forget_threads_after_fork() noexcept; // while it is locked

private:
  struct worker {
    worker_pool *pool = nullptr;
    const void *owner = nullptr; // of the job that runs
    bool used = false;
    bool busy = false;
  };

  static void *thread(void *) noexcept;
  void work(worker &) noexcept;
  worker *free_worker() noexcept; // null when there are as many as there may be
  bool is_full() const noexcept;
  bool others_run(const void *owner) const noexcept; // null: of any owner
  void note_change() noexcept;                       // under the lock

  static thread_local worker *self;

  mutable small_mutex lock_;
  std::array<worker, most_threads> workers_{};
  job *first_ = nullptr;
  job *last_ = nullptr;
  std::uint32_t room_;
  std::uint32_t waiting_ = 0; // jobs
  std::uint32_t idle_workers_ = 0;
  std::int64_t idle_;
  std::uint32_t changes_ = 0; // goes up when a job is added or ends; threads wait on it
  bool stopped_ = false;
};

} // namespace st::detail

#endif
