// [st-impure-call]: functions that give what the arguments do not decide.
// RUN: %stcxx -fsyntax-only -Xclang -verify -Xclang -verify-ignore-unexpected=note %s
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <st/cache.h>
#include <string>
#include <sys/time.h>
#include <thread>
#include <unistd.h>

[[st::cache_data]] int random(int x) { return x + std::rand(); } // expected-warning {{the result of cached 'random' depends on a random number (from 'rand'), which is no part of its key [st-impure-call]}}
[[st::cache_data]] double drand(int x) { return x + drand48(); } // expected-warning {{'drand48'}}
[[st::cache_data]] int device(int x) { std::random_device d; std::mt19937 g(d()); return x + g(); } // expected-warning {{a random number (from 'std::random_device')}}
[[st::cache_data]] long seconds(int x) { return x + std::time(nullptr); } // expected-warning {{the time (from 'time')}}
[[st::cache_data]] long into(int x) { timeval t; gettimeofday(&t, nullptr); return x + t.tv_sec; } // expected-warning {{'gettimeofday'}}
[[st::cache_data]] long ticks(int x) { return x + std::chrono::steady_clock::now().time_since_epoch().count(); } // expected-warning {{'std::chrono::steady_clock::now'}}
template <class Clock> long age() { auto t = Clock::now(); return t.time_since_epoch().count(); } // expected-warning {{'std::chrono::system_clock::now'}}
[[st::cache_data]] long by_template(int x) { return x + age<std::chrono::system_clock>(); }
[[st::cache_data]] std::string home(int) { return std::getenv("HOME"); } // expected-warning {{an environment variable (from 'getenv')}}
const bool colours = !getenv("NO_COLOR"); // expected-warning {{the result of cached 'coloured' depends on an environment variable}}
[[st::cache_data]] bool coloured(int) { return colours; }
bool debugging() { static const bool on = getenv("DEBUG"); return on; } // expected-warning {{the result of cached 'debugged' depends on an environment variable}}
[[st::cache_data]] bool debugged(int) { return debugging(); }
[[st::cache_data]] int process(int x) { return x + getpid(); } // expected-warning {{a property of the running process (from 'getpid')}}
[[st::cache_data]] bool thread(int) { return std::this_thread::get_id() == std::thread::id(); } // expected-warning {{'std::this_thread::get_id'}}
[[st::cache_data]] int asks(int x) { int y; std::cin >> y; return x + y; } // expected-warning {{input from outside the program (from 'std::cin')}}
[[st::cache_data]] std::string line(int) { std::string s; std::getline(std::cin, s); return s; } // expected-warning {{'std::cin'}}
[[st::cache_data]] int scans(int x) { char b[9]; return std::fgets(b, 9, stdin) ? x : 0; } // expected-warning {{'stdin'}}
[[st::cache_data]] bool late(int x) { if (std::time(nullptr) > x) return true; return false; } // expected-warning {{'time'}}

// How long it took is told, but is no part of the result.
using Clock = std::chrono::steady_clock;
[[st::cache_data]] int timed(int x) {
  auto start = Clock::now();
  x *= 2;
  auto end = Clock::now();
  std::chrono::duration<double> took = end - start;
  std::cerr << "took " << took.count() << "s\n";
  std::printf("%f\n", std::chrono::duration<double>(Clock::now() - start).count());
  if (took.count() > 1)
    std::puts("slow");
  return x;
}
struct Timer {
  Clock::time_point start = Clock::now();
  ~Timer() { std::cerr << (Clock::now() - start).count(); }
};
[[st::cache_data]] int scoped(int x) { Timer timer; return x; }
std::string stamp() { return std::to_string(std::time(nullptr)); }
void log(const std::string &text) { std::clog << stamp() << std::this_thread::get_id() << text; }
[[st::cache_data]] int logs(int x) { log("x"); if (getenv("DEBUG")) log("debug"); return x; }
[[st::cache_data]] int seeded(int x) { std::mt19937 g(x); return g(); }
// Functions of the program are what they do, not what they are called.
namespace game { int rand(int seed) { return seed * 7; } struct clock { static int now() { return 3; } }; }
[[st::cache_data]] int namesakes(int x) { return game::rand(x) + game::clock::now(); }
// Loaders read files: see state-request.cpp.
[[st::cache_data]] std::string load(const std::string &path) { std::ifstream in(path); std::string s; std::getline(in, s); return s; }

// In the key, or meant to go out of date.
[[st::cache_data(depends_on = std::time(nullptr) / 3600)]] long hourly(int x) { return x + std::time(nullptr) / 3600; }
[[st::cache_data(ttl = 60)]] long weather(int x) { return x + std::time(nullptr); }
// Objects are made from what there is.
[[st::cache_resource]] std::shared_ptr<std::mt19937> generator() { return std::make_shared<std::mt19937>(std::random_device{}()); }
