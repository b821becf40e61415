#include <st/detail/duration.h>
#include <st/detail/duration_text.h>

namespace st::detail {

std::int64_t text_to_nanoseconds(const char *text, std::size_t size) noexcept {
  return parse_duration(text, size).nanoseconds;
}

} // namespace st::detail
