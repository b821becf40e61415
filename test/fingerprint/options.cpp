// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// What is mixed in beside the function: the code of hash_funcs, the version.
// DIFF: VERSION1 VERSION2 VERSION3
// FLAGS(VERSION2): -fplugin-arg-fpdump-version=1
// FLAGS(VERSION3): -fplugin-arg-fpdump-version=2
// SAME: HASHER1 HASHER2
// DIFF: HASHER1 HASHER3 HASHER4
// NEUTRAL: HASHER1 HASHER2
// FLAGS(HASHER1): -fplugin-arg-fpdump-extra=hasher
// FLAGS(HASHER2): -fplugin-arg-fpdump-extra=hasher
// FLAGS(HASHER3): -fplugin-arg-fpdump-extra=hasher
#ifdef HASHER1
static int id(int n) { return n; } auto hasher = [](int n) { return id(n); };
#endif
#ifdef HASHER2

static int id(int k) { return k; } auto hasher = [](int m) { return (id(m)); };
#endif
#ifdef HASHER3
static int id(int n) { return n + 1; } auto hasher = [](int n) { return id(n); };
#endif
#ifdef HASHER4
static int id(int n) { return n; } auto hasher = [](int n) { return id(n); };
#endif
int f(int n) { return n; }
