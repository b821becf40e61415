// Writing values and reading them, beside copying them, and large blocks beside memcpy into fresh
// memory. Read the ratios.
#include <benchmark/benchmark.h>
#include <map>
#include <memory>
#include <new>
#include <st/detail/codec.h>
#include <string>
#include <vector>

namespace {

struct row {
  int id;
  double weight;
  std::string name;
  bool good;
};

} // namespace

namespace st::detail {
inline tied<const int &, const double &, const std::string &, const bool &>
st_fields(fields_of<row>, const row &r) {
  return st::detail::tie(r.id, r.weight, r.name, r.good);
}
} // namespace st::detail

namespace {

using st::detail::byte_sink;
using st::detail::byte_source;

class buffer {
public:
  explicit buffer(std::size_t size)
      : size_(size), data_(static_cast<unsigned char *>(::operator new(size, alignment))) {
    __builtin_memset(data_, 1, size);
  }
  ~buffer() { ::operator delete(data_, alignment); }
  buffer(const buffer &) = delete;
  buffer &operator=(const buffer &) = delete;

  byte_sink sink() {
    return byte_sink(data_, size_, [](byte_sink &full, const void *, std::size_t) noexcept {
      full.failed = true;
    });
  }
  const unsigned char *data() const { return data_; }

private:
  static constexpr std::align_val_t alignment{64};
  std::size_t size_;
  unsigned char *data_;
};

constexpr std::size_t quarter_gigabyte = std::size_t{256} << 20;

struct large {
  static auto make() { return std::vector<double>(quarter_gigabyte / sizeof(double), 1.5); }
};
struct strings {
  static auto make() {
    std::vector<std::string> list;
    for (int i = 0; i < 100000; ++i)
      list.push_back("text number " + std::to_string(i * 37));
    return list;
  }
};
struct lists_by_name {
  static auto make() {
    std::map<std::string, std::vector<int>> map;
    for (int i = 0; i < 10000; ++i)
      map["name " + std::to_string(i)] = std::vector<int>(static_cast<std::size_t>(i % 20), i);
    return map;
  }
};
struct rows {
  static auto make() {
    std::vector<row> list;
    for (int i = 0; i < 100000; ++i)
      list.push_back(row{i, i / 2.0, "row " + std::to_string(i), i % 2 == 0});
    return list;
  }
};

template <class Kind> const auto &value_of() {
  static const auto value = Kind::make();
  return value;
}
template <class Kind> buffer &room_of() {
  static buffer room(quarter_gigabyte + (1 << 20));
  return room;
}

template <class Kind> void copy(benchmark::State &state) {
  const auto &value = value_of<Kind>();
  for (auto _ : state) {
    auto other = value;
    benchmark::DoNotOptimize(other);
  }
}
template <class Kind> void encode(benchmark::State &state) {
  const auto &value = value_of<Kind>();
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    byte_sink to = room_of<void>().sink();
    st::detail::encode(to, value);
    bytes += to.offset();
    if (to.failed)
      state.SkipWithError("failed");
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes));
}
template <class Kind> void decode(benchmark::State &state) {
  using type = std::decay_t<decltype(value_of<Kind>())>;
  byte_sink to = room_of<void>().sink();
  st::detail::encode(to, value_of<Kind>());
  const std::uint64_t size = to.offset();
  alignas(type) unsigned char memory[sizeof(type)];
  for (auto _ : state) {
    byte_source from(room_of<void>().data(), size);
    if (!st::detail::decode_at<type>(from, memory))
      state.SkipWithError("failed");
    std::destroy_at(std::launder(reinterpret_cast<type *>(memory)));
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * size));
}

void copy_to_fresh_memory(benchmark::State &state) {
  for (auto _ : state) {
    void *const fresh = ::operator new(quarter_gigabyte);
    __builtin_memcpy(fresh, room_of<void>().data(), quarter_gigabyte);
    benchmark::DoNotOptimize(fresh);
    ::operator delete(fresh);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * quarter_gigabyte));
}

BENCHMARK(copy_to_fresh_memory)->Unit(benchmark::kMillisecond);
#define ALL(kind, unit)                                                                            \
  BENCHMARK(copy<kind>)->Unit(benchmark::unit);                                                    \
  BENCHMARK(encode<kind>)->Unit(benchmark::unit);                                                  \
  BENCHMARK(decode<kind>)->Unit(benchmark::unit);
ALL(large, kMillisecond)
ALL(strings, kMicrosecond)
ALL(lists_by_name, kMicrosecond)
ALL(rows, kMicrosecond)

} // namespace
