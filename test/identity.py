#!/usr/bin/env python3
"""Checks that files without annotations compile to the same object with and without the plugin:
to the byte with no-fingerprints, otherwise but for the note, which is there wherever another file could
call or read something.

The translation units are the project's own, and generated ones in C++ and C that between them
include every header of the standard libraries and use what compilers treat specially.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

HEADERS = """algorithm any array atomic barrier bitset cassert cctype cerrno cfenv charconv chrono
cinttypes climits clocale cmath complex concepts condition_variable csetjmp csignal cstdarg cstddef
cstdint cstdio cstdlib cstring ctime cuchar cwchar deque exception filesystem forward_list fstream
functional future initializer_list iomanip ios iostream istream iterator latch limits list locale
map memory memory_resource mutex new numbers numeric optional ostream queue random ranges ratio
regex scoped_allocator semaphore set shared_mutex source_location span sstream stack stdexcept
stop_token streambuf string string_view syncstream system_error thread tuple type_traits typeindex
typeinfo unordered_map unordered_set utility valarray variant vector""".split()

C_HEADERS = """assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal
stdalign stdarg stdatomic stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time
uchar wchar wctype""".split()

# Names that look like the plugin's own, in a file that uses none of it.
LOOKALIKE = """
namespace other { struct option { int ttl, version; }; }
int ttl = 1, max_entries = 2, disk = 3;
[[maybe_unused]] [[gnu::noinline]] int persist(int cache_data) { return cache_data + ttl; }
int call_data(int x) { return persist(x) + other::option{disk, max_entries}.ttl; }
template <class T> T twice(T x) { static T last; return last = x + x; }
template int twice(int);
struct S { virtual ~S() = default; virtual int f() { return 1; } };
struct D final : S { int f() override { return [this] { return S::f() + 1; }(); } };
S *make() { return new D; }
thread_local int counter;
int next() try { return ++counter; } catch (...) { return 0; }
"""

# What C has and C++ has not.
C_ONLY = """
struct option { int ttl, version; int data[]; };
int tentative;
static int ttl = 1;
int restricted(int *restrict a, const int b[static 2]) { return a[0] += b[1] + ttl; }
int old_style(a, b) int a; char b; { return a + b; }
int generic(int x) { return _Generic(x, int: 1, default: 2) + (struct option){.version = 3}.version; }
inline int inlined(int x) { return x + 1; }
extern int inlined(int x);
int array(int n) { int a[n]; for (int i = 0; i < n; ++i) a[i] = i; return a[n - 1] + sizeof a; }
int nested(int x) { return ({ int y = x; y + (_Bool)x; }) ?: (void *)0 == &tentative; }
enum persist { disk = 3, remote };
union both { float f; unsigned u; } shared = {.u = remote};
_Thread_local int counter;
int *label(int x) { static void *targets[] = {&&one, &&two}; goto *targets[x]; one: two: return &counter; }
int aliased(int x) __attribute__((alias("inlined"), weak));
double complex_part(_Complex double c) { return __real__ c; }
"""


def generated(directory):
    for header in C_HEADERS:
        path = directory / f"include_{header}.c"
        path.write_text(f"#include <{header}.h>\n{C_ONLY}")
        yield path, ["-std=gnu17", "-w"]
    for header in HEADERS:
        path = directory / f"include_{header}.cpp"
        path.write_text(f"#include <{header}>\n{LOOKALIKE}")
        yield path, ["-std=c++20"]


def own_sources(build, major):
    commands = json.loads((build / "compile_commands.json").read_text())
    for command in commands:
        source = pathlib.Path(command["file"])
        if source.suffix != ".cpp" or "cmake_pch" in source.name:
            continue
        args = shlex.split(command["command"])
        keep, skip = [], 0
        for i, arg in enumerate(args[1:], 1):
            if skip:
                skip -= 1
                continue
            if arg in ("-o", "-MF", "-MT", "-MQ"):
                skip = 1
            elif arg == "-Xclang":
                # Precompiled headers are of the compiler that made them.
                skip = 1
            elif arg in ("-c", "-MD", "-MMD") or arg == str(source) or arg.endswith(".pch"):
                pass
            else:
                keep.append(arg)
        # What goes into several libraries is compiled once.
        yield source, keep


NOTE = ".note.stcache"
# Each takes as long as twenty others.
HEAVY = re.compile(r"/plugin/|/tool/stcache/|/test/(mutate|fingerprint|tool)/")


def copied(path, *options):
    """The object as objcopy writes it."""
    copy = path.with_suffix(".copy")
    subprocess.run(["objcopy", *options, path, copy], check=True)
    data = copy.read_bytes()
    copy.unlink()
    return data


def defines_for_others(path):
    """Is there a function or variable that another file can name, and only this one defines?"""
    names = subprocess.run(["nm", "--defined-only", "--extern-only", "--format=posix", path],
                           capture_output=True, text=True, check=True).stdout
    return any(line.split()[1] in "TDBR" for line in names.splitlines())


def difference(plain, noted, none):
    if plain.read_bytes() != none.read_bytes():
        return "objects differ with no-fingerprints"
    if copied(plain) != copied(noted, f"--remove-section={NOTE}"):
        return "objects differ beside the note"
    if defines_for_others(plain) and NOTE.encode() not in noted.read_bytes():
        return "has no note"
    return None


def compile_thrice(job):
    compiler, plugin, source, flags, directory = job
    if source.suffix == ".c":
        compiler = compiler.replace("++", "")
    out = []
    plugin = f"-fplugin={plugin}"
    for name, extra in (("plain", []), ("noted", [plugin]),
                        ("none", [plugin, "-fplugin-arg-stcache-no-fingerprints"])):
        target = directory / f"{abs(hash((str(source), tuple(flags))))}.{name}.o"
        command = [compiler, *flags, *extra, "-c", str(source), "-o", str(target)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            return source, f"does not compile ({name}):\n{done.stderr}", 0
        out.append(target)
    why = difference(*out)
    noted = NOTE.encode() in out[1].read_bytes()
    for target in out:
        target.unlink()
    return source, why, noted


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--major", required=True)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--heavy", type=int, default=0, metavar="N",
                        help="of the sources that include Clang's headers, every Nth; default: none")
    parser.add_argument("--part", default="1/1", metavar="I/N",
                        help="of the project's own sources, every Nth from the Ith on; default: all")
    parser.add_argument("-j", type=int, default=os.cpu_count())
    options = parser.parse_args()
    libdir = next(options.build.glob(f"stage/**/stcache-clang{options.major}.so")).resolve()
    compiler = f"clang++-{options.major}"

    with tempfile.TemporaryDirectory() as temporary:
        directory = pathlib.Path(temporary)
        units = list(generated(directory))
        part, parts = map(int, options.part.split("/"))
        seen, heavy = set(), 0
        for source, flags in own_sources(options.build, options.major):
            if source in seen:
                continue
            seen.add(source)
            if len(seen) % parts != part % parts:
                continue
            if HEAVY.search(str(source)):
                heavy += 1
                if not options.heavy or heavy % options.heavy:
                    continue
            units.append((source, flags))
        jobs = []
        for source, flags in units:
            # Debug information names files and lines: a moved declaration would show there.
            for level in (["-O2", "-g"] if source.parent == directory else ["-O0"],):
                jobs.append((compiler, libdir, source, flags + level, directory))
        with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
            results = list(pool.map(compile_thrice, jobs))
    bad = [(source, why) for source, why, _ in results if why]
    for source, why in bad:
        print(f"{source}: {why}", file=sys.stderr)
    print(f"{len(results) - len(bad)} of {len(results)} translation units are byte-identical "
          f"with and without the plugin; {sum(noted for *_, noted in results)} have a note")
    if len(results) < 100:
        sys.exit("too few translation units to say anything")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
