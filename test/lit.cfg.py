# Runs the suite for one Clang major:
#   lit -D major=22 [-D sanitize=thread -D runtime=<dir of a sanitized libstcache.so>] <build>/test
#   lit -D major=22 -D door=gcc|expand-gcc|expand-clang|expand-clang14 --filter contract/ <build>/test
#
# Substitutions: see the list below. A test that is for one major says REQUIRES: clang-22.

import importlib.util
import os
import shutil
import subprocess
import sys

import lit.formats

config.name = "stcache"
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".cpp", ".test"]
config.excludes = ["Inputs", "runtime", "store", "remote", "fuzz", "bench", "CMakeLists.txt"]
config.test_source_root = os.path.dirname(__file__)

major = lit_config.params.get("major", "19")
sanitize = lit_config.params.get("sanitize", "")
runtime = lit_config.params.get("runtime", "")
door = lit_config.params.get("door", "")
config.test_exec_root = os.path.join(config.test_exec_root, major + sanitize.replace(",", "-") + door)
config.name += f" with Clang {major}" + (f", {sanitize}" if sanitize else "") + \
    (f", {door}" if door else "")

stage = config.stcache_stage
bindir = os.path.join(stage, config.stcache_bindir)
libdir = os.path.join(stage, config.stcache_libdir)
clangxx = f"clang++-{major}"
flags = "-std=c++17"
if sanitize:
    flags += f" -g -fsanitize={sanitize} -fno-sanitize-recover=all"
    # The runtime needs what `undefined` brought along before Clang 21.
    if "undefined" in sanitize.split(","):
        flags += " -fsanitize=vptr"

# The same tests by other ways in: the sources are rewritten, then compiled without the plugin.
stcxx = f"{bindir}/stcxx {clangxx}"
if door == "gcc":
    stcxx = f"{bindir}/stcxx {config.gxx}"
elif door:
    compiler = {"expand-gcc": config.gxx, "expand-clang": clangxx, "expand-clang14": "clang++-14"}[door]
    expanded = os.path.join(config.test_source_root, "doors", "expanded.py")
    stcxx = f"{sys.executable} {expanded} {bindir}/stcache {compiler}"
if door:
    config.available_features.add("rewritten")
    config.available_features.add(door)

# The tests of test/migrate try clang-tidy and clang-apply-replacements where they are installed.
migrate = f"{sys.executable} {config.test_source_root}/migrate/Inputs/migrate.py --stcache {bindir}/stcache " \
    f"--stcxx '{stcxx} {flags}' --include {stage}/include"
tidy_module = f"{libdir}/stcache/stcache-tidy{major}.so"
if os.path.exists(tidy_module) and shutil.which(f"clang-tidy-{major}"):
    migrate += f" --tidy 'clang-tidy-{major} -load {tidy_module}'"
apply = next((t for t in [f"clang-apply-replacements-{n}" for n in (major, "22", "19")] if shutil.which(t)), "")
if apply:
    migrate += f" --apply {apply}"

# A longer name comes before its prefix, because lit replaces textually.
config.substitutions += [
    # all ways to migrate one program: see the script
    ("%migrate", migrate),
    # the compiler through the launcher, C++17
    ("%stcxx", f"{stcxx} {flags}"),
    # the same compiler without stcache: attributes are ignored, functions run uncached
    ("%cxx_uncached", f"{clangxx} {flags} -Wno-unknown-attributes -I{stage}/include "
                      f"-L{libdir} -Wl,-rpath,{libdir} -Wl,--no-as-needed -lstcache"),
    # the same compiler with the plugin, without the launcher
    ("%clang_plugin", f"{clangxx} {flags} -fplugin={libdir}/stcache/stcache-clang{major}.so "
                      f"-I{stage}/include"),
    # clang-tidy with the module of checks; the compiler's flags come behind `--`
    ("%clang_tidy", f"clang-tidy-{major} -load {libdir}/stcache/stcache-tidy{major}.so"),
    ("%tidy_module", f"{libdir}/stcache/stcache-tidy"),
    ("%tidy_flags", f"-std=c++17 -I{stage}/include"),
    # the oldest Clang that the headers are for, or else the same one
    ("%older_clangxx", next((c for c in ["clang++-14"] if shutil.which(c)), clangxx)),
    ("%clangxx", clangxx),
    # for compilers without the launcher, whose code must give no warning
    ("%strict", f"-Wall -Wextra -Wpedantic -Wshadow -Werror -I{stage}/include "
                f"-L{libdir} -Wl,-rpath,{libdir} -Wl,--no-as-needed"),
    ("%clang", f"clang-{major}"),
    ("%gxx", config.gxx),
    ("%stcache", f"{bindir}/stcache"),
    ("%plugin", f"{libdir}/stcache/stcache-clang"),
    ("%include", f"{stage}/include"),
    ("%stage", stage),
    ("%libdir", libdir),
    ("%bindir", bindir),
    ("%FileCheck", f"FileCheck-{major}"),
    ("%not", f"not-{major}"),
    ("%split_file", f"split-file-{major}"),
    ("%major", major),
    ("%source", config.stcache_source),
    ("%python", sys.executable),
]
# `not` as the tests write it; the package has it with the major in its name only.
config.environment["PATH"] = os.pathsep.join(
    [f"/usr/lib/llvm-{major}/bin", config.environment.get("PATH", os.environ["PATH"])])
if runtime:
    config.environment["LD_LIBRARY_PATH"] = runtime
config.environment["TSAN_OPTIONS"] = "halt_on_error=1 die_after_fork=0"
config.environment["ASAN_OPTIONS"] = "detect_leaks=1"

config.available_features.add(f"clang-{major}")
if not sanitize:
    config.available_features.add("unsanitized")
for name in sanitize.split(","):
    if name:
        config.available_features.add(name)
for other in ["19", "22"]:
    if os.path.exists(f"{libdir}/stcache/stcache-clang{other}.so"):
        config.available_features.add(f"plugin-{other}")
if shutil.which("redis-server"):
    config.available_features.add("redis")
# Clang's own linker: another version cannot read what it leaves for link-time optimisation.
if os.path.exists(f"/usr/lib/llvm-{major}/bin/ld.lld"):
    config.available_features.add("lld")
if shutil.which(f"clang-tidy-{major}"):
    config.available_features.add("clang-tidy")
if shutil.which("xvfb-run") and shutil.which("pkg-config") and subprocess.run(
        ["pkg-config", "--exists", "imgui", "glfw3", "gl", "libpng"], check=False).returncode == 0:
    config.available_features.add("imgui")
if shutil.which("localedef") and os.path.exists("/usr/share/i18n/locales/de_DE"):
    config.available_features.add("locales")
if importlib.util.find_spec("pyte"):
    config.available_features.add("pyte")
for tool in ["ccache", "gdb", "cmake", "make", "ninja", "g++"]:
    if shutil.which(tool):
        config.available_features.add(tool)
