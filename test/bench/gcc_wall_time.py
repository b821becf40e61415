#!/usr/bin/env python3
"""What stcxx costs with GCC on files without annotations: time beside g++ alone, as ratios.

    test/bench/gcc_wall_time.py [--build build/release] [--repeat 7] [--optimize=-O2]

Median over repeats, in which all sides take turns, and the fastest, which other work on the
machine disturbs least. Clang reads the file beside GCC, so wall time
is for two free cores; CPU time is that of all processes. The last columns are with -fplugin-arg-stcache-no-fingerprints.
"""

import argparse
import os
import pathlib
import statistics
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


def wait_for_idle_machine(limit=10):
    def ticks():
        fields = pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]
        return int(fields[3]), sum(map(int, fields))
    end = time.monotonic() + limit
    while time.monotonic() < end:
        before = ticks()
        time.sleep(0.3)
        idle, total = (b - a for a, b in zip(before, ticks()))
        if idle > 0.9 * total:
            return


def seconds(command, patient):
    if patient:
        wait_for_idle_machine()
    start = time.monotonic()
    pid = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"))
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--patient", action="store_true", help="wait for other work to end")
    parser.add_argument("--optimize", default="-O2")
    options = parser.parse_args()
    source = pathlib.Path(__file__).resolve().parents[2]
    stcxx = str(options.build.resolve() / "stage/bin/stcxx")
    with tempfile.TemporaryDirectory() as temporary:
        heavy = pathlib.Path(temporary) / "heavy.cpp"
        heavy.write_text(HEAVY)
        include = [f"-I{source}/{path}" for path in ("runtime", "runtime/include", "runtime/src")]
        tool = [f"-I{source}/tool/stcxx"]
        print(f"{'':44} {'g++':>9} {'stcxx g++':>18} {'no fingerprints':>18}")
        for name, path, flags in (
                ("runtime/store/manage.cpp", source / "runtime/store/manage.cpp", include),
                ("tool/stcxx/SourceCommand.cpp", source / "tool/stcxx/SourceCommand.cpp", tool),
                ("<regex> and <iostream>", heavy, [])):
            command = ["g++", "-std=c++20", options.optimize, *flags, "-c", str(path), "-o",
                       f"{temporary}/out.o"]
            sides = (command, [stcxx, *command],
                     [stcxx, *command, "-fplugin-arg-stcache-no-fingerprints"])
            times = [[seconds(side, options.patient) for side in sides] for _ in range(options.repeat)]
            for what, pick, which in (("wall, median", statistics.median, 0),
                                      ("wall, fastest", min, 0),
                                      ("CPU, median", statistics.median, 1)):
                plain, noted, none = (pick([side[which] for side in t]) for t in zip(*times))
                print(f"{name + ', ' + what:44} {plain * 1e3:6.0f} ms {noted * 1e3:6.0f} ms "
                      f"{noted / plain:7.3f}x {none * 1e3:6.0f} ms {none / plain:7.3f}x")


if __name__ == "__main__":
    main()
