// What the programs of this directory print: a line "name fingerprint" for each cached function.
#pragma once
#include <cstdio>
#include <cstdlib>
#include <st/cache.h>

#define PRINT(function) std::printf("%s %s\n", #function, st::cached(function).fingerprint().c_str())

// For a call's result: a program that computes wrongly has no fingerprint worth comparing.
#define EXPECT(...) \
  ((__VA_ARGS__) ? void() : (std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #__VA_ARGS__), std::abort()))
