# Shared by demo.sh and test.sh: what a Debian 12 machine needs, and how the project is built.
# Sourced; expects the current directory to be the top of the repository.

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

# need PACKAGE...: installs those that are missing; without the right to, names them.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local apt=(apt-get)
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null ||
      die "these packages are missing: install them with  sudo apt-get install ${missing[*]}"
    apt=(sudo apt-get)
  fi
  say "Installing ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  "${apt[@]}" update -qq
  "${apt[@]}" install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    die "apt-get could not install ${missing[*]}"
}

STCACHE_MAJORS=(19 22)

need_build_packages() {
  local major packages=(cmake ninja-build pkg-config libxxhash-dev liblmdb-dev libhiredis-dev libzstd-dev)
  for major in "${STCACHE_MAJORS[@]}"; do
    packages+=("clang-$major" "libclang-$major-dev" "llvm-$major-dev")
  done
  need "${packages[@]}"
}

# [BUILD_TARGETS="TARGET..."] build PRESET [CMAKE-ARGUMENT...]: incremental; progress is Ninja's.
build() {
  local preset=$1
  shift
  cmake --preset "$preset" "$@" >"build/$preset.log" 2>&1 ||
    { cat "build/$preset.log" >&2; die "cmake --preset $preset failed"; }
  # shellcheck disable=SC2086
  cmake --build --preset "$preset" ${BUILD_TARGETS:+--target $BUILD_TARGETS}
}

mkdir -p build
