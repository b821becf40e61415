#include <algorithm>
#include <st/detail/bytes.h>
#include <sys/mman.h>
#include <unistd.h>

namespace st::detail {

namespace {
constexpr std::size_t worth_preparing = std::size_t{8} << 20;
}

// Fresh memory costs a fault for each page, which takes several times as long as filling it.
void prepare_memory(void *data, std::size_t size) noexcept {
  if (size < worth_preparing)
    return;
  static const std::uintptr_t page = static_cast<std::uintptr_t>(sysconf(_SC_PAGESIZE));
  const auto begin = reinterpret_cast<std::uintptr_t>(data);
  const std::uintptr_t first = (begin + page - 1) & ~(page - 1);
  const std::uintptr_t last = (begin + size) & ~(page - 1);
  // Advice; where it is not taken the memory is only slower.
  static_cast<void>(madvise(reinterpret_cast<void *>(first), last - first, MADV_HUGEPAGE));
}

void append_zeros(byte_sink &to, std::uint64_t count) noexcept {
  static constexpr unsigned char zeros[4096] = {};
  while (count != 0 && !to.failed) {
    const std::uint64_t size = std::min<std::uint64_t>(count, sizeof zeros);
    append(to, zeros, size);
    count -= size;
  }
}

void finish(byte_sink &to) noexcept {
  const std::uint64_t least = least_payload(to.memory);
  if (least > to.offset())
    append_zeros(to, least - to.offset());
  if (to.promised > to.offset() + free_elements)
    to.failed = true;
}

bool finished(byte_source &from) noexcept {
  const std::uint64_t least = least_payload(from.memory);
  return (least <= from.offset() || take_zeros(from, least - from.offset())) && from.left() == 0;
}

} // namespace st::detail
