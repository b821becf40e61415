#!/usr/bin/env bash
# Installs a build into a fresh directory, moves it, and uses it as a user would: by hand, with
# CMake (package and launcher), Make and Meson, through pkg-config, and from clang-tidy.
#
#   test/install.sh BUILD-DIRECTORY
set -euo pipefail
build=$(cd "$1" && pwd)
work=$(mktemp -d)
# Nothing of the user's own.
unset STCACHE_DIR STCACHE_PERSIST STCACHE_LOG STCACHE_STATS STCACHE_DISABLE LD_LIBRARY_PATH
trap 'rm -rf "$work"' EXIT

source=$(cd "$(dirname "$0")/.." && pwd)
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

quietly() { # COMMAND...: its output only if it fails
  "$@" >"$work/command.log" 2>&1 || { cat "$work/command.log" >&2; exit 1; }
  ! grep -iE 'warning|stcxx:' "$work/command.log" >&2 || exit 1
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

# stcxx and the tool find each other, for GCC; the tool alone makes source for others.
if command -v g++ >/dev/null; then
  quietly "$prefix/bin/stcxx" g++ -std=c++17 -O2 "$work/program.cpp" -o "$work/by-hand"
  expect "stcxx g++" "1 32" "$("$work/by-hand")"
  "$prefix/bin/stcache" expand "$work/program.cpp" -o "$work/program.st.cpp" -- -std=c++17
  quietly g++ -std=c++17 -I"$prefix/include" "$work/program.st.cpp" -L"$libdir" -lstcache -o "$work/expanded"
  expect "stcache expand" "1 32" "$(LD_LIBRARY_PATH=$libdir "$work/expanded")"
fi

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

# docs/example, with all compilers. Programs that different compilers made share what is stored.
compilers=()
for major in 19 22; do
  [ ! -e "$libdir/stcache/stcache-clang$major.so" ] || compilers+=("clang++-$major clang-$major")
done
if command -v g++ >/dev/null; then compilers+=("g++ gcc"); else echo "skipped: no g++ here"; fi
cp -r "$source/docs/example" "$work/example"

in_store() { # DIRECTORY COMMAND...
  mkdir -p -m 700 "$1"
  STCACHE_PERSIST=disk STCACHE_DIR=$1 "${@:2}"
}

ran() { # STORE PROGRAM: what is computed
  in_store "$@" | sed -n 's/^  \(.*\) runs.*/\1/p' | xargs
}

everything="read_trips length length largest"
programs=()
for generator in "Ninja" "Unix Makefiles"; do
  for pair in "${compilers[@]}"; do
    read -r cxx cc <<<"$pair"
    of="$work/of $cxx $generator"
    quietly cmake -S "$work/example" -B "$of" -G "$generator" -DCMAKE_CXX_COMPILER="$cxx" \
      -DCMAKE_C_COMPILER="$cc" -DCMAKE_PREFIX_PATH="$prefix"
    quietly cmake --build "$of"
    expect "docs/example, $cxx, $generator, first run" "$everything" "$(ran "$work/own $cxx $generator" "$of/trips")"
    expect "docs/example, $cxx, $generator, second run" "" "$(ran "$work/own $cxx $generator" "$of/trips")"
    programs+=("$of")
  done
done

expect "${programs[0]##*/}, a new store" "$everything" "$(ran "$work/store" "${programs[0]}/trips")"
for of in "${programs[@]}"; do
  expect "${of##*/}, with what another stored" "" "$(ran "$work/store" "$of/trips")"
done
sed -i 's/radius = 6371;/radius = 6371.009;/' "$work/example/geo.c"
for of in "${programs[@]}"; do
  cp -r "$work/store" "$work/before ${of##*/}"
  quietly cmake --build "$of"
  expect "${of##*/}, the C function changed" "length length" "$(ran "$work/before ${of##*/}" "$of/trips")"
done
in_store "$work/store" "${programs[0]}/trips" >"$work/changed"
for of in "${programs[@]}"; do
  expect "${of##*/}, with what another stored after that" "" "$(ran "$work/store" "$of/trips")"
done

# What cannot be served is refused with the remedy.
if command -v clang++-14 >/dev/null; then
  ! cmake -S "$work/example" -B "$work/refused-build" -DCMAKE_CXX_COMPILER=clang++-14 \
    -DCMAKE_PREFIX_PATH="$prefix" >"$work/refused.log" 2>&1 || exit 1
  expect "an unsupported compiler" "1 1" "$(tr -s ' \n' ' ' <"$work/refused.log" |
    grep -o 'the C++ compiler is Clang 14[^ ]* ([^ ]*), which stcache cannot compile\|for example with -DCMAKE_CXX_COMPILER=clang++' |
    sort | uniq -c | awk '{print $1}' | xargs)"
else
  echo "skipped: no clang++-14 here, for a compiler that is refused"
fi

# clang-tidy reads the databases of both without the plugin.
if command -v clang-tidy-19 >/dev/null; then
  for of in "${programs[@]}"; do
    clang-tidy-19 --quiet --header-filter="$work/example/.*" --warnings-as-errors='*' -p "$of" "$work/example/main.cpp" \
      "$work/example/trips.cpp" >"$work/tidy.log" 2>&1 || { cat "$work/tidy.log" >&2; exit 1; }
    echo "ok: clang-tidy, ${of##*/}"
  done
else
  echo "skipped: no clang-tidy-19 here"
fi

# The checks of the package, with each clang-tidy.
cat >"$work/checked.cpp" <<'CHECKED'
#include <st/cache.h>
extern int level;
[[st::cache_data(ttl = 60)]] int scaled(int x) { return x * level; }
[[st::cache(ttl = 60)]] int twice(int x) { return 2 * x; }
CHECKED
for major in 19 22; do
  module=$libdir/stcache/stcache-tidy$major.so
  [ -e "$module" ] || continue
  if ! command -v "clang-tidy-$major" >/dev/null; then
    echo "skipped: no clang-tidy-$major here"
    continue
  fi
  cp "$work/checked.cpp" "$work/checked$major.cpp"
  expect "clang-tidy-$major -load" "3:61 [st-mutable-global]
4:7 [st-migrate-cache]" "$("clang-tidy-$major" -load "$module" --quiet -config= -checks='-*,st-*' -fix \
    "$work/checked$major.cpp" -- -std=c++17 -I"$prefix/include" 2>"$work/command.log" |
    sed -nE 's/^.*\.cpp:([0-9]+:[0-9]+): warning: .* (\[.*\])$/\1 \2/p')"
  expect "clang-tidy-$major -fix" 1 "$(grep -cF '[[st::cache_data(ttl = 60)]] int twice' "$work/checked$major.cpp")"
done

# Make and Meson.
cat >"$work/example/Makefile" <<'MAKE'
CXXFLAGS = -std=c++17
trips: main.o trips.o geo.o
	$(CXX) $^ -o $@ -lm
MAKE
cat >"$work/example/meson.build" <<'MESON'
project('trips', 'c', 'cpp', default_options: ['cpp_std=c++17'])
math = meson.get_compiler('c').find_library('m', required: false)
executable('trips', 'main.cpp', 'trips.cpp', 'geo.c', dependencies: math)
MESON
command -v meson >/dev/null || echo "skipped: no meson here"
for pair in "${compilers[@]}"; do
  read -r cxx cc <<<"$pair"
  export CXX="$prefix/bin/stcxx $cxx" CC="$prefix/bin/stcxx $cc"
  cp -r "$work/example" "$work/make-$cxx"
  quietly make -C "$work/make-$cxx" CXX="$CXX" CC="$CC"
  expect "Make, $cxx" "" "$(ran "$work/store" "$work/make-$cxx/trips")"
  if command -v meson >/dev/null; then
    quietly meson setup "$work/meson-$cxx" "$work/example"
    quietly ninja -C "$work/meson-$cxx"
    expect "Meson, $cxx" "" "$(ran "$work/store" "$work/meson-$cxx/trips")"
  fi
done
