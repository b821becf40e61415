#!/usr/bin/env bash
# Installs a build into a fresh directory, moves it, and uses it as a user would: by hand, with
# CMake (package and launcher), and through pkg-config.
#
#   test/install.sh BUILD-DIRECTORY
set -euo pipefail
build=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cmake --install "$build" --prefix "$work/first" >"$work/install.log"
mv "$work/first" "$work/prefix"
prefix=$work/prefix
libdir=$(dirname "$(dirname "$(find "$prefix" -name 'stcache-clang*.so' | head -1)")")

for path in bin/stcxx bin/stcache include/st/cache.h; do
  [ -e "$prefix/$path" ] || { echo "not installed: $path" >&2; exit 1; }
done

expect() { # WHAT WANTED GOT
  [ "$2" = "$3" ] || { printf '%s: expected\n%s\ngot\n%s\n' "$1" "$2" "$3" >&2; exit 1; }
  echo "ok: $1"
}

cat >"$work/program.cpp" <<'PROGRAM'
#include <cstdio>
#include <st/cache.h>
int runs;
[[st::cache_data]] int twice(int x) { ++runs; return 2 * x; }
int main() {
  twice(1), twice(1);
  std::printf("%d %zu\n", runs, st::cached(twice).fingerprint().size());
}
PROGRAM

# The tool finds the headers of the installed tree, and those of the Clang in it.
expect "stcache" "$(printf '_Z5twicei\nmain')" \
  "$("$prefix/bin/stcache" fingerprint "$work/program.cpp" | awk '{print $2}')"

for major in 19 22; do
  [ -e "$libdir/stcache/stcache-clang$major.so" ] || continue
  compiler=clang++-$major

  "$prefix/bin/stcxx" "$compiler" -O2 "$work/program.cpp" -o "$work/by-hand"
  expect "stcxx $compiler" "1 32" "$(env -u LD_LIBRARY_PATH "$work/by-hand")"

  # The attributes are ignored without the plugin, the handles do nothing.
  PKG_CONFIG_PATH=$libdir/pkgconfig "$compiler" -std=c++17 -Wno-unknown-attributes \
    "$work/program.cpp" -o "$work/plain" \
    $(PKG_CONFIG_PATH=$libdir/pkgconfig pkg-config --cflags --libs stcache)
  expect "pkg-config, $compiler" "2 0" "$(LD_LIBRARY_PATH=$libdir "$work/plain")"

  rm -rf "$work/project"
  mkdir "$work/project"
  cp "$work/program.cpp" "$work/project"
  cat >"$work/project/CMakeLists.txt" <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(example CXX)
set(CMAKE_CXX_STANDARD 17)
find_package(stcache 0.1 REQUIRED)
add_executable(enabled program.cpp)
stcache_enable(enabled)
stcache_enable(enabled)
add_executable(plain program.cpp)
target_link_libraries(plain PRIVATE stcache::runtime)
target_compile_options(plain PRIVATE -Wno-unknown-attributes)
CMAKE
  cmake -S "$work/project" -B "$work/project/build" -G Ninja -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_PREFIX_PATH="$prefix" >"$work/cmake.log" || { cat "$work/cmake.log" >&2; exit 1; }
  cmake --build "$work/project/build" >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  expect "find_package and stcache_enable, $compiler" "1 32" "$("$work/project/build/enabled")"
  expect "stcache::runtime alone, $compiler" "2 0" "$("$work/project/build/plain")"

  rm -rf "$work/project/build"
  sed -i '/stcache_enable/d; s/add_executable(enabled/link_libraries(stcache::runtime)\nadd_executable(enabled/' \
    "$work/project/CMakeLists.txt"
  cmake -S "$work/project" -B "$work/project/build" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_COMPILER_LAUNCHER="$prefix/bin/stcxx" -DCMAKE_PREFIX_PATH="$prefix" \
    -G "Unix Makefiles" >"$work/cmake.log" || { cat "$work/cmake.log" >&2; exit 1; }
  cmake --build "$work/project/build" >"$work/build.log" || { cat "$work/build.log" >&2; exit 1; }
  expect "launcher with Makefiles, $compiler" "1 32" "$("$work/project/build/enabled")"
done
