#!/usr/bin/env python3
"""Compiles the variants of a test file and compares their fingerprints.

Usage: check_variants.py PLUGIN_PREFIX FILE [--compiler=clang++-]

PLUGIN_PREFIX: path of the plugin that prints fingerprints, without "<major>.so".
Every variant is compiled with -D<VARIANT>, with every Clang there is a plugin for, and the
fingerprint of the function `f` (FUNCTION: mangled-name changes that) is looked at.

Directives, each in a comment of its own line:
  SAME: A B ...    equal fingerprints
  DIFF: A B ...    fingerprints that are pairwise different
  NEUTRAL: A B ... as SAME, though the object code may differ
  XFAIL-SAME:, XFAIL-DIFF:   known holes; an error once they are mended
  FLAGS: ...       for all variants        FLAGS(A): ... for one
  FUNCTION: name   FUNCTION(A): name       mangled

What is checked besides: all Clangs agree on every fingerprint, and (the compiler as oracle)
variants whose -O0 object code differs have different fingerprints, unless NEUTRAL or XFAIL-SAME
puts them together. Variants are compared so if their names differ in the trailing digits only.
"""

import argparse
import concurrent.futures
import glob
import hashlib
import itertools
import os
import re
import struct
import subprocess
import sys
import tempfile


def sections(path):
    """A hash of what the program executes and reads: code, constants, data."""
    data = open(path, "rb").read()
    shoff, = struct.unpack_from("<Q", data, 0x28)
    shentsize, shnum, shstrndx = struct.unpack_from("<HHH", data, 0x3A)
    headers = [struct.unpack_from("<IIQQQQ", data, shoff + i * shentsize) for i in range(shnum)]
    names = headers[shstrndx][4]
    found = []
    for name_at, kind, flags, _, offset, size in headers:
        end = data.index(b"\0", names + name_at)
        name = data[names + name_at:end].decode()
        if name.startswith((".text", ".rodata", ".data", ".init_array")):
            # Which function it is does not matter here, only what is in it.
            found.append(b"" if kind == 8 else data[offset:offset + size])
    return hashlib.sha256(b"|".join(sorted(found))).hexdigest()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("plugin")
    parser.add_argument("file")
    parser.add_argument("--compiler", default="clang++-")
    args = parser.parse_args()

    majors = sorted(re.search(r"(\d+)\.so$", p).group(1) for p in glob.glob(args.plugin + "*.so"))
    if not majors:
        sys.exit(f"no plugin {args.plugin}*.so")

    groups = {"SAME": [], "DIFF": [], "NEUTRAL": [], "XFAIL-SAME": [], "XFAIL-DIFF": []}
    flags, function = {"": []}, {"": "_Z1f"}
    for line in open(args.file):
        match = re.match(r"\s*// ([A-Z-]+)(?:\((\w+)\))?: (.*)", line)
        if not match:
            continue
        key, variant, text = match.group(1), match.group(2) or "", match.group(3)
        if key in groups:
            groups[key].append(text.split())
        elif key == "FLAGS":
            flags[variant] = text.split()
        elif key == "FUNCTION":
            function[variant] = text.strip()
    variants = sorted({v for lists in groups.values() for g in lists for v in g})
    failures = []

    def compile(job):
        variant, major = job
        with tempfile.TemporaryDirectory() as scratch:
            out, obj = os.path.join(scratch, "out"), os.path.join(scratch, "a.o")
            command = [args.compiler + major, "-std=c++20", "-O0", "-g0", "-w", "-c", "-o", obj,
                       f"-fplugin={args.plugin}{major}.so",
                       f"-fplugin-arg-fpdump-out={out}",
                       "-ffunction-sections", "-D" + variant,
                       *flags[""], *flags.get(variant, []), args.file]
            command = [c.replace("%S", os.path.dirname(os.path.abspath(args.file)))
                       for c in command]
            run = subprocess.run(command, capture_output=True, text=True)
            if run.returncode:
                failures.append(f"{variant}, Clang {major}: does not compile\n{run.stderr}")
                return None
            want = function.get(variant, function[""])
            prints = [l.split() for l in open(out)]
            exact = [p for p, name in prints if name == want]
            loose = [p for p, name in prints if name.startswith(want)]
            found = (exact or loose)[:1]
            if not found:
                failures.append(f"{variant}, Clang {major}: no function {want} in {prints}")
                return None
            return found[0], sections(obj)

    jobs = list(itertools.product(variants, majors))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = dict(zip(jobs, pool.map(compile, jobs)))
    if failures:
        sys.exit("\n".join(failures))

    prints = {v: results[v, majors[0]][0] for v in variants}
    for v in variants:
        for major in majors[1:]:
            if results[v, major][0] != prints[v]:
                failures.append(f"{v}: Clang {majors[0]} and {major} disagree")

    def pairs(kind):
        return {frozenset(p) for group in groups[kind] for p in itertools.combinations(group, 2)}

    def named(kind):
        return sorted(tuple(sorted(p)) for p in pairs(kind))

    for a, b in named("SAME") + named("NEUTRAL"):
        if prints[a] != prints[b]:
            failures.append(f"{a} and {b} should have the same fingerprint")
    for a, b in named("DIFF"):
        if prints[a] == prints[b]:
            failures.append(f"{a} and {b} should have different fingerprints")
    for a, b in named("XFAIL-SAME"):
        if prints[a] == prints[b]:
            failures.append(f"{a} and {b} are the same now: make it SAME")
    for a, b in named("XFAIL-DIFF"):
        if prints[a] != prints[b]:
            failures.append(f"{a} and {b} are different now: make it DIFF")

    # The oracle.
    excused = pairs("NEUTRAL") | pairs("XFAIL-DIFF")
    for a, b in itertools.combinations(variants, 2):
        if a.rstrip("0123456789") != b.rstrip("0123456789") or frozenset((a, b)) in excused:
            continue
        for major in majors:
            if results[a, major][1] != results[b, major][1] and prints[a] == prints[b]:
                failures.append(f"{a} and {b}: Clang {major} makes different code of them, the "
                                "fingerprint is the same")
    if failures:
        sys.exit("\n".join(failures))
    count = {k: len(pairs(k)) for k in groups}
    print(f"{len(variants)} variants, Clang {' and '.join(majors)}:",
          ", ".join(f"{n} {k}" for k, n in count.items() if n))


if __name__ == "__main__":
    main()
