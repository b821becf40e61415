// [st-static-local]: static locals that keep a value from call to call.
// RUN: %stcxx -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
#include <atomic>
#include <cmath>
#include <cstdio>
#include <map>
#include <mutex>
#include <random>
#include <st/cache.h>
#include <string>
#include <vector>

[[st::cache_data]] int counts(int x) { static int n; return x + ++n; } // expected-warning {{the result of cached 'counts' depends on the static local 'n', which keeps a value from call to call [st-static-local]}}
[[st::cache_data]] int counts_per_thread(int x) { static thread_local int n; return x + n++; } // expected-warning {{'n'}}
[[st::cache_data]] int atomically(int x) { static std::atomic<int> n; return x + n.fetch_add(1); } // expected-warning {{'n'}}
[[st::cache_data]] int last(int x) { static int before; int y = before; before = x; return y; } // expected-warning {{'before'}}
[[st::cache_data]] unsigned long grows(int x) { static std::vector<int> all; all.push_back(x); return all.size(); } // expected-warning {{'all'}}
[[st::cache_data]] double noise(int x) {
  static std::mt19937 generator(42);
  return x + std::normal_distribution<>()(generator); // expected-warning {{'generator'}}
}
int &counter() { static int n; return n; } // expected-warning {{the result of cached 'by_reference' depends on the static local 'n'}}
[[st::cache_data]] int by_reference(int x) { return x + counter(); }
struct Registry { int size = 0; static Registry &get() { static Registry r; return r; } }; // expected-warning {{'r'}}
[[st::cache_data]] int singleton(int x) { return x + Registry::get().size; }
[[st::cache_data]] int in_lambda(int x) { return [&] { static int n; return x + n++; }(); } // expected-warning {{'n'}}
[[st::cache_data]] int from_lambda(int x) { static int n; auto more = [] { ++n; }; more(); return x + n; } // expected-warning {{'n'}}
// Made of what the first call was given.
[[st::cache_data]] int first_argument(int x) { static int first = x; return x + first; } // expected-warning {{'first'}}
[[st::cache_data]] int first_constant(int x) { int y = x + 1; static const int first = y; return x + first; } // expected-warning {{'first'}}
[[st::cache_data]] int first_captured(int x) { static const int first = [&] { return x; }(); return x + first; } // expected-warning {{'first'}}
struct Object { int n; int get() const { static int first = n; return first; } }; // expected-warning {{'first'}}
[[st::cache_data]] int first_object(int x) { return Object{x}.get(); }
[[st::cache_data]] double first_once(int x) {
  static std::once_flag flag;
  static double t[10];
  std::call_once(flag, [&] { t[0] = x; });
  return t[x]; // expected-warning {{'t'}}
}

// Made once, never changed.
[[st::cache_data]] int constant(int x) { static const std::map<int, int> m = {{1, 2}}; return m.at(x); }
[[st::cache_data]] int unchanged(int x) { static std::map<int, int> m = {{1, 2}}; auto it = m.find(x); return it == m.end() ? m.at(1) : it->second; }
[[st::cache_data]] double array(int x) { static double t[] = {1, 2}; const double *p = t; return t[x] + *p; }
const std::string &text() { static std::string t = "text"; return t; }
[[st::cache_data]] std::string computed(int) { return text(); }
[[st::cache_data]] double filled_once(int x) {
  static bool ready = false;
  static double t[10];
  if (!ready) {
    for (int i = 0; i < 10; ++i)
      t[i] = std::sqrt(i);
    ready = true;
  }
  return t[x];
}
[[st::cache_data]] double called_once(int x) {
  static std::once_flag flag;
  static double t[10];
  std::call_once(flag, [] {
    for (int i = 0; i < 10; ++i)
      t[i] = std::sqrt(i);
  });
  return t[x];
}
[[st::cache_data]] int from_constants(int x) { const int n = 4; static int m = n + sizeof(x); return x + m; }
[[st::cache_data]] int through_pointers(int x) { static int a[] = {1, 2}; int *p = a, *end; end = p + 2; for (; p != end; ++p) x += *p; return x; }
[[st::cache_data]] int made_once(int x) { static std::vector<int> *v; if (v == nullptr) v = new std::vector<int>(10); return v->at(x); }
// Makes no difference.
[[st::cache_data]] int statistics(int x) { static int n; ++n; static std::atomic<long> m; m++; m.fetch_add(2); return x; }
[[st::cache_data]] int warns_once(int x) { static bool warned; if (!warned) { warned = true; std::puts("slow"); } return x; }
[[st::cache_data]] int warns_often(int x) { static int n; if (++n % 100 == 0) std::printf("%d calls\n", n); return x; }
[[st::cache_data]] int locks(int x) { static std::mutex m; std::lock_guard<std::mutex> lock(m); return x; }
// An object that is shared on purpose.
[[st::cache_resource]] Registry &registry() { static Registry r; return r; }
