// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Templates, and code that the library calls back.
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

// DIFF: ARGUMENT1 ARGUMENT2 ARGUMENT3
#ifdef ARGUMENT1
template <int N> int g(int n) { return n + N; } int f(int n) { return g<1>(n); }
#endif
#ifdef ARGUMENT2
template <int N> int g(int n) { return n + N; } int f(int n) { return g<2>(n); }
#endif
#ifdef ARGUMENT3
template <long N> int g(int n) { return n + N; } int f(int n) { return g<2>(n); }
#endif

// DIFF: TYPEARGUMENT1 TYPEARGUMENT2
#ifdef TYPEARGUMENT1
template <class T> int g(int n) { return T(n) / 2; } int f(int n) { return g<int>(n); }
#endif
#ifdef TYPEARGUMENT2
template <class T> int g(int n) { return T(n) / 2; } int f(int n) { return g<double>(n); }
#endif

// DIFF: PATTERN1 PATTERN2
#ifdef PATTERN1
template <class T> T g(T n) { return n + 1; } int f(int n) { return g(n); }
#endif
#ifdef PATTERN2
template <class T> T g(T n) { return n + 2; } int f(int n) { return g(n); }
#endif

// DIFF: SPECIAL1 SPECIAL2
#ifdef SPECIAL1
template <class T> int g(T) { return 1; } int f(int n) { return g(n); }
#endif
#ifdef SPECIAL2
template <class T> int g(T) { return 1; } template <> int g(int) { return 2; } int f(int n) { return g(n); }
#endif

// NEUTRAL: DISCARDED1 DISCARDED2
// DIFF: DISCARDED1 DISCARDED3
#ifdef DISCARDED1
template <class T> int g(T n) { if constexpr (sizeof(T) == 4) return n + 1; else return n.foo(); } int f(int n) { return g(n); }
#endif
#ifdef DISCARDED2
template <class T> int g(T n) { if constexpr (sizeof(T) == 3 + 1) return n + 1; else { return n.bar(3); } } int f(int n) { return g(n); }
#endif
#ifdef DISCARDED3
template <class T> int g(T n) { if constexpr (sizeof(T) == 4) return n + 2; else return n.foo(); } int f(int n) { return g(n); }
#endif

// DIFF: CONSTIF1 CONSTIF2
#ifdef CONSTIF1
constexpr bool k = true; template <class T> T g(T n) { if constexpr (k) return n + 1; else return n - 1; } int f(int n) { return g(n); }
#endif
#ifdef CONSTIF2
constexpr bool k = false; template <class T> T g(T n) { if constexpr (k) return n + 1; else return n - 1; } int f(int n) { return g(n); }
#endif

// DIFF: CONCEPT1 CONCEPT2
#ifdef CONCEPT1
template <class T> concept C = requires(T t) { t + 1; }; int f(int n) { return C<int> ? n : -n; }
#endif
#ifdef CONCEPT2
template <class T> concept C = requires(T t) { t.x; }; int f(int n) { return C<int> ? n : -n; }
#endif

// SAME: TRAIT1 TRAIT2
// DIFF: TRAIT1 TRAIT3
#ifdef TRAIT1
struct S { int a; }; int f(int n) { return __is_trivially_copyable(S) ? n : -n; }
#endif
#ifdef TRAIT2
struct S { int a; }; int f(int n) { return true ? n : -n; }
#endif
#ifdef TRAIT3
struct S { int a; ~S() {} }; int f(int n) { return __is_trivially_copyable(S) ? n : -n; }
#endif

// DIFF: PACK1 PACK2 PACK3
#ifdef PACK1
template <class... T> int g(T... t) { return (t + ... + 0); } int f(int n) { return g(n, 1); }
#endif
#ifdef PACK2
template <class... T> int g(T... t) { return (t * ... * 1); } int f(int n) { return g(n, 1); }
#endif
#ifdef PACK3
template <class... T> int g(T... t) { return (t + ... + 0); } int f(int n) { return g(n, 1, 1); }
#endif

// DIFF: VARIABLETEMPLATE1 VARIABLETEMPLATE2
#ifdef VARIABLETEMPLATE1
template <class T> int v = sizeof(T); int f(int n) { return v<int> + n; }
#endif
#ifdef VARIABLETEMPLATE2
template <class T> int v = sizeof(T) + 1; int f(int n) { return v<int> + n; }
#endif

// DIFF: STATICMEMBER1 STATICMEMBER2
#ifdef STATICMEMBER1
template <class T> struct S { static constexpr int k = 1; static int m; }; template <class T> int S<T>::m = 3; int f(int n) { return S<int>::k + S<int>::m; }
#endif
#ifdef STATICMEMBER2
template <class T> struct S { static constexpr int k = 1; static int m; }; template <class T> int S<T>::m = 4; int f(int n) { return S<int>::k + S<int>::m; }
#endif

// DIFF: SORT1 SORT2
struct Ride { int a; double b; };
#ifdef SORT1
struct Less { bool operator()(const Ride &x, const Ride &y) const { return x.a < y.a; } }; void f(std::vector<Ride> &v) { std::sort(v.begin(), v.end(), Less()); }
#endif
#ifdef SORT2
struct Less { bool operator()(const Ride &x, const Ride &y) const { return x.b < y.b; } }; void f(std::vector<Ride> &v) { std::sort(v.begin(), v.end(), Less()); }
#endif

// DIFF: SORTOPERATOR1 SORTOPERATOR2
#ifdef SORTOPERATOR1
bool operator<(const Ride &x, const Ride &y) { return x.a < y.a; } void f(std::vector<Ride> &v) { std::sort(v.begin(), v.end()); }
#endif
#ifdef SORTOPERATOR2
bool operator<(const Ride &x, const Ride &y) { return x.a > y.a; } void f(std::vector<Ride> &v) { std::sort(v.begin(), v.end()); }
#endif

// DIFF: FUNCTION1 FUNCTION2
#ifdef FUNCTION1
int f(int n) { std::function<int(int)> g = [=](int x) { return x + n; }; return g(1); }
#endif
#ifdef FUNCTION2
int f(int n) { std::function<int(int)> g = [=](int x) { return x - n; }; return g(1); }
#endif

// DIFF: HASH1 HASH2
#ifdef HASH1
struct K { int a; bool operator==(const K &) const = default; }; template <> struct std::hash<K> { size_t operator()(const K &k) const { return k.a; } }; int f(std::unordered_map<K, int> &m) { return m[K{1}]; }
#endif
#ifdef HASH2
struct K { int a; bool operator==(const K &) const = default; }; template <> struct std::hash<K> { size_t operator()(const K &k) const { return k.a + 1; } }; int f(std::unordered_map<K, int> &m) { return m[K{1}]; }
#endif

// DIFF: OWNED1 OWNED2
extern int counter;
#ifdef OWNED1
struct R { ~R() { counter++; } }; void f() { auto p = std::make_unique<R>(); }
#endif
#ifdef OWNED2
struct R { ~R() { counter--; } }; void f() { auto p = std::make_unique<R>(); }
#endif

// DIFF: ELEMENT1 ELEMENT2
#ifdef ELEMENT1
struct E { int a; E(int n) : a(n) {} E(const E &o) : a(o.a) {} }; void f(std::vector<E> &v) { v.push_back(E(1)); }
#endif
#ifdef ELEMENT2
struct E { int a; E(int n) : a(n) {} E(const E &o) : a(o.a + 1) {} }; void f(std::vector<E> &v) { v.push_back(E(1)); }
#endif

// DIFF: LIBRARY1 LIBRARY2 LIBRARY3
#ifdef LIBRARY1
int f(const std::string &s) { return s.size(); }
#endif
#ifdef LIBRARY2
int f(const std::string &s) { return s.length(); }
#endif
#ifdef LIBRARY3
int f(const std::string &s) { return s.capacity(); }
#endif

// DIFF: ELEMENTLAYOUT1 ELEMENTLAYOUT2
#ifdef ELEMENTLAYOUT1
struct E { int a; }; int f(std::vector<E> v) { return v.size(); }
#endif
#ifdef ELEMENTLAYOUT2
struct E { int a, b; }; int f(std::vector<E> v) { return v.size(); }
#endif

// DIFF: COMPARISON1 COMPARISON2 COMPARISON3
// SAME: COMPARISON1 COMPARISON4
// FLAGS(COMPARISON4): -std=c++17
// NEUTRAL: COMPARISON1 COMPARISON4
#ifdef COMPARISON1
bool f(const std::string &a, const std::string &b) { return a != b; }
#endif
#ifdef COMPARISON2
bool f(const std::string &a, const std::string &b) { return a == b; }
#endif
#ifdef COMPARISON3
bool f(const std::string &a, const std::string &b) { return a < b; }
#endif
#ifdef COMPARISON4
bool f(const std::string &a, const std::string &b) { return a != b; }
#endif

// NEUTRAL: STANDARD1 STANDARD2 STANDARD3
// FLAGS(STANDARD1): -std=c++17
// FLAGS(STANDARD3): -std=c++23
#if defined STANDARD1 || defined STANDARD2 || defined STANDARD3
#include <chrono>
#include <optional>
#include <sstream>
#include <variant>
struct Item { std::string name; std::optional<int> price; bool operator<(const Item &o) const { return name < o.name; } bool operator==(const Item &o) const { return name == o.name; } };
static std::map<std::string, std::vector<Item>> group(const std::vector<Item> &items) {
std::map<std::string, std::vector<Item>> m;
for (const auto &i : items) m[i.name].push_back(i);
for (auto &[k, v] : m) std::sort(v.begin(), v.end());
return m;
}
std::string f(std::vector<Item> items, std::variant<int, std::string> v) {
std::ostringstream os;
auto m = group(items);
if (auto it = m.find("x"); it != m.end()) os << it->second.size() << "\n";
auto n = std::count_if(items.begin(), items.end(), [](const Item &i) { return i.price && *i.price > 3; });
auto k = std::find(items.begin(), items.end(), Item{"a", 1}) != items.end();
std::visit([&](auto &x) { os << x; }, v);
auto t = std::chrono::seconds(3) + std::chrono::milliseconds(n);
if (t > std::chrono::minutes(1)) os << k;
std::string s = os.str() + "end";
try { return s.substr(1, std::max<size_t>(n, 3)); } catch (const std::exception &e) { return e.what(); }
}
#endif
