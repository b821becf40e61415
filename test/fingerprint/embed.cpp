// RUN: python3 %S/check_variants.py %libdir/stcache/stcache-fpdump %s
// #embed counts by the data.
// DIFF: BYTES1 BYTES2
// DIFF: NUMBERS1 NUMBERS2
#ifdef BYTES1
static const unsigned char data[] = {
#embed "Inputs/helper.h" limit(4)
}; int f(int n) { return data[n]; }
#endif
#ifdef BYTES2
static const unsigned char data[] = {
#embed "Inputs/helper.h" limit(5)
}; int f(int n) { return data[n]; }
#endif
#ifdef NUMBERS1
static int data[] = { 1,
#embed "Inputs/helper.h" limit(4)
, 2 }; int f(int n) { return data[n]++; }
#endif
#ifdef NUMBERS2
static int data[] = { 1,
#embed "lit.local.cfg" limit(4)
, 2 }; int f(int n) { return data[n]++; }
#endif
