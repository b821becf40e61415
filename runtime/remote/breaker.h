// Spares callers a server that is in trouble.
#ifndef STCACHE_REMOTE_BREAKER_H
#define STCACHE_REMOTE_BREAKER_H

#include <atomic>
#include <cstdint>

namespace st::store::remote {

/// Closed: all may try. After a failure it is open for a time, then one caller may try, and the
/// others still may not; each failure doubles the time, a success closes it. No locks, so that a
/// fork cannot leave one behind.
class breaker {
public:
  breaker(std::int64_t first, std::int64_t most) : first_(first), most_(most), pause_(first) {}

  enum class admission { no, yes, trial };
  /// Who gets a trial has `window` nanoseconds to tell how it went; then another one may try.
  admission admit(std::int64_t window) noexcept;
  bool is_open() const noexcept { return until_.load(std::memory_order_relaxed) != 0; }
  /// True if it was this that opened it: to be said. `worst`: for the longest time at once.
  bool failed(admission how, bool worst = false) noexcept;
  /// True if it was this that closed it.
  bool succeeded(admission how) noexcept;

private:
  const std::int64_t first_;
  const std::int64_t most_;
  std::atomic<std::int64_t> until_{0}; // 0: closed
  std::atomic<std::int64_t> pause_;
};

} // namespace st::store::remote

#endif
