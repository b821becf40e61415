#!/usr/bin/env bash
# Builds the tests of rewritten source with GCC, strictly, and runs them.
# Usage: generated_gcc.sh g++ INCLUDE-DIRECTORY LIBRARY-DIRECTORY
set -euo pipefail
here=$(dirname "$0")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
for options in -std=c++17 "-std=c++20 -fsanitize=address,undefined -fno-sanitize-recover=all"; do
  # shellcheck disable=SC2086 # several words
  "$1" $options -Wall -Wextra -Wpedantic -Wshadow -Werror "-I$2" "$here/generated_test.cpp" \
    -o "$directory/tests" "-L$3" -lstcache "-Wl,-rpath,$3" \
    -lgtest_main -lgtest -pthread
  "$directory/tests" --gtest_brief=1
done
