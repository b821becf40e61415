#!/usr/bin/env bash
# Builds stcache, caches the steps of a report on a CSV file on disk, then edits one step and shows
# that only this one is computed again.
#
#   ./demo.sh [FILE.csv FILTER-COLUMN FILTER-TEXT VALUE-COLUMN]
#
# CXX chooses the compiler: CXX=clang++-22 ./demo.sh
set -euo pipefail
cd "$(dirname "$0")"
source cmake/setup.sh

CXX=${CXX:-clang++-19}
need_build_packages
say "Building stcache"
build release -DSTCACHE_BUILD_TESTS=ON
stcxx=$PWD/build/release/stage/bin/stcxx
work=$PWD/build/demo
mkdir -p "$work"

if [ $# -eq 4 ]; then
  input=("$@")
elif [ $# -eq 0 ]; then
  csv=$work/rides.csv
  if [ ! -s "$csv" ]; then
    say "Making 50 MB of rides"
    awk 'BEGIN {
      srand(1);
      split("Berlin|Hamburg|\"Frankfurt, Main\"|Paris|Lyon|Madrid|Porto|Gdansk", city, "|"); n = 8;
      print "id,city,start,minutes,distance,fare";
      for (i = 1; size < 50e6; ++i) {
        line = sprintf("%d,%s,2019-%02d-%02d %02d:%02d,%d,%.2f,$%.2f", i, city[1 + int(rand() * n)],
          1 + int(rand() * 12), 1 + int(rand() * 28), int(rand() * 24), int(rand() * 60),
          3 + int(rand() * 60), rand() * 30, 3 + rand() * 80);
        size += length(line) + 1; print line;
      }
    }' >"$csv.part"
    mv "$csv.part" "$csv"
  fi
  input=("$csv" city a fare)
else
  sed -n '2,8s/^# \{0,1\}//p' "$0"
  exit 2
fi

compile() { # SOURCE PROGRAM
  echo "stcxx $CXX -O2 $(basename "$1") -o $(basename "$2")"
  "$stcxx" "$CXX" -std=c++17 -O2 "$1" -o "$2"
}

# computed FILE: the functions that the run had to compute.
computed() { sed -n 's/^  \([a-z]*\) *[1-9][0-9]* computed.*/\1/p' "$1" | xargs; }

export STCACHE_DIR=$work/store
rm -rf "$STCACHE_DIR"

say "Caching three steps of a report on $(basename "${input[0]}") ($(du -h "${input[0]}" | cut -f1))"
cp docs/demo/rides.cpp "$work/rides.cpp"
compile "$work/rides.cpp" "$work/rides"
"$work/rides" "${input[@]}" | tee "$work/first.txt"
[ "$(computed "$work/first.txt")" = "load filter aggregate" ] || die "all should have been computed"

say "Running it again: all comes from the store"
"$work/rides" "${input[@]}" | tee "$work/again.txt" | grep -E 'first call|computed'
[ -z "$(computed "$work/again.txt")" ] || die "nothing should have been computed"

say "Editing one of them: aggregate adds up rounded values"
sed 's|s.sum += x; // edit me|s.sum += static_cast<double>(static_cast<long>(x));|' \
  docs/demo/rides.cpp >"$work/rides.cpp"
diff docs/demo/rides.cpp "$work/rides.cpp" || true
compile "$work/rides.cpp" "$work/rides"
"$work/rides" "${input[@]}" | tee "$work/edited.txt" | grep -E 'first call|computed'
[ "$(computed "$work/edited.txt")" = "aggregate" ] || die "only aggregate should have been computed"

say "Undoing the edit: its results are still there"
cp docs/demo/rides.cpp "$work/rides.cpp"
compile "$work/rides.cpp" "$work/rides"
"$work/rides" "${input[@]}" | tee "$work/undone.txt" | grep -E 'first call|computed'
[ -z "$(computed "$work/undone.txt")" ] || die "nothing should have been computed"
