// Bytes that nobody has written: no crash, no value that cannot be, and little memory.
#include "codec_support.h"

#include <gtest/gtest.h>

using namespace codec_test;

// As cereal has it; only the name counts.
template <class T> class cereal::SizeTag {
public:
  T size;
};

namespace {
std::size_t allocated = 0;
}

// Counts what is allocated; the sanitizers see the calls of malloc.
void *operator new(std::size_t size) {
  allocated += size;
  if (void *const memory = std::malloc(size == 0 ? 1 : size))
    return memory;
  throw std::bad_alloc();
}
void operator delete(void *memory) noexcept { std::free(memory); }
void operator delete(void *memory, std::size_t) noexcept { std::free(memory); }

namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20;

/// Reads bytes as a T; what was read, if anything, is a value that can be written.
template <class T> bool survives(std::string_view bytes) {
  const payload from(bytes);
  const std::size_t before = allocated;
  const decoded<T> value(from);
  EXPECT_LE(allocated - before, 4 * bytes.size() + mebibyte) << __PRETTY_FUNCTION__;
  if (value) {
    const decoded<T> again(encoded(*value));
    EXPECT_TRUE(again) << __PRETTY_FUNCTION__;
  }
  return static_cast<bool>(value);
}

template <class T> void survives_changes(random_test::engine &e) {
  for (int i = 0; i < 20; ++i) {
    const std::string bytes = encoded(random_test::make<T>(e));
    for (std::size_t size = 0; size < bytes.size(); ++size)
      EXPECT_FALSE(survives<T>(bytes.substr(0, size))) << __PRETTY_FUNCTION__;
    EXPECT_FALSE(survives<T>(bytes + '\0'));
    EXPECT_FALSE(survives<T>(bytes + 'x'));
    for (std::size_t at = 0; at < bytes.size(); ++at)
      for (const unsigned char change : {1, 2, 0x80, 0xff, static_cast<int>(e() & 0xff)}) {
        std::string other = bytes;
        other[at] = static_cast<char>(static_cast<unsigned char>(other[at]) ^ change);
        survives<T>(other);
      }
  }
}
template <class... T> void all_survive_changes(type_list<T...>, random_test::engine &e) {
  (survives_changes<T>(e), ...);
}
TEST(HostileBytes, TruncatedOrChanged) {
  random_test::engine e(3);
  all_survive_changes(all_types(), e);
}

std::string numbers(std::initializer_list<std::uint64_t> list) {
  std::string bytes;
  for (const std::uint64_t x : list)
    bytes.append(reinterpret_cast<const char *>(&x), sizeof x);
  return bytes;
}

template <class T> void survives_counts(random_test::engine &e) {
  const std::uint64_t large[] = {~0ull,    1ull << 63, 1ull << 60, 1ull << 32,
                                 1u << 30, 10'000'000, 1'000'000,  65536,
                                 16,       2,          1,          0};
  std::vector<std::string> all;
  for (const std::uint64_t a : large)
    for (const std::uint64_t b : large) {
      all.push_back(numbers({a, b, 0}));
      all.push_back(numbers({b, 1, a}));
      all.push_back('\1' + numbers({a, b}) + "1234567");
      all.push_back("1234" + numbers({a, b}) + "1234");
    }
  for (int i = 0; i < 500; ++i)
    all.push_back(numbers({e(), e(), e()}));
  for (const std::string &bytes : all) {
    ASSERT_EQ(bytes.size(), 24u);
    const payload from(bytes);
    const std::size_t before = allocated;
    const decoded<T> value(from);
    ASSERT_LT(allocated - before, mebibyte) << __PRETTY_FUNCTION__;
  }
}
template <class... T> void all_survive_counts(type_list<T...>, random_test::engine &e) {
  (survives_counts<T>(e), ...);
}
TEST(HostileBytes, Counts) {
  random_test::engine e(4);
  all_survive_counts(all_types(), e);
  using nested = std::vector<std::vector<std::vector<std::set<std::string>>>>;
  all_survive_counts(
      type_list<nested, std::vector<std::deque<int>>, std::vector<std::array<row, 100>>,
                std::vector<std::optional<std::array<double, 100000>>>,
                std::vector<std::variant<std::monostate, std::array<int, 5000>>>,
                std::vector<std::pair<nothing, nothing>>, std::map<std::monostate, nothing>,
                std::unordered_map<std::string, nested>>(),
      e);
}

TEST(HostileBytes, Depth) {
  // value, engaged
  std::string bytes;
  for (int i = 0; i < 1000000; ++i)
    bytes += std::string("\7\0\0\0\1", 5);
  EXPECT_FALSE(survives<chain>(bytes));
  // empty name, one kid
  bytes.clear();
  for (int i = 0; i < 1000000; ++i)
    bytes += numbers({0, 1});
  EXPECT_FALSE(survives<tree>(bytes));
}

TEST(HostileBytes, Duplicates) {
  EXPECT_TRUE(survives<std::set<std::uint64_t>>(numbers({2, 5, 6})));
  EXPECT_FALSE(survives<std::set<std::uint64_t>>(numbers({2, 5, 5})));
  EXPECT_TRUE(survives<std::multiset<std::uint64_t>>(numbers({2, 5, 5})));
  EXPECT_FALSE(survives<std::unordered_set<std::uint64_t>>(numbers({2, 5, 5})));
  using map = std::map<std::uint64_t, std::uint64_t>;
  EXPECT_TRUE(survives<map>(numbers({2, 6, 0, 5, 0}))) << "in any order";
  EXPECT_FALSE(survives<map>(numbers({2, 5, 0, 5, 1})));
  EXPECT_FALSE(
      (survives<std::unordered_map<std::uint64_t, std::uint64_t>>(numbers({2, 5, 0, 5, 1}))));
}

TEST(HostileBytes, TruthValues) {
  EXPECT_TRUE(survives<bool>("\1"));
  EXPECT_FALSE(survives<bool>("\2"));
  EXPECT_FALSE(survives<std::optional<char>>("\2x"));
  EXPECT_FALSE(survives<std::shared_ptr<const char>>("\2x"));
  const std::string flags_and_more("\1x\1\2", 4);
  EXPECT_FALSE(survives<flags>(flags_and_more));
  EXPECT_FALSE(survives<std::vector<flags>>(numbers({1}) + flags_and_more));
  EXPECT_FALSE(survives<bits>(std::string("\1\0\0\0\2\0\0\0\0", 9)));
  EXPECT_FALSE(survives<std::vector<bool>>(numbers({3}) + '\x08')) << "a bit beyond the end";
  EXPECT_FALSE(survives<std::bitset<3>>("\x08"));
  EXPECT_TRUE(survives<std::bitset<3>>("\x04"));
}

TEST(HostileBytes, VariantIndex) {
  using v = std::variant<std::monostate, char>;
  EXPECT_TRUE(survives<v>(std::string(1, '\0')));
  EXPECT_TRUE(survives<v>("\1x"));
  EXPECT_FALSE(survives<v>("\2x"));
  EXPECT_FALSE(survives<v>("\xff"));
}

TEST(HostileBytes, PaddingIsZero) {
  const std::string bytes = encoded(std::pair('x', std::vector<int>{1}));
  ASSERT_EQ(bytes.size(), 1u + 8 + 3 + 4);
  for (std::size_t at = 9; at < 12; ++at) {
    std::string other = bytes;
    other[at] = 1;
    EXPECT_FALSE((survives<std::pair<char, std::vector<int>>>(other)));
  }
}

TEST(HostileBytes, MisalignedPayload) {
  const std::string bytes = encoded(std::vector<int>{1, 2, 3});
  alignas(64) unsigned char room[64];
  std::memcpy(room + 1, bytes.data(), bytes.size());
  byte_source from(room + 1, bytes.size());
  std::vector<int> value;
  EXPECT_FALSE(st::detail::read_value(from, value));
}

// What serialize functions ask for.

struct sized {
  std::vector<int> list;
  template <class A> void serialize(A &ar) {
    std::uint64_t count = list.size();
    ar(cereal::SizeTag<std::uint64_t &>{count});
    list.resize(count);
    for (int &x : list)
      ar(x);
  }
};
struct block {
  std::vector<char> data = std::vector<char>(8);
  template <class A> void serialize(A &ar) {
    if constexpr (A::is_saving::value)
      ar.saveBinary(data.data(), data.size());
    else
      ar.loadBinary(data.data(), data.size());
  }
};
struct loops {
  std::uint64_t count = 0;
  template <class A> void serialize(A &ar) {
    ar & count;
    for (std::uint64_t i = 0; i < count; ++i) {
      char c = 0;
      ar & c;
    }
  }
};
struct swallows {
  int value = 0;
  template <class A> void serialize(A &ar) {
    try {
      ar(value, value, value);
    } catch (...) {
      value = 1;
    }
  }
};

TEST(HostileBytes, SerializeFunctions) {
  EXPECT_TRUE(survives<sized>(numbers({2, 5})));
  EXPECT_FALSE(survives<sized>(numbers({~0ull, 5})));
  EXPECT_FALSE(survives<sized>(numbers({1u << 30, 5})));
  EXPECT_TRUE(survives<block>(numbers({8, 5})));
  EXPECT_FALSE(survives<block>(numbers({9, 5, 5})));
  EXPECT_FALSE(survives<block>(numbers({7, 5})));
  EXPECT_FALSE(survives<loops>(numbers({~0ull, 5})));
  EXPECT_FALSE(survives<swallows>(numbers({1})));
  EXPECT_TRUE(survives<swallows>(numbers({1}) + "abcd"));
}

struct holds_pointers {
  int *raw = nullptr;
  std::shared_ptr<int> shared;
  bool which = false;
  template <class A> void serialize(A &ar) {
    if (which)
      ar & raw;
    else
      ar & shared;
  }
};
struct owns {
  std::unique_ptr<std::string> text;
  owns() = default;
  explicit owns(std::string t) : text(std::make_unique<std::string>(std::move(t))) {}
  owns(const owns &o) : text(o.text ? std::make_unique<std::string>(*o.text) : nullptr) {}
  template <class A> void serialize(A &ar) { ar & text; }
};
TEST(Codec, WhatASerializeFunctionCannotStoreIsNoError) {
  static_assert(st::detail::is_persistable<holds_pointers>);
  EXPECT_FALSE(try_encode(holds_pointers()));
  EXPECT_FALSE(try_encode(holds_pointers{nullptr, nullptr, true}));
  const decoded<owns> again(encoded(owns("x")));
  EXPECT_TRUE(again && *(*again).text == "x");
}

} // namespace
