// persist = remote: results come from a server that machines share; without it they are computed.
// REQUIRES: redis
// RUN: rm -rf %t && mkdir %t && %stcxx %s -o %t/program
// RUN: %python %S/Inputs/with_redis.py %t/redis 'export STCACHE_DIR=%t/disk; \
// RUN:     %t/program; %t/program; test ! -e %t/disk; \
// RUN:     echo cleared elsewhere; %t/program clear; %t/program; \
// RUN:     echo all; STCACHE_PERSIST=remote %t/program; STCACHE_PERSIST=remote %t/program; \
// RUN:     echo stats; STCACHE_STATS=1 %t/program 2>&1 >%t/out; \
// RUN:     echo small; STCACHE_REMOTE="$STCACHE_REMOTE?max_value=1Ki" %t/program large; \
// RUN:     %t/program large; %t/program large; \
// RUN:     echo disk; export STCACHE_REMOTE="$STCACHE_REMOTE?front=disk"; %t/program; \
// RUN:     kill $SERVER; while kill -0 $SERVER 2>/dev/null && test -e $SOCKET; do sleep 0.01; done; \
// RUN:     echo gone; %t/program 2>&1; \
// RUN:     echo gone and no disk; STCACHE_REMOTE="unix://$SOCKET" %t/program 2>&1' \
// RUN:   | %FileCheck %s --check-prefix=REDIS
// REDIS: ran: kept text other
// REDIS-NEXT: ran: other
// REDIS-NEXT: cleared elsewhere
// REDIS-NEXT: ran: kept other
// REDIS-NEXT: all
// REDIS-NEXT: ran: other
// REDIS-NEXT: ran:{{$}}
// REDIS-NEXT: stats
// REDIS-NEXT: stcache {{.*}} kept in
// REDIS-DAG: {{^}}kept 2 1 0 {{.*}} remote
// REDIS-DAG: {{^}}other 0 0 1 {{.*}} memory
// REDIS: small
// REDIS-NEXT: ran: large
// REDIS-NEXT: ran: large
// REDIS-NEXT: ran:{{$}}
// REDIS-NEXT: disk
// REDIS-NEXT: ran: other
// The disk in front has what was on the server.
// REDIS-NEXT: gone
// REDIS-NOT: ran: {{.*}}kept
// REDIS: ran: other
// REDIS-NEXT: gone and no disk
// REDIS: ran: kept text other
// An address that is none.
// RUN: env STCACHE_REMOTE=http://host %t/program 2>&1 | %FileCheck %s --check-prefix=BAD
// BAD: stcache: results are not stored remotely: {{.*}}redis://
// BAD-NEXT: ran: kept text other
// RUN: env -u STCACHE_REMOTE %t/program 2>&1 | %FileCheck %s --check-prefix=NONE
// NONE: stcache: results are not stored remotely: STCACHE_REMOTE is not set
// NONE-NEXT: ran: kept text other
#include <st/cache.h>
#include <cstdio>
#include <string>
#include <vector>
static std::string ran;
[[st::cache_data(persist = remote)]] int kept(int x) { return ran += " kept", x; }
[[st::cache_data(persist = "remote")]] std::string text(const std::vector<std::string> &list) {
  ran += " text";
  return list.front() + list.back();
}
[[st::cache_data]] int other(int x) { return ran += " other", x; }
[[st::cache_data(persist = remote)]] std::string large(int x) {
  ran += " large";
  return std::string(4096, static_cast<char>('a' + x));
}
int main(int argc, char **argv) {
  if (argc > 1 && std::string(argv[1]) == "clear") {
    st::cached(kept).clear();
    return 0;
  }
  if (argc > 1) {
    if (large(1) != std::string(4096, 'b'))
      return 1;
  } else if (kept(3) != 3 || text({"a", "b", "c"}) != "ac" || other(4) != 4 || kept(3) != 3) {
    return 1;
  }
  std::printf("ran:%s\n", ran.c_str());
}
