// What the environment says: where the store is, that all is to be stored, that nothing is; and what
// happens where there can be no store.
// RUN: rm -rf %t && mkdir -p %t/home && %stcxx %s -o %t/program
// RUN: env STCACHE_DIR=%t/a %t/program | %FileCheck %s --check-prefix=BOTH
// RUN: env STCACHE_DIR=%t/a %t/program | %FileCheck %s --check-prefix=ONE
// RUN: env STCACHE_DIR=%t/a STCACHE_PERSIST=disk %t/program | %FileCheck %s --check-prefix=ONE
// RUN: env STCACHE_DIR=%t/a STCACHE_PERSIST=disk %t/program | %FileCheck %s --check-prefix=NEITHER
// RUN: env STCACHE_DIR=%t/a STCACHE_DISABLE=1 %t/program | %FileCheck %s --check-prefix=BOTH
// RUN: env XDG_CACHE_HOME=%t/b %t/program | %FileCheck %s --check-prefix=BOTH
// RUN: env STCACHE_DIR=%t/b/stcache %t/program | %FileCheck %s --check-prefix=ONE
// RUN: env HOME=%t/home %t/program | %FileCheck %s --check-prefix=BOTH
// RUN: env STCACHE_DIR=%t/home/.cache/stcache %t/program | %FileCheck %s --check-prefix=ONE
// RUN: stat -c %%a %t/home/.cache/stcache | %FileCheck %s --check-prefix=MODE
// MODE: 700
// Another's, or one that others can write to.
// RUN: mkdir -p %t/open && chmod 777 %t/open
// RUN: env STCACHE_DIR=%t/open %t/program 2>&1 | %FileCheck %s --check-prefixes=REFUSED,BOTH
// RUN: touch %t/file && env STCACHE_DIR=%t/file %t/program 2>&1 | %FileCheck %s --check-prefixes=REFUSED,BOTH
// REFUSED: stcache: results are not stored on disk: {{.*}}{{open|file}}
// RUN: env STCACHE_DIR=%t/a STCACHE_PERSIST=dsik %t/program 2>&1 | %FileCheck %s --check-prefix=WORD
// WORD: stcache: STCACHE_PERSIST is 'dsik'; known are 'disk', 'remote' and 'none'
// BOTH: ran: stored unsaid never
// ONE: ran: unsaid never
// NEITHER: ran: never
#include <st/cache.h>
#include <cstdio>
#include <string>
static std::string ran;
[[st::cache_data(persist = disk)]] int stored(int x) { return ran += " stored", x; }
[[st::cache_data]] int unsaid(int x) { return ran += " unsaid", x; }
[[st::cache_data(persist = none)]] int never(int x) { return ran += " never", x; }
int main() {
  stored(1), unsaid(1), never(1);
  stored(1), unsaid(1), never(1);
  std::printf("ran:%s\n", ran.c_str());
}
