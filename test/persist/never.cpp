// persist = none needs nothing that stores: a `serialize` that can only write compiles.
// RUN: %stcxx %s -o %t && env STCACHE_DIR=%t.store STCACHE_PERSIST=disk %t && test ! -e %t.store
// RUN: not %stcxx -DSTORED -fsyntax-only %s
#include <st/cache.h>
#include <string>
struct Report {
  std::string text;
  Report() = default;
  explicit Report(std::string t) : text(std::move(t)) {}
  template <class Archive> void serialize(Archive &archive) {
    std::string copy = text + "!";
    const std::string &constant = copy;
    archive &constant;
    static_assert(!Archive::is_loading::value, "never read");
  }
};
#ifdef STORED
[[st::cache_data]]
#else
[[st::cache_data(persist = none)]]
#endif
Report report(int x) {
  return Report(std::to_string(x));
}
int main() { return report(4).text != "4"; }
