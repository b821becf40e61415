#!/usr/bin/env python3
"""What stcache costs at compile time, as ratios measured in one run.

    test/bench/compile_time.py [--build build/release] [--major 19] [--repeat 15]

CPU time of the compiler, median over repeats; the two sides of a ratio take turns.
"""

import argparse
import os
import pathlib
import statistics
import subprocess
import tempfile


def cpu_seconds(command):
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime


def compare(name, base, other, repeat):
    times = [[], []]
    for _ in range(repeat):
        for side, command in enumerate((base, other)):
            times[side].append(cpu_seconds(command))
    a, b = (statistics.median(t) for t in times)
    ratio = statistics.median(y / x for x, y in zip(*times))
    print(f"{name:62} {a * 1e3:8.1f} ms {b * 1e3:8.1f} ms {ratio:6.3f}x")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--major", default="19")
    parser.add_argument("--repeat", type=int, default=15)
    options = parser.parse_args()
    stage = options.build.resolve() / "stage"
    plugin = next(stage.glob(f"**/stcache-clang{options.major}.so"))
    source = pathlib.Path(__file__).resolve().parents[2]
    compiler = [f"clang++-{options.major}", f"-I{stage}/include"]
    with_plugin = [*compiler, f"-fplugin={plugin}"]

    with tempfile.TemporaryDirectory() as temporary:
        directory = pathlib.Path(temporary)

        def write(name, text):
            (directory / name).write_text(text)
            return str(directory / name)

        base = "#include <memory>\n#include <string>\n#include <vector>\n"
        std = write("std.cpp", base)
        header = write("header.cpp", base + "#include <st/cache.h>\n")
        output = ["-c", "-o", str(directory / "out.o")]

        print(f"{'':62} {'without':>11} {'with':>11}")
        for version in ("17", "20"):
            parse = ["-fsyntax-only", f"-std=c++{version}"]
            compare(f"<st/cache.h> beside <vector>, <string>, <memory>, C++{version}",
                    [*compiler, *parse, std], [*compiler, *parse, header], options.repeat)

        heavy = write("heavy.cpp", base + """
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <regex>
#include <unordered_map>
int main(int argc, char **argv) {
  std::map<std::string, std::vector<int>> m;
  for (int i = 0; i < argc; ++i) m[argv[i]].push_back(i);
  std::regex r("a+b");
  for (auto &[k, v] : m) { std::sort(v.begin(), v.end()); std::cout << std::regex_match(k, r); }
}
""")
        compare("a file without annotations, -O2, plugin loaded",
                [*compiler, "-O2", *output, heavy], [*with_plugin, "-O2", *output, heavy],
                options.repeat)
        compare("the same, -fsyntax-only",
                [*compiler, "-fsyntax-only", heavy], [*with_plugin, "-fsyntax-only", heavy],
                options.repeat)

        demo = str(source / "docs/demo/rides.cpp")
        quiet = ["-std=c++17", "-Wno-unknown-attributes"]
        compare("docs/demo/rides.cpp, three annotated functions, -O2",
                [*compiler, *quiet, "-O2", *output, demo],
                [*with_plugin, *quiet, "-O2", *output, demo], options.repeat)

        def functions(attribute):
            return base + "#include <st/cache.h>\n" + "".join(
                f"{attribute} int f{i}(int a, const std::string &s) "
                f"{{ return a * {i} + static_cast<int>(s.size()); }}\n" for i in range(100))

        plain = write("plain100.cpp", functions(""))
        cached = write("cached100.cpp", functions("[[st::cache_data]]"))
        compare("100 small functions, annotated or not, -O2",
                [*compiler, "-O2", *output, plain], [*with_plugin, "-O2", *output, cached],
                options.repeat)
        subprocess.run([*compiler, "-O2", *output, plain], check=True)
        size = os.path.getsize(directory / "out.o")
        subprocess.run([*with_plugin, "-O2", *output, cached], check=True)
        print(f"object size for each annotated function: "
              f"{(os.path.getsize(directory / 'out.o') - size) / 100:.0f} bytes")


if __name__ == "__main__":
    main()
