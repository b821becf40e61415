#!/bin/sh
# Usage: key_errors.sh COMPILER INCLUDE_DIR. Each program must be refused with the words given.
compiler=$1
include=$2
failed=0

refused() { # words, program on stdin
  { echo '#include <st/detail/key.h>'; cat; } >"$scratch/program.cpp"
  if "$compiler" -std=c++17 -fsyntax-only -I"$include" "$scratch/program.cpp" \
      >"$scratch/output" 2>&1; then
    echo "compiled, though it should fail with: $1"
    failed=1
  elif ! grep -q "$1" "$scratch/output"; then
    echo "no such words: $1"
    head -n 5 "$scratch/output"
    failed=1
  fi
}

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

refused 'this type cannot be hashed' <<'END'
using namespace st::detail;
int object;
key128 k = hash_arguments<pack<>, 0>(pack<>{}, &object);
END
refused 'chosen by its parameter' <<'END'
using namespace st::detail;
auto keys = options(st::hash_funcs = [](const auto &) { return 1; });
key128 k = hash_arguments<decltype(keys), 0>(keys, 1);
END
refused 'needs st_hash or hash_funcs' <<'END'
using namespace st::detail;
struct base {
  virtual ~base() = default;
  int a = 0;
  template <class A> void serialize(A &ar) { ar(a); }
};
key128 k = hash_arguments<pack<>, 0>(pack<>{}, base());
END
exit $failed
