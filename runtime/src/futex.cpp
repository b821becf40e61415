#include "internal.h"
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

namespace st::detail {

void futex_wait(const std::uint32_t *word, std::uint32_t seen) noexcept {
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, nullptr, nullptr, 0);
}

void futex_wait_for(const std::uint32_t *word, std::uint32_t seen,
                    std::int64_t nanoseconds) noexcept {
  const timespec limit{nanoseconds / 1'000'000'000, nanoseconds % 1'000'000'000};
  syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, &limit, nullptr, 0);
}

void futex_wake_all(const std::uint32_t *word) noexcept {
  syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT32_MAX, nullptr, nullptr, 0);
}

void small_mutex::lock_slow() noexcept {
  while (word.exchange(2, std::memory_order_acquire) != 0)
    futex_wait(reinterpret_cast<const std::uint32_t *>(&word), 2);
}

void small_mutex::wake() noexcept {
  syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

} // namespace st::detail
