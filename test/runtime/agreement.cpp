// What all compilers must agree on, as text: which types can be keys or results, layouts, and the
// bytes of keys and values. agreement.sh compares what objects of different compilers print.
#include "string_sink.h"

#include <st/cache.h>

#include <array>
#include <bitset>
#include <chrono>
#include <complex>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <ratio>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#if __cplusplus >= 202002L
#include "codec_support.h"
#endif

using namespace st::detail;

namespace {

hash_secret fixed_secret() {
  hash_secret secret;
  for (std::size_t i = 0; i != hash_secret::size; ++i)
    secret.bytes[i] = static_cast<unsigned char>(i * 37 + 11);
  return secret;
}
const hash_secret secret = fixed_secret();

void print(const char *name, const void *data, std::size_t size) {
  std::printf(" %s=", name);
  for (std::size_t i = 0; i != size; ++i)
    std::printf("%02x", static_cast<const unsigned char *>(data)[i]);
}
void print(const char *name, const key128 &key) {
  std::printf(" %s=%016llx%016llx", name, static_cast<unsigned long long>(key.hi),
              static_cast<unsigned long long>(key.lo));
}

template <class T> void show_type(const char *name) {
  std::printf("%s: form=%d hash=%d keep=%d resource=%d persist=%d", name,
              static_cast<int>(form_of<std::remove_cv_t<T>>), is_hashable<T, pack<>>, is_value<T>,
              is_resource<T>, is_persistable<T>);
  if constexpr (is_persistable<T> && !std::is_void_v<T>) {
    using key = typename argument_bytes<void, 0>::template of<const int &, T>;
    std::printf(" schema=%016llx least=%llu codec=%016llx",
                static_cast<unsigned long long>(schema_of<T>),
                static_cast<unsigned long long>(least_size<T>()),
                static_cast<unsigned long long>(codec_for<T, key, 0>.schema));
  }
}
template <class T> void show_value(const T &value) {
  if constexpr (is_hashable<T, pack<>>) {
    hash_state state(&secret);
    st::hasher h(state);
    h(value);
    if (!state.streaming)
      print("encoding", state.buffer, state.used);
    print("hash", hash_finish(state));
    print("key", hash_call<0>(&secret, pack<>{}, value));
    print("second", hash_call<2>(&secret, pack<>{}, 7L, 'x', value, true));
  }
  if constexpr (is_persistable<T> && !std::is_void_v<T>) {
    codec_test::string_sink to;
    encode(to, value);
    std::string bytes = to.take();
    print("bytes", bytes.data(), bytes.size());
    std::printf(" owned=%llu", static_cast<unsigned long long>(owned_bytes(value)));
  }
}
template <class T> void show(const char *name, const T &value) {
  show_type<T>(name);
  show_value(value);
  std::puts("");
}
template <class T> void show_only(const char *name) {
  show_type<T>(name);
  std::puts("");
}
#define SHOW(T, ...) show<T>(#T, __VA_ARGS__)
#define SHOW_TYPE(...) show_only<__VA_ARGS__>(#__VA_ARGS__)

enum plain_enum { first, second };
enum negative_enum { below = -1, above };
enum large_enum { large = 0x1'0000'0000 };
enum class byte_enum : unsigned char { a, b };
enum class bool_enum : bool { no, yes };

struct point {
  double lat, lon;
};
struct padded {
  char c;
  int i;
};
struct packed_bits {
  unsigned a : 3;
  bool b : 1;
  plain_enum c : 2;
  long d : 40;
};
struct empty {};
struct derived : point, empty {
  std::string name;
  const int number;
  empty nothing;
};
template <class T> struct nest {
  T value;
  std::vector<nest> more;
};
struct with_reference {
  const int &r;
  int *const p;
};
struct arrays {
  int cells[2][3];
  std::string names[2];
  bool flags[3];
};
struct no_copy_assignment {
  int a;
  no_copy_assignment &operator=(const no_copy_assignment &) = delete;
};
class own_hash {
public:
  explicit own_hash(int i) : n(i) {}
  template <class H> friend void st_hash(H &h, const own_hash &o) { h(o.n, "own"); }
  virtual ~own_hash() = default;

private:
  int n;
};
class archive {
public:
  archive() = default;
  archive(int n, std::vector<bool> b) : number(n), bits(std::move(b)) {}
  template <class A> void serialize(A &ar) { ar(number, bits); }

private:
  int number = 0;
  std::vector<bool> bits;
};
struct minimal {
  explicit minimal(int v = 0) : value(v) {}
  int value;
  template <class A> int save_minimal(const A &) const { return value; }
  template <class A> void load_minimal(const A &, const int &v) { value = v; }
};
class secretive {
  [[maybe_unused]] int x = 1;
};
union either {
  int i;
  float f;
};
struct abstract {
  virtual void f() = 0;
  virtual ~abstract() = default;
};

} // namespace

template <> struct st::detail::field_access<point> {
  template <class V> static constexpr auto get(const V &v) { return st::detail::tie(v.lat, v.lon); }
};
template <> struct st::detail::field_access<padded> {
  template <class V> static constexpr auto get(const V &v) { return st::detail::tie(v.c, v.i); }
};
template <> struct st::detail::field_access<packed_bits> {
  template <class V> static constexpr auto get(const V &v) {
    return st::detail::tie(static_cast<decltype(v.a)>(v.a), static_cast<decltype(v.b)>(v.b),
                           static_cast<decltype(v.c)>(v.c), static_cast<decltype(v.d)>(v.d));
  }
};
template <> struct st::detail::field_access<derived> {
  template <class V> static constexpr auto get(const V &v) {
    return st::detail::tie(static_cast<const point &>(v), static_cast<const empty &>(v), v.name,
                           v.number, v.nothing);
  }
};
template <> struct st::detail::field_access<nest<int>> {
  template <class V> static constexpr auto get(const V &v) {
    return st::detail::tie(v.value, v.more);
  }
};
template <> struct st::detail::field_access<nest<std::string>> {
  template <class V> static constexpr auto get(const V &v) {
    return st::detail::tie(v.value, v.more);
  }
};
template <> struct st::detail::field_access<with_reference> {
  template <class V> static constexpr auto get(const V &v) {
    return st::detail::tie(st::detail::referred(v.r), v.p);
  }
};
template <> struct st::detail::field_access<arrays> {
  template <class V> static constexpr auto get(const V &v) {
    return st::detail::tie(v.cells, v.names, v.flags);
  }
};
template <> struct st::detail::field_access<no_copy_assignment> {
  template <class V> static constexpr auto get(const V &v) { return st::detail::tie(v.a); }
};

static void show_scalars() {
  SHOW(bool, true);
  SHOW(char, 'x');
  SHOW(signed char, 'x');
  SHOW(unsigned char, 'x');
  SHOW(wchar_t, L'x');
  SHOW(char16_t, u'x');
  SHOW(char32_t, U'x');
  SHOW(short, -5);
  SHOW(unsigned short, 5);
  SHOW(int, -5);
  SHOW(unsigned, 5u);
  SHOW(long, -5);
  SHOW(unsigned long, 5u);
  SHOW(long long, -5);
  SHOW(unsigned long long, 5u);
  SHOW(int128, int128{5} << 70);
  SHOW(uint128, uint128{5} << 70);
  SHOW(float, 1.5f);
  SHOW(double, -1.5);
  SHOW(long double, 1.5L);
  SHOW(std::byte, std::byte{3});
  SHOW(std::nullptr_t, nullptr);
  SHOW(plain_enum, second);
  SHOW(negative_enum, below);
  SHOW(large_enum, large);
  SHOW(byte_enum, byte_enum::b);
  SHOW(bool_enum, bool_enum::yes);
  SHOW(const char *, "text");
  SHOW(const char16_t *, u"text");
  SHOW_TYPE(const int &);
  SHOW_TYPE(int *);
  SHOW_TYPE(char *);
  SHOW_TYPE(void);
  SHOW_TYPE(void (*)());
  SHOW_TYPE(int point::*);
  SHOW_TYPE(int(&)[2]);
}

static void show_library() {
  using namespace std;
  SHOW(string, "text");
  SHOW(wstring, L"text");
  SHOW(u16string, u"text");
  SHOW(u32string, U"text");
  SHOW(string_view, "text");
  SHOW(filesystem::path, "a/b");
  SHOW(vector<int>, {1, 2, 3});
  SHOW(vector<bool>, {true, false, true, true, false, true, true, true, true});
  SHOW(vector<string>, {"a", "b"});
  SHOW(vector<point>, {{1, 2}, {3, 4}});
  SHOW(vector<padded>, {{1, 2}, {3, 4}});
  SHOW(vector<bool_enum>, {bool_enum::yes, bool_enum::no});
  SHOW(vector<vector<double>>, {{1, 2}, {}, {3}});
  SHOW(deque<int>, {1, 2});
  SHOW(list<string>, {"a", "b"});
  SHOW(forward_list<short>, {1, 2});
  SHOW(set<int>, {3, 1, 2});
  SHOW(multiset<string>, {"b", "a", "b"});
  show<map<string, int>>("map", {{"a", 1}, {"b", 2}});
  show<multimap<int, vector<bool>>>("multimap", {{1, {true}}, {1, {}}});
  SHOW(unordered_set<int>, {5, 6, 7, 800, 9});
  show<unordered_map<string, point>>("unordered_map", {{"a", {1, 2}}, {"b", {3, 4}}});
  show<unordered_multimap<int, int>>("unordered_multimap", {{1, 2}, {1, 3}});
  show<array<int, 3>>("array", {1, 2, 3});
  show<array<string, 2>>("array of strings", {"a", "b"});
  show<array<int, 0>>("array of none", {});
  show<array<bool, 3>>("array of bool", {true, false, true});
  SHOW(optional<int>, 5);
  SHOW(optional<string>, nullopt);
  SHOW(optional<optional<bool>>, optional<bool>(false));
  show<variant<int, string, monostate>>("variant", "x");
  show<variant<bool, point>>("variant with an aggregate", point{1, 2});
  show<pair<int, string>>("pair", {1, "x"});
  show<pair<const bool, char>>("pair with const", {true, 'x'});
  show<tuple<>>("tuple of none", {});
  show<tuple<char, string, tuple<bool>>>("tuple", {'x', "y", {true}});
  SHOW(complex<float>, {1, 2});
  SHOW(bitset<13>, 0x1abcu);
  SHOW(bitset<64>, 77u);
  SHOW(chrono::seconds, chrono::seconds(5));
  SHOW(chrono::nanoseconds, chrono::nanoseconds(5));
  show<chrono::duration<double, ratio<1, 3>>>("thirds", chrono::duration<double, ratio<1, 3>>(1.5));
  show<chrono::duration<bool>>("whether", chrono::duration<bool>(true));
  SHOW(chrono::system_clock::time_point, chrono::system_clock::time_point(chrono::seconds(9)));
  SHOW(shared_ptr<const int>, make_shared<const int>(4));
  SHOW(shared_ptr<const vector<point>>, make_shared<const vector<point>>(vector<point>{{1, 2}}));
  SHOW(shared_ptr<int>, make_shared<int>(4));
  SHOW(unique_ptr<string>, make_unique<string>("x"));
  int four = 4;
  SHOW(reference_wrapper<int>, ref(four));
  SHOW(initializer_list<int>, {1, 2, 3});
  SHOW(monostate, {});
  SHOW(less<>, {});
  SHOW_TYPE(std::function<int()>);
  SHOW_TYPE(unique_ptr<int[]>);
  SHOW_TYPE(weak_ptr<int>);
  SHOW_TYPE(map<int, int, std::function<bool(int, int)>>);
  SHOW_TYPE(vector<string_view>);
  SHOW_TYPE(vector<unique_ptr<int>>);
}

static void show_classes() {
  int three = 3;
  SHOW(point, {1, 2});
  SHOW(padded, {'x', 2});
  SHOW(packed_bits, {5, true, second, -7});
  SHOW(empty, {});
  SHOW(derived, {{1, 2}, {}, "name", 3, {}});
  SHOW(nest<int>, {1, {{2, {}}, {3, {}}}});
  SHOW(nest<std::string>, {"a", {{"b", {}}}});
  SHOW(arrays, {{{1, 2, 3}, {4, 5, 6}}, {"a", "b"}, {true, false, true}});
  SHOW(std::optional<derived>, std::nullopt);
  show<std::map<int, std::vector<std::optional<packed_bits>>>>(
      "deep", {{1, {packed_bits{1, 0, first, 2}}}});
  SHOW(own_hash, own_hash(4));
  SHOW(archive, archive(4, {true, false}));
  SHOW(std::vector<archive>, {archive(4, {true}), archive()});
  SHOW(minimal, minimal(4));
  SHOW(no_copy_assignment, {three});
  SHOW_TYPE(with_reference);
  SHOW_TYPE(secretive);
  SHOW_TYPE(either);
  SHOW_TYPE(abstract);
  SHOW_TYPE(std::array<secretive, 2>);
  std::string longer(1000, 'y');
  SHOW(std::vector<std::string>, {longer, "z", longer});
}

#if __cplusplus >= 202002L
template <class T> static void show_random(const char *name) {
  random_test::engine e(4711);
  for (int i = 0; i != 20; ++i)
    show(name, random_test::make<T>(e));
}
template <class... T> static void show_all_random(codec_test::type_list<T...>) {
  int number = 0;
  (show_random<T>(std::to_string(number++).c_str()), ...);
}
#endif

int main() {
  show_scalars();
  show_library();
  show_classes();
  std::puts("-- C++20");
#if __cplusplus >= 202002L
  SHOW(char8_t, u8'x');
  SHOW(std::u8string, u8"x");
  show_all_random(codec_test::all_types());
#endif
}
