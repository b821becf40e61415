#!/usr/bin/env python3
"""What stcxx costs with GCC on files without annotations: wall time beside g++ alone, as ratios.

    test/bench/gcc_wall_time.py [--build build/release] [--repeat 7] [--optimize=-O2]

Median over repeats, in which all sides take turns, and the fastest, which other work on the
machine disturbs least. Clang reads the file beside GCC, so this is
for two free cores; the last columns are with -fplugin-arg-stcache-no-fingerprints.
"""

import argparse
import pathlib
import statistics
import subprocess
import tempfile
import time

HEAVY = """
#include <algorithm>
#include <functional>
#include <iostream>
#include <map>
#include <regex>
#include <unordered_map>
std::map<std::string, std::vector<int>> index(int argc, char **argv) {
  std::map<std::string, std::vector<int>> m;
  for (int i = 0; i < argc; ++i) m[argv[i]].push_back(i);
  return m;
}
int main(int argc, char **argv) {
  auto m = index(argc, argv);
  std::regex r("a+b");
  for (auto &[k, v] : m) { std::sort(v.begin(), v.end()); std::cout << std::regex_match(k, r); }
}
"""


def seconds(command):
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"failed: {' '.join(command)}\n{done.stderr}")
    return time.monotonic() - start


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--optimize", default="-O2")
    options = parser.parse_args()
    source = pathlib.Path(__file__).resolve().parents[2]
    stcxx = str(options.build.resolve() / "stage/bin/stcxx")
    with tempfile.TemporaryDirectory() as temporary:
        heavy = pathlib.Path(temporary) / "heavy.cpp"
        heavy.write_text(HEAVY)
        include = [f"-I{source}/{path}" for path in ("runtime", "runtime/include", "runtime/src")]
        tool = [f"-I{source}/tool/stcxx"]
        print(f"{'':38} {'g++':>9} {'stcxx g++':>18} {'no fingerprints':>18}")
        for name, path, flags in (
                ("runtime/store/manage.cpp", source / "runtime/store/manage.cpp", include),
                ("tool/stcxx/SourceCommand.cpp", source / "tool/stcxx/SourceCommand.cpp", tool),
                ("<regex> and <iostream>", heavy, [])):
            command = ["g++", "-std=c++20", options.optimize, *flags, "-c", str(path), "-o",
                       f"{temporary}/out.o"]
            sides = (command, [stcxx, *command],
                     [stcxx, *command, "-fplugin-arg-stcache-no-fingerprints"])
            times = [[seconds(side) for side in sides] for _ in range(options.repeat)]
            for what, pick in (("median", statistics.median), ("fastest", min)):
                plain, noted, none = (pick(t) for t in zip(*times))
                print(f"{name + ', ' + what:38} {plain * 1e3:6.0f} ms {noted * 1e3:6.0f} ms "
                      f"{noted / plain:7.3f}x {none * 1e3:6.0f} ms {none / plain:7.3f}x")


if __name__ == "__main__":
    main()
