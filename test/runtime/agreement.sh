#!/usr/bin/env bash
# Do GCC and the compiler of the programs given agree on keys, layouts and bytes?
# Usage: agreement.sh g++ INCLUDE-DIRECTORY LIBRARY-DIRECTORY PROGRAM-IN-C++17 PROGRAM-IN-C++20
set -euo pipefail
here=$(dirname "$0")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
for standard in 17 20; do
  "$1" "-std=c++$standard" -Wall -Wextra -Wpedantic -Wshadow -Werror "-I$2" "$here/agreement.cpp" \
    -o "$directory/program" "-L$3" -lstcache "-Wl,-rpath,$3"
  "$directory/program" >"$directory/gcc$standard"
  if [ "$standard" = 17 ]; then "$4"; else "$5"; fi >"$directory/other$standard"
  diff "$directory/gcc$standard" "$directory/other$standard"
  sed '/^-- /q' "$directory/gcc$standard" >"$directory/common$standard"
done
# The standards agree, too.
diff "$directory/common17" "$directory/common20"
test "$(wc -l <"$directory/gcc20")" -gt 1000
