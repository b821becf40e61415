// Progress: who computes for long, and who is told.
//
// A thread notes its outermost call where the one helper thread of the process sees it. A call that
// is still there after a while is taken up: then its thread does not leave it before the helper has
// told of its end, so what belongs to the call is there for the helper to look at.
#ifndef STCACHE_RUNTIME_PROGRESS_H
#define STCACHE_RUNTIME_PROGRESS_H

#include "refresh.h"

namespace st::detail {

enum class interest : std::uint32_t { unknown, none, some, over };
extern std::atomic<interest> interest_in_progress;

/// The thread's outermost call is over: of its owner `self`, that is. Waits for the helper if that
/// has taken it up. No locks may be held, and no computation of the thread's be running.
void end_outermost(own_thread_record &self) noexcept;

/// A pass through the slow path, for as long as it may compute or wait.
class watch {
public:
  /// `self` may be null: then there is nothing to see.
  watch(own_thread_record *self, const site &s) noexcept
      : owner(self && !self->running && !self->outermost.is_there && !in_refresh() ? self
                                                                                   : nullptr),
        where(s) {}
  ~watch() {
    if (begun)
      end_outermost(*owner);
  }
  watch(const watch &) = delete;
  watch &operator=(const watch &) = delete;

  /// It takes time from now on. `time`: of the clock, 0 if nobody has looked.
  void begin(std::int64_t time = 0) noexcept {
    if (interest_in_progress.load(std::memory_order_relaxed) != interest::none && owner && !begun)
        [[unlikely]]
      begin_noted(time);
  }
  /// Whether it has begun; then whoever asks ends it.
  bool hand_over() noexcept { return std::exchange(begun, false); }

private:
  void begin_noted(std::int64_t time) noexcept;

  own_thread_record *owner; // null for a nested call
  const site &where;
  bool begun = false;
};

/// In the child process, where only the thread `self`, which may be null, is left.
void forget_progress_after_fork(own_thread_record *self) noexcept;

} // namespace st::detail

#endif
