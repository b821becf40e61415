// STCACHE_STATS=json is JSON in any locale.
// REQUIRES: locales
// RUN: rm -rf %t.locale && mkdir %t.locale && localedef --no-archive -c -i de_DE -f UTF-8 %t.locale/de_DE.UTF-8
// RUN: %stcxx %s -o %t && env LOCPATH=%t.locale LC_ALL=de_DE.UTF-8 STCACHE_STATS=json %t 2>%t.json
// RUN: %python -c 'import json, sys; json.load(open(sys.argv[1]))' %t.json
#include <chrono>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <st/cache.h>
#include <thread>

[[st::cache_data]] int f(int x) {
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  return x;
}

int main() {
  if (!std::setlocale(LC_ALL, "") || std::strcmp(std::localeconv()->decimal_point, ",") != 0)
    return 1;
  return f(1) + f(1) - 2;
}
