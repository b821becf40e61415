#!/usr/bin/env bash
# Builds everything and runs every test:  ./test.sh
# Or some of it:                          ./test.sh runtime lit   (see STEPS)
set -euo pipefail
cd "$(dirname "$0")"
source cmake/setup.sh

STEPS=(style build tidy runtime lit doors mutate assertions sanitizers fuzz identity install)
[ $# -gt 0 ] && STEPS=("$@")

passed=0 failed=()
started=$SECONDS

# log NAME: the file with what a check printed.
log() { echo "build/log/${1//[ ,]/_}.txt"; }

# check NAME COMMAND...: runs it, counts it.
check() {
  local name=$1 from=$SECONDS
  shift
  say "$name"
  if "$@" 2>&1 | tee "$(log "$name")"; then
    passed=$((passed + 1))
    echo "-- $name: passed in $((SECONDS - from)) s"
  else
    failed+=("$name")
    echo "-- $name: FAILED after $((SECONDS - from)) s"
  fi
}

# Once more at the end, which is all that a reader of a long log sees.
report_failures() {
  local name
  for name in "${failed[@]}"; do
    say "Failed: $name"
    grep -aE '^FAIL|^TIMEOUT|^UNRESOLVED|^XPASS|\[  FAILED|\(Failed\)|error:|differs|^Traceback' "$(log "$name")" |
      head -n 20 || tail -n 20 "$(log "$name")"
  done
}

LIT=/usr/lib/llvm-22/bin/lit
lit() { "$LIT" -sv -j "$(nproc)" "$@"; }

sources() { git ls-files '*.h' '*.cpp' | grep -v -e '^test/.*/Inputs/' -e '^test/contract/' \
  -e '^test/plugin/' -e '^test/tidy/' -e '^test/rewrite/' -e '^test/persist/' -e '^test/reload/' -e '^test/elements/' -e '^test/inputs/' -e '^test/progress/' -e '^test/refresh/' -e '^test/bugs/' -e '^test/generated/' \
  -e '^test/fingerprint/' -e '^docs/'; }

step_style() {
  check "Formatting" bash -c "$(declare -f sources); sources | xargs clang-format-19 --dry-run -Werror"
}

step_build() {
  check "Build, release" build release
}

# Not where Clang's headers are included: they make that take longer than all other steps together.
tidy() {
  run-clang-tidy-19 -quiet -j "$(nproc)" -p build/release \
    '/(runtime/(src|store|remote)|tool)/(?!stcache/(ClangRun|CompileCommands|DirectivesText|Expand|Migration(Pass|Yaml)|RewriteCommand|SourcePass|TranslationUnit)).*\.cpp$' \
    >build/tidy.log 2>&1 || { grep -E 'error:' build/tidy.log | sort -u; return 1; }
}

step_tidy() {
  check "clang-tidy" tidy
}

step_runtime() {
  check "Runtime" ctest --test-dir build/release --output-on-failure -j 2
}

step_lit() {
  for major in "${STCACHE_MAJORS[@]}"; do
    check "Plugin and tools with Clang $major" lit -D "major=$major" build/release/test
  done
}

# The same tests where sources are rewritten: as stcxx does for GCC, and by hand. All of them by
# each way in: lit -D door=expand-gcc --filter 'contract/|rewrite/' build/release/test
step_doors() {
  local newest=${STCACHE_MAJORS[-1]}
  check "Rewritten source, gcc" lit -D "major=$newest" -D door=gcc \
    --filter 'contract/|rewrite/|refresh/' build/release/test
  for door in expand-gcc expand-clang; do
    check "Rewritten source, $door" lit -D "major=$newest" -D "door=$door" \
      --filter 'contract/(kind|body|pure/[a-m])|rewrite/' build/release/test
  done
  check "Rewritten source, expand-clang14" lit -D "major=$newest" -D door=expand-clang14 \
    --filter 'contract/(kind|body)|rewrite/' build/release/test
}

# Most of the time goes into parsing; a machine that is slow tries fewer places.
step_mutate() {
  check "Fingerprints under random edits" build/release/test/mutate/mutate --jobs "$(nproc)" \
    --seed 1 --mutations 60 --neutral 240 --time-limit 120 -p build/release \
    tool/stcxx/*.cpp runtime/src/*.cpp
}

# Clang's headers check what the plugin does to the AST only when assertions are on.
step_assertions() {
  BUILD_TARGETS="stcache stcxx ${STCACHE_MAJORS[*]/#/stcache-clang}" check "Build, debug" build debug
  for major in "${STCACHE_MAJORS[@]}"; do
    check "Plugin with assertions, Clang $major" \
      lit -D "major=$major" --filter 'plugin/|contract/(kind|body)' build/debug/test
  done
}

step_sanitizers() {
  for preset in asan tsan; do
    check "Build, $preset" build "$preset"
    check "Runtime, $preset" ctest --test-dir "build/$preset" --output-on-failure -j 2
  done
  local programs=build/release/test
  for major in "${STCACHE_MAJORS[@]}"; do
    # The runtime is the same: the other major shows that its plugin's code is sound, too.
    local which='contract/(pure|call|life)'
    [ "$major" = "${STCACHE_MAJORS[-1]}" ] && which='contract/|persist/|elements/|inputs/|reload/|progress/|refresh/'
    check "Programs under ASan and UBSan, Clang $major" lit -D "major=$major" \
      -D sanitize=address,undefined -D "runtime=$PWD/build/asan/stage/lib" \
      --filter "$which" "$programs"
    check "Programs under TSan, Clang $major" lit -D "major=$major" \
      -D sanitize=thread -D "runtime=$PWD/build/tsan/stage/lib" \
      --filter 'contract/(pure|call|life|handle)|elements/|inputs/|reload/|progress/|refresh/' "$programs"
  done
}

# What reads bytes that others may have written. An hour by hand: FUZZ_SECONDS=3600 ./test.sh fuzz
step_fuzz() {
  local name corpus
  check "Build, fuzzers" build asan
  for name in decode entry reply; do
    corpus=build/fuzz/$name
    mkdir -p "$corpus"
    check "Fuzzing, $name" "build/asan/test/fuzz/stcache_${name}_fuzz" -print_final_stats=1 \
      -max_total_time="${FUZZ_SECONDS:-20}" -artifact_prefix="$corpus-" "$corpus"
  done
}

# Each major takes half of the project's own sources; all: leave --part out.
step_identity() {
  check "Objects without annotations, Clang 19" \
    python3 test/identity.py --major 19 --build build/release --heavy 6 --part 1/2
  check "Objects without annotations, Clang 22" \
    python3 test/identity.py --major 22 --build build/release --part 2/2
}

step_install() {
  check "Installed package" test/install.sh build/release
}

need_build_packages
packages=(python3 python3-pyte locales git g++ clang-14 make ccache gdb libcereal-dev libboost-serialization-dev libgtest-dev libgmock-dev libbenchmark-dev libsqlite3-dev redis-server libimgui-dev libglfw3-dev libgl-dev libgl1-mesa-dri libpng-dev xvfb xauth clang-format-19 clang-tools-22 lld-19)
for major in "${STCACHE_MAJORS[@]}"; do
  packages+=("clang-tidy-$major" "llvm-$major-tools" "libclang-rt-$major-dev")
done
need "${packages[@]}"
mkdir -p build/log
for step in "${STEPS[@]}"; do
  declare -F "step_$step" >/dev/null || die "no step '$step'; there are: style build tidy runtime lit doors mutate assertions sanitizers fuzz identity install"
  "step_$step"
done

report_failures
printf '\nin %d s\n%d passed, %d failed\n' $((SECONDS - started)) "$passed" "${#failed[@]}"
[ "${#failed[@]}" -eq 0 ]
