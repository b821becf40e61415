#!/usr/bin/env bash
# Builds the codec with GCC, strictly, and compares the bytes it writes with those expected.
# Usage: codec_gcc.sh g++ INCLUDE-DIRECTORY LIBRARY-DIRECTORY
set -euo pipefail
here=$(dirname "$0")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
"$1" -std=c++17 -fsyntax-only -fno-exceptions -fno-rtti -Wall -Wextra -Wconversion -Wshadow -Werror \
  "-I$2" "$here/codec_strict.cpp"
"$1" -std=c++20 -Wall -Wextra "-I$2" "$here/codec_golden_test.cpp" -o "$directory/golden" \
  "-L$3" -lstcache "-Wl,-rpath,$3"
"$directory/golden"
