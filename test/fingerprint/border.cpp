// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// Which headers are followed: all but the compiler's own, however their directory was given.
#include <vendor.h>
int f(int n) { return vendor(n); }
// DIFF: SYSTEM1 SYSTEM2
// FLAGS(SYSTEM1): -isystem %S/Inputs/vendor1
// FLAGS(SYSTEM2): -isystem %S/Inputs/vendor2
// SAME: SYSTEM1 PLAIN1 AFTER1
// DIFF: PLAIN1 PLAIN2
// FLAGS(PLAIN1): -I%S/Inputs/vendor1
// FLAGS(PLAIN2): -I%S/Inputs/vendor2
// FLAGS(AFTER1): -idirafter %S/Inputs/vendor1
// NEUTRAL: OPAQUE1 OPAQUE2
// DIFF: OPAQUE1 PLAIN1
// FLAGS(OPAQUE1): -I%S/Inputs/vendor1 -fplugin-arg-fpdump-opaque=%S/Inputs
// FLAGS(OPAQUE2): -isystem %S/Inputs/vendor2 -fplugin-arg-fpdump-opaque=%S/Inputs/
// SAME: FOLLOW1 PLAIN1
// DIFF: FOLLOW1 FOLLOW2
// FLAGS(FOLLOW1): -I%S/Inputs/vendor1 -fplugin-arg-fpdump-opaque=%S -fplugin-arg-fpdump-follow=%S/Inputs/vendor1
// FLAGS(FOLLOW2): -I%S/Inputs/vendor2 -fplugin-arg-fpdump-opaque=%S -fplugin-arg-fpdump-follow=%S/Inputs/vendor2
