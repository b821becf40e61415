#!/usr/bin/env python3
"""Migrates a generated project: is every file right, and how long does it take beside parsing alone?

  project.py --stcache STCACHE --include DIRECTORY [--sizes 125,250,500] [--jobs 1,2] DIRECTORY

A project of N files has four attributes to a file, in all styles, headers that many files include, macros and
a compilation database. Written are N, the number of attributes, processes at a time, the seconds for
`clang -fsyntax-only` of all files, for `stcache migrate`, and one divided by the other.
"""

import argparse
import concurrent.futures
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

ATTRIBUTES_PER_FILE = 4

# {+text+} is there after migration only, {-text-} before only. An attribute that is left alone has neither.
MACROS = """#pragma once
#include <memory>
#include <st/cache.h>
#include <string>
#include <vector>

#define CACHED [[st::cache{+_data+}{-(suppress_st_warning = true)-}]]
#define CACHED_WITH(...) [[nodiscard, st::cache{+_data+}(__VA_ARGS__)]]
#define SHARED                                                                                     \\
  [[st::cache{+_resource+}({-allow_output_mutation = true,                                                            \\
              -}max_entries = 10)]]
#define DEFAULTS ttl = 60, {-suppress_st_warning = true, -}max_entries = 5
#define EITHER(...) [[st::cache(__VA_ARGS__)]]
#define GETTER(type, name) CACHED inline type name(int x) { return static_cast<type>(x); }
"""

# Of a function called NAME, for sources and headers: its text, and what the attribute becomes.
STYLES = [
    ("[[st::cache{+_data+}]] inline int NAME(int x) { return x; }", "data"),
    ("[[st::cache{+_data+}({-suppress_st_warning = true, -}ttl = 60, max_entries = 1'000)]]\nint NAME(int x);", "data"),
    ("[[using st: cache{+_data+}(persist = disk{-, allow_output_mutation = false-})]] // for good\nstd::string NAME(int x);", "data"),
    ("[[nodiscard]] [[gnu::noinline, st::cache{+_data+}{-(suppress_st_warning = true)-}]]\ninline std::vector<int> NAME(int x) { return std::vector<int>(x); }", "data"),
    ("[[st::cache{+_resource+}{-(allow_output_mutation = true)-}]] std::shared_ptr<std::string> NAME(int x);", "resource"),
    ("[[st::cache{+_resource+}(\n    ttl = 60 * 60, // an hour\n    {-allow_output_mutation = true,\n    -}show_spinner = \"one (1), [[st::cache]]\"\n)]]\nstd::vector<int> &NAME(int x);", "resource"),
    ("[[st::cache{+_data+}(hash_funcs = [](const int &x) { int a[] = {x, 1}; return a[0], a[1]; }{-,\n            suppress_st_warning = true-})]]\nint NAME(int x);", "data"),
    ("[[st::cache{+_data+}(DEFAULTS, show_spinner = false)]] int NAME(int x);", "data"),
    ("CACHED int NAME(int x);", "data"),
    ("CACHED_WITH(ttl = 60{-, suppress_st_warning = true-}) int NAME(int x);", "data"),
    ("SHARED std::shared_ptr<int> NAME(int x);", "resource"),
    ("GETTER(long, NAME)", "data"),
    ("template <class T> [[st::cache{+_data+}({-suppress_st_warning = true, -}max_entries = 2)]] T NAME(T x) { return x; }", "data"),
    ("struct In_NAME {\n  [[st::cache{+_data+}]] int NAME(int x) const;\n  int weight = 2;\n};\ninline int In_NAME::NAME(int x) const { return weight * x; }", "data"),
    ("namespace in_NAME {\n[[st::cache{+_resource+}({-allow_output_mutation = true, -}/* few */ max_entries = 2)]] int *NAME();\n}", "resource"),
]
LEFT_ALONE = [
    "EITHER(ttl = 60) int NAME(int x);",
    "EITHER(allow_output_mutation = true) std::shared_ptr<int> NAME(int x);",
    "[[st::cache]] std::unique_ptr<int> NAME(int x);",
]


class Project:
    """The files before and after, and how many attributes become what."""

    def __init__(self, size):
        self.random = random.Random(size)
        self.before, self.after = {}, {}
        self.counts = {"data": 0, "resource": 0, "alone": 0}
        headers = [f"include/part_{i}.h" for i in range(size // 5 - 1)]
        self.sources = [f"src/unit_{i}.cpp" for i in range(size - len(headers) - 1)]
        left = ATTRIBUTES_PER_FILE * size
        self.add("include/cached.h", MACROS)
        for number, file in enumerate(headers + self.sources):
            is_header = file in headers
            share = left // (len(headers) + len(self.sources) - number)
            left -= share
            includes = ["cached.h"] if is_header else [
                pathlib.Path(h).name for h in self.random.sample(headers, min(3, len(headers)))]
            lines = ["#pragma once"] * is_header + [f'#include "{name}"' for name in includes] + [""]
            # The macros of the kinds that are left alone need a use of each, in some file.
            for i in range(share):
                lines.append(self.function(f"f{number}_{i}", number * ATTRIBUTES_PER_FILE + i))
            self.add(file, "\n".join(lines) + "\n")

    def function(self, name, number):
        if number % 100 < len(LEFT_ALONE):
            self.counts["alone"] += 1
            return LEFT_ALONE[number % 100].replace("NAME", name)
        text, kind = self.random.choice(STYLES)
        self.counts[kind] += 1
        return text.replace("NAME", name)

    def add(self, file, text):
        self.before[file] = re.sub(r"(?s)\{\+.*?\+\}|\{-(.*?)-\}", r"\1", text)
        self.after[file] = re.sub(r"(?s)\{-.*?-\}|\{\+(.*?)\+\}", r"\1", text)

    def write(self, root):
        shutil.rmtree(root, ignore_errors=True)
        for file, text in self.before.items():
            (root / file).parent.mkdir(parents=True, exist_ok=True)
            (root / file).write_text(text)
        (root / "compile_commands.json").write_text(json.dumps(
            [{"directory": str(root), "file": source, "arguments":
              ["c++", "-std=c++17", "-Iinclude", "-c", source, "-o", "unused.o"]}
             for source in self.sources]))

    def summary(self, done):
        data, resource, alone = (self.counts[k] for k in ("data", "resource", "alone"))
        return (f": {data + resource:,} {done} ({data:,} cache_data, {resource:,} cache_resource), "
                f"{alone:,} left alone, 0 files not read")


def timed(work):
    start = time.monotonic()
    result = work()
    return time.monotonic() - start, result


def parse_all(options, root, sources, jobs):
    def parse(source):
        subprocess.run([options.clang, "-fsyntax-only", "-w", "-std=c++17", "-Iinclude",
                        f"-I{options.include.resolve()}", source], cwd=root, check=True)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        list(pool.map(parse, sources))


def migrate(options, root, jobs, *mode):
    return subprocess.run([options.stcache, "migrate", "-p", root, "-j", str(jobs), *mode],
                          capture_output=True, text=True)


def check(project, root, done, how):
    """How many things are wrong."""
    wrong = 0
    total = sum(project.counts.values())
    if done.returncode != 0 or f"{total:,} attributes in " not in done.stderr or \
            project.summary(how) not in done.stderr:
        print(f"status {done.returncode}, and the summary is not\n{total:,} attributes in ..."
              f"{project.summary(how)}\nbut\n{done.stderr[-500:]}")
        wrong += 1
    expected = project.after if how == "changed" else project.before
    for file, text in expected.items():
        found = (root / file).read_text()
        if found != text:
            wrong += 1
            print(f"{file} is\n{found}\nand should be\n{text}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stcache", required=True)
    parser.add_argument("--include", type=pathlib.Path, required=True, help="the directory of <st/cache.h>")
    parser.add_argument("--clang", default="clang++-22")
    numbers = lambda text: [int(n) for n in text.split(",")]
    parser.add_argument("--sizes", type=numbers, default=[125, 250, 500])
    parser.add_argument("--jobs", type=numbers, default=[1, 2])
    parser.add_argument("directory", type=pathlib.Path)
    options = parser.parse_args()
    root = options.directory.resolve()
    wrong = 0
    print("files attributes jobs  parsing  migrate  ratio", flush=True)
    for size in options.sizes:
        project = Project(size)
        total = sum(project.counts.values())
        project.write(root)
        for jobs in options.jobs:
            parsing, _ = timed(lambda: parse_all(options, root, project.sources, jobs))
            migrating, done = timed(lambda: migrate(options, root, jobs))
            wrong += check(project, root, done, "can be changed")
            print(f"{size:5} {total:10} {jobs:4} {parsing:7.1f}s {migrating:7.1f}s {migrating / parsing:6.2f}",
                  flush=True)
        wrong += check(project, root, migrate(options, root, max(options.jobs), "--fix"), "changed")
        again = migrate(options, root, max(options.jobs), "--fix")
        for file, text in project.after.items():
            wrong += (root / file).read_text() != text
        wrong += f" 0 changed (0 cache_data, 0 cache_resource), {project.counts['alone']} left alone" not in again.stderr
    print("all files are right" if wrong == 0 else f"{wrong} things are wrong")
    return wrong != 0


if __name__ == "__main__":
    sys.exit(main())
