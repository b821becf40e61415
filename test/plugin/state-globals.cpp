// [st-mutable-global]: which reads of globals are reported, and which are not.
// RUN: %stcxx -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
#include <array>
#include <atomic>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <map>
#include <memory>
#include <mutex>
#include <st/cache.h>
#include <string>
#include <vector>

int level = 1;
const int fixed = 2;
constexpr int known = 3;
[[clang::require_constant_initialization]] thread_local int mine = 4;
std::string language = "en";
const std::string constant_text = "en";
const char *name = "en";
const char *const fixed_name = "en";
volatile const int port = 1;
std::atomic<int> flag;
struct Config {
  int depth = 0;
  static int count;
  static const int limit = 3;
  static inline std::vector<int> table;
  int get() const { return depth; }
};
Config config;
int &alias = level;
const int &view = fixed;

[[st::cache_data]] int plain(int x) { return x + level; } // expected-warning {{the result of cached 'plain' depends on the mutable global 'level', which is no part of its key [st-mutable-global]}}
[[st::cache_data]] int member(int x) { return x + config.depth; } // expected-warning {{'config'}}
[[st::cache_data]] int method(int x) { return x + config.get(); } // expected-warning {{'config'}}
[[st::cache_data]] int static_member(int x) { return x + Config::count; } // expected-warning {{mutable static member 'count'}}
[[st::cache_data]] int through_object(Config c) { return c.count; } // expected-warning {{mutable static member 'count'}}
[[st::cache_data]] int elements(int x) { return Config::table[x]; } // expected-warning {{'table'}}
[[st::cache_data]] int loop(int x) { for (int y : Config::table) x += y; return x; } // expected-warning {{'table'}}
[[st::cache_data]] int own(int x) { return x + mine; } // expected-warning {{mutable thread-local 'mine'}}
[[st::cache_data]] std::string text(int) { return language; } // expected-warning {{'language'}}
[[st::cache_data]] std::string pointer(int) { return name; } // expected-warning {{'name'}}
[[st::cache_data]] int device(int x) { return x + port; } // expected-warning {{'port'}}
[[st::cache_data]] int referred(int x) { return x + alias; } // expected-warning {{'alias'}}
[[st::cache_data]] int atomic(int x) { return x + flag.load(); } // expected-warning {{'flag'}}
[[st::cache_data]] int choice(int x) { if (level > 1) return x; return 0; } // expected-warning {{'level'}}
[[st::cache_data]] int stored(int x) { int y = level; y *= 2; return x + y; } // expected-warning {{'level'}}
[[st::cache_data]] int by_lambda(int x) { return [&] { return x + level; }(); } // expected-warning {{'level'}}
[[st::cache_data]] int once(int x) { return x + level + level * level; } // expected-warning {{'level'}}
[[st::cache_data]] int out(int x) { std::vector<int> v; v.push_back(level); return v[0] + x; } // expected-warning {{'level'}}
void copy(int from, int &to) { to = from; }
[[st::cache_data]] int by_reference(int x) { int y; copy(level, y); return x + y; } // expected-warning {{'level'}}
int defaulted(int x, int y = level);
[[st::cache_data]] int default_argument(int x) { return defaulted(x); } // expected-warning {{'level'}}
int id() { return level; } // expected-warning {{the result of cached 'called' depends on the mutable global 'level'}}
[[st::cache_data]] int called(int x) { return x + id(); }
struct Init { int n = level; }; // expected-warning {{the result of cached 'initialised' depends}}
[[st::cache_data]] int initialised(int x) { Init i; return x + i.n; }
template <class T> [[st::cache_data]] T generic(T x) { return x + level; } // expected-warning {{'level'}}
int uses = generic(1) + generic(2L);

// Constants.
[[st::cache_data]] int constants(int x) { return x + fixed + known + view + Config::limit; }
[[st::cache_data]] std::string constant_texts(int) { return constant_text + fixed_name; }
// Not evaluated.
[[st::cache_data]] unsigned long unevaluated(int x) { decltype(level) y = x; return y + sizeof(level) + noexcept(level); }
template <bool B> int discarded(int x) { if constexpr (B) return level; else return x; }
[[st::cache_data]] int branch(int x) { return discarded<false>(x); }
// An address is not what stands there.
Config root;
[[st::cache_data]] bool is_root(int x) { return reinterpret_cast<Config *>(x) == &root; }
// Only written, only counted, only printed.
int calls;
std::vector<std::string> history;
bool verbose;
[[st::cache_data]] int written(int x) { level = x; config.depth = x; calls += 1; return x; }
[[st::cache_data]] int counted(int x) { ++calls; calls++; history.push_back("x"); return x; }
[[st::cache_data]] int printed(int x) { std::printf("%d\n", level); std::cerr << level << language << std::endl; return x; }
[[st::cache_data]] int when_verbose(int x) { if (verbose) { for (int i = 0; i < level; ++i) std::cout << i; } return x; }
void log(const std::string &text) { if (verbose) std::fprintf(stderr, "%d %s\n", level, text.c_str()); }
[[st::cache_data]] int logs(int x) { log("x"); return x; }
struct Logger { int lines = 0; void write(const char *t) { if (lines++ < level) std::puts(t); } };
Logger logger;
Logger &the_logger() { static Logger l; return l; }
[[st::cache_data]] int logs_to(int x) { logger.write("x"); the_logger().write("y"); return x; }
// An exception is not kept.
void check(int x) { if (x > level) throw x; }
[[st::cache_data]] int throws(int x) { check(x); if (level > 1) throw level; return 2 * x; }
// No state.
std::mutex mutex;
std::once_flag done;
[[st::cache_data]] int locks(int x) { std::lock_guard<std::mutex> lock(mutex); std::call_once(done, [] {}); return x; }
// Seen by this file only, and never changed.
static int table[] = {1, 2, 3};
namespace { std::map<int, int> prices = {{1, 2}}; const char *names[] = {"a", "b"}; }
static std::vector<int> unchanged = {1, 2};
[[st::cache_data]] int tables(int x) { auto it = prices.find(x); for (auto &y : unchanged) x += y; return table[x] + it->second + unchanged.size() + std::strlen(names[x]); }
// Filled once, without arguments.
static double sines[10];
void fill_sines() { for (int i = 0; i < 10; ++i) sines[i] = i; }
[[st::cache_data]] double sine(int x) { return sines[x]; }
static double cosines[10];
void init_tables(bool) { for (double &c : cosines) c = 1; }
[[st::cache_data]] double cosine(int x) { return cosines[x]; }
static std::unique_ptr<Config> shared;
[[st::cache_data]] int lazily(int x) { if (!shared) shared = std::make_unique<Config>(); return shared->depth + x; }
// Seen by this file only, and changed by it.
static int changed;
void change(int to) { changed = to; }
[[st::cache_data]] int changing(int x) { return x + changed; } // expected-warning {{'changed'}}
static int taken;
int *take() { return &taken; }
[[st::cache_data]] int of_taken(int x) { return x + taken; } // expected-warning {{'taken'}}
static std::vector<int> grown;
void grow(int x) { grown.push_back(x); }
[[st::cache_data]] unsigned long of_grown(int x) { return x + grown.size(); } // expected-warning {{'grown'}}
static int scaled[3];
void scale(int by) { for (int &s : scaled) s *= by; }
[[st::cache_data]] int of_scaled(int x) { return scaled[x]; } // expected-warning {{'scaled'}}

// depends_on covers what it names, reads or calls.
Config &settings() { return config; }
[[st::cache_data(depends_on = level)]] int named(int x) { return x + level + id(); }
[[st::cache_data(depends_on = depends_on(level * 2, config.depth))]] int read(int x) { return x + level + config.get(); }
[[st::cache_data(depends_on = settings().depth)]] int returned(int x) { return x + config.depth + settings().get(); }
[[st::cache_data(depends_on = level)]] int another(int x) { return x + level + config.depth; } // expected-warning {{'config'}}
[[st::cache_data(hash_funcs = [](int x) { return x + level; })]] int hashed(int x) { return x + level; }
[[st::cache_data(ttl = 1)]] int expires(int x) { return x + level; } // expected-warning {{'level'}}

// The author says so.
[[clang::annotate("st-ignore")]] int statistics;
[[clang::annotate("st-ignore")]] int helper() { return level; }
[[st::cache_data]] int ignored(int x) {
  int y = statistics + helper();
#if __clang_major__ >= 20 // before, Clang has no annotated statements
  [[clang::annotate("st-ignore")]] x += level;
#endif
  return x + y;
}

// A resource may be a global object, but must not be made from one.
[[st::cache_resource]] Config &the_config() { return config; }
[[st::cache_resource]] std::shared_ptr<Config> new_config() { return std::make_shared<Config>(Config{level}); } // expected-warning {{the result of cached 'new_config' depends on the mutable global 'level'}}

// Given away, or changed, through a copy of the address.
static int by_pointer, by_copy, by_later, by_argument;
static int *kept;
void sink(int *);
void changes_pointed() {
  int *p = &by_pointer, *q = &by_copy, *r = q, *s;
  s = &by_later;
  *p = *(r + 0) = *s = 1;
  int *t = &by_argument;
  sink(t);
}
[[st::cache_data]] int pointed(int x) { return x + by_pointer; } // expected-warning {{'by_pointer'}}
[[st::cache_data]] int copied(int x) { return x + by_copy; } // expected-warning {{'by_copy'}}
[[st::cache_data]] int assigned(int x) { return x + by_later; } // expected-warning {{'by_later'}}
[[st::cache_data]] int given(int x) { return x + by_argument; } // expected-warning {{'by_argument'}}
static int escapes;
void keeps() { int *p = &escapes; kept = p; }
[[st::cache_data]] int escaped(int x) { return x + escapes; } // expected-warning {{'escapes'}}
// Only read through it.
struct Node { int value; Node *next; };
static Node first = {1, nullptr};
[[st::cache_data]] int walks(int x) { Node *n = &first; while (n) { x += n->value; n = n->next; } return x; }
static int some[] = {1, 2};
[[st::cache_data]] int ranges(int x) { for (auto &y : some) x += y; return x; }
