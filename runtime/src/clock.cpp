#include "internal.h"
#include <st/testing.h>
#include <time.h>

namespace st::detail {
namespace {

using clock_function = std::int64_t (*)();
constinit std::atomic<clock_function> replaced{nullptr};

std::int64_t read_clock(clockid_t id) noexcept {
  timespec t;
  clock_gettime(id, &t);
  return std::int64_t{t.tv_sec} * 1'000'000'000 + t.tv_nsec;
}

// The coarse clock lags by at most one tick: 10 ms at the slowest usual rate.
constexpr std::int64_t coarse_lag = 20'000'000;

} // namespace

void set_clock_for_testing(std::int64_t (*clock)()) noexcept { replaced = clock; }

std::int64_t now() noexcept {
  if (const clock_function test = replaced.load(std::memory_order_acquire)) [[unlikely]]
    return test();
  return read_clock(CLOCK_MONOTONIC);
}

bool is_fresh(std::int64_t expiry) noexcept {
  if (replaced.load(std::memory_order_relaxed)) [[unlikely]]
    return now() < expiry;
  const std::int64_t left = expiry - read_clock(CLOCK_MONOTONIC_COARSE);
  if (left > coarse_lag) [[likely]]
    return true;
  return left > 0 && now() < expiry;
}

} // namespace st::detail
