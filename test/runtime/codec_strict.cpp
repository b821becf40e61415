// The codec as the strictest of users compile it: C++17, without exceptions and type information,
// every warning an error.
#include <map>
#include <optional>
#include <st/cache.h>
#include <st/detail/codec.h>
#include <string>
#include <tuple>
#include <unordered_map>
#include <variant>
#include <vector>

namespace {

struct record {
  int number;
  bool flag : 1;
  const short list[3];
  std::string text;
};
struct object {
  std::vector<std::string> texts;
  template <class A> void serialize(A &ar, const unsigned) { ar & texts; }
};
using value = std::tuple<std::map<std::string, std::vector<record>>, std::optional<object>,
                         long double, std::variant<record, int>, std::shared_ptr<const object>,
                         std::unordered_map<int, std::vector<bool>>>;

} // namespace

namespace st::detail {
inline tied<const int &, bool, const short (&)[3], const std::string &> st_fields(fields_of<record>,
                                                                                  const record &r) {
  return st::detail::tie(r.number, static_cast<bool>(r.flag), r.list, r.text);
}
} // namespace st::detail

bool codec_strict_round_trip(st::detail::byte_sink &to, st::detail::byte_source &from);

bool codec_strict_round_trip(st::detail::byte_sink &to, st::detail::byte_source &from) {
  static_assert(st::detail::is_persistable<value> && st::detail::schema_of<value> != 0);
  alignas(value) unsigned char room[sizeof(value)];
  if (!st::detail::decode_at<value>(from, room))
    return false;
  const auto &made = *reinterpret_cast<value *>(room);
  st::detail::encode(to, made);
  st::detail::destroy(reinterpret_cast<value *>(room));
  return !to.failed;
}
