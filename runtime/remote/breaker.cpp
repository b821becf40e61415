#include "breaker.h"
#include <algorithm>
#include <store/calls.h>

namespace st::store::remote {
namespace {

// Between three and five quarters, so that many machines do not come back at once.
std::int64_t with_jitter(std::int64_t pause, std::int64_t now) {
  const std::uint64_t mixed = static_cast<std::uint64_t>(now) * 0x9E3779B97F4A7C15u;
  return pause / 4 * 3 + static_cast<std::int64_t>(mixed >> 32) * (pause / 2 >> 10) / (1 << 22);
}

} // namespace

breaker::admission breaker::admit(std::int64_t window) noexcept {
  std::int64_t until = until_.load(std::memory_order_acquire);
  if (until == 0)
    return admission::yes;
  const std::int64_t now = store::monotonic_time();
  if (now < until)
    return admission::no;
  return until_.compare_exchange_strong(until, now + window) ? admission::trial : admission::no;
}

bool breaker::failed(admission how, bool worst) noexcept {
  const std::int64_t now = store::monotonic_time();
  if (how == admission::trial) {
    const std::int64_t pause = worst ? most_ : std::min(most_, 2 * pause_.load());
    pause_.store(pause);
    until_.store(now + with_jitter(pause, now));
    return false;
  }
  std::int64_t closed = 0;
  const std::int64_t pause = worst ? most_ : first_;
  if (how == admission::no ||
      !until_.compare_exchange_strong(closed, now + with_jitter(pause, now)))
    return false; // another caller was first
  pause_.store(pause);
  return true;
}

bool breaker::succeeded(admission how) noexcept {
  if (how != admission::trial)
    return false;
  pause_.store(first_);
  until_.store(0, std::memory_order_release);
  return true;
}

} // namespace st::store::remote
